#include "engine/evaluation/match.h"

#include <fmt/core.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluation/lanes.h"
#include "engine/evaluation/openings.h"
#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

// One game while it is played. Player A has seat 0 in its pair's first game and seat 1 in the
// second.
struct LiveGame {
  std::unique_ptr<Position> position;
  Random random;
  std::vector<Action> moves;  // the opening's, too
  PlayerId a_seat = 0;
  std::optional<Forfeit> forfeit = {};  // of who is to move

  bool waits_for(bool a) const {
    return !forfeit && !position->is_terminal() && (position->side_to_move() == a_seat) == a;
  }
};

int result_for_a(const Game& game, const LiveGame& live) {
  if (live.forfeit) return live.position->side_to_move() == live.a_seat ? -1 : 1;
  const std::optional<Values> outcome = live.position->outcome();
  if (!outcome) {
    throw Error(fmt::format("a game of {} ended without a result by the rules: {}",
                            game.info().name, live.position->to_text()));
  }
  const float value = (*outcome)[static_cast<std::size_t>(live.a_seat)];
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

// The games of one group of pairs, with players of their own.
class GroupGames {
 public:
  GroupGames(const MatchConfig& config, const Openings& openings,
             const std::vector<std::int64_t>& pairs)
      : config_(config), pairs_(pairs), a_(config.a->new_player()), b_(config.b->new_player()) {
    for (const std::int64_t pair : pairs) {
      const std::vector<Action>& opening = openings.moves[static_cast<std::size_t>(pair)];
      for (PlayerId seat = 0; seat < 2; ++seat) {
        const auto number = static_cast<std::uint64_t>(2 * pair + seat);
        LiveGame& live = games_.emplace_back(
            LiveGame{config.game->initial_position(), Random(config.seed, number), opening, seat});
        for (const Action action : opening) live.position->apply(action);
      }
      openings_.push_back(opening);
    }
  }

  // Plays them to their end; false if `over` became true before. Players that may remember what
  // they thought are not torn from one game to another.
  bool play(const std::function<bool()>& over) {
    const std::span<LiveGame> all = games_;
    if (!config_.a->timed() && !config_.b->timed()) return play(all, over);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!play(all.subspan(i, 1), over)) return false;
    }
    return true;
  }

  std::vector<PlayedPair> finished() const {
    std::vector<PlayedPair> played;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      PlayedPair pair;
      pair.number = pairs_[i];
      pair.opening = openings_[i];
      for (std::size_t k = 0; k < 2; ++k) {
        const LiveGame& live = games_[2 * i + k];
        pair.moves[k].assign(live.moves.begin() + static_cast<std::ptrdiff_t>(openings_[i].size()),
                             live.moves.end());
        pair.results[k] = result_for_a(*config_.game, live);
        pair.forfeits[k] = live.forfeit;
      }
      played.push_back(std::move(pair));
    }
    return played;
  }

 private:
  bool play(std::span<LiveGame> games, const std::function<bool()>& over) {
    while (!over()) {
      const bool a_moved = step(games, true);
      const bool b_moved = step(games, false);
      if (!a_moved && !b_moved) return true;
    }
    return false;
  }

  // One move in every game where that player is to move; false if there is none.
  bool step(std::span<LiveGame> games, bool a) {
    std::vector<LiveGame*> waiting;
    std::vector<MoveRequest> requests;
    for (LiveGame& live : games) {
      if (!live.waits_for(a)) continue;
      waiting.push_back(&live);
      requests.push_back({live.position.get(), live.random.next(), live.moves});
    }
    if (waiting.empty()) return false;
    const std::vector<MoveChoice> choices = (a ? a_ : b_)->choose(requests);
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      waiting[i]->forfeit = choices[i].forfeit;
      if (waiting[i]->forfeit) continue;
      waiting[i]->moves.push_back(choices[i].action);
      waiting[i]->position->apply(choices[i].action);
    }
    return true;
  }

  const MatchConfig& config_;
  const std::vector<std::int64_t>& pairs_;
  std::unique_ptr<Player> a_;
  std::unique_ptr<Player> b_;
  std::vector<LiveGame> games_;
  std::vector<std::vector<Action>> openings_;
};

// Collects pairs from all lanes, counts them in the order of their numbers and saves the new ones.
class Scoreboard {
 public:
  Scoreboard(const MatchConfig& config, GamesFile& file)
      : config_(config), file_(file), finished_(file.pairs()) {
    const std::lock_guard lock(mutex_);
    count();
  }

  bool has(std::int64_t pair) const { return finished_.contains(pair); }
  bool decided() const { return decided_.load(); }

  void add(std::vector<PlayedPair> pairs) {
    const std::lock_guard lock(mutex_);
    for (PlayedPair& pair : pairs) {
      const std::int64_t number = pair.number;
      unsaved_.insert(number);
      finished_.emplace(number, std::move(pair));
    }
    const std::int64_t before = counted_;
    count();
    save_below(counted_);
    if (counted_ > before && config_.progress) config_.progress(tally_);
  }

