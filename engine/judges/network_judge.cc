#include "engine/judges/network_judge.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

namespace tandem {
namespace {

/// One position asked of a network.
struct Question {
  std::vector<float> logits;
  Values values{};
  int chosen = 0;  ///< of the logits: the token that follows
};

/// A finished sentence, and what must be known of it.
struct Sentence {
  std::deque<Question> questions;  ///< stay where they are while answers are awaited
  Values* values = nullptr;
};

double log_probability(const Question& question) {
  const double top = *std::ranges::max_element(question.logits);
  double sum = 0;
  for (const float logit : question.logits) sum += std::exp(logit - top);
  return question.logits[question.chosen] - top - std::log(sum);
}

/// exp(mean log p) over the sentence's tokens.
double mean_likelihood(const Sentence& sentence) {
  double sum = 0;
  for (const Question& question : sentence.questions) sum += log_probability(question);
  return std::exp(sum / static_cast<double>(sentence.questions.size()));
}

/// Asks a network for positions of one sentence after the other.
class SentenceBatch : public JudgeBatch {
 public:
  SentenceBatch(const Game& game, const Evaluator& evaluator)
      : batch_(evaluator.new_batch()),
        position_(game.initial_position()),
        initial_(game.initial_position()),
        legal_(game.info().max_legal_actions) {}

  Answer add(const Position& finished, Values* values) override {
    Sentence& sentence = sentences_.emplace_back();
    sentence.values = values;
    ask_about(dynamic_cast<const TranslationPosition&>(finished), sentence);
    return Answer::kQueued;
  }

  void compute() override {
    if (batch_->queued() > 0) batch_->compute();
    for (const Sentence& sentence : sentences_) {
      *sentence.values = values_of_reward(reward(sentence));
    }
    sentences_.clear();
  }

 protected:
  virtual void ask_about(const TranslationPosition& finished, Sentence& sentence) = 0;
  virtual double reward(const Sentence& sentence) const = 0;

  void enter_source(std::span<const Token> source) {
    position_->assign(*initial_);
    for (const Token token : source) position_->apply(token);
    position_->apply(kEndOfSentence);
  }

  /// Asks what follows the present position.
  Question& ask(Sentence& sentence) {
    const int count = position_->legal_actions(legal_);
    Question& question = sentence.questions.emplace_back();
    question.logits.resize(count);
    batch_->add(*position_, std::span(legal_).first(count), {question.logits, &question.values});
    return question;
  }

  /// Asks for every token of `target` and its end, as far as it needs one.
  void ask_tokens(std::span<const Token> target, Sentence& sentence) {
    for (std::size_t i = 0; !position_->is_terminal(); ++i) {
      const Token token = i < target.size() ? target[i] : kEndOfSentence;
      Question& question = ask(sentence);
      const auto end = legal_.begin() + static_cast<std::ptrdiff_t>(question.logits.size());
      question.chosen =
          static_cast<int>(std::lower_bound(legal_.begin(), end, token) - legal_.begin());
      position_->apply(token);
    }
  }

  void write(std::span<const Token> tokens) {
    for (const Token token : tokens) position_->apply(token);
  }

 private:
  const std::unique_ptr<EvaluationBatch> batch_;
  const std::unique_ptr<Position> position_;
  const std::unique_ptr<Position> initial_;
  std::vector<Action> legal_;
  std::deque<Sentence> sentences_;
};

class LikelihoodBatch : public SentenceBatch {
 public:
  using SentenceBatch::SentenceBatch;

 private:
  void ask_about(const TranslationPosition& finished, Sentence& sentence) override {
    enter_source(finished.source());
    ask_tokens(finished.target(), sentence);
  }
  double reward(const Sentence& sentence) const override { return mean_likelihood(sentence); }
};

class RoundTripBatch : public SentenceBatch {
 public:
  using SentenceBatch::SentenceBatch;

 private:
  void ask_about(const TranslationPosition& finished, Sentence& sentence) override {
    if (finished.target().empty()) return;
    enter_source(finished.target());
    ask_tokens(finished.source(), sentence);
  }
  double reward(const Sentence& sentence) const override {
    return sentence.questions.empty() ? 0 : mean_likelihood(sentence);
  }
};

class ValueBatch : public SentenceBatch {
 public:
  ValueBatch(const Game& game, const Evaluator& evaluator)
      : SentenceBatch(game, evaluator), longest_(game.info().tokens->target_length - 1) {}

 private:
  void ask_about(const TranslationPosition& finished, Sentence& sentence) override {
    // A target of full length was ended by its last token.
    const std::span<const Token> target = finished.target();
    enter_source(finished.source());
    write(target.first(std::min(target.size(), longest_)));
    ask(sentence);
  }
  double reward(const Sentence& sentence) const override {
    return reward_of_values(sentence.questions.front().values);
  }

  const std::size_t longest_;  ///< of a target that isn't over
};

template <typename Batch>
class NetworkJudge : public Judge {
 public:
  NetworkJudge(std::shared_ptr<const Game> game, std::shared_ptr<const Evaluator> evaluator)
      : game_(std::move(game)), evaluator_(std::move(evaluator)) {}
  std::unique_ptr<JudgeBatch> new_batch() const override {
    return std::make_unique<Batch>(*game_, *evaluator_);
  }

 private:
  const std::shared_ptr<const Game> game_;
  const std::shared_ptr<const Evaluator> evaluator_;
};

}  // namespace

std::unique_ptr<Judge> make_likelihood_judge(std::shared_ptr<const Game> game,
                                             std::shared_ptr<const Evaluator> evaluator) {
  return std::make_unique<NetworkJudge<LikelihoodBatch>>(std::move(game), std::move(evaluator));
}

std::unique_ptr<Judge> make_round_trip_judge(std::shared_ptr<const Game> backward,
                                             std::shared_ptr<const Evaluator> evaluator) {
  return std::make_unique<NetworkJudge<RoundTripBatch>>(std::move(backward), std::move(evaluator));
}

std::unique_ptr<Judge> make_value_judge(std::shared_ptr<const Game> game,
                                        std::shared_ptr<const Evaluator> evaluator) {
  return std::make_unique<NetworkJudge<ValueBatch>>(std::move(game), std::move(evaluator));
}

}  // namespace tandem
