#include "mcts/scripted_evaluator.h"

#include <vector>

#include "games/random.h"

namespace tandem {
namespace {

class ScriptedBatch : public EvaluationBatch {
 public:
  ScriptedBatch(int num_players, std::uint64_t seed, Answer answer)
      : num_players_(num_players), seed_(seed), answer_(answer) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    ++evaluations_;
    return ask({position.feature_key(), legal.size(), slot});
  }

  Answer judge(const Position& finished, Values* values) override {
    return ask({finished.feature_key(), 0, {{}, values}});
  }

  void compute() override {
    for (const Question& question : questions_) reply(question);
    questions_.clear();
  }

  int queued() const override { return static_cast<int>(questions_.size()); }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  struct Question {
    FeatureKey key;
    std::size_t actions;
    EvaluationSlot slot;
  };

  Answer ask(const Question& question) {
    if (answer_ == Answer::kQueued) {
      questions_.push_back(question);
    } else {
      reply(question);
    }
    return answer_;
  }

  void reply(const Question& question) const {
    Random random(seed_ ^ question.key.high, question.key.low);
    const float value = static_cast<float>(random.below(128) - 64) / 64;
    *question.slot.values = {};
    (*question.slot.values)[0] = value;
    if (num_players_ > 1) (*question.slot.values)[1] = -value;
    for (std::size_t i = 0; i < question.actions; ++i) {
      question.slot.logits[i] = static_cast<float>(random.below(32) - 16) / 8;
    }
  }

  const int num_players_;
  const std::uint64_t seed_;
  const Answer answer_;
  std::vector<Question> questions_;
  std::int64_t evaluations_ = 0;
};

}  // namespace

std::unique_ptr<EvaluationBatch> ScriptedEvaluator::new_batch() const {
  return std::make_unique<ScriptedBatch>(num_players_, seed_, answer_);
}

}  // namespace tandem
