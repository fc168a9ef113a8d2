#include "engine/players/search_player.h"

#include <algorithm>
#include <utility>

#include "games/random.h"
#include "mcts/parallel_search.h"
#include "mcts/run_searches.h"
#include "mcts/search.h"

namespace tandem {
namespace {

MoveChoice to_choice(const SearchResult& result, std::vector<Action> line) {
  MoveChoice choice;
  choice.action = result.chosen;
  choice.values = result.values;
  choice.proven = result.proven;
  choice.line = std::move(line);
  if (choice.line.empty() || choice.line[0] != choice.action) choice.line = {choice.action};
  return choice;
}

// What all players here hold. Batches are made anew for every choose(), so that no answer depends
// on what was asked before.
class EvaluatingPlayer : public Player {
 public:
  EvaluatingPlayer(std::shared_ptr<const Game> game, EvaluatorSource source, std::string name)
      : game_(std::move(game)), source_(std::move(source)), name_(std::move(name)) {}

  const std::string& name() const override { return name_; }

 protected:
  const Game& game() const { return *game_; }
  const EvaluatorSource& source() const { return source_; }

  std::shared_ptr<const Evaluator> evaluator_for(const MoveRequest& request) const {
    return source_.shared ? source_.shared : source_.make(request.seed);
  }

 private:
  std::shared_ptr<const Game> game_;
  EvaluatorSource source_;
  std::string name_;
};

class EvaluatorPlayer : public EvaluatingPlayer {
 public:
  using EvaluatingPlayer::EvaluatingPlayer;

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    const auto width = static_cast<std::size_t>(game().info().max_legal_actions);
    std::vector<Action> legal(requests.size() * width);
    std::vector<float> logits(requests.size() * width);
    std::vector<std::size_t> counts(requests.size());
    std::vector<MoveChoice> choices(requests.size());
    const std::unique_ptr<EvaluationBatch> batch = source().shared->new_batch();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const std::span<Action> actions = std::span(legal).subspan(i * width, width);
      counts[i] = static_cast<std::size_t>(requests[i].position->legal_actions(actions));
      const EvaluationSlot slot{std::span(logits).subspan(i * width, counts[i]),
                                &choices[i].values};
      batch->add(*requests[i].position, actions.first(counts[i]), slot);
    }
    batch->compute();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const auto first = logits.begin() + static_cast<std::ptrdiff_t>(i * width);
      const auto best = std::max_element(first, first + static_cast<std::ptrdiff_t>(counts[i]));
      choices[i].action = legal[static_cast<std::size_t>(best - logits.begin())];
      choices[i].line = {choices[i].action};
    }
    return choices;
  }
};

class VisitsPlayer : public EvaluatingPlayer {
 public:
  VisitsPlayer(std::shared_ptr<const Game> game, EvaluatorSource source, const SearchConfig& config,
               std::string name)
      : EvaluatingPlayer(std::move(game), std::move(source), std::move(name)), config_(config) {}

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    if (source().shared) {
      search_together(requests, *source().shared, choices);
    } else {
      for (const MoveRequest& request : requests) {
        search_together({&request, 1}, *evaluator_for(request), choices);
      }
    }
    return choices;
  }

 private:
  void search_together(std::span<const MoveRequest> requests, const Evaluator& evaluator,
                       std::vector<MoveChoice>& choices) {
    while (searches_.size() < requests.size()) searches_.emplace_back(game(), config_);
    const std::span<Search> searches = std::span(searches_).first(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      searches[i].begin(*requests[i].position, Random(requests[i].seed));
    }
    const std::unique_ptr<EvaluationBatch> batch = evaluator.new_batch();
    run_searches(searches, *batch);
    for (Search& search : searches) {
      choices.push_back(to_choice(search.result(), search.principal_variation()));
      search.clear();
    }
  }

  SearchConfig config_;
  std::vector<Search> searches_;
};

class TimedPlayer : public EvaluatingPlayer {
 public:
  TimedPlayer(std::shared_ptr<const Game> game, EvaluatorSource source, const SearchConfig& config,
              TimeBudgetPerMove budget, std::string name)
      : EvaluatingPlayer(std::move(game), std::move(source), std::move(name)),
        config_(config),
        budget_(budget) {}

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) {
      const std::shared_ptr<const Evaluator> evaluator = evaluator_for(request);
      ParallelSearch search(
          game(), config_, *evaluator,
          {.threads = budget_.threads, .leaves_per_batch = source().leaves_per_batch});
      const SearchResult result = search.search(*request.position, {{}, budget_.seconds});
      choices.push_back(to_choice(result, search.principal_variation()));
    }
    return choices;
  }

 private:
  SearchConfig config_;
  TimeBudgetPerMove budget_;
};

}  // namespace

std::unique_ptr<Player> make_evaluator_player(std::shared_ptr<const Game> game,
                                              EvaluatorSource source, std::string name) {
  return std::make_unique<EvaluatorPlayer>(std::move(game), std::move(source), std::move(name));
}

std::unique_ptr<Player> make_visits_player(std::shared_ptr<const Game> game, EvaluatorSource source,
                                           const SearchConfig& config, std::string name) {
  return std::make_unique<VisitsPlayer>(std::move(game), std::move(source), config,
                                        std::move(name));
}

std::unique_ptr<Player> make_timed_player(std::shared_ptr<const Game> game, EvaluatorSource source,
                                          const SearchConfig& config, TimeBudgetPerMove budget,
                                          std::string name) {
  return std::make_unique<TimedPlayer>(std::move(game), std::move(source), config, budget,
                                       std::move(name));
}

}  // namespace tandem
