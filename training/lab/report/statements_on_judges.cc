// Statements on what an arm's judge, or the lack of one, lets it learn.
#include <fmt/core.h>

#include "training/lab/report/numbers.h"
#include "training/lab/report/statements.h"

namespace tandem {
namespace {

/// Of the upper bound; fixed beforehand.
constexpr double kShareOfUpperBound = 0.95;

std::string margin_text(const StudyData& study) {
  return fmt::format("{} points", number_text(study.margin()));
}

ArmReading novel_reading(const StudyData& study, const ArmConfig& arm, Outcome outcome) {
  return {arm.name(),
          fmt::format("{} novel words at the end, {} against the control",
                      estimate_text(estimate_of(values_at_end(study.of(arm), "novel.exact"))),
                      difference_text(above_control(study, arm, "novel.exact"))),
          outcome};
}

ArmReading known_reading(const StudyData& study, const ArmConfig& arm, Outcome outcome) {
  return {arm.name(),
          fmt::format("{} against the control on known words",
                      difference_text(above_control(study, arm, "known.exact"))),
          outcome};
}

}  // namespace

Falsifier exact_reaches_upper_bound(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "the exact judge reaches the ceiling";
  falsifier.central = true;
  falsifier.statement =
      "Judged exactly, the loop reaches at least 95 % of what supervised training on real pairs "
      "reaches on known words, and ends above the seed pairs alone.";
  falsifier.refuted_by =
      "The interval of exact less 0.95 times the upper bound, paired by seed, lies below 0, or "
      "that of exact less the control does.";
  const ArmConfig* exact = study.roles.exact;
  const ArmConfig* bound = study.roles.upper_bound;
  if (!exact || !bound) {
    falsifier.evidence = "Needs an arm judged exactly, without lies, and one with candidates ALL.";
    return falsifier;
  }
  const SeedValues reached = values_at_end(study.of(*exact), "known.exact");
  const SeedValues supervised = values_at_end(study.of(*bound), "known.exact");
  const auto above = estimate_of(paired(reached, supervised, kShareOfUpperBound));
  const ArmReading reading{
      exact->name(),
      fmt::format("{} on known words, {} {}, above 95 % of it by {}",
                  estimate_text(estimate_of(reached)), bound->name(),
                  estimate_text(estimate_of(supervised)), difference_text(above)),
      is_at_least(above, 0)};
  std::vector<ArmReading> readings = {reading};
  if (study.roles.control) {
    readings.push_back(
        known_reading(study, *exact, is_above(above_control(study, *exact, "known.exact"), 0)));
  }
  decide(readings, "", falsifier);
  falsifier.summary = phrase(
      falsifier.outcome,
      {"With an exact judge the loop reached 95 % of the supervised upper bound on known words, "
       "more than the seed pairs alone gave.",
       "Even with an exact judge the loop stayed below 95 % of the supervised upper bound, or "
       "below "
       "the seed pairs alone: the loop itself, not the judge, may be what stops the other arms.",
       "Whether the exact judge's loop reached 95 % of the supervised upper bound, and more than "
       "the seed pairs alone, is undecided."});
  return falsifier;
}

Falsifier exact_learns_novel_words(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "the exact judge learns novel words";
  falsifier.central = true;
  falsifier.statement = "Judged exactly, the loop learns novel words, which no seed pair holds.";
  falsifier.refuted_by = fmt::format(
      "Its exact matches on novel words at the end are not above the control's by more than {}.",
      margin_text(study));
  std::vector<ArmReading> readings;
  if (const ArmConfig* exact = study.roles.exact) {
    readings.push_back(novel_reading(study, *exact, learns_novel_words(study, *exact)));
  }
  decide(readings, "Needs an arm judged exactly, without lies.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"With an exact judge it learned novel words, by exploration and verdicts alone.",
              "Even with an exact judge it learned no novel words: that the other arms learn none "
              "says nothing of their judges then.",
              "Whether the exact judge's loop learned novel words is undecided."});
  return falsifier;
}

Falsifier any_search_will_do(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "with an exact judge any search will do";
  falsifier.statement =
      "A judge that knows is all it takes: whatever makes the candidates, and whatever is kept, an "
      "exactly judged arm learns novel words.";
  falsifier.refuted_by = "One doesn't: what is never tried can't be judged.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.all_exact) {
    readings.push_back(novel_reading(study, *arm, learns_novel_words(study, *arm)));
  }
  decide(readings, "Needs an arm judged exactly, without lies.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"Every exactly judged arm learned novel words, whatever made its candidates.",
              "An exact judge alone is not enough: arms whose search doesn't come across a novel "
              "word learned none of them.",
              "Whether every exactly judged arm learned novel words is undecided."});
  return falsifier;
}

