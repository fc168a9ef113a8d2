#include "games/sgf/setup.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr int kGoInSgf = 1;
constexpr int kOthelloInSgf = 2;

using Stones = std::vector<std::optional<StoneColour>>;  // by square

const std::vector<int>& squares_of(const StoneSetup& setup, StoneColour colour) {
  return setup.squares[colour == StoneColour::kBlack ? 0 : 1];
}

/// Throws Error for a square that is named twice.
Stones place(const StoneBoard& board, const StoneSetup& setup) {
  Stones stones(static_cast<std::size_t>(board.squares()));
  for (const StoneColour colour : {StoneColour::kBlack, StoneColour::kWhite}) {
    for (const int square : squares_of(setup, colour)) {
      std::optional<StoneColour>& there = stones[static_cast<std::size_t>(square)];
      if (there) throw Error(fmt::format("two stones stand on {}", board.sgf_point(square)));
      there = colour;
    }
  }
  return stones;
}

std::vector<int> neighbours(const StoneBoard& board, int square) {
  std::vector<int> result;
  const int column = square % board.width();
  if (column > 0) result.push_back(square - 1);
  if (column + 1 < board.width()) result.push_back(square + 1);
  if (square >= board.width()) result.push_back(square - board.width());
  if (square + board.width() < board.squares()) result.push_back(square + board.width());
  return result;
}

/// Throws Error if a group of Go stones has no liberty. If all have one, they have one at any time
/// while the stones are laid, in whatever order, so that nothing is captured: a group that is not
/// whole yet lacks a stone that will touch it, and that square is free.
void check_liberties(const StoneBoard& board, const Stones& stones) {
  std::vector<bool> seen(stones.size());
  for (int first = 0; first < board.squares(); ++first) {
    if (!stones[static_cast<std::size_t>(first)] || seen[static_cast<std::size_t>(first)]) continue;
    std::vector<int> group = {first};
    seen[static_cast<std::size_t>(first)] = true;
    bool breathes = false;
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (const int next : neighbours(board, group[i])) {
        const auto n = static_cast<std::size_t>(next);
        breathes |= !stones[n];
        if (seen[n] || stones[n] != stones[static_cast<std::size_t>(first)]) continue;
        seen[n] = true;
        group.push_back(next);
      }
    }
    if (!breathes) {
      throw Error(fmt::format("the group of {} has no liberty", board.sgf_point(first)));
    }
  }
}

/// White on the main diagonal's two squares in the middle, Black on the other's.
bool is_start_of_othello(const StoneBoard& board, const StoneSetup& setup) {
  const int column = board.width() / 2;
  const int below = board.height() / 2 * board.width() + column;
  const int above = below - board.width();
  const std::vector<int> black = {above, below - 1};
  const std::vector<int> white = {above - 1, below};
  return std::ranges::is_permutation(squares_of(setup, StoneColour::kBlack), black) &&
         std::ranges::is_permutation(squares_of(setup, StoneColour::kWhite), white);
}

/// Lays the stones by playing.
class Layer {
 public:
  Layer(const Game& game, const StoneBoard& board)
      : board_(board),
        pass_(board.global_action("pass")),
        position_(game.initial_position()),
        legal_(static_cast<std::size_t>(game.info().max_legal_actions)) {}

  std::vector<Action> lay(const StoneSetup& setup) {
    std::size_t black = 0;
    std::size_t white = 0;
    const std::vector<int>& blacks = squares_of(setup, StoneColour::kBlack);
    const std::vector<int>& whites = squares_of(setup, StoneColour::kWhite);
    while (black < blacks.size() || white < whites.size()) {
      const bool blacks_turn = to_move() == StoneColour::kBlack;
      std::size_t& laid = blacks_turn ? black : white;
      const std::vector<int>& squares = blacks_turn ? blacks : whites;
      if (laid < squares.size()) {
        play(board_.action_at(squares[laid++]));
      } else {
        pass();
      }
    }
    if (setup.to_move && *setup.to_move != to_move()) pass();
    return std::move(moves_);
  }

 private:
  StoneColour to_move() const { return board_.colour_of(position_->side_to_move()); }

  bool is_legal(Action action) {
    const auto end = legal_.begin() + position_->legal_actions(legal_);
    return std::binary_search(legal_.begin(), end, action);
  }

  void play(Action action) {
    if (!is_legal(action)) {
      throw Error(
          fmt::format("the stones can't be laid by the rules: {} can't play {} after {} "
                      "others",
                      colour_name(to_move()), board_.vertex(action), moves_.size()));
    }
    position_->apply(action);
    moves_.push_back(action);
  }

  void pass() {
    if (!pass_ || !is_legal(*pass_)) {
      throw Error(fmt::format(
          "the stones can't be laid in turns: after {} of them {} would have to pass, which the "
          "rules don't allow",
          moves_.size(), colour_name(to_move())));
    }
    play(*pass_);
  }

  const StoneBoard& board_;
  std::optional<Action> pass_;
  std::unique_ptr<Position> position_;
  std::vector<Action> legal_;
  std::vector<Action> moves_;
};

}  // namespace

std::vector<Action> setup_moves(const Game& game, const StoneBoard& board,
                                const StoneSetup& setup) {
  const Stones stones = place(board, setup);
  StoneSetup rest = setup;
  if (board.notation().sgf_game == kOthelloInSgf && is_start_of_othello(board, setup)) {
    rest.squares = {};
  } else if (board.notation().sgf_game == kGoInSgf) {
    check_liberties(board, stones);
  }
  return Layer(game, board).lay(rest);
}

}  // namespace tandem
