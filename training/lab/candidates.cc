#include "training/lab/candidates.h"

#include <algorithm>
#include <map>
#include <utility>

#include "training/lab/sentence_pair.h"
#include "training/selfplay/self_play.h"

namespace tandem {
namespace {

/// Game i translates source i / repeats.
class SourceStarts : public GameStarts {
 public:
  SourceStarts(const Sources& sources, int repeats) : sources_(sources), repeats_(repeats) {}
  std::vector<Action> opening(std::uint64_t number, Random) const override {
    return source_actions(sources_.at(number / static_cast<std::uint64_t>(repeats_)));
  }

 private:
  const Sources& sources_;
  const int repeats_;
};

/// A judged sentence.
struct Judgement {
  std::vector<Token> target;
  double reward = -1;  ///< none yet
};

/// By source.
using Best = std::map<std::vector<Token>, Judgement>;

/// Asks another judge and remembers the first of the best translations of each source. For one
/// thread.
class RememberingJudge : public Judge {
 public:
  RememberingJudge(std::shared_ptr<const Judge> judge, Best& best)
      : judge_(std::move(judge)), best_(best) {}
  std::unique_ptr<JudgeBatch> new_batch() const override {
    return std::make_unique<Batch>(judge_->new_batch(), best_);
  }

 private:
  class Batch : public JudgeBatch {
   public:
    Batch(std::unique_ptr<JudgeBatch> batch, Best& best) : batch_(std::move(batch)), best_(best) {}

    Answer add(const Position& finished, Values* values) override {
      const auto& sentence = dynamic_cast<const TranslationPosition&>(finished);
      const Answer answer = batch_->add(finished, values);
      waiting_.push_back({{sentence.source().begin(), sentence.source().end()},
                          {sentence.target().begin(), sentence.target().end()},
                          values});
      if (answer == Answer::kReady) remember();
      return answer;
    }

    void compute() override {
      batch_->compute();
      remember();
    }

   private:
    struct Waiting {
      std::vector<Token> source;
      std::vector<Token> target;
      const Values* values;
    };

    void remember() {
      for (Waiting& sentence : waiting_) {
        Judgement& best = best_[std::move(sentence.source)];
        const double reward = reward_of_values(*sentence.values);
        if (reward > best.reward) best = {std::move(sentence.target), reward};
      }
      waiting_.clear();
    }

    const std::unique_ptr<JudgeBatch> batch_;
    Best& best_;
    std::vector<Waiting> waiting_;
  };

