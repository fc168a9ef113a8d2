#include "tests/games/broken_game.h"

#include <algorithm>
#include <utility>

#include "games/tic_tac_toe/tic_tac_toe.h"

namespace tandem {
namespace {

constexpr int kSquares = TicTacToePosition::kSquares;

/// Forwards to a sound position, and breaks one promise.
class BrokenPosition final : public Position {
 public:
  BrokenPosition(Fault fault, std::shared_ptr<Position> inner)
      : fault_(fault), inner_(std::move(inner)) {}

  void assign(const Position& other) override {
    const auto& from = static_cast<const BrokenPosition&>(other);
    inner_->assign(*from.inner_);
    path_ = from.path_;
    first_action_ = from.first_action_;
    x_moves_descend_ = from.x_moves_descend_;
    extra_side_ = from.extra_side_;
    if (fault_ != Fault::kAssignForgets) moves_made_ = from.moves_made_;
  }

  std::unique_ptr<Position> clone() const override {
    auto copy = std::make_unique<BrokenPosition>(*this);
    if (fault_ != Fault::kCloneSharesState) copy->inner_ = inner_->clone();
    return copy;
  }

  PlayerId side_to_move() const override {
    if (fault_ == Fault::kFirstMoverIsPlayerOne) return 1 - inner_->side_to_move();
    if (fault_ == Fault::kWrongSideToMove && moves_made_ == 4) return 2;
    return inner_->side_to_move() ^ (extra_side_ ? 1 : 0);
  }

  int legal_actions(std::span<Action> out) const override {
    int count = inner_->legal_actions(out);
    if (fault_ == Fault::kAssignForgets && moves_made_ % 2 == 1) out[0] = out[count - 1];
    if (fault_ == Fault::kUnsortedActions && count >= 2) std::swap(out[0], out[1]);
    if (fault_ == Fault::kMissingAction && moves_made_ == 2 && out[count - 1] == 8) --count;
    if (fault_ == Fault::kRarelyMissingAction && inner_->to_text().ends_with("xo.")) --count;
    if (fault_ == Fault::kActionOffBoard && moves_made_ == 3) out[count - 1] = kSquares;
    if (fault_ == Fault::kLegalAfterTheEnd && inner_->is_terminal()) out[count++] = 0;
    if (fault_ == Fault::kNoLegalBeforeTheEnd && moves_made_ == 4) count = 0;
    if (fault_ == Fault::kLegalActionsOverrun && moves_made_ == 0) out.data()[count++] = kSquares;
    return count;
  }

  void apply(Action action) override {
    inner_->apply(action);
    path_ = 3 * path_ + static_cast<std::uint64_t>(action);
    if (moves_made_ == 0) first_action_ = action;
    if (moves_made_ == 2) x_moves_descend_ = action < first_action_;
    ++moves_made_;
  }

  bool is_terminal() const override { return inner_->is_terminal(); }

  std::optional<Values> outcome() const override {
    const std::optional<Values> outcome = inner_->outcome();
    if (fault_ == Fault::kOutcomeTooEarly && moves_made_ == 3) return Values{0, 0};
    if (!outcome) return outcome;
    const bool won = (*outcome)[0] == 1;
    if (fault_ == Fault::kNoOutcome && won) return {};
    if (fault_ == Fault::kOutcomeNotZeroSum && won) return Values{1, 0};
    if (fault_ == Fault::kOutcomeTooLarge && won) return Values{2, -2};
    if (fault_ == Fault::kOneLineDoesNotWin && inner_->to_text().starts_with("xxx")) {
      return Values{0, 0};
    }
    return outcome;
  }

  std::uint64_t board_hash() const override {
    if (fault_ == Fault::kStaleBoardHash) return path_;
    if (fault_ == Fault::kConstantBoardHash) return 17;
    if (fault_ == Fault::kHashOfMoveOrder && x_moves_descend_) return ~inner_->board_hash();
    return inner_->board_hash();
  }

  FeatureKey feature_key() const override {
    FeatureKey key = inner_->feature_key();
    if (fault_ == Fault::kConstantFeatureKey) return {1, 2};
    if (fault_ == Fault::kPathDependentFeatureKey) key.high ^= path_ << 32;
    if (fault_ == Fault::kFeatureKeyOfBothSides) return {0, key.high | key.low};
    return key;
  }

  void encode(std::span<float> out) const override {
    inner_->encode(fault_ == Fault::kEncodeLeavesAHole ? std::span(hidden_) : out);
    if (fault_ == Fault::kEncodeLeavesAHole)
      std::copy_n(hidden_.begin(), out.size() - 1, out.begin());
    if (fault_ == Fault::kEncodeRandom) out[3] = static_cast<float>(++looks_);
    if (fault_ == Fault::kEncodeOverrun) out.data()[out.size()] = 0;
    if (fault_ == Fault::kEncodeAbsolute) out[0] += 0.5f;
  }

