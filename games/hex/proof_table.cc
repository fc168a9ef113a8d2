#include "games/hex/proof_table.h"

#include <algorithm>
#include <limits>

namespace tandem::hex {

ProofTable::ProofTable(std::size_t bytes) {
  while (bucket_bits_ < 40 && (sizeof(Bucket) << (bucket_bits_ + 1)) <= bytes) ++bucket_bits_;
  buckets_.resize(std::size_t{1} << bucket_bits_);
}

std::size_t ProofTable::bucket_of(const Bitboard& board) const {
  std::uint64_t hash = board.mine * 0x9E3779B97F4A7C15ull;
  hash ^= hash >> 32;
  hash = (hash ^ board.theirs) * 0xD6E8FEB86659FD93ull;
  hash ^= hash >> 32;
  return hash * 0x9E3779B97F4A7C15ull >> (64 - bucket_bits_);
}

const Verdict* ProofTable::find(const Bitboard& board) const {
  for (const Entry& entry : buckets_[bucket_of(board)].entries) {
    if (entry.work > 0 && entry.board == board) return &entry.verdict;
  }
  return nullptr;
}

void ProofTable::learn(const Bitboard& board, const Verdict& verdict, std::uint64_t work) {
  constexpr std::uint64_t kMostWork = std::numeric_limits<std::uint32_t>::max();
  Entry* slot = nullptr;
  for (Entry& entry : buckets_[bucket_of(board)].entries) {
    if (entry.work > 0 && entry.board == board) {
      work += entry.work;
      slot = &entry;
      break;
    }
    if (slot == nullptr || entry.work < slot->work) slot = &entry;
  }
  *slot = {board, verdict, static_cast<std::uint32_t>(std::min(work, kMostWork))};
}

}  // namespace tandem::hex