  const std::shared_ptr<const Judge> judge_;
  Best& best_;
};

Candidates play(std::shared_ptr<const Game> game, RunConfig config,
                std::shared_ptr<const Evaluator> evaluator, std::shared_ptr<const Judge> judge,
                const Sources& sources, int repeats, int generation) {
  const int count = static_cast<int>(sources.size()) * repeats;
  config.mutable_self_play()->set_games_per_group(
      std::min(count, config.self_play().games_per_group()));
  // Each iteration draws anew, though games are numbered from 0 in each.
  config.set_seed(Random(config.seed(), static_cast<std::uint64_t>(generation)).next());
  const JudgedEvaluator judged(std::move(evaluator), std::move(judge));
  SelfPlayGroup group(game, config, 0, std::make_shared<SourceStarts>(sources, repeats));
  Candidates candidates;
  SelfPlayCounters counters;
  group.play_games(judged, generation, count, candidates.games, counters);
  candidates.evaluations = counters.evaluations;
  return candidates;
}

}  // namespace

double reward_of(const GameRecord& game) { return 0.5 * (game.outcome(0) + 1); }

JudgedTranslations sample_translations(std::shared_ptr<const Game> game, const RunConfig& config,
                                       std::shared_ptr<const Evaluator> evaluator,
                                       std::shared_ptr<const Judge> judge, const Sources& sources,
                                       int samples, int generation) {
  RunConfig sampling = config;
  sampling.mutable_search()->set_visits(1);
  Candidates played =
      play(game, sampling, std::move(evaluator), std::move(judge), sources, samples, generation);
  std::ranges::sort(played.games, {}, &GameRecord::number);
  JudgedTranslations translations;
  translations.each = samples;
  translations.evaluations = played.evaluations;
  for (const GameRecord& record : played.games) {
    translations.all.push_back({pair_of_record(*game, record).target, reward_of(record)});
  }
  return translations;
}

void deal_out_rewards(JudgedTranslations& translations, Random random) {
  // Fisher and Yates.
  for (auto left = static_cast<int>(translations.all.size()); left > 1; --left) {
    const int other = random.below(left);
    std::swap(translations.all[left - 1].reward, translations.all[other].reward);
  }
}

std::vector<std::size_t> best_of_each(const JudgedTranslations& translations) {
  std::vector<std::size_t> best;
  const auto begin = translations.all.begin();
  for (auto from = begin; from != translations.all.end(); from += translations.each) {
    const auto chosen = std::ranges::max_element(from, from + translations.each, {},
                                                 &JudgedTranslations::Translation::reward);
    best.push_back(static_cast<std::size_t>(chosen - begin));
  }
  return best;
}

Candidates best_candidates(const Game& game, const JudgedTranslations& translations,
                           const Sources& sources, int generation) {
  Candidates candidates;
  candidates.evaluations = translations.evaluations;
  for (const std::size_t best : best_of_each(translations)) {
    const auto& [target, reward] = translations.all[best];
    const std::vector<Token>& source = sources[candidates.games.size()];
    candidates.games.push_back(record_of_pair(game, {source, target}, reward, generation));
  }
  return candidates;
}

Candidates search_candidates(std::shared_ptr<const Game> game, const RunConfig& config,
                             std::shared_ptr<const Evaluator> evaluator,
                             std::shared_ptr<const Judge> judge, const Sources& sources,
                             int generation) {
  Best best;
  Candidates candidates =
      play(game, config, std::move(evaluator),
           std::make_shared<RememberingJudge>(std::move(judge), best), sources, 1, generation);
  candidates.played = std::move(candidates.games);
  candidates.games.clear();
  for (const std::vector<Token>& source : sources) {
    const Judgement& judgement = best.at(source);
    candidates.games.push_back(
        record_of_pair(*game, {source, judgement.target}, judgement.reward, generation));
  }
  return candidates;
}

std::vector<std::vector<Token>> greedy_translations(const Game& game, const Evaluator& evaluator,
                                                    const Sources& sources) {
  struct Sentence {
    std::unique_ptr<Position> position;
    std::vector<Action> legal;
    std::vector<float> logits;
    Values values{};
  };
  std::vector<Sentence> sentences;
  for (const std::vector<Token>& source : sources) {
    Sentence& sentence = sentences.emplace_back();
    sentence.position = translation_start(game, source);
  }
  const auto batch = evaluator.new_batch();
  std::vector<Action> legal(game.info().max_legal_actions);
  for (bool waiting = true; waiting;) {
    waiting = false;
    for (Sentence& sentence : sentences) {
      const int count = sentence.position->legal_actions(legal);
      sentence.legal.assign(legal.begin(), legal.begin() + count);
      sentence.logits.resize(count);
      if (count == 0) continue;
      batch->add(*sentence.position, sentence.legal, {sentence.logits, &sentence.values});
      waiting = true;
    }
    if (batch->queued() > 0) batch->compute();
    for (Sentence& sentence : sentences) {
      if (sentence.legal.empty()) continue;
      const auto top = std::ranges::max_element(sentence.logits) - sentence.logits.begin();
      sentence.position->apply(sentence.legal[static_cast<std::size_t>(top)]);
    }
  }
  std::vector<std::vector<Token>> targets;
  for (const Sentence& sentence : sentences) {
    const auto target = dynamic_cast<const TranslationPosition&>(*sentence.position).target();
    targets.emplace_back(target.begin(), target.end());
  }
  return targets;
}

}  // namespace tandem
