#include "training/lab/report/report.h"

#include <fmt/core.h>

#include <utility>

#include "training/lab/report/analysis.h"
#include "training/lab/report/falsifiers.h"
#include "training/lab/report/figures.h"
#include "training/lab/report/information.h"
#include "training/lab/report/prose.h"
#include "training/lab/report/summary.h"
#include "training/lab/report/tables.h"

namespace tandem {
namespace {

/// Adds parts in the order in which they are read.
class Writer {
 public:
  explicit Writer(Document& document) : document_(document) {}

  void heading(const std::string& text, int level = 2) { add(Heading{level, text}); }
  void paragraph(const std::string& text) { add(Paragraph{text}); }
  void table(Table table) { add(std::move(table)); }
  void list(std::vector<std::string> items) {
    if (!items.empty()) add(BulletList{std::move(items)});
  }

  /// `what` is named where there is no figure, so that nothing is left out in silence.
  void figures(std::vector<Figure> figures, const std::string& what) {
    if (figures.empty()) paragraph(fmt::format("No figure of {}: not measured.", what));
    for (Figure& figure : figures) add(std::move(figure));
  }
  void figure(std::optional<Figure> figure, const std::string& what) {
    std::vector<Figure> list;
    if (figure) list.push_back(std::move(*figure));
    figures(std::move(list), what);
  }

 private:
  template <typename Part>
  void add(Part part) {
    document_.parts.emplace_back(std::move(part));
  }

