#include "games/othello/transposition_table.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace tandem::othello {

TranspositionTable::TranspositionTable(std::size_t bytes)
    : size_(std::max<std::size_t>(1, bytes / sizeof(Bucket))),
      pages_(size_ * sizeof(Bucket)),
      buckets_(static_cast<Bucket*>(pages_.memory())) {}

void TranspositionTable::learn(Bitboard board, Knowledge learnt, std::uint64_t work) {
  const auto value = [this](const Entry& entry) {
    if (entry.board.discs() == 0) return -1;
    return entry.search == search_ ? entry.work : 0;
  };
  Entry* slot = nullptr;
  for (Entry& entry : bucket_of(board).entries) {
    if (entry.board == board) {
      learnt.lower = std::max(learnt.lower, entry.known.lower);
      learnt.upper = std::min(learnt.upper, entry.known.upper);
      if (learnt.move == Knowledge::kNoMove) learnt.move = entry.known.move;
      slot = &entry;
      break;
    }
    if (slot == nullptr || value(entry) < value(*slot)) slot = &entry;
  }
  assert(learnt.lower <= learnt.upper);
  *slot = {board, learnt, static_cast<std::uint8_t>(std::bit_width(work)), search_};
}

}  // namespace tandem::othello
