#include "games/conformance.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "games/conformance_report.h"
#include "games/perft.h"
#include "games/position_text.h"
#include "games/random.h"

namespace tandem {
namespace {

using conformance::difference;
using conformance::Observation;
using conformance::observe;
using conformance::Report;

/// Plays random games and checks every position on the way.
class Playouts {
 public:
  Playouts(const Game& game, const ConformanceOptions& options, Report& report)
      : game_(game), options_(options), report_(report), scratch_(game.initial_position()) {}

  /// Plays game `number` to its end, or to its first failure.
  void play(int number) {
    Random random(options_.seed, number);
    moves_.clear();
    history_.clear();
    try {
      check_initial();
      if (play_moves(random)) {
        check_move_orders(random);
        check_perft(random);
      }
    } catch (const std::exception& error) {
      fail("exception", error.what());
    }
  }

 private:
  std::string where() const { return fmt::format("at \"{}\"", moves_text(game_, moves_)); }

  void fail(const std::string& kind, const std::string& detail) {
    const std::string text =
        history_.empty() ? "" : fmt::format("position {}, ", history_.back().text);
    report_.fail(kind, detail, text + where());
    failed_ = true;
  }

  void fail_if_different(const std::string& kind, const Observation& expected,
                         const Position& actual) {
    const std::string text = difference(game_, expected, observe(game_, actual));
    if (!text.empty()) fail(kind, text);
  }

  void check_initial() {
    const auto initial = game_.initial_position();
    if (initial->is_terminal()) fail("initial position", "it is terminal");
    if (initial->side_to_move() != 0) {
      fail("initial position", fmt::format("player {} moves first", initial->side_to_move()));
    }
  }

  /// Returns whether the game came to its end without a failure.
  bool play_moves(Random& random) {
    failed_ = false;
    const auto position = game_.initial_position();
    std::vector<std::unique_ptr<Position>> images;
    for (std::size_t i = 0; i < game_.info().symmetries.size(); ++i) {
      images.push_back(game_.initial_position());
    }
    while (true) {
      history_.push_back(observe(game_, *position));
      check_position(*position);
      check_images(images);
      if (failed_ || history_.back().terminal) return !failed_;
      if (static_cast<int>(moves_.size()) == game_.info().max_game_length) {
        fail("game length", fmt::format("the game goes on after max_game_length = {} plies",
                                        game_.info().max_game_length));
        return false;
      }
      const std::vector<Action>& legal = history_.back().legal;
      const Action action = legal[random.below(static_cast<int>(legal.size()))];
      apply_everywhere(*position, action);
      if (failed_) return false;
      for (std::size_t i = 0; i < images.size(); ++i) {
        images[i]->apply(game_.info().symmetries[i].actions[action]);
      }
    }
  }

  // -- One position -------------------------------------------------------------------------------

  void check_position(const Position& position) {
    const Observation& seen = history_.back();
    if (!seen.fault.empty()) return fail("bounds", seen.fault);
    check_legal(seen);
    check_outcome(seen);
    check_identity(seen);
    fail_if_different("determinism", seen, position);
    fail_if_different("clone", seen, *position.clone());
    fail_if_different("text round trip", seen, *game_.parse_position(seen.text));
  }

  void check_legal(const Observation& seen) {
    const std::vector<Action>& legal = seen.legal;
    if (std::ranges::adjacent_find(legal, std::greater_equal()) != legal.end()) {
      fail("legal actions",
           fmt::format("not in ascending order: {}", conformance::action_list(game_, legal)));
    }
    for (const Action action : legal) {
      if (action < 0 || action >= game_.info().num_actions) {
        fail("legal actions", fmt::format("{} is not an action of the game", action));
      }
    }
    if (seen.terminal != legal.empty()) {
      fail("terminal",
           fmt::format("is_terminal is {}, with {} legal actions", seen.terminal, legal.size()));
    }
    if (seen.side_to_move < 0 || seen.side_to_move >= game_.info().num_players) {
      fail("side to move", fmt::format("player {} is to move", seen.side_to_move));
    }
    if (seen.text.empty() || seen.text.find('\n') != std::string::npos) {
      fail("text", "the position's text is not one line");
    }
  }

