#include "games/perft.h"

#include <memory>
#include <unordered_set>
#include <utility>

namespace tandem {
namespace {

/// Walks the tree with one scratch position and one action buffer per ply.
class PathCounter {
 public:
  PathCounter(const Game& game, const Position& start, int depth)
      : counts_{std::vector<std::uint64_t>(depth + 1), std::vector<std::uint64_t>(depth + 1)} {
    for (int ply = 0; ply <= depth; ++ply) {
      positions_.push_back(start.clone());
      actions_.emplace_back(game.info().max_legal_actions);
    }
  }

  PathCounts count() {
    visit(0);
    return std::move(counts_);
  }

 private:
  void visit(std::size_t ply) {
    ++counts_.paths[ply];
    const Position& position = *positions_[ply];
    if (position.is_terminal()) {
      ++counts_.ended[ply];
      return;
    }
    if (ply + 1 == positions_.size()) return;
    const int count = position.legal_actions(actions_[ply]);
    for (int i = 0; i < count; ++i) {
      positions_[ply + 1]->assign(position);
      positions_[ply + 1]->apply(actions_[ply][i]);
      visit(ply + 1);
    }
  }

  PathCounts counts_;
  std::vector<std::unique_ptr<Position>> positions_;
  std::vector<std::vector<Action>> actions_;
};

}  // namespace

PathCounts count_paths(const Game& game, const Position& start, int depth) {
  return PathCounter(game, start, depth).count();
}

std::vector<std::uint64_t> count_positions(const Game& game, const Position& start, int depth) {
  std::vector<std::uint64_t> counts = {1};
  std::vector<Action> actions(game.info().max_legal_actions);
  std::vector<std::unique_ptr<Position>> frontier;
  frontier.push_back(start.clone());
  const std::unique_ptr<Position> scratch = start.clone();
  for (int ply = 1; ply <= depth; ++ply) {
    std::unordered_set<std::uint64_t> seen;
    std::vector<std::unique_ptr<Position>> next;
    for (const std::unique_ptr<Position>& position : frontier) {
      const int count = position->legal_actions(actions);
      for (int i = 0; i < count; ++i) {
        scratch->assign(*position);
        scratch->apply(actions[i]);
        if (seen.insert(scratch->board_hash()).second) next.push_back(scratch->clone());
      }
    }
    counts.push_back(next.size());
    frontier = std::move(next);
  }
  return counts;
}

}  // namespace tandem
