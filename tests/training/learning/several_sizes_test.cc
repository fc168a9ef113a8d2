// One network that learns several sizes of a game at once.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "engine/network/canvas.h"
#include "engine/network/safetensors.h"
#include "engine/players/player.h"
#include "tests/training/learning/learning_fixture.h"
#include "tests/training/learning/stored_run.h"
#include "tests/training/run/run_fixture.h"
#include "training/learning/batch_norm_statistics.h"
#include "training/learning/losses.h"
#include "training/learning/sample_builder.h"
#include "training/learning/strength.h"
#include "training/learning/trainer.h"
#include "training/run/run_games.h"
#include "training/run/seen_positions.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

const std::vector<std::string> kSizes = {"connect_four(rows=4,columns=4)",
                                         "connect_four(rows=4,columns=5)",
                                         "connect_four(rows=3,columns=4)"};

RunConfig several_sizes_config() {
  RunConfig config = tiny_config();
  config.set_game(kSizes[0]);
  config.add_more_games(kSizes[1]);
  config.add_more_games(kSizes[2]);
  config.mutable_self_play()->set_groups(4);
  config.mutable_self_play()->set_games_per_group(4);
  config.mutable_trainer()->set_soft_policy_weight(0.5);
  return config;
}

/// Finished games of every size.
ReplayWindow window_of_all_sizes(const RunConfig& config) {
  ReplayWindow window(config.replay(), 0);
  std::uint64_t positions = 0;
  for (const std::string& size : kSizes) {
    RunConfig alone = config;
    alone.set_game(size);
    for (GameRecord& game : scripted_games(alone)) {
      positions += static_cast<std::uint64_t>(game.moves_size());
      window.add(std::move(game));
    }
  }
  window.set_total_positions(positions);
  return window;
}

TEST(SeveralSizes, AreLearnedTheSameOnAnyNumberOfThreadsAndAcrossInterruptions) {
  const TemporaryFolder folder;
  const RunConfig config = several_sizes_config();
  train(folder.path() / "whole", config, 6, /*threads=*/1);
  for (const int generation : {0, 2, 3, 6}) {
    train(folder.path() / "parts", config, generation, /*threads=*/3);
  }
  const Stored whole = read_run(folder.path() / "whole", 6);
  EXPECT_FALSE(whole.replay.empty());
  EXPECT_TRUE(read_run(folder.path() / "parts", 6) == whole);
}

TEST(SeveralSizes, GroupsTakeTurnsAndEveryGameIsOfItsGroupsSize) {
  const TemporaryFolder folder;
  const RunConfig config = several_sizes_config();
  train(folder.path(), config, 4);
  const RunGames games(config);
  std::map<std::string, int> finished;
  {
    RunDirectory directory(folder.path());
    std::vector<std::string> reports;
    const std::optional<RestoredRun> run = directory.restore(reports);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->manifest.game(), kSizes[0]);
    ASSERT_EQ(run->manifest.more_games_size(), 2);
    EXPECT_EQ(run->manifest.more_games(1), kSizes[2]);
    std::vector<GameRecord> records = directory.read_replay(1'000'000, reports);
    for (const GameRecord& record : records) ++finished[record.game()];
    records.insert(records.end(), run->games_in_flight.begin(), run->games_in_flight.end());
    for (const GameRecord& record : records) {
      EXPECT_EQ(record.game(), kSizes[record.number() % 4 % 3]);
      EXPECT_NO_THROW(check_game(games.of(record), record));
    }
  }
  EXPECT_EQ(finished.size(), 3u);
  for (int i = 0; i < games.size(); ++i) {
    const std::string text = "net:" + folder.path().string() + ",precision=fp32,visits=8";
    const auto factory = make_player_factory(games[i], text);
    EXPECT_FALSE(mentions(factory->description(), {"WARNING"}));
    const auto position = games[i]->initial_position();
    const MoveRequest request{position.get(), 1};
    EXPECT_EQ(factory->new_player()->choose({&request, 1}).size(), 1u);
    EXPECT_FALSE(seen_positions(*games[i], folder.path()).empty());
  }
  const auto other = make_game("connect_four(rows=5,columns=5)");
  EXPECT_TRUE(mentions(error_text([&] { seen_positions(*other, folder.path()); }),
                       {kSizes[0], kSizes[1], "not connect_four(rows=5,columns=5)"}));
}