  void check_outcome(const Observation& seen) {
    const std::string text = conformance::values_text(seen.outcome);
    if (!seen.outcome) {
      if (seen.terminal && options_.judged_by_rules) fail("outcome", "none at the game's end");
      return;
    }
    if (!seen.terminal) fail("outcome", fmt::format("{} while the game goes on", text));
    float sum = 0;
    for (int player = 0; player < kMaxPlayers; ++player) {
      const float value = (*seen.outcome)[player];
      sum += value;
      if (!(std::abs(value) <= 1) || (player >= game_.info().num_players && value != 0)) {
        fail("outcome", fmt::format("{} is out of range", text));
      }
    }
    if (options_.zero_sum && game_.info().num_players == 2 && sum != 0) {
      fail("outcome", fmt::format("{} does not add up to 0", text));
    }
  }

  /// Compares with every position seen before, in this game and earlier ones: the same text means
  /// the same hashes, the same hash the same board, and the same feature key the same encoding and
  /// actions.
  void check_identity(const Observation& seen) {
    const auto same_text = by_text_.try_emplace(seen.text, seen.board_hash, seen.feature_key).first;
    if (same_text->second != std::pair(seen.board_hash, seen.feature_key)) {
      fail("hash", "the hashes differ from those of the same position on another path");
    }
    const std::string board = fmt::format("{}{}", seen.display, seen.side_to_move);
    const auto same_hash = by_board_hash_.try_emplace(seen.board_hash, board).first;
    if (same_hash->second != board) {
      fail("board_hash", fmt::format("two boards share the hash {:016x}; the other is\n{}",
                                     seen.board_hash, same_hash->second));
    }
    if (seen.terminal) return;
    const conformance::Digest shown = conformance::shown_digest(seen);
    const conformance::Digest key = {seen.feature_key.high, seen.feature_key.low};
    if (shown_by_key_.try_emplace(key, shown).first->second != shown) {
      fail("feature_key",
           "an earlier position has this key, but another encoding or other legal actions");
    }
    if (key_by_shown_.try_emplace(shown, key).first->second != key) {
      fail("feature_key",
           "an earlier position has this encoding and these legal actions, but another key");
    }
  }

  // -- Going on from a position -------------------------------------------------------------------

  /// Applies the action to copies made in every way, and to the position itself.
  void apply_everywhere(Position& position, Action action) {
    const auto clone = position.clone();
    const auto reparsed = game_.parse_position(history_.back().text);
    scratch_->assign(position);
    clone->apply(action);
    scratch_->apply(action);
    reparsed->apply(action);
    fail_if_different("copies are independent", history_.back(), position);

    position.apply(action);
    moves_.push_back(action);
    const Observation after = observe(game_, position);
    fail_if_different("apply after assign()", after, *scratch_);
    fail_if_different("apply after clone()", after, *clone);
    fail_if_different("apply after parse_position()", after, *reparsed);
  }

  /// Plays the game again with two moves exchanged; where that leads to the same text, everything
  /// else must be the same.
  void check_move_orders(Random& random) {
    const int length = static_cast<int>(moves_.size());
    for (int attempt = 0; attempt < length; ++attempt) {
      std::vector<Action> moves = moves_;
      const int i = random.below(length);
      const int j = random.below(length);
      std::swap(moves[i], moves[j]);
      moves.resize(std::max(i, j) + 1);
      const std::unique_ptr<Position> other = replay(moves);
      const Observation& expected = history_[moves.size()];
      if (!other || other->to_text() != expected.text) continue;
      const std::string text = difference(game_, expected, observe(game_, *other));
      if (text.empty()) continue;
      report_.fail("move order", text,
                   fmt::format("position {}, at \"{}\" and \"{}\"", expected.text,
                               moves_text(game_, {moves_.begin(), moves_.begin() + moves.size()}),
                               moves_text(game_, moves)));
      return;
    }
  }

  /// The position after these moves, or null if one of them isn't legal.
  std::unique_ptr<Position> replay(const std::vector<Action>& moves) const {
    auto position = game_.initial_position();
    std::vector<Action> legal(game_.info().max_legal_actions);
    for (const Action action : moves) {
      const int count = position->legal_actions(legal);
      if (!std::binary_search(legal.begin(), legal.begin() + count, action)) return nullptr;
      position->apply(action);
    }
    return position;
  }

  // -- Symmetries ---------------------------------------------------------------------------------

  void check_images(const std::vector<std::unique_ptr<Position>>& images) {
    for (std::size_t i = 0; i < images.size() && !failed_; ++i) {
      check_image(game_.info().symmetries[i], *images[i]);
    }
  }