Falsifier uninformed_do_not_rise(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "no rise without outside information";
  falsifier.central = true;
  falsifier.statement = fmt::format(
      "No arm that receives neither verdicts nor pairs ends above its start on known words by more "
      "than {}.",
      margin_text(study));
  falsifier.refuted_by = "One does.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.uninformed) {
    const auto rise = above_start(study, *arm, "known.exact");
    readings.push_back({arm->name(), difference_text(rise) + " since the start",
                        opposite(is_above(rise, study.margin()))});
  }
  decide(readings, "Needs an arm without verdicts and without seed pairs in the mix.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"No arm without outside information ended above its start.",
              "An arm without outside information ended above its start: a loop can draw gains out "
              "of its starting point alone, and the claim in this form is wrong.",
              "Whether some arm without outside information ended above its start is undecided."});
  return falsifier;
}

Falsifier self_judged_learn_no_novel_words(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "no novel words by a model's judgement";
  falsifier.central = true;
  falsifier.statement = "No arm whose judge is a model learns novel words, anchored or not.";
  falsifier.refuted_by =
      fmt::format("One ends above the control on novel words by more than {}.", margin_text(study));
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : self_judged_of(study.roles)) {
    readings.push_back(novel_reading(study, *arm, opposite(learns_novel_words(study, *arm))));
  }
  decide(readings, "Needs an arm whose judge is a model.", falsifier);
  falsifier.summary = phrase(
      falsifier.outcome, {"No arm judged by a model learned novel words.",
                          "An arm judged by a model learned novel words: the claim's limit on "
                          "information doesn't hold as stated.",
                          "Whether some arm judged by a model learned novel words is undecided."});
  return falsifier;
}

Falsifier anchored_gain_nothing(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "naive: with an anchor, a model's judgement gains nothing either";
  falsifier.statement = fmt::format(
      "The naive claim: a loop that judges itself gains nothing, even with seed pairs in the mix. "
      "No such arm ends above the seed-only control on known words by more than {}.",
      margin_text(study));
  falsifier.refuted_by =
      "One does. That would speak against the naive claim, and it is expected from the literature.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.anchored) {
    const auto difference = above_control(study, *arm, "known.exact");
    readings.push_back(known_reading(study, *arm, opposite(is_above(difference, study.margin()))));
  }
  decide(readings, "Needs a self-judged arm with seed pairs in the mix.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"With seed pairs in the mix no self-judged arm did better on known words than "
              "training on the seed pairs alone.",
              "With seed pairs in the mix a self-judged arm did better on known words than the "
              "seed pairs alone: that a self-judged loop always falls or gains nothing is false.",
              "Whether self-judged arms with seed pairs in the mix beat the seed pairs alone on "
              "known words is undecided."});
  return falsifier;
}

Falsifier shuffled_gain_nothing(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "shuffled verdicts gain nothing";
  falsifier.statement = fmt::format(
      "The same verdicts dealt out at random gain nothing: such an arm ends above the control by "
      "more than {} neither on known nor on novel words.",
      margin_text(study));
  falsifier.refuted_by =
      "It does; what the exact judge gains would then not come from what its verdicts say.";
  std::vector<ArmReading> readings;
  for (const ArmConfig* arm : study.roles.shuffled) {
    const auto known = above_control(study, *arm, "known.exact");
    readings.push_back(known_reading(study, *arm, opposite(is_above(known, study.margin()))));
    // A task without novel words is judged by the known ones alone.
    if (above_control(study, *arm, "novel.exact")) {
      readings.push_back(novel_reading(study, *arm, opposite(learns_novel_words(study, *arm))));
    }
  }
  decide(readings, "Needs an arm with judge SHUFFLED.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome,
             {"The same verdicts, shuffled, gained nothing: it is what they say that counts.",
              "Shuffled verdicts gained too, so not all of the exact judge's gain is information.",
              "Whether shuffled verdicts gain is undecided."});
  return falsifier;
}

Falsifier fresh_pairs_teach(const StudyData& study) {
  Falsifier falsifier;
  falsifier.name = "fresh real pairs teach novel words";
  falsifier.statement =
      "A check of the study itself: the network can learn novel words from real pairs that hold "
      "them.";
  falsifier.refuted_by =
      "The arm with fresh pairs learns none; no arm's failure on novel words would then mean "
      "anything.";
  std::vector<ArmReading> readings;
  const ArmConfig* arm = study.roles.fresh ? study.roles.fresh : study.roles.upper_bound;
  if (arm) readings.push_back(novel_reading(study, *arm, learns_novel_words(study, *arm)));
  decide(readings, "Needs an arm with candidates FRESH or ALL.", falsifier);
  falsifier.summary =
      phrase(falsifier.outcome, {"Fresh real pairs taught the same network novel words.",
                                 "Not even fresh real pairs taught the network novel words, so no "
                                 "arm's failure to learn them means anything here.",
                                 "Whether fresh real pairs taught novel words is undecided."});
  return falsifier;
}

}  // namespace tandem
