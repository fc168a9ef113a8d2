#include "engine/judges/exact_judge.h"

#include <algorithm>
#include <utility>

#include "games/random.h"

namespace tandem {
namespace {

/// A draw of its own for every finished sentence.
double draw_for(const Position& finished, std::uint64_t seed) {
  const FeatureKey key = finished.feature_key();
  return Random(seed ^ key.high, key.low).uniform();
}

/// Worth 1 where `approves` says so, else 0, at once.
class Verdicts : public Judge {
 public:
  using Approves = std::function<bool(const Position& finished)>;

  explicit Verdicts(Approves approves) : approves_(std::move(approves)) {}
  std::unique_ptr<JudgeBatch> new_batch() const override {
    return std::make_unique<Batch>(approves_);
  }

 private:
  class Batch : public JudgeBatch {
   public:
    explicit Batch(const Approves& approves) : approves_(approves) {}
    Answer add(const Position& finished, Values* values) override {
      *values = values_of_reward(approves_(finished) ? 1 : 0);
      return Answer::kReady;
    }
    void compute() override {}

   private:
    const Approves& approves_;
  };

  const Approves approves_;
};

}  // namespace

std::unique_ptr<Judge> make_exact_judge(Reference reference, double lie, std::uint64_t seed) {
  return std::make_unique<Verdicts>(
      [reference = std::move(reference), lie, seed](const Position& finished) {
        const auto& sentence = dynamic_cast<const TranslationPosition&>(finished);
        const std::optional<std::vector<Token>> right = reference(sentence.source());
        const bool verdict = right && std::ranges::equal(*right, sentence.target());
        return draw_for(finished, seed) < lie ? !verdict : verdict;
      });
}

}  // namespace tandem
