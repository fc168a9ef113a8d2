#include "training/lab/report/prose.h"

#include <fmt/core.h>

#include "training/lab/report/analysis.h"
#include "training/lab/report/numbers.h"

namespace tandem {
namespace {

std::string task_text(const LabConfig& config) {
  if (config.has_parallel()) {
    const ParallelSettings& text = config.parallel();
    return fmt::format(
        "Task: real text ({}), sentences of at most {} words a side, {}; {}.", text.text(),
        text.longest(),
        text.subwords() > 0 ? fmt::format("{} subwords a side", text.subwords()) : "words",
        text.has_translator()
            ? fmt::format("the right translation is what `{}` says", text.translator())
            : "a translation counts as exact if it is the text's own, though others may be right");
  }
  const LanguageSettings& language = config.language();
  return fmt::format(
      "Task: a made-up pair of languages with exactly one right translation of each source; {} "
      "nouns and {} novel ones that no seed pair holds, {} verbs, {} adjectives, {} adverbs, {} "
      "idioms, {} homographs.",
      language.nouns(), language.novel_nouns(), language.verbs(), language.adjectives(),
      language.adverbs(), language.idioms(), language.homographs());
}

std::string seeds_text(const LabConfig& config) {
  const int all = config.seeds_size();
  const int ordinary = config.ordinary_seeds();
  if (ordinary <= 0 || ordinary >= all) return fmt::format("Seeds: {} for every arm.", all);
  return fmt::format(
      "Seeds: {} for the headline arms, the first {} of them for the others and the closed game.",
      all, ordinary);
}

}  // namespace

std::string claim_text() {
  return "The claim under test: self-play improves because a game is closed and judges its own "
         "result. An open task such as translation has no such judge, so the same loop can't "
         "improve there without bound; it goes as far as the information that reaches it from "
         "outside, while a closed game's loop goes on to its ceiling. The same self-play, records, "
         "trainer and starting points serve all arms below, which differ in their judge, in what "
         "they train on and, a few of them, in how candidates are searched for.";
}

std::vector<std::string> how_to_read(const LabConfig& config) {
  const std::string margin = number_text(config.equivalence_margin());
  return {
      "Shares (exact matches, recall, samples that are right, rewards) are in points of 100. "
      "*Exact matches* are of the network alone, always taking its most probable token.",
      "Numbers are means over seeds, followed by Student's 95 % interval of the mean in brackets. "
      "A single seed has no interval. *Not measured* means just that, never zero. Where all seeds "
      "give the same number the interval has no width, and is too narrow: five times nothing "
      "leaves room for a chance of something up to 45 %. Nor does Student's interval know that "
      "shares end at 0 and 100.",
      "Differences between arms are paired: both ran with the same seeds, from the same starting "
      "points, and arms with different numbers of seeds are compared over the common ones.",
      "All numbers at the end are of the last iteration. No iteration was chosen by its result.",
      fmt::format("*Stopped*: two one-sided tests (Schuirmann 1987) show that known words changed "
                  "by less than {} points, a margin fixed beforehand, over the second half of the "
                  "iterations. *Not shown* isn't the opposite: with few seeds little can be shown.",
                  margin),
      "*Fell*: one half of the seeds chooses the peak, the other half measures the fall from it to "
      "the last iteration, and the other way round; the interval is above 0.",
      "The shape of a curve is the one of four (constant, line, two lines that meet, rise then "
      "fall) with the lowest AICc, or BIC from 20 values on. Iterations of one run carry their "
      "noise along, which makes breaks look surer than they are.",
      fmt::format("A forecast is a saturating curve through the start, with two free numbers, "
                  "fitted to iterations 1 to {} of the mean curve and held against the rest.",
                  config.forecast_iterations()),
      "*With search* is the best of n samples by the arm's own judge; an exact judge then knows "
      "the "
      "test set's references, so that it is pass@n, what an oracle would choose. On the board it "
      "is tree search. *KL from the start* runs along the network's most probable translations.",
      "*Gap closed*: of the way from the start to the supervised upper bound on known words, the "
      "part that the arm has gone; a ratio of means.",
      "*Proxy* is what the arm's own judge found its candidates worth, *gold* the share of them "
      "that is right. The loop sees only the proxy.",
      "Intervals aren't corrected for the number of arms. A statement about all arms of a kind is "
      "refuted by one of them, so chance works against such a statement, not for it."};
}

std::vector<std::string> setup_of(const LabConfig& config) {
  const NetworkConfig& network = config.network();
  std::vector<std::string> items = {
      task_text(config),
      fmt::format("Corpora: {} seed pairs, {} sentences a test set; {}.",
                  config.corpus().seed_pairs(), config.corpus().test_sentences(),
                  config.has_parallel() ? "test sentences come from documents of their own"
                                        : "no test sentence shares a template with training data"),
      fmt::format("Network: a recurrent encoder-decoder of width {} with policy and value heads.",
                  network.channels()),
      fmt::format(
          "Start: {} steps on the seed pairs, in both directions, then {} of a critic on right and "
          "wrong translations of seed sources; one start a seed, shared by all arms.",
          config.start_steps(), config.critic_steps()),
      fmt::format("Loop: {} iterations of {} new sources and {} training steps; {} visits a move, "
                  "samples or beam sentences a source. A candidate is kept if it is worth "
                  "something and no less than the mean, the same rule for every judge.",
                  config.iterations(), config.sources_per_iteration(), config.steps_per_iteration(),
                  config.search().visits()),
      fmt::format("Exploration: {:.0f} % uniform tokens mixed into what is drawn, never into what "
                  "is learned, in every arm that the table of arms doesn't give another share. A "
                  "beam adds them to its ranking and draws nothing; a tree search proposes them, "
                  "and its critic has the last word. MCTS-solver is off, on the board too.",
                  100 * config.search().root_uniform_fraction()),
      "What all arms share (exploration, numbers of novel words and of seed pairs) was set on "
      "smaller studies until the exactly judged arm learned; statements and margin stood before "
      "this study ran.",
      seeds_text(config)};
  if (config.has_board()) {
    items.push_back(
        fmt::format("Closed game (`{}`): {} against its solver, {} games and {} steps an "
                    "iteration, {} test positions.",
                    kBoardName, config.board().game(), config.board().games_per_iteration(),
                    config.board().steps_per_iteration(), config.board().test_positions()));
  }
  return items;
}

std::vector<std::string> related_work() {
  return {
      "Self-training and back-translation: forward self-training needs noise in the student, such "
      "as dropout (He et al. 2020, arXiv 1909.13788); sampled or noised back-translation wins at "
      "scale, not where data are scarce (Edunov et al. 2018).",
      "Round trips: with real pairs as an anchor dual learning genuinely helps (He et al. 2016); "
      "as a measure of quality the round trip tracks once copying is forbidden (arXiv 2209.07351) "
      "and fails without (van Zaanen 2006).",
      "Proxy and gold: in ReST the learned reward rises each round while human judgement peaks "
      "early (arXiv 2308.08998); judging with the metric that was optimised overstates quality "
      "(arXiv 2309.10966, 2411.03524); gold bends over against proxy with growing KL from the "
      "start (Gao et al., arXiv 2210.10760).",
      "Own data: where they replace the old ones tails vanish and errors grow, where they "
      "accumulate the error stays bounded (Shumailov et al. 2024; Gerstgrasser et al., arXiv "
      "2404.01413).",
      "**Against a narrow reading of the claim**: even imperfect verifiers prevent collapse (arXiv "
      "2406.07515), so what is needed is information, not an infallible judge.",
      "Verifiers that know the answers bring large gains (STaR); models that reward themselves "
      "gain early, then the signal for selection shrinks (arXiv 2401.10020, 2508.06026); pass@1 "
      "should be read beside pass@k (arXiv 2412.02674).",
      "Search in translation: tree search with a value network is competitive with beam search, "
      "and the best method depends on the metric (Leblond et al., arXiv 2104.05336); "
      "AlphaZero-style translation exists (Parker and Chen, arXiv 2004.12527); best of n from a "
      "diverse pool is a strong baseline (arXiv 2109.13582)."};
}

std::vector<std::string> limits_of(const LabConfig& config) {
  const std::string task =
      config.has_parallel() ? "One corpus of real text. With one reference a sentence, exact "
                              "matches miss other right translations; with a translator as "
                              "reference they mean agreement with that program."
                            : "Made-up languages, one for each seed, with one right translation of "
                              "each source. Real languages have many, and ambiguity that no "
                              "reference settles.";
  return {
      fmt::format("Scale: one small network, {} seed pairs, {} iterations. Larger models bring "
                  "knowledge from their pretraining, which is information from outside as well.",
                  config.corpus().seed_pairs(), config.iterations()),
      task,
      "One architecture and one set of hyperparameters, which no arm had to itself. Arms that "
      "would need others are underrated.",
      fmt::format("Exploration ({:.0f} % uniform tokens) decides whether a verdict ever meets a "
                  "novel word. How much of it is needed was not studied.",
                  100 * config.search().root_uniform_fraction()),
      fmt::format("Margin ({} points) and seeds ({} at most) decide what can be shown: a change "
                  "smaller than the margin counts as none, and what is undecided may be true.",
                  number_text(config.equivalence_margin()), config.seeds_size()),
      "Search: nearly all arms choose among samples, as that learned best. The arm with tree "
      "search "
      "learns from the best sentence that its judge saw, not from the search's improved policy, "
      "which the board does learn from.",
      "The critic behind the VALUE judges and the tree's values learned from noised translations "
      "of "
      "sources that the network knows; the table of judges shows how little it knows of others. "
      "What is said of VALUE is said of this critic.",
      "Student's intervals suppose about normal differences over seeds. Seeds vary the starting "
      "point, the training and the sentences together.",
      "An arm that hasn't moved over these iterations may move over more of them.",
      "The study says of a self-judged arm that stops: this loop, at this scale, lacks "
      "information. It says no more. It doesn't show that no loop without a judge can improve, and "
      "a closed game stops as well, at perfect play."};
}

std::string reproduction_text(const std::string& preset) {
  if (preset.empty()) {
    return "`tandem-lab --preset=FOLDER/config.textproto --lab_dir=FOLDER` repeats the study, "
           "where FOLDER/config.textproto is the config that the lab folder holds. The same config "
           "gives the same numbers on the same type of processor, on any number of threads.";
  }
  return fmt::format(
      "`tandem-lab --preset={} --lab_dir=runs/lab` repeats the study. The same config gives the "
      "same numbers on the same type of processor, on any number of threads.",
      preset);
}

}  // namespace tandem