  void check_image(const Symmetry& symmetry, const Position& position) {
    const Observation& seen = history_.back();
    const Observation image = observe(game_, position);
    const auto fail_image = [&](const std::string& what, const std::string& detail) {
      fail(fmt::format("symmetry {}: {}", symmetry.name, what),
           fmt::format("{}, image {}", detail, image.text));
    };
    if (image.terminal != seen.terminal || image.outcome != seen.outcome) {
      fail_image("outcome",
                 fmt::format("outcome {}, of the image {}", conformance::values_text(seen.outcome),
                             conformance::values_text(image.outcome)));
    }
    if (image.side_to_move != seen.side_to_move) fail_image("side to move", "it differs");
    std::vector<Action> expected;
    for (const Action action : seen.legal) expected.push_back(symmetry.actions[action]);
    std::ranges::sort(expected);
    if (image.legal != expected) {
      fail_image("moves", fmt::format("the image has {}, expected {}",
                                      conformance::action_list(game_, image.legal),
                                      conformance::action_list(game_, expected)));
    }
    if (failed_ || seen.terminal) return;
    const int squares = game_.info().features.squares();
    for (int i = 0; i < game_.info().features.size(); ++i) {
      const int moved = i - i % squares + symmetry.squares[i % squares];
      if (image.encoding[moved] != seen.encoding[i]) {
        return fail_image(
            "encoding", fmt::format("channel {}, square {} does not move to square {}", i / squares,
                                    i % squares, moved % squares));
      }
    }
    check_identity(image);
  }

  /// Counts paths from one position of the game and from its images: they must be as many after
  /// each action.
  void check_perft(Random& random) {
    moves_.resize(random.below(static_cast<int>(moves_.size())));
    history_.resize(moves_.size() + 1);
    const int depth = perft_depth();
    for (const Symmetry& symmetry : game_.info().symmetries) {
      std::vector<Action> image_moves;
      for (const Action action : moves_) image_moves.push_back(symmetry.actions[action]);
      for (const Action action : history_.back().legal) {
        const std::vector<std::uint64_t> counts = paths_after(moves_, action, depth);
        const std::vector<std::uint64_t> image_counts =
            paths_after(image_moves, symmetry.actions[action], depth);
        if (counts == image_counts) continue;
        fail(fmt::format("symmetry {}: perft", symmetry.name),
             fmt::format("{} paths of {} plies after {}, {} after its image {}", counts[depth],
                         depth, game_.action_text(action), image_counts[depth],
                         game_.action_text(symmetry.actions[action])));
        return;
      }
    }
  }

  /// The greatest depth, at least 1, at which one perft stays within the limit.
  int perft_depth() const {
    const std::uint64_t branching = std::max(2, game_.info().max_legal_actions);
    int depth = 1;
    for (std::uint64_t nodes = branching * branching; nodes <= options_.perft_nodes;
         nodes *= branching) {
      ++depth;
    }
    return depth;
  }

  std::vector<std::uint64_t> paths_after(const std::vector<Action>& moves, Action action,
                                         int depth) const {
    const auto position = game_.initial_position();
    for (const Action move : moves) position->apply(move);
    position->apply(action);
    return count_paths(game_, *position, depth).paths;
  }

  const Game& game_;
  const ConformanceOptions& options_;
  Report& report_;
  std::unique_ptr<Position> scratch_;  // keeps the last game's end until assigned: a stale target

  std::vector<Action> moves_;         // of the game being played
  std::vector<Observation> history_;  // before each of them, and after the last
  bool failed_ = false;

  // Every position seen so far, images included.
  std::map<std::string, std::pair<std::uint64_t, FeatureKey>> by_text_;
  std::unordered_map<std::uint64_t, std::string> by_board_hash_;
  std::map<conformance::Digest, conformance::Digest> shown_by_key_;
  std::map<conformance::Digest, conformance::Digest> key_by_shown_;
};

}  // namespace

std::vector<std::string> check_conformance(const Game& game, const ConformanceOptions& options) {
  Report report;
  conformance::check_info(game, report);
  if (report.empty()) {
    Playouts playouts(game, options, report);
    for (int number = 0; number < options.games; ++number) playouts.play(number);
  }
  std::vector<std::string> lines = report.take();
  for (std::string& line : lines) line = fmt::format("{}: {}", game.info().name, line);
  return lines;
}

}  // namespace tandem
