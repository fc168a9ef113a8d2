#include "training/lab/sentence_pair.h"

#include <fmt/format.h>

#include "games/error.h"
#include "mcts/judge.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

void check_sentence(const std::vector<Token>& sentence, const char* side, int length,
                    int vocabulary) {
  if (sentence.size() > static_cast<std::size_t>(length)) {
    throw Error(fmt::format("a {} sentence has {} tokens, but the game takes at most {}", side,
                            sentence.size(), length));
  }
  for (const Token token : sentence) {
    if (token == kEndOfSentence || token >= vocabulary) {
      throw Error(fmt::format("a {} sentence holds token {}, which is not within 1 to {}", side,
                              token, vocabulary - 1));
    }
  }
}

const TokenShape& shape_of(const Game& game) {
  if (!game.info().tokens) throw Error(game.info().name + " is not a game of sentences");
  return *game.info().tokens;
}

}  // namespace

std::unique_ptr<Position> translation_start(const Game& game, const std::vector<Token>& source) {
  const TokenShape& shape = shape_of(game);
  if (source.empty()) throw Error("a source sentence is empty");
  check_sentence(source, "source", shape.source_length, shape.source_vocabulary);
  std::unique_ptr<Position> position = game.initial_position();
  for (const Action action : source_actions(source)) position->apply(action);
  return position;
}

GameRecord record_of_pair(const Game& game, const SentencePair& pair, double reward,
                          int generation) {
  const TokenShape& shape = shape_of(game);
  check_sentence(pair.target, "target", shape.target_length, shape.target_vocabulary);
  const std::unique_ptr<Position> position = translation_start(game, pair.source);
  GameRecord record;
  record.set_game(game.info().name);
  for (const Action action : source_actions(pair.source)) record.add_opening(action);

  const float value = values_of_reward(reward)[0];
  std::vector<Action> legal(game.info().max_legal_actions);
  std::vector<Action> actions(pair.target.begin(), pair.target.end());
  actions.push_back(kEndOfSentence);  // not played where the length has ended it already
  for (std::size_t i = 0; !position->is_terminal(); ++i) {
    MoveRecord& move = *record.add_moves();
    move.set_action(actions[i]);
    move.set_generation(generation);
    move.set_full_search(true);
    move.set_root_value(value);
    move.set_network_value(value);
    const int count = position->legal_actions(legal);
    for (int k = 0; k < count; ++k) move.add_policy(legal[k] == actions[i] ? 1.0f : 0.0f);
    position->apply(actions[i]);
  }
  record.add_outcome(value);
  return record;
}

SentencePair pair_of_record(const Game& game, const GameRecord& record) {
  const std::unique_ptr<Position> position = replay_game(game, record);
  const auto& translation = dynamic_cast<const TranslationPosition&>(*position);
  return {{translation.source().begin(), translation.source().end()},
          {translation.target().begin(), translation.target().end()}};
}

}  // namespace tandem
