#include "training/lab/network_meter.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/judges/exact_judge.h"
#include "training/lab/candidates.h"
#include "training/lab/likelihood.h"
#include "training/lab/text/bleu.h"
#include "training/lab/text/chrf.h"
#include "training/lab/text/diversity.h"
#include "training/lab/text/tokenizer_13a.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string_view word : split_at_whitespace(text)) words.emplace_back(word);
  return words;
}

FrequencyDeciles deciles_of(const LabTask& task) {
  std::unordered_map<std::string, std::int64_t> counts;
  for (const SentencePair& pair : task.seed_pairs) {
    const std::string text = task.target_text(pair.target);
    for (const std::string& word : task.text_is_tokens ? split(text) : tokenize_13a(text)) {
      ++counts[word];
    }
  }
  return FrequencyDeciles(counts);
}

Sources sources_of(const std::vector<SentencePair>& pairs) {
  Sources sources;
  for (const SentencePair& pair : pairs) sources.push_back(pair.source);
  return sources;
}

/// Others are only matched.
bool is_main(const TestSet& test) { return test.name == "known" || test.name == "novel"; }

/// A share, if there is something to have a share of.
void put(Measures& measures, const std::string& name, const Proportion& proportion) {
  if (proportion.total > 0) measures[name] = proportion.share();
}

}  // namespace

NetworkMeter::NetworkMeter(const LabTask& task) : task_(task), deciles_(deciles_of(task)) {}

std::vector<std::string> NetworkMeter::words_of(std::span<const Token> target) const {
  const std::string text = task_.target_text(target);
  return task_.text_is_tokens ? split(text) : tokenize_13a(text);
}

Measures NetworkMeter::measure(const Evaluator& network, const Evaluator& start) const {
  Measures measures;
  for (const TestSet& test : task_.tests) measure_set(test, network, start, measures);
  return measures;
}

void NetworkMeter::measure_set(const TestSet& test, const Evaluator& network,
                               const Evaluator& start, Measures& measures) const {
  const Sources sources = sources_of(test.pairs);
  const auto targets = greedy_translations(*task_.forward, network, sources);
  double right = 0;
  std::vector<SentencePair> own;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    right += targets[i] == test.pairs[i].target;
    own.push_back({sources[i], targets[i]});
  }
  measures[test.name + ".exact"] = right / static_cast<double>(sources.size());
  if (!is_main(test)) return;
  measures[test.name + ".perplexity"] =
      perplexity(distributions_along(*task_.forward, network, test.pairs));
  measures[test.name + ".kl_start"] = mean_kl(distributions_along(*task_.forward, network, own),
                                              distributions_along(*task_.forward, start, own));
  measure_text(test, targets, measures);
}

void NetworkMeter::measure_text(const TestSet& test, const std::vector<std::vector<Token>>& targets,
                                Measures& measures) const {
  ChrfStatistics chrf;
  BleuStatistics bleu;
  DecileRecall recall;
  std::vector<std::vector<std::string>> sentences;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::vector<Token>& reference = test.pairs[i].target;
    const std::vector<std::string> reference_words = words_of(reference);
    sentences.push_back(words_of(targets[i]));
    chrf += chrf_statistics(task_.target_text(targets[i]), task_.target_text(reference));
    bleu += bleu_statistics(sentences.back(), reference_words);
    recall += decile_recall(sentences.back(), reference_words, deciles_);
  }
  const Diversity varied = diversity(sentences);
  measures[test.name + ".chrf"] = chrf_score(chrf);
  measures[test.name + ".bleu"] = bleu_score(bleu);
  measures[test.name + ".distinct_1"] = varied.distinct_1;
  measures[test.name + ".distinct_2"] = varied.distinct_2;
  measures[test.name + ".entropy"] = varied.entropy_bits;
  for (int decile = 0; decile < kDeciles; ++decile) {
    put(measures, test.name + ".recall_" + std::to_string(decile), recall.deciles[decile]);
  }
  put(measures, test.name + ".recall_unseen", recall.unseen);
}

Measures NetworkMeter::measure_samples(const RunConfig& config,
                                       std::shared_ptr<const Evaluator> network,
                                       std::shared_ptr<const Judge> judge, int generation) const {
  RunConfig sampling = config;
  sampling.mutable_search()->set_root_uniform_fraction(0);
  const bool judged = judge != nullptr;
  if (!judged) judge = make_exact_judge([](auto) { return std::nullopt; });
  Measures measures;
  for (const TestSet& test : task_.tests) {
    if (!is_main(test)) continue;
    const JudgedTranslations samples =
        sample_translations(task_.forward, sampling, network, judge, sources_of(test.pairs),
                            config.search().visits(), generation);
    const auto is_right = [&](std::size_t i) {
      const auto source = i / static_cast<std::size_t>(samples.each);
      return samples.all[i].target == test.pairs[source].target;
    };
    double right = 0;
    std::vector<bool> found(test.pairs.size());
    for (std::size_t i = 0; i < samples.all.size(); ++i) {
      if (!is_right(i)) continue;
      ++right;
      found[i / static_cast<std::size_t>(samples.each)] = true;
    }
    const auto sources = static_cast<double>(test.pairs.size());
    measures[test.name + ".pass_1"] = right / static_cast<double>(samples.all.size());
    measures[test.name + ".pass_n"] =
        static_cast<double>(std::ranges::count(found, true)) / sources;
    if (!judged) continue;
    double chosen = 0;
    for (const std::size_t best : best_of_each(samples)) chosen += is_right(best);
    measures[test.name + ".with_search"] = chosen / sources;
  }
  return measures;
}

}  // namespace tandem
