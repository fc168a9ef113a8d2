#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>

#include "engine/files.h"
#include "engine/network/agreement.h"
#include "engine/network/network.h"
#include "engine/network/network_module.h"
#include "engine/players/player.h"
#include "games/error.h"
#include "games/registry.h"
#include "proto/manifest.pb.h"
#include "tests/engine/network/network_examples.h"
#include "tests/engine/network/temporary_folder.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

class Checkpoint : public testing::Test {
 protected:
  void SetUp() override {
    save_checkpoint_network(folder(), game_->info(), small_config(), module_, 12);
  }

  fs::path folder() const { return root_.path() / "checkpoints" / "000012"; }
  fs::path network_file() const { return folder() / "network.safetensors"; }

  Manifest manifest() const {
    Manifest manifest;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        read_file(folder() / "manifest.textproto"), &manifest));
    return manifest;
  }

  void change_manifest(const std::function<void(Manifest&)>& change) const {
    Manifest changed = manifest();
    change(changed);
    std::string text;
    google::protobuf::TextFormat::PrintToString(changed, &text);
    write_file_atomically(folder() / "manifest.textproto", text);
  }

  void expect_refused(const std::string& file, const std::string& because) const {
    EXPECT_THAT(
        [&] { load_network(folder(), FP32); },
        ThrowsMessage<Error>(AllOf(HasSubstr((folder() / file).string()), HasSubstr(because))));
  }

  /// Bit for bit what the module's own snapshot answers.
  void expect_loads() const {
    const LoadedNetwork loaded = load_network(folder(), FP32);
    EXPECT_EQ(loaded.generation, 12);
    ASSERT_EQ(loaded.game->info().name, game_->info().name);
    const auto expected = make_network_evaluator(
        *game_, make_snapshot(game_->info(), small_config(), module_, FP32), 16, 0);
    const auto actual = make_network_evaluator(*loaded.game, loaded.snapshot, 16, 0);
    const auto positions = random_positions(*game_, 16);
    std::vector<const Position*> views;
    for (const auto& position : positions) views.push_back(position.get());
    const Agreement agreement = measure_agreement(*game_, *expected, *actual, views);
    EXPECT_EQ(agreement.max_value_difference, 0);
    EXPECT_EQ(agreement.mean_policy_kl, 0);
  }

  TemporaryFolder root_;
  std::shared_ptr<const Game> game_ = make_game("connect_four(rows=5,columns=6)");
  NetworkModule module_ = experienced_network(game_->info(), small_config());
};

TEST_F(Checkpoint, RoundTrips) { expect_loads(); }

TEST_F(Checkpoint, LoadsWithPathsThatCountFromTheRunDirectory) {
  change_manifest(
      [](Manifest& m) { m.mutable_network()->set_path("checkpoints/000012/network.safetensors"); });
  expect_loads();
  fs::create_directories(root_.path() / "shared");
  fs::rename(network_file(), root_.path() / "shared" / "weights.safetensors");
  change_manifest([](Manifest& m) { m.mutable_network()->set_path("shared/weights.safetensors"); });
  expect_loads();
}

TEST_F(Checkpoint, LoadsThroughARelativePathWithASlashAtItsEnd) {
  change_manifest(
      [](Manifest& m) { m.mutable_network()->set_path("checkpoints/000012/network.safetensors"); });
  const fs::path before = fs::current_path();
  fs::current_path(root_.path());
  EXPECT_EQ(load_network("checkpoints/000012/", FP32).generation, 12);
  fs::current_path(folder());
  EXPECT_EQ(load_network(".", FP32).generation, 12);
  fs::current_path(before);
}

TEST_F(Checkpoint, NamesMissingFiles) {
  EXPECT_THAT([&] { load_network(root_.path() / "nowhere", FP32); },
              ThrowsMessage<Error>(AllOf(HasSubstr("nowhere"), HasSubstr("no such folder"))));
  fs::remove(network_file());
  expect_refused("network.safetensors", "missing");
  fs::remove(folder() / "manifest.textproto");
  expect_refused("manifest.textproto", "No such file");
}

TEST_F(Checkpoint, CatchesTruncationAndFlippedBits) {
  const std::string bytes = read_file(network_file());
  write_file_atomically(network_file(), bytes.substr(0, bytes.size() / 2));
  expect_refused("network.safetensors", "truncated");
  for (const std::size_t at : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    write_file_atomically(network_file(), flipped);
    expect_refused("network.safetensors", "changed");
  }
}

TEST_F(Checkpoint, NamesWhatIsWrongWithTheManifest) {
  const std::string text = read_file(folder() / "manifest.textproto");
  write_file_atomically(folder() / "manifest.textproto", text + "\nnonsense: 3\n");
  expect_refused("manifest.textproto", "nonsense");
  write_file_atomically(folder() / "manifest.textproto", "game: \"connect_four\"\n");
  expect_refused("manifest.textproto", "lacks 'network'");
  write_file_atomically(folder() / "manifest.textproto", text);
  change_manifest([](Manifest& m) { m.mutable_network_config()->set_channels(1'000'000); });
  expect_refused("manifest.textproto", "network_config.channels is 1000000");
  change_manifest([](Manifest& m) {
    m.mutable_network_config()->set_channels(16);
    m.set_game("checkers_in_space");
  });
  expect_refused("manifest.textproto", "checkers_in_space");
}

