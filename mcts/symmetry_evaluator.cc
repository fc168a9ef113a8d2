#include "mcts/symmetry_evaluator.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <stdexcept>
#include <utility>
#include <vector>

#include "games/random.h"

namespace tandem {
namespace {

/// What a position's image under a symmetry looks like. Changes its subject with show().
class ImagePosition final : public Position {
 public:
  explicit ImagePosition(const FeatureShape& shape)
      : squares_(shape.squares()), planes_(shape.size()) {}

  /// `original` is encoded in `planes`; `legal` are the image's legal actions, ascending. Both
  /// positions and actions must stay while the image is looked at.
  void show(const Position& original, const std::vector<float>& planes, const Symmetry& symmetry,
            std::span<const Action> legal) {
    original_ = &original;
    legal_ = legal;
    for (std::size_t plane = 0; plane < planes.size(); plane += squares_) {
      for (int square = 0; square < squares_; ++square) {
        planes_[plane + symmetry.squares[square]] = planes[plane + square];
      }
    }
  }

  PlayerId side_to_move() const override { return original_->side_to_move(); }
  int legal_actions(std::span<Action> out) const override {
    std::ranges::copy(legal_, out.begin());
    return static_cast<int>(legal_.size());
  }
  bool is_terminal() const override { return original_->is_terminal(); }
  std::optional<Values> outcome() const override { return original_->outcome(); }
  void encode(std::span<float> out) const override { std::ranges::copy(planes_, out.begin()); }

  /// A hash of all that is to be seen: images that look the same share it, whatever positions and
  /// symmetries they come from.
  FeatureKey feature_key() const override {
    FeatureKey key{legal_.size(), planes_.size()};
    const auto mix = [&key](std::uint32_t word) {
      key.high = (key.high ^ word) * 0x9E3779B97F4A7C15ull;
      key.high ^= key.high >> 29;
      key.low = (key.low ^ word) * 0xD1342543DE82EF95ull;
      key.low ^= key.low >> 29;
    };
    for (const float value : planes_) mix(std::bit_cast<std::uint32_t>(value));
    for (const Action action : legal_) mix(static_cast<std::uint32_t>(action));
    mix(static_cast<std::uint32_t>(side_to_move()));
    return key;
  }
  std::uint64_t board_hash() const override { return feature_key().low; }

  std::string to_text() const override { return original_->to_text() + " (turned or mirrored)"; }
  std::string to_display() const override { return original_->to_display(); }

  void assign(const Position&) override { refuse(); }
  void apply(Action) override { refuse(); }
  std::unique_ptr<Position> clone() const override { refuse(); }

 private:
  [[noreturn]] static void refuse() {
    throw std::logic_error("the image of a position can only be looked at");
  }

  const int squares_;
  const Position* original_ = nullptr;
  std::span<const Action> legal_;
  std::vector<float> planes_;
};

/// One image's answer, in the order of the image's legal actions.
struct ImageAnswer {
  std::vector<int> places;  ///< of the same actions among the original's
  std::vector<float> logits;
  Values values{};
};

/// A position asked, and its images' answers.
struct Question {
  EvaluationSlot slot;
  std::size_t first = 0;
  std::size_t images = 0;
};

class SymmetryBatch : public EvaluationBatch {
 public:
  SymmetryBatch(std::unique_ptr<EvaluationBatch> inner, const GameInfo& game, SymmetryMode mode,
                std::uint64_t seed)
      : inner_(std::move(inner)),
        game_(game),
        mode_(mode),
        seed_(seed),
        image_(game.features),
        planes_(game.features.size()) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    position.encode(planes_);
    Question question{{slot.logits.first(legal.size()), slot.values}, used_, 0};
    bool ready = true;
    const auto ask = [&](const Symmetry& symmetry) {
      ++question.images;
      ready &= ask_image(position, legal, symmetry) == Answer::kReady;
    };
    if (mode_ == SymmetryMode::kRandom) {
      ask(game_.symmetries[drawn(position)]);
    } else {
      for (const Symmetry& symmetry : game_.symmetries) ask(symmetry);
    }
    if (!ready) {
      questions_.push_back(question);
      return Answer::kQueued;
    }
    reply(question);
    used_ = question.first;
    return Answer::kReady;
  }

  Answer judge(const Position& finished, Values* values) override {
    return inner_->judge(finished, values);
  }

  void compute() override {
    inner_->compute();
    for (const Question& question : questions_) reply(question);
    questions_.clear();
    used_ = 0;
  }

  int queued() const override { return inner_->queued(); }
  std::int64_t evaluations() const override { return inner_->evaluations(); }

 private:
  std::size_t drawn(const Position& position) const {
    const FeatureKey key = position.feature_key();
    Random random(seed_ ^ std::rotl(key.high, 32), key.low);
    return random.below(static_cast<int>(game_.symmetries.size()));
  }

  Answer ask_image(const Position& position, std::span<const Action> legal,
                   const Symmetry& symmetry) {
    moved_.clear();
    for (std::size_t i = 0; i < legal.size(); ++i) {
      moved_.emplace_back(symmetry.actions[legal[i]], static_cast<int>(i));
    }
    std::ranges::sort(moved_);
    ImageAnswer& answer = new_answer();
    answer.places.clear();
    image_legal_.clear();
    for (const auto& [action, place] : moved_) {
      image_legal_.push_back(action);
      answer.places.push_back(place);
    }
    answer.logits.resize(legal.size());
    image_.show(position, planes_, symmetry, image_legal_);
    return inner_->add(image_, image_legal_, {answer.logits, &answer.values});
  }

  ImageAnswer& new_answer() {
    if (used_ == answers_.size()) answers_.emplace_back();
    return answers_[used_++];
  }

  /// Means of the images' answers.
  void reply(const Question& question) const {
    std::ranges::fill(question.slot.logits, 0.0f);
    *question.slot.values = {};
    for (std::size_t i = question.first; i < question.first + question.images; ++i) {
      const ImageAnswer& answer = answers_[i];
      for (std::size_t k = 0; k < answer.places.size(); ++k) {
        question.slot.logits[answer.places[k]] += answer.logits[k];
      }
      for (int player = 0; player < kMaxPlayers; ++player) {
        (*question.slot.values)[player] += answer.values[player];
      }
    }
    const auto images = static_cast<float>(question.images);
    for (float& logit : question.slot.logits) logit /= images;
    for (float& value : *question.slot.values) value /= images;
  }

  const std::unique_ptr<EvaluationBatch> inner_;
  const GameInfo& game_;
  const SymmetryMode mode_;
  const std::uint64_t seed_;
  std::vector<Question> questions_;
  std::deque<ImageAnswer> answers_;  ///< the first used_ are in use; they stay where they are
  std::size_t used_ = 0;

  // Of the image that is being asked.
  ImagePosition image_;
  std::vector<float> planes_;  ///< of its original
  std::vector<std::pair<Action, int>> moved_;
  std::vector<Action> image_legal_;
};

}  // namespace

std::unique_ptr<EvaluationBatch> SymmetryEvaluator::new_batch() const {
  return std::make_unique<SymmetryBatch>(inner_->new_batch(), game_, mode_, seed_);
}

}  // namespace tandem