  std::string to_text() const override {
    std::string text = inner_->to_text();
    if (fault_ == Fault::kTextForgetsAMark && moves_made_ == 2) return ".../.../...";
    if (fault_ == Fault::kTextThatIsRefused && inner_->is_terminal()) return text + "#";
    if (fault_ == Fault::kTextOfTwoLines) return text + "\n";
    return text;
  }

  std::string to_display() const override {
    if (fault_ == Fault::kLookingChanges && ++looks_ > 20 && !is_terminal()) {
      std::vector<Action> legal(kSquares);
      inner_->legal_actions(legal);
      inner_->apply(legal[0]);
    }
    return inner_->to_display();
  }

  /// Makes the position forget whose turn it is, as a careless parser would.
  void forget_side() { extra_side_ = true; }
  void count_moves(int made) { moves_made_ = made; }

 private:
  Fault fault_;
  std::shared_ptr<Position> inner_;
  std::uint64_t path_ = 0;
  Action first_action_ = 0;
  bool x_moves_descend_ = false;
  int moves_made_ = 0;
  bool extra_side_ = false;
  mutable int looks_ = 0;
  mutable std::array<float, 2 * kSquares> hidden_{};
};

class BrokenGame final : public Game {
 public:
  explicit BrokenGame(Fault fault) : fault_(fault), sound_(make_tic_tac_toe()) {
    info_ = sound_->info();
    info_.name = "broken";
    break_info();
  }

  std::unique_ptr<Position> initial_position() const override {
    return std::make_unique<BrokenPosition>(fault_, sound_->initial_position());
  }

  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    if (fault_ == Fault::kTextOfTwoLines) text.remove_suffix(1);
    auto position = std::make_unique<BrokenPosition>(fault_, sound_->parse_position(text));
    const auto marks = std::ranges::count_if(text, [](char c) { return c == 'x' || c == 'o'; });
    position->count_moves(static_cast<int>(marks));
    if (fault_ == Fault::kParseForgetsSide && marks == 5) position->forget_side();
    return position;
  }

  std::string action_text(Action action) const override {
    if (fault_ == Fault::kAmbiguousActionText && action == 5) return sound_->action_text(4);
    if (fault_ == Fault::kActionTextOfTwoWords)
      return "square " + std::string(1, "012345678"[action]);
    return sound_->action_text(action);
  }

  std::optional<Action> parse_action(std::string_view text) const override {
    if (fault_ == Fault::kLenientActionParser) return sound_->parse_action(text.substr(0, 2));
    if (fault_ == Fault::kActionTextOfTwoWords && text.size() == 8 && text.starts_with("square ")) {
      return text[7] - '0';
    }
    return sound_->parse_action(text);
  }

 private:
  void break_info() {
    Symmetry& mirror = info_.symmetries.at(1);
    switch (fault_) {
      case Fault::kEmptyActionMap:
        info_.action_map.clear();
        break;
      case Fault::kSharedPlace:
        info_.action_map[5] = info_.action_map[4];
        break;
      case Fault::kPlaceOffBoard:
        info_.action_map[5].square = kSquares;
        break;
      case Fault::kNoSymmetry:
        info_.symmetries.clear();
        break;
      case Fault::kIdentityNotFirst:
        std::swap(info_.symmetries[0], info_.symmetries[1]);
        break;
      case Fault::kRepeatedSymmetry:
        info_.symmetries.push_back(mirror);
        break;
      case Fault::kNotAPermutation:
        mirror.actions[0] = mirror.actions[1];
        break;
      case Fault::kWrongMirrorSquares:
        std::swap(mirror.squares[0], mirror.squares[1]);
        break;
      case Fault::kWrongMirrorActions:
        // Squares and actions agree with each other, but not with the rules.
        std::swap(mirror.squares[0], mirror.squares[1]);
        std::swap(mirror.actions[0], mirror.actions[1]);
        break;
      case Fault::kHashOfMoveOrder:
        info_.symmetries.resize(1);
        break;
      case Fault::kMaxLegalTooSmall:
        info_.max_legal_actions = kSquares - 1;
        break;
      case Fault::kMaxLengthTooSmall:
        info_.max_game_length = kSquares - 1;
        break;
      default:
        break;
    }
  }

  Fault fault_;
  std::shared_ptr<const Game> sound_;
};

}  // namespace

std::shared_ptr<const Game> make_broken_game(Fault fault) {
  return std::make_shared<const BrokenGame>(fault);
}

}  // namespace tandem