TEST_F(Checkpoint, NamesATensorOfAnotherShape) {
  change_manifest([](Manifest& m) { m.mutable_network_config()->set_value_hidden(13); });
  expect_refused("network.safetensors", "'value.hidden.bias' of Float [12]");
  change_manifest([](Manifest& m) {
    m.mutable_network_config()->set_value_hidden(12);
    m.mutable_network_config()->set_blocks(4);
  });
  expect_refused("network.safetensors", "blocks.");
}

TEST_F(Checkpoint, CannotBeSavedBelowAFile) {
  EXPECT_THAT(
      [&] {
        save_checkpoint_network(network_file() / "x", game_->info(), small_config(), module_, 1);
      },
      ThrowsMessage<Error>(HasSubstr("network.safetensors/x")));
}

TEST_F(Checkpoint, PlaysWhatItLearnedAndOtherSizesButNoOtherGame) {
  const std::vector<std::string> more = {"connect_four(rows=4,columns=7)"};
  save_checkpoint_network(folder(), game_->info(), small_config(), module_, 12, more);
  const fs::path shipped = root_.path() / "shipped";
  export_network(folder(), shipped);
  for (const fs::path& checkpoint : {folder(), shipped}) {
    const LoadedNetwork network = load_network(checkpoint, FP32);
    EXPECT_EQ(network.game->info().name, game_->info().name);
    ASSERT_EQ(network.more_games.size(), 1u);
    for (const std::string& name : {game_->info().name, more[0]}) {
      EXPECT_EQ(why_unplayable(network, make_game(name)->info()), std::nullopt) << name;
      EXPECT_EQ(untrained_warning(network, make_game(name)->info()), "") << name;
    }
    const auto other_size = make_game("connect_four");
    EXPECT_EQ(why_unplayable(network, other_size->info()), std::nullopt);
    EXPECT_EQ(untrained_warning(network, other_size->info()),
              "WARNING: this network never learned connect_four(rows=6,columns=7), only "
              "connect_four(rows=5,columns=6) and connect_four(rows=4,columns=7)");
    EXPECT_EQ(why_unplayable(network, make_game("tic_tac_toe")->info()),
              "this network plays connect_four(rows=5,columns=6) and "
              "connect_four(rows=4,columns=7), not tic_tac_toe");

    // Another game is refused though its planes would fit; a size whose planes don't fit, likewise.
    GameInfo namesake = other_size->info();
    namesake.name = "connect_five(rows=6,columns=7)";
    EXPECT_THAT(*why_unplayable(network, namesake), HasSubstr("not connect_five"));
    namesake.name = "connect_four(rows=6,columns=8)";
    namesake.features.channels = 5;
    EXPECT_THAT(*why_unplayable(network, namesake), HasSubstr("5 feature planes instead of 4"));
  }
}

TEST_F(Checkpoint, PlayersSayWhenTheirNetworkNeverLearnedTheSize) {
  const std::string text = "net:" + folder().string() + ",visits=4,precision=fp32";
  EXPECT_THAT(make_player_factory(game_, text)->description(), Not(HasSubstr("WARNING")));
  const std::shared_ptr<const Game> larger = make_game("connect_four(rows=7,columns=7)");
  const auto factory = make_player_factory(larger, text);
  EXPECT_THAT(factory->description(), HasSubstr("WARNING: this network never learned"));
  const auto position = larger->initial_position();
  const MoveRequest request{position.get(), 1};
  std::vector<Action> legal(7);
  ASSERT_EQ(position->legal_actions(legal), 7);
  EXPECT_THAT(legal, testing::Contains(factory->new_player()->choose({&request, 1})[0].action));
  EXPECT_THAT([&] { make_player_factory(make_game("tic_tac_toe"), text); },
              ThrowsMessage<Error>(HasSubstr("plays connect_four(rows=5,columns=6), not tic")));
}

TEST_F(Checkpoint, NamesAGameOfTheManifestThatThereIsNot) {
  change_manifest([](Manifest& m) { m.add_more_games("checkers_in_space"); });
  expect_refused("manifest.textproto", "checkers_in_space");
}

TEST_F(Checkpoint, ExportsWhatPlaysWithEverySettingWrittenOut) {
  change_manifest([](Manifest& manifest) {
    manifest.mutable_trainer()->set_path("trainer.safetensors");
    manifest.set_positions(100);
  });
  const fs::path shipped = root_.path() / "shipped";
  export_network(folder(), shipped);
  fs::remove_all(folder());
  fs::rename(shipped, folder());
  expect_loads();
  EXPECT_FALSE(manifest().has_trainer());
  EXPECT_TRUE(manifest().network_config().has_value_hidden());
}

}  // namespace
}  // namespace tandem
