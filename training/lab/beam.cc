#include "training/lab/beam.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace tandem {
namespace {

/// A target that is being written.
struct Hypothesis {
  std::shared_ptr<const Position> position;
  double log_probability = 0;
  std::vector<float> logits;  ///< of its legal actions; none where it is finished
};

/// A hypothesis with one more token, or a finished one as it is.
struct Step {
  std::size_t from = 0;
  int token = -1;  ///< -1: none
  double log_probability = 0;
};

class Beam {
 public:
  Beam(const Game& game, const std::vector<Token>& source, int width, double uniform_fraction)
      : width_(static_cast<std::size_t>(width)),
        uniform_fraction_(uniform_fraction),
        legal_(game.info().max_legal_actions) {
    hypotheses_.push_back({translation_start(game, source), 0, {}});
  }

  /// Asks what follows each unfinished hypothesis; says whether there is one.
  bool ask(EvaluationBatch& batch) {
    bool unfinished = false;
    for (Hypothesis& hypothesis : hypotheses_) {
      hypothesis.logits.clear();
      if (hypothesis.position->is_terminal()) continue;
      hypothesis.logits.resize(hypothesis.position->legal_actions(legal_));
      batch.add(*hypothesis.position, std::span(legal_).first(hypothesis.logits.size()),
                {hypothesis.logits, &values_});
      unfinished = true;
    }
    return unfinished;
  }

  /// Takes the most probable steps.
  void advance() {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < hypotheses_.size(); ++i) add_steps(i, steps);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(width_, steps.size()));
    std::partial_sort(steps.begin(), steps.begin() + kept, steps.end(),
                      [](const Step& a, const Step& b) {
                        return std::make_tuple(-a.log_probability, a.from, a.token) <
                               std::make_tuple(-b.log_probability, b.from, b.token);
                      });
    std::vector<Hypothesis> next;
    for (std::ptrdiff_t i = 0; i < kept; ++i) next.push_back(take(steps[i]));
    hypotheses_ = std::move(next);
  }

  const std::vector<Hypothesis>& hypotheses() const { return hypotheses_; }

 private:
  void add_steps(std::size_t from, std::vector<Step>& steps) const {
    const Hypothesis& hypothesis = hypotheses_[from];
    if (hypothesis.logits.empty()) {
      steps.push_back({from, -1, hypothesis.log_probability});
      return;
    }
    const double top = *std::ranges::max_element(hypothesis.logits);
    double sum = 0;
    for (const float logit : hypothesis.logits) sum += std::exp(logit - top);
    const auto count = static_cast<double>(hypothesis.logits.size());
    for (std::size_t i = 0; i < hypothesis.logits.size(); ++i) {
      const double own = std::exp(hypothesis.logits[i] - top) / sum;
      const double mixed = (1 - uniform_fraction_) * own + uniform_fraction_ / count;
      steps.push_back({from, static_cast<int>(i), hypothesis.log_probability + std::log(mixed)});
    }
  }

  Hypothesis take(const Step& step) {
    const Hypothesis& from = hypotheses_[step.from];
    if (step.token < 0) return from;
    std::unique_ptr<Position> position = from.position->clone();
    position->legal_actions(legal_);
    position->apply(legal_[step.token]);
    return {std::move(position), step.log_probability, {}};
  }

  const std::size_t width_;
  const double uniform_fraction_;
  std::vector<Action> legal_;
  Values values_{};  ///< not used
  std::vector<Hypothesis> hypotheses_;
};

}  // namespace

JudgedTranslations beam_translations(const Game& game, const Evaluator& evaluator,
                                     const Judge& judge, const Sources& sources, int width,
                                     double uniform_fraction) {
  std::vector<Beam> beams;
  for (const std::vector<Token>& source : sources) {
    beams.emplace_back(game, source, width, uniform_fraction);
  }
  const auto batch = evaluator.new_batch();
  for (bool unfinished = true; unfinished;) {
    unfinished = false;
    for (Beam& beam : beams) unfinished |= beam.ask(*batch);
    if (batch->queued() > 0) batch->compute();
    if (!unfinished) break;
    for (Beam& beam : beams) beam.advance();
  }

  JudgedTranslations translations;
  translations.each = width;
  translations.evaluations = batch->evaluations();
  std::vector<Values> verdicts(sources.size() * static_cast<std::size_t>(width));
  const auto judged = judge.new_batch();
  for (const Beam& beam : beams) {
    for (int i = 0; i < width; ++i) {
      const std::size_t last = beam.hypotheses().size() - 1;
      const Position& finished =
          *beam.hypotheses()[std::min(static_cast<std::size_t>(i), last)].position;
      const auto target = dynamic_cast<const TranslationPosition&>(finished).target();
      judged->add(finished, &verdicts[translations.all.size()]);
      translations.all.push_back({{target.begin(), target.end()}, 0});
    }
  }
  judged->compute();
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    translations.all[i].reward = reward_of_values(verdicts[i]);
  }
  return translations;
}

}  // namespace tandem