TEST(SeveralSizes, AreFixedOnceARunExists) {
  const TemporaryFolder folder;
  train(folder.path(), several_sizes_config(), 0);
  RunConfig fewer = several_sizes_config();
  fewer.mutable_more_games()->RemoveLast();
  EXPECT_TRUE(mentions(error_text([&] { train(folder.path(), fewer, 1); }),
                       {"more_games", kSizes[2], "can't change"}));
}

TEST(SeveralSizes, ARecordOfAnotherGameIsRefused) {
  const RunGames games(several_sizes_config());
  GameRecord record;
  record.set_game("connect_four(rows=9,columns=4)");
  EXPECT_TRUE(mentions(error_text([&] { games.index_of(record); }),
                       {"rows=9", kSizes[0] + " and " + kSizes[1]}));
}

TEST(SeveralSizes, SamplesLieInTheCanvassCornerWithZerosBeside) {
  const auto game = make_game(kSizes[2]);
  RunConfig config = tiny_config();
  config.set_game(kSizes[2]);
  const FeatureShape canvas{4, 4, 5};
  SampleBuilder plain(game, 0.25);
  SampleBuilder placed(game, 0.25, canvas);
  TrainingBatch expected(game->info(), 1);
  TrainingBatch actual(canvas, 5, 1);
  actual.features.fill_(7);
  for (torch::Tensor* actions :
       {&actual.policy, &actual.legal, &actual.reply, &actual.reply_legal}) {
    actions->fill_(7);
  }
  const std::vector<GameRecord> records = scripted_games(config);
  ASSERT_FALSE(records.empty());
  for (const GameRecord& record : records) {
    for (int symmetry = 0; symmetry < 2; ++symmetry) {
      plain.build(record, 0, symmetry, expected.row(0));
      placed.build(record, 0, symmetry, actual.row(0));
      const auto on_board = actual.features.narrow(2, 0, 3).narrow(3, 0, 4);
      EXPECT_TRUE(torch::equal(on_board, expected.features));
      EXPECT_EQ(actual.features.abs().sum().item<float>(),
                expected.features.abs().sum().item<float>());
      EXPECT_TRUE(torch::equal(actual.wdl, expected.wdl));
      const auto same_actions = [](const torch::Tensor& wide, const torch::Tensor& narrow) {
        return torch::equal(wide.narrow(1, 0, 4), narrow) && wide[0][4].item<float>() == 0;
      };
      EXPECT_TRUE(same_actions(actual.policy, expected.policy));
      EXPECT_TRUE(same_actions(actual.legal, expected.legal));
      EXPECT_TRUE(same_actions(actual.reply, expected.reply));
      EXPECT_TRUE(same_actions(actual.reply_legal, expected.reply_legal));
    }
  }
}

TEST(SeveralSizes, TheTrainerLearnsAWindowOfAllOfThem) {
  RunConfig config = several_sizes_config();
  config.mutable_trainer()->set_symmetries(false);
  config.mutable_network()->set_channels(32);
  const ReplayWindow window = window_of_all_sizes(config);
  Trainer trainer(RunGames(config), config);
  const TrainingStatistics first = trainer.train_generation(window, 0, 20);
  trainer.train_generation(window, 0, 300);
  const TrainingStatistics last = trainer.train_generation(window, 0, 20);
  EXPECT_LT(last.policy_loss - last.target_entropy,
            0.7 * (first.policy_loss - first.target_entropy));
  EXPECT_LT(last.value_loss, 0.9 * first.value_loss);
}

