#include "engine/network/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tandem {
namespace {

struct Answered {
  std::vector<float> logits;
  Values values{};
};

std::vector<Answered> ask(const Game& game, const Evaluator& evaluator,
                          std::span<const Position* const> positions) {
  std::vector<Answered> answers(positions.size());
  std::vector<Action> legal(game.info().max_legal_actions);
  const auto batch = evaluator.new_batch();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const int count = positions[i]->legal_actions(legal);
    answers[i].logits.resize(count);
    batch->add(*positions[i], std::span(legal).first(count),
               {answers[i].logits, &answers[i].values});
  }
  batch->compute();
  return answers;
}

/// log softmax.
std::vector<double> log_probabilities(const std::vector<float>& logits) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - top);
  std::vector<double> result;
  for (const float logit : logits) result.push_back(logit - top - std::log(sum));
  return result;
}

/// The first choice's lead in probability; 1 where there is no other.
double lead(const std::vector<double>& log_probabilities) {
  if (log_probabilities.size() < 2) return 1;
  std::vector<double> sorted = log_probabilities;
  std::nth_element(sorted.begin(), sorted.begin() + 1, sorted.end(), std::greater<>());
  return std::exp(sorted[0]) - std::exp(sorted[1]);
}

}  // namespace

std::string Agreement::to_text() const {
  return fmt::format(
      "mean |dv| {:.5f} (max {:.4f}), mean policy KL {:.6f}, same choice {:.2f} % of {} clear "
      "positions",
      mean_value_difference, max_value_difference, mean_policy_kl, 100 * same_choice_share(),
      clear_positions);
}

Agreement measure_agreement(const Game& game, const Evaluator& reference, const Evaluator& other,
                            std::span<const Position* const> positions) {
  const std::vector<Answered> expected = ask(game, reference, positions);
  const std::vector<Answered> actual = ask(game, other, positions);
  Agreement agreement;
  agreement.positions = static_cast<int>(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const PlayerId mover = positions[i]->side_to_move();
    const double difference =
        std::abs(static_cast<double>(expected[i].values[mover]) - actual[i].values[mover]);
    agreement.mean_value_difference += difference / agreement.positions;
    agreement.max_value_difference = std::max(agreement.max_value_difference, difference);

    const std::vector<double> p = log_probabilities(expected[i].logits);
    const std::vector<double> q = log_probabilities(actual[i].logits);
    double kl = 0;
    for (std::size_t k = 0; k < p.size(); ++k) kl += std::exp(p[k]) * (p[k] - q[k]);
    agreement.mean_policy_kl += kl / agreement.positions;
    if (lead(p) >= Agreement::kNearTie) {
      ++agreement.clear_positions;
      agreement.same_choice += std::max_element(p.begin(), p.end()) - p.begin() ==
                               std::max_element(q.begin(), q.end()) - q.begin();
    }
  }
  return agreement;
}

}  // namespace tandem
