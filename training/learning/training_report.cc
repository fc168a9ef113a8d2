#include "training/learning/training_report.h"

#include <fmt/format.h>

#include "engine/progress.h"

namespace tandem {
namespace {

double rate(std::int64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

double percent(const Accuracy& accuracy) { return 100 * accuracy.right.share(); }

std::string bootstrap_line(const GenerationSummary& summary) {
  const Prediction& prediction = *summary.prediction;
  std::string line = fmt::format(
      "generation {} | {} | learns from recorded games: {} steps, {} left, loss policy {:.3f} "
      "value "
      "{:.3f}",
      summary.manifest.generation(), format_duration(summary.manifest.wall_seconds()),
      summary.training.steps, summary.bootstrap_steps_left, summary.training.policy_loss,
      summary.training.value_loss);
  if (prediction.positions > 0) {
    line += fmt::format(
        " | held-out games: {:.1f} % of moves predicted, loss policy {:.3f}, value off by {:.3f} "
        "squared",
        100 * prediction.move_accuracy, prediction.policy_loss, prediction.value_error);
  }
  return line;
}

}  // namespace

std::map<std::string, double> generation_scalars(const GenerationSummary& summary) {
  const Manifest& manifest = summary.manifest;
  const SelfPlayCounters& counters = summary.counters;
  const TrainingStatistics& training = summary.training;
  std::map<std::string, double> scalars;
  if (summary.health.games > 0) scalars = health_scalars(summary.health);
  scalars.insert({
      {"time/wall_seconds", manifest.wall_seconds()},
      {"time/cpu_seconds", manifest.cpu_seconds()},
      {"time/generation_seconds", summary.seconds},
      {"time/trainer_cpu_seconds", summary.trainer_cpu_seconds},
      {"time/self_play_cpu_seconds", summary.self_play_cpu_seconds},
      {"time/sample_seconds", training.sample_seconds},
      {"speed/games_per_second", rate(counters.games, summary.seconds)},
      {"speed/positions_per_second", rate(counters.positions, summary.seconds)},
      {"speed/visits_per_second", rate(counters.visits, summary.seconds)},
      {"speed/evaluations_per_second", rate(counters.evaluations, summary.seconds)},
      {"count/games", static_cast<double>(manifest.games_finished())},
      {"count/positions", static_cast<double>(manifest.positions())},
      {"count/evaluations", static_cast<double>(manifest.evaluations())},
      {"count/trainer_steps", static_cast<double>(manifest.trainer_steps())},
      {"count/window_positions", static_cast<double>(summary.window_positions)},
  });
  if (training.steps > 0) {
    scalars.insert({
        {"loss/total", training.total_loss},
        {"loss/policy", training.policy_loss},
        {"loss/policy_floor", training.target_entropy},
        {"loss/value", training.value_loss},
        {"loss/soft_policy", training.soft_loss},
        {"loss/reply_policy", training.reply_loss},
        {"train/steps", static_cast<double>(training.steps)},
        {"train/gradient_norm", training.gradient_norm},
        {"train/learning_rate", training.learning_rate},
        {"speed/steps_per_second", rate(training.steps, training.seconds)},
    });
  }
  if (summary.prediction && summary.prediction->positions > 0) {
    scalars.insert({{"bootstrap/move_accuracy", summary.prediction->move_accuracy},
                    {"bootstrap/policy_loss", summary.prediction->policy_loss},
                    {"bootstrap/value_error", summary.prediction->value_error}});
  }
  return scalars;
}

std::string generation_line(const GenerationSummary& summary) {
  if (summary.prediction) return bootstrap_line(summary);
  const SelfPlayCounters& counters = summary.counters;
  std::string line = fmt::format(
      "generation {} | {} | {} games ({:.1f}/s), {} positions ({:.0f}/s), {:.0f} evaluations/s",
      summary.manifest.generation(), format_duration(summary.manifest.wall_seconds()),
      counters.games, rate(counters.games, summary.seconds), counters.positions,
      rate(counters.positions, summary.seconds), rate(counters.evaluations, summary.seconds));
  if (summary.training.steps > 0) {
    line += fmt::format(" | {} steps, loss policy {:.3f} (floor {:.3f}) value {:.3f}",
                        summary.training.steps, summary.training.policy_loss,
                        summary.training.target_entropy, summary.training.value_loss);
  } else {
    line += " | no training yet";
  }
  return line;
}

std::map<std::string, double> strength_scalars(const Strength& strength, const Manifest& manifest,
                                               double measure_seconds) {
  return {{"strength/network", strength.network.right.share()},
          {"strength/network_critical", strength.network_critical.right.share()},
          {"strength/search", strength.search.right.share()},
          {"strength/search_critical", strength.search_critical.right.share()},
          {"strength/random", strength.network.random_floor},
          {"strength/positions", static_cast<double>(strength.network.right.total)},
          {"time/wall_seconds", manifest.wall_seconds()},
          {"time/cpu_seconds", manifest.cpu_seconds()},
          {"time/this_measurement_seconds", strength.seconds},
          {"time/measure_seconds", measure_seconds}};
}

std::string strength_line(const Strength& strength, int generation, int visits) {
  return fmt::format(
      "strength of generation {}: network alone {:.1f} % (critical {:.1f} %), {} visits {:.1f} % "
      "(critical {:.1f} %), random {:.1f} %; {} positions, {:.1f} s",
      generation, percent(strength.network), percent(strength.network_critical), visits,
      percent(strength.search), percent(strength.search_critical),
      100 * strength.network.random_floor, strength.network.right.total, strength.seconds);
}

std::string strength_note(const std::optional<Strength>& strength) {
  if (!strength) return "";
  return fmt::format("network {:.1f} %, search {:.1f} %", percent(strength->network),
                     percent(strength->search));
}

}  // namespace tandem
