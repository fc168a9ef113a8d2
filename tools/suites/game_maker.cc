#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "games/error.h"
#include "games/position_text.h"
#include "games/solver.h"
#include "tools/suites/game_candidates.h"
#include "tools/suites/suite_maker.h"
#include "tools/suites/work_file.h"

namespace tandem {
namespace {

using Json = nlohmann::ordered_json;

class GameMaker : public SuiteMaker {
 public:
  GameMaker(std::shared_ptr<const Game> game, std::unique_ptr<Solver> solver,
            const std::filesystem::path& work)
      : game_(std::move(game)), solver_(std::move(solver)), file_(work), sampler_(game_) {
    for (std::size_t i = 0; i < file_.lines().size(); ++i) {
      if (!take(file_.lines()[i])) {
        file_.refuse(i, fmt::format("a solved position of {}", game_->info().name));
      }
    }
  }

  std::optional<std::vector<SuiteCandidate>> draw(const SuitePhase& phase, int side, int count,
                                                  std::uint64_t seed,
                                                  const std::atomic<bool>* stop) override {
    return sampler_.draw(phase, side, count, seed, stop);
  }

  std::vector<SolvedAction> action_values(const SuiteCandidate& candidate) override {
    const std::string text = moves_text(*game_, candidate.moves);
    if (const auto known = solved_.find(text); known != solved_.end()) return known->second;
    std::vector<SolvedAction> solved = solve(text);
    file_.append(line_of(text, solved));
    solved_[text] = solved;
    return solved;
  }

  bool knows(const SuiteCandidate& candidate) const override {
    return solved_.contains(moves_text(*game_, candidate.moves));
  }

 private:
  std::vector<SolvedAction> solve(const std::string& text) {
    try {
      return solver_->solve(*parse_position_text(*game_, text).position);
    } catch (const Interrupted&) {
      throw;
    } catch (const Error& error) {
      throw Error(fmt::format("\"{}\": {}; name later plies with --plies", text, error.what()));
    }
  }

  std::string line_of(const std::string& text, const std::vector<SolvedAction>& solved) const {
    Json values = Json::object();
    for (const SolvedAction& move : solved) values[game_->action_text(move.action)] = move.value;
    return Json{{"game", game_->info().name}, {"position", text}, {"values", values}}.dump();
  }

  /// Learns what a line of the work file says; false if line_of() can't have written it.
  bool take(const std::string& line) {
    try {
      const Json object = Json::parse(line);
      const auto text = object.at("position").get<std::string>();
      const auto position = parse_position_text(*game_, text).position;
      std::vector<Action> legal(game_->info().max_legal_actions);
      legal.resize(position->legal_actions(legal));
      std::vector<SolvedAction> solved;
      for (const Action action : legal) {
        const int value = object.at("values").at(game_->action_text(action)).get<int>();
        if (value < -1 || value > 1) return false;
        solved.push_back({action, value});
      }
      if (solved.empty() || line_of(text, solved) != line) return false;
      solved_[text] = std::move(solved);
      return true;
    } catch (const Json::exception&) {
      return false;
    } catch (const Error&) {
      return false;  // the position or a move of it is not one of this game
    }
  }

  std::shared_ptr<const Game> game_;
  std::unique_ptr<Solver> solver_;
  WorkFile file_;
  GameSampler sampler_;
  std::unordered_map<std::string, std::vector<SolvedAction>> solved_;  ///< by position text
};

}  // namespace

std::unique_ptr<SuiteMaker> make_game_maker(std::shared_ptr<const Game> game,
                                            const std::filesystem::path& work,
                                            const std::atomic<bool>* stop) {
  auto solver = make_solver(*game, stop);
  if (!solver) {
    throw Error(fmt::format("--game={0}: there is no exact solver for {0}", game->info().name));
  }
  return std::make_unique<GameMaker>(std::move(game), std::move(solver), work);
}

}  // namespace tandem
