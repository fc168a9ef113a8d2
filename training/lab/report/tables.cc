// Tables of what was measured; those of the statistics are in statistics_tables.cc.
#include "training/lab/report/tables.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "training/lab/report/information.h"
#include "training/lab/report/numbers.h"

namespace tandem {
namespace {

constexpr int kDecileCount = 10;

struct Column {
  std::string header;
  std::function<std::string(const ArmAnalysis&)> cell;
};

Column end_column(const std::string& header, const std::string& measure, int decimals = 1) {
  return {header, [measure, decimals](const ArmAnalysis& arm) {
            return estimate_text(measure_of(arm, measure).end, decimals);
          }};
}

/// With the closed game where `with_board`: it has few of the measures.
Table table_of(const Analysis& analysis, const std::vector<Column>& columns, bool with_board) {
  Table table;
  table.header = {"arm"};
  for (const Column& column : columns) table.header.push_back(column.header);
  for (const ArmAnalysis& arm : analysis.arms) {
    if (arm.name == kBoardName && !with_board) continue;
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back(arm.name);
    for (const Column& column : columns) row.push_back(column.cell(arm));
  }
  return table;
}

std::string mean_text(const std::optional<Estimate>& estimate) {
  return estimate ? number_text(estimate->mean) : "-";
}

std::vector<std::string> recall_row(const std::string& name, const ArmAnalysis& arm,
                                    std::optional<Estimate> MeasureAnalysis::*at) {
  std::vector<std::string> row = {name};
  for (int decile = 0; decile < kDecileCount; ++decile) {
    row.push_back(mean_text(measure_of(arm, fmt::format("known.recall_{}", decile)).*at));
  }
  row.push_back(mean_text(measure_of(arm, "known.recall_unseen").*at));
  row.push_back(mean_text(measure_of(arm, "novel.recall_unseen").*at));
  return row;
}

std::string total_text(const ArmAnalysis& arm, const std::string& measure) {
  const auto found = arm.totals.find(measure);
  return found == arm.totals.end() ? "not measured" : large_text(found->second.mean);
}

std::string judge_text(const ArmConfig& arm) {
  if (!has_own_candidates(arm)) return "-";
  const std::string name = ArmConfig::Judge_Name(arm.judge());
  return arm.lie() > 0 ? fmt::format("{}, {:.0f} % lies", name, 100 * arm.lie()) : name;
}

/// "BEST of 16".
std::string candidates_text(const LabConfig& config, const ArmConfig& arm) {
  const std::string name = ArmConfig::Candidates_Name(arm.candidates());
  if (!has_own_candidates(arm) || arm.candidates() == ArmConfig::SAMPLE) return name;
  return fmt::format("{} of {}", name, arm.visits() > 0 ? arm.visits() : config.search().visits());
}

/// The share of uniform tokens in what the arm draws.
std::string uniform_text(const LabConfig& config, const ArmConfig& arm) {
  if (!has_own_candidates(arm)) return "-";
  return fmt::format("{:.0f} %", 100 * (arm.has_root_uniform_fraction()
                                            ? arm.root_uniform_fraction()
                                            : config.search().root_uniform_fraction()));
}

}  // namespace

Table arms_of_config(const LabConfig& config, const Analysis& analysis) {
  Table table;
  table.header = {"arm",        "candidates", "judge",   "data",
                  "seed pairs", "uniform",    "dropout", "seeds"};
  for (const ArmConfig& arm : config.arms()) {
    const ArmAnalysis* analysed = analysis.find(arm.name());
    table.rows.push_back({arm.name(), candidates_text(config, arm), judge_text(arm),
                          arm.accumulate() ? "accumulate" : "replace",
                          fmt::format("{:.0f} %", 100 * arm.seed_share()),
                          uniform_text(config, arm), fmt::format("{}", arm.dropout()),
                          std::to_string(analysed ? analysed->seeds : 0)});
  }
  return table;
}

Table matches_table(const Analysis& analysis) {
  const auto difference = [](std::optional<Estimate> ArmAnalysis::*of) {
    return [of](const ArmAnalysis& arm) {
      return arm.*of ? difference_text(arm.*of) : std::string("-");
    };
  };
  return table_of(analysis,
                  {end_column("known %", "known.exact"),
                   end_column("novel %", "novel.exact"),
                   end_column("rare %", "rare.exact"),
                   end_column("idioms %", "idioms.exact"),
                   {"known, minus control", difference(&ArmAnalysis::known_minus_control)},
                   {"novel, minus control", difference(&ArmAnalysis::novel_minus_control)},
                   {"known, minus exact judge", difference(&ArmAnalysis::known_minus_exact)},
                   {"gap closed %",
                    [](const ArmAnalysis& arm) {
                      return arm.gap_closed ? number_text(*arm.gap_closed, 0) : std::string("-");
                    }}},
                  true);
}

Table judges_table(const LabConfig& config, const Analysis& analysis) {
  Table table;
  table.header = {"judge", "a sample is right %", "the judge's choice is %", "any of n is %"};
  std::set<std::string> seen;
  for (const ArmConfig& arm : config.arms()) {
    if (!has_own_candidates(arm) || arm.judge() == ArmConfig::SHUFFLED) continue;
    const ArmAnalysis* analysed = analysis.find(arm.name());
    if (!analysed || !seen.insert(judge_text(arm)).second) continue;
    const auto at_start = [&](const char* measure) {
      return estimate_text(measure_of(*analysed, measure).start);
    };
    table.rows.push_back({judge_text(arm), at_start("known.pass_1"), at_start("known.with_search"),
                          at_start("known.pass_n")});
  }
  return table;
}

Table texts_table(const Analysis& analysis) {
  return table_of(analysis,
                  {end_column("chrF2", "known.chrf"), end_column("BLEU", "known.bleu"),
                   end_column("perplexity", "known.perplexity", 2),
                   end_column("distinct-1", "known.distinct_1", 3),
                   end_column("distinct-2", "known.distinct_2", 3),
                   end_column("entropy, bits", "known.entropy", 2),
                   end_column("KL from the start, nats a sentence", "known.kl_start", 2)},
                  false);
}

Table samples_table(const Analysis& analysis) {
  return table_of(
      analysis,
      {end_column("known, pass@1 %", "known.pass_1"), end_column("known, pass@n %", "known.pass_n"),
       end_column("known, with search %", "known.with_search"),
       end_column("novel, pass@1 %", "novel.pass_1"), end_column("novel, pass@n %", "novel.pass_n"),
       end_column("novel, with search %", "novel.with_search")},
      true);
}

Table recall_table(const Analysis& analysis) {
  Table table;
  table.header = {"arm"};
  for (int decile = 0; decile < kDecileCount; ++decile) {
    table.header.push_back(std::to_string(decile));
  }
  table.header.emplace_back("unseen (known set)");
  table.header.emplace_back("unseen (novel set)");
  std::vector<const ArmAnalysis*> arms;
  for (const ArmAnalysis& arm : analysis.arms) {
    if (arm.name != kBoardName) arms.push_back(&arm);
  }
  if (arms.empty()) return table;
  const auto most_seeds =
      std::ranges::max_element(arms, {}, [](const ArmAnalysis* arm) { return arm->seeds; });
  table.rows.push_back(recall_row("start", **most_seeds, &MeasureAnalysis::start));
  for (const ArmAnalysis* arm : arms) {
    table.rows.push_back(recall_row(arm->name, *arm, &MeasureAnalysis::end));
  }
  return table;
}

Table approval_table(const Analysis& analysis) {
  const auto from_to = [](const MeasureAnalysis& measure) {
    return measure.start && measure.end ? fmt::format("{} to {}", number_text(measure.start->mean),
                                                      number_text(measure.end->mean))
                                        : std::string("not measured");
  };
  return table_of(
      analysis,
      {{"proxy", [&](const ArmAnalysis& arm) { return from_to(measure_of(arm, "reward")); }},
       {"proxy, change",
        [](const ArmAnalysis& arm) { return difference_text(measure_of(arm, "reward").change); }},
       {"gold", [&](const ArmAnalysis& arm) { return from_to(measure_of(arm, "true_reward")); }},
       {"gold, change",
        [](const ArmAnalysis& arm) {
          return difference_text(measure_of(arm, "true_reward").change);
        }},
       {"gap", [&](const ArmAnalysis& arm) { return from_to(arm.gap); }},
       {"gap, change", [](const ArmAnalysis& arm) { return difference_text(arm.gap.change); }},
       end_column("kept for training %", "kept")},
      false);
}

Table cost_table(const Analysis& analysis) {
  const auto total = [](const std::string& measure) {
    return [measure](const ArmAnalysis& arm) { return total_text(arm, measure); };
  };
  return table_of(analysis,
                  {{"candidates' network answers", total("evaluations")},
                   {"judge's network answers", total("judge_evaluations")},
                   {"CPU seconds", total("cpu_seconds")}},
                  true);
}

}  // namespace tandem
