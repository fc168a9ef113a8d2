#include "games/breakthrough/solver.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "games/breakthrough/breakthrough.h"
#include "games/breakthrough/race.h"
#include "games/error.h"
#include "games/solving/position_table.h"

namespace tandem {
namespace {

using namespace breakthrough;

/// How far a position is from being proven: at least so many leaves below it must still turn out
/// well for the mover to prove that he wins, and so many to prove that he loses. 0 is proven,
/// kDisproven impossible.
struct ProofNumbers {
  static constexpr std::uint32_t kDisproven = (1u << 28) - 1;
  std::uint32_t win = 1;
  std::uint32_t loss = 1;

  static constexpr ProofNumbers won() { return {0, kDisproven}; }
  static constexpr ProofNumbers lost() { return {kDisproven, 0}; }
  bool solved() const { return win == 0 || loss == 0; }
};

/// The same, as the table keeps them: four entries are a cache line.
struct KeptNumbers {
  std::uint64_t win : 28 = 1;
  std::uint64_t loss : 28 = 1;
  std::uint64_t work : 8 = 0;
};

class Search final : public BreakthroughSolver {
 public:
  Search(const Game& game, std::size_t table_bytes)
      : game_(game), race_(breakthrough_geometry(game)), table_(table_bytes) {}

  int value(const Board& board) override { return exact(race_.canonical(race_.pack(board))); }

  std::vector<SolvedAction> solve(const Position& position) override {
    std::vector<Action> legal(game_.info().max_legal_actions);
    legal.resize(position.legal_actions(legal));
    std::vector<SolvedAction> result;
    const auto next = position.clone();
    for (const Action action : legal) {
      next->assign(position);
      next->apply(action);
      result.push_back({action, next->is_terminal() ? 1 : -value(breakthrough_board(*next))});
    }
    return result;
  }

  std::uint64_t nodes() const override { return nodes_; }

 private:
  struct Child {
    Bits word;
    ProofNumbers numbers;
  };

  int exact(Bits word) {
    const int certain = race_.certain(word);
    if (certain != 0) return certain;
    ProofNumbers numbers = known(word);
    while (!numbers.solved()) {
      numbers = search(word, {ProofNumbers::kDisproven, ProofNumbers::kDisproven});
    }
    return numbers.win == 0 ? 1 : -1;
  }

  /// Works below a position until it is solved or one of its numbers reaches its limit.
  ProofNumbers search(Bits word, ProofNumbers limit) {
    if ((++nodes_ & 0xFFFF) == 0) check_stop();
    const std::uint64_t nodes_before = nodes_;
    std::array<Child, Race::kMostMoves> children;
    const int count = expand(word, children);
    ProofNumbers numbers;
    while (true) {
      // A win needs one child that is lost for the opponent, a loss all of them won.
      std::uint64_t loss = 0;
      std::uint32_t best = ProofNumbers::kDisproven;
      std::uint32_t second = ProofNumbers::kDisproven;
      Child* chosen = nullptr;
      for (Child& child : std::span(children).first(count)) {
        loss += child.numbers.win;
        if (child.numbers.loss < best) {
          second = best;
          best = child.numbers.loss;
          chosen = &child;
        } else {
          second = std::min(second, child.numbers.loss);
        }
      }
      numbers.win = best;
      numbers.loss =
          best == 0
              ? ProofNumbers::kDisproven
              : static_cast<std::uint32_t>(std::min<std::uint64_t>(loss, ProofNumbers::kDisproven));
      if (chosen == nullptr) numbers = ProofNumbers::lost();
      if (numbers.solved() || numbers.win >= limit.win || numbers.loss >= limit.loss) break;

      // Stay below this child until another one is a quarter more promising.
      const std::uint32_t loss_limit =
          std::min<std::uint64_t>(limit.win, std::uint64_t{second} + second / 4 + 1);
      const std::uint32_t win_limit = std::min<std::uint64_t>(
          std::uint64_t{limit.loss} - numbers.loss + chosen->numbers.win, ProofNumbers::kDisproven);
      chosen->numbers = search(chosen->word, {win_limit, loss_limit});
    }
    table_.learn(word, {numbers.win, numbers.loss}, nodes_ - nodes_before + 1);
    return numbers;
  }

  /// The children that may still decide; if one of them is lost for the opponent, that one alone.
  int expand(Bits word, std::array<Child, Race::kMostMoves>& children) {
    std::array<Bits, Race::kMostMoves> words;
    const int moves = race_.children(word, words);
    int count = 0;
    for (int i = 0; i < moves; ++i) {
      const int certain = race_.certain(words[i]);
      if (certain > 0) continue;
      if (certain < 0) {
        children[0].numbers = ProofNumbers::lost();
        return 1;
      }
      children[count].word = race_.canonical(words[i]);
      table_.prefetch(children[count++].word);
    }
    for (int i = 0; i < count; ++i) {
      children[i].numbers = known(children[i].word);
      if (children[i].numbers.loss == 0) {
        children[0] = children[i];
        return 1;
      }
    }
    return count;
  }

  ProofNumbers known(Bits word) const {
    const KeptNumbers* const kept = table_.find(word);
    if (kept == nullptr) return {};
    return {static_cast<std::uint32_t>(kept->win), static_cast<std::uint32_t>(kept->loss)};
  }

  const Game& game_;
  Race race_;
  PositionTable<Bits, KeptNumbers> table_;
  std::uint64_t nodes_ = 0;
};

}  // namespace

std::unique_ptr<BreakthroughSolver> make_breakthrough_solver(const Game& game,
                                                             std::size_t table_bytes) {
  const Geometry geometry = breakthrough_geometry(game);
  if (geometry.squares() > kBreakthroughSolverMaxSquares) {
    throw Error(fmt::format("the solver of Breakthrough takes at most {} squares; {} has {}",
                            kBreakthroughSolverMaxSquares, game.info().name, geometry.squares()));
  }
  return std::make_unique<Search>(game, table_bytes);
}

}  // namespace tandem
