#include "engine/players/simple_players.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "games/error.h"
#include "games/random.h"
#include "games/solver.h"

namespace tandem {
namespace {

class RandomPlayer : public Player {
 public:
  RandomPlayer(std::shared_ptr<const Game> game, std::string name)
      : game_(std::move(game)),
        name_(std::move(name)),
        legal_(static_cast<std::size_t>(game_->info().max_legal_actions)) {}

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) {
      const int count = request.position->legal_actions(legal_);
      MoveChoice& choice = choices.emplace_back();
      choice.action = legal_[static_cast<std::size_t>(Random(request.seed).below(count))];
      choice.line = {choice.action};
    }
    return choices;
  }

  const std::string& name() const override { return name_; }

 private:
  std::shared_ptr<const Game> game_;
  std::string name_;
  std::vector<Action> legal_;
};

class SolverPlayer : public Player {
 public:
  SolverPlayer(std::shared_ptr<const Game> game, std::string name, const std::atomic<bool>* stop)
      : game_(std::move(game)), name_(std::move(name)), solver_(make_solver(*game_, stop)) {
    if (!solver_) {
      throw Error(fmt::format("player \"{}\": no solver answers for {} in reasonable time", name_,
                              game_->info().name));
    }
  }

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) choices.push_back(choose_one(request));
    return choices;
  }

  const std::string& name() const override { return name_; }

 private:
  MoveChoice choose_one(const MoveRequest& request) {
    std::vector<SolvedAction> solved = solver_->solve(*request.position);
    int value = -1;
    for (const SolvedAction& action : solved) value = std::max(value, action.value);
    std::erase_if(solved, [&](const SolvedAction& action) { return action.value < value; });

    const int pick = Random(request.seed).below(static_cast<int>(solved.size()));
    MoveChoice choice;
    choice.action = solved[static_cast<std::size_t>(pick)].action;
    choice.line = {choice.action};
    choice.proven = true;
    const PlayerId mover = request.position->side_to_move();
    for (PlayerId player = 0; player < game_->info().num_players; ++player) {
      const int sign = player == mover ? 1 : -1;
      choice.values[static_cast<std::size_t>(player)] = static_cast<float>(sign * value);
    }
    return choice;
  }

  std::shared_ptr<const Game> game_;
  std::string name_;
  std::unique_ptr<Solver> solver_;
};

}  // namespace

std::unique_ptr<Player> make_random_player(std::shared_ptr<const Game> game, std::string name) {
  return std::make_unique<RandomPlayer>(std::move(game), std::move(name));
}

std::unique_ptr<Player> make_solver_player(std::shared_ptr<const Game> game, std::string name,
                                           const std::atomic<bool>* stop) {
  return std::make_unique<SolverPlayer>(std::move(game), std::move(name), stop);
}

}  // namespace tandem