  // Saves also the pairs that wait for an earlier one.
  MatchResult finish() {
    const std::lock_guard lock(mutex_);
    if (!decided_) save_below(config_.pairs);
    MatchResult result;
    result.tally = tally_;
    result.first_player = first_player_;
    result.interrupted = !decided_ && counted_ < config_.pairs;
    std::set<std::vector<Action>> games;
    for (const auto& [number, pair] : finished_) {
      if (number >= counted_) break;
      add_forfeits(pair, result.forfeits);
      for (const std::vector<Action>& moves : pair.moves) {
        std::vector<Action> whole = pair.opening;
        whole.insert(whole.end(), moves.begin(), moves.end());
        games.insert(std::move(whole));
      }
    }
    result.distinct_games = static_cast<std::int64_t>(games.size());
    return result;
  }

 private:
  static void add_forfeits(const PlayedPair& pair, std::array<ForfeitTally, 2>& forfeits) {
    for (std::size_t k = 0; k < 2; ++k) {
      if (!pair.forfeits[k]) continue;
      ForfeitTally& loser = forfeits[pair.results[k] < 0 ? 0 : 1];
      if (pair.forfeits[k]->fault) {
        ++loser.faults[pair.forfeits[k]->reason];
      } else {
        ++loser.resigned;
      }
    }
  }

  // Takes pairs into the tally in order, until one is missing or the test is decided.
  void count() {
    for (auto next = finished_.find(counted_); !decided_ && counted_ < config_.pairs &&
                                               next != finished_.end() && next->first == counted_;
         ++next) {
      const auto& [as_first, as_second] = next->second.results;
      tally_.add(as_first, as_second);
      first_player_.add(as_first, -as_second);
      ++counted_;
      decided_ = config_.sprt && sprt_verdict(tally_, *config_.sprt) != SprtVerdict::kContinue;
    }
  }

  void save_below(std::int64_t end) {
    std::vector<PlayedPair> ready;
    while (!unsaved_.empty() && *unsaved_.begin() < end) {
      ready.push_back(finished_.at(*unsaved_.begin()));
      unsaved_.erase(unsaved_.begin());
    }
    file_.append(ready);
  }

  const MatchConfig& config_;
  GamesFile& file_;
  std::mutex mutex_;
  std::map<std::int64_t, PlayedPair> finished_;
  std::set<std::int64_t> unsaved_;
  PairTally tally_;
  PairTally first_player_;
  std::int64_t counted_ = 0;  // pairs 0..counted_-1 are finished and in the tally
  std::atomic<bool> decided_{false};
};

std::vector<std::vector<std::int64_t>> missing_groups(const MatchConfig& config,
                                                      const Scoreboard& board) {
  std::vector<std::vector<std::int64_t>> groups;
  for (std::int64_t begin = 0; begin < config.pairs; begin += config.group) {
    std::vector<std::int64_t> missing;
    for (std::int64_t i = begin; i < std::min(config.pairs, begin + config.group); ++i) {
      if (!board.has(i)) missing.push_back(i);
    }
    if (!missing.empty()) groups.push_back(std::move(missing));
  }
  return groups;
}

// Plays what is missing, until all is there, the test is decided or somebody asks to stop.
void play_groups(const MatchConfig& config, const Openings& openings, Scoreboard& board) {
  const auto groups = missing_groups(config, board);
  std::atomic<bool> given_up{false};
  const auto over = [&] {
    return board.decided() || given_up.load() || (config.stop != nullptr && config.stop->load());
  };
  tbb::task_arena arena(config.concurrency);
  arena.execute([&] {
    run_in_lanes(config.concurrency, groups.size(), [&](std::size_t i) {
      if (over()) return;
      try {
        GroupGames games(config, openings, groups[i]);
        if (games.play(over)) board.add(games.finished());
      } catch (const Interrupted&) {
        given_up = true;  // what is finished is still saved
      }
    });
  });
}

}  // namespace

std::int64_t ForfeitTally::num_faults() const {
  std::int64_t count = 0;
  for (const auto& [reason, games] : faults) count += games;
  return count;
}

MatchIdentity match_identity(const MatchConfig& config) {
  return {{"game", config.game->info().name},
          {"a", config.a->identity()},
          {"b", config.b->identity()},
          {"seed", std::to_string(config.seed)},
          {"openings_plies", std::to_string(config.openings_plies)},
          {"group", std::to_string(config.group)}};
}

MatchResult play_match(const MatchConfig& asked, GamesFile& file) {
  if (asked.game->info().num_players != 2) {
    throw Error(fmt::format("{} is not a game for two players: a match needs one",
                            asked.game->info().name));
  }
  const Openings openings = sample_openings(*asked.game, asked.openings_plies,
                                            static_cast<std::size_t>(asked.pairs), asked.seed);
  MatchConfig config = asked;
  if (asked.a->deterministic() && asked.b->deterministic()) {
    // Copies are no evidence: counted, they would narrow every error bar and decide any test.
    config.pairs = std::min(asked.pairs, static_cast<std::int64_t>(openings.distinct));
  }
  Scoreboard board(config, file);
  play_groups(config, openings, board);
  MatchResult result = board.finish();
  result.openings_ran_out = config.pairs < asked.pairs && !board.decided() && !result.interrupted;
  return result;
}

}  // namespace tandem
