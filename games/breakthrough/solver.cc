#include "games/breakthrough/solver.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "games/breakthrough/breakthrough.h"
#include "games/breakthrough/proof_table.h"
#include "games/breakthrough/race.h"
#include "games/error.h"

namespace tandem {
namespace {

using namespace breakthrough;

struct Stopped {};

class Search final : public BreakthroughSolver {
 public:
  Search(const Game& game, std::size_t table_bytes)
      : game_(game), race_(breakthrough_geometry(game)), table_(table_bytes) {}

  std::optional<int> value(const Board& board) override {
    try {
      return exact(race_.canonical(race_.pack(board)));
    } catch (Stopped) {
      return std::nullopt;
    }
  }

  std::vector<SolvedAction> solve(const Position& position) override {
    std::vector<Action> legal(game_.info().max_legal_actions);
    legal.resize(position.legal_actions(legal));
    std::vector<SolvedAction> result;
    const auto next = position.clone();
    for (const Action action : legal) {
      next->assign(position);
      next->apply(action);
      std::optional<int> other = -1;
      if (!next->is_terminal()) other = value(breakthrough_board(*next));
      if (!other) throw Interrupted("the Breakthrough solver was stopped before it had an answer");
      result.push_back({action, -*other});
    }
    return result;
  }

  std::uint64_t nodes() const override { return nodes_; }

  void stop_when(const std::atomic<bool>* stop) override { stop_ = stop; }

 private:
  struct Child {
    Bits word;
    ProofNumbers numbers;
  };

  int exact(Bits word) {
    const int certain = race_.certain(word);
    if (certain != 0) return certain;
    ProofNumbers numbers = table_.find(word);
    while (!numbers.solved()) {
      numbers = search(word, {ProofNumbers::kDisproven, ProofNumbers::kDisproven});
    }
    return numbers.win == 0 ? 1 : -1;
  }

  /// Works below a position until it is solved or one of its numbers reaches its limit.
  ProofNumbers search(Bits word, ProofNumbers limit) {
    if ((++nodes_ & 0xFFFF) == 0 && stop_ != nullptr && stop_->load(std::memory_order_relaxed)) {
      throw Stopped{};
    }
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
    table_.store(word, numbers, nodes_ - nodes_before + 1);
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
      children[i].numbers = table_.find(children[i].word);
      if (children[i].numbers.loss == 0) {
        children[0] = children[i];
        return 1;
      }
    }
    return count;
  }

  const Game& game_;
  Race race_;
  ProofTable table_;
  const std::atomic<bool>* stop_ = nullptr;
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