// With games of one size only, the canvas is that board, and a run that might have mixed sizes
// steps as one of this size alone.
TEST(SeveralSizes, AStepOnOneSizeIsThatOfARunOfThisSizeAlone) {
  RunConfig config = several_sizes_config();
  config.set_game(kSizes[1]);
  config.clear_more_games();
  const ReplayWindow window = scripted_window(config);
  Trainer alone(make_game(kSizes[1]), config);
  RunConfig both = config;
  both.add_more_games(kSizes[2]);  // smaller
  Trainer mixed(RunGames(both), both);
  EXPECT_EQ(mixed.state(), alone.state());
  mixed.train_generation(window, 0, 1);
  alone.train_generation(window, 0, 1);
  const TensorMap expected = from_safetensors(alone.state(), "alone");
  for (const auto& [name, tensor] : from_safetensors(mixed.state(), "mixed")) {
    // The gradients: Adam's step itself is only their sign here.
    if (!name.starts_with("adam_mean.") && !name.starts_with("network.")) continue;
    const bool is_buffer = name.find(".running_") != std::string::npos;
    if (name.starts_with("network.") && !is_buffer) continue;
    EXPECT_TRUE(torch::allclose(tensor, expected.at(name), 1e-4, 1e-6)) << name;
  }
}

TEST(SeveralSizes, ExportedStatisticsAreThoseOfTheBoardsSquares) {
  const RunGames games(several_sizes_config());
  const Canvas canvas(games.infos());
  NetworkConfig config;
  config.set_channels(4);
  config.set_blocks(1);
  torch::manual_seed(2);
  NetworkModule module(games[0]->info(), config, false);
  const std::vector<int> rows = {2, 0, 1};
  const torch::Tensor features = torch::randn({3, 4, 4, 5});
  recompute_batch_norm_statistics(module, 1, false,
                                  [&](int) { return NetworkInput(features, canvas.rows(rows)); });

  const auto weight = module->named_parameters()["stem.conv.weight"];
  std::vector<torch::Tensor> squares;
  for (int row = 0; row < 3; ++row) {
    const FeatureShape board = games[rows[row]]->info().features;
    const auto alone = features[row].narrow(1, 0, board.height).narrow(2, 0, board.width);
    squares.push_back(torch::conv2d(alone.unsqueeze(0), weight, {}, 1, 1)[0].flatten(1));
  }
  const torch::Tensor all = torch::cat(squares, 1);
  EXPECT_EQ(all.size(1), 12 + 16 + 20);
  const auto buffers = module->named_buffers();
  EXPECT_TRUE(torch::allclose(buffers["stem.norm.running_mean"], all.mean(1), 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(buffers["stem.norm.running_var"], all.var(1, true), 1e-4, 1e-5));
}

TEST(SeveralSizes, SuitesAreOfWhicheverOfThem) {
  const TemporaryFolder folder;
  const auto suite = [&](const std::string& name, const std::string& game) {
    const std::filesystem::path file = folder.path() / name;
    std::ofstream(file) << "{\"id\": \"1\", " << game
                        << "\"position\": \"startpos\", \"value\": 0, \"best\": [\"1\"]}\n";
    return file.string();
  };
  const RunGames games(several_sizes_config());
  MeasureConfig config;
  config.add_suites(suite("a.jsonl", "\"game\": \"" + kSizes[1] + "\", "));
  config.add_suites(suite("b.jsonl", "\"game\": \"" + kSizes[0] + "\", "));
  StrengthMeter meter(games, config, 1);
  train(folder.path() / "run", several_sizes_config(), 0);
  const auto strength =
      meter.measure(folder.path() / "run" / checkpoint_folder(0), FP32, /*stop=*/nullptr);
  ASSERT_TRUE(strength);
  EXPECT_EQ(strength->network.right.total, 2);
  EXPECT_EQ(strength->search.right.total, 2);

  const auto refusal = [&](const std::string& file) {
    MeasureConfig other;
    other.add_suites(file);
    return error_text([&] { StrengthMeter(games, other, 1); });
  };
  EXPECT_TRUE(mentions(refusal(suite("c.jsonl", "")), {"c.jsonl: ", "no \"game\"", kSizes[2]}));
  EXPECT_TRUE(mentions(refusal(suite("d.jsonl", "\"game\": \"tic_tac_toe\", ")),
                       {"d.jsonl: ", "tic_tac_toe", kSizes[0]}));
  EXPECT_TRUE(mentions(refusal(suite("e.jsonl", "\"game\": \"ludo\", ")),
                       {"e.jsonl: ", "\"ludo\"", "--set measure.suites="}));
}

}  // namespace
}  // namespace tandem