  Document& document_;
};

void write_summary(const LabConfig& config, const Analysis& analysis,
                   const std::vector<Falsifier>& falsifiers, Writer& writer) {
  writer.paragraph(claim_text());
  writer.heading("Summary");
  writer.paragraph(verdict_text(falsifiers));
  writer.list(main_numbers(config, analysis));
  const auto list_with = [&](const std::string& lead, Outcome outcome) {
    std::vector<std::string> items = summaries_with(falsifiers, outcome);
    if (items.empty()) return;
    writer.paragraph(lead);
    writer.list(std::move(items));
  };
  list_with("What was refuted:", Outcome::kRefuted);
  list_with("What held:", Outcome::kHeld);
  list_with("What is undecided:", Outcome::kUndecided);
}

void write_setup(const LabConfig& config, const Analysis& analysis, Writer& writer) {
  writer.heading("How to read it");
  writer.list(how_to_read(config));
  writer.heading("Setup");
  writer.list(setup_of(config));
  writer.table(arms_of_config(config, analysis));
}

void write_information(const LabConfig& config, Writer& writer) {
  writer.heading("Information from outside, by arm");
  writer.paragraph(
      "All arms start from a network trained on the seed pairs; what follows is what reached them "
      "after that. Arms that were told no more than how many candidates were right are under "
      "\"none\". A verdict's bits are an upper bound, met only if right and wrong are equally "
      "likely. All arms also share what no judge told them: new source sentences without "
      "translations, novel words in them, and an output vocabulary that has a token for each "
      "novel word.");
  for (const InformationClass of : {InformationClass::kNone, InformationClass::kAnchor,
                                    InformationClass::kVerdicts, InformationClass::kPairs}) {
    std::vector<std::string> items;
    for (const ArmConfig& arm : config.arms()) {
      const Information information = information_of(arm);
      if (information.of != of) continue;
      items.push_back(fmt::format("`{}`: {}", arm.name(), information.sentence));
    }
    if (items.empty()) continue;
    writer.heading(fmt::format("Information: {}", name_of(of)), 3);
    writer.list(std::move(items));
  }
  if (config.has_board()) {
    writer.paragraph(fmt::format(
        "The closed game (`{}`) gets the result of every game from its rules.", kBoardName));
  }
}

void write_results(const LabConfig& config, const LabResults& results, const Analysis& analysis,
                   Writer& writer) {
  writer.heading("All arms");
  writer.paragraph("Exact matches at the last iteration.");
  writer.table(matches_table(analysis));
  writer.heading("Known words", 3);
  writer.figures(known_figures(config, results), "known words");
  writer.heading("Novel words", 3);
  writer.figures(novel_figures(config, results), "novel words");
  writer.heading("Distance to the ceiling", 3);
  writer.figure(ceiling_figure(config, results), "the distance to the ceiling");
  writer.heading("Quality and variety of the translations", 3);
  writer.paragraph("Known words, at the last iteration.");
  writer.table(texts_table(analysis));
  writer.heading("Frequent and rare words", 3);
  writer.paragraph(
      "Reference tokens found, by frequency decile (0: most frequent); means over seeds.");
  writer.table(recall_table(analysis));
  writer.figure(recall_figure(config, results), "recall by frequency");
  writer.heading("Samples and search", 3);
  writer.table(samples_table(analysis));
  writer.figure(passes_figure(config, results), "pass@1 and pass@n");
}

void write_judges(const LabConfig& config, const LabResults& results, const Analysis& analysis,
                  Writer& writer) {
  writer.heading("What the judges know before the loop");
  writer.paragraph(
      "The starting network's translations of known test sources: a sample, the best of n samples "
      "by the arm's judge, and what an oracle would choose. A judge that chooses no better than a "
      "sample knows nothing of use.");
  writer.table(judges_table(config, analysis));
  writer.heading("Proxy and gold");
  writer.paragraph("From the first to the last iteration; gap: proxy less gold.");
  writer.table(approval_table(analysis));
  writer.figures(approval_figures(config, results), "proxy and gold of self-judged arms");
  writer.figure(divergence_figure(config, results), "proxy and gold over KL from the start");
  writer.heading("Lies");
  writer.figure(lies_figure(config, results), "dose and response of lies");
}

void write_statistics(const LabConfig& config, const LabResults& results, const Analysis& analysis,
                      Writer& writer) {
  writer.heading("Where the curves go");
  writer.table(curves_table(config, analysis));
  writer.heading("Forecasts from the first iterations");
  writer.table(forecasts_table(config, analysis));
  writer.figures(forecast_figures(config, results), "forecasts");
  writer.heading("What it took");
  writer.paragraph("Sums over all iterations, means over seeds.");
  writer.table(cost_table(analysis));
}

void write_falsifiers(const LabConfig& config, const std::vector<Falsifier>& falsifiers,
                      Writer& writer) {
  writer.heading("What would have refuted it");
  writer.paragraph(
      fmt::format("Statements, margin ({:.1f} points) and the arms that each speaks of were fixed "
                  "before the results. *Held*: the whole interval lies on the statement's side; "
                  "*refuted*: on the other; *undecided*: it spans the boundary.",
                  config.equivalence_margin()));
  writer.table(outcomes_table(falsifiers));
  for (const Falsifier& falsifier : falsifiers) {
    writer.heading(fmt::format("{}: {}", falsifier.name, name_of(falsifier.outcome)), 3);
    writer.list({falsifier.statement, "**Refuted by:** " + falsifier.refuted_by,
                 "**Measured:** " + falsifier.evidence});
  }
}

}  // namespace

Document make_report(const LabConfig& config, const LabResults& results,
                     const std::string& preset) {
  Document document;
  document.title = "Where the loop stops";
  const Analysis analysis = analyse(config, results);
  const std::vector<Falsifier> statements = falsifiers(config, results);
  Writer writer(document);
  write_summary(config, analysis, statements, writer);
  write_setup(config, analysis, writer);
  write_results(config, results, analysis, writer);
  write_judges(config, results, analysis, writer);
  write_statistics(config, results, analysis, writer);
  write_falsifiers(config, statements, writer);
  write_information(config, writer);
  writer.heading("Related work");
  writer.list(related_work());
  writer.heading("Limits");
  writer.list(limits_of(config));
  writer.heading("How to reproduce it");
  writer.paragraph(reproduction_text(preset));
  return document;
}

}  // namespace tandem
