#include "tests/training/run/run_fixture.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>
#include <unistd.h>

namespace tandem {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  // In memory where there is such a place: the tests sync tens of thousands of times, and a busy
  // disk would make that minutes. They end processes, not machines, so that nothing depends on the
  // disk.
  const fs::path memory = "/dev/shm";
  const bool in_memory = ::access(memory.c_str(), W_OK) == 0;
  std::string name = (in_memory ? memory : fs::temp_directory_path()) / "tandem_run_XXXXXX";
  path_ = ::mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() { fs::remove_all(path_); }

GameRecord finished_game(std::uint64_t number, int moves) {
  GameRecord game;
  game.set_game("tic_tac_toe");
  game.set_number(number);
  for (int i = 0; i < moves; ++i) {
    MoveRecord& move = *game.add_moves();
    move.set_action(i);
    move.set_full_search(true);
    move.set_root_value(0.25f);
    for (const float p : {0.5f, 0.25f, 0.25f}) move.add_policy(p);
  }
  game.add_outcome(1);
  game.add_outcome(-1);
  return game;
}

Commit commit_of(int generation, std::size_t bytes) {
  Commit commit;
  commit.counters.set_game("tic_tac_toe");
  commit.counters.mutable_network_config()->set_channels(16);
  commit.counters.set_generation(generation);
  commit.counters.set_positions(static_cast<std::uint64_t>(generation) * 100);
  commit.network = fmt::format("{:x>{}}", fmt::format("network {}", generation), bytes);
  commit.trainer = fmt::format("{:y>{}}", fmt::format("trainer {}", generation), bytes);
  const auto number = static_cast<std::uint64_t>(generation) * 10;
  for (std::uint64_t i = 0; i < 2; ++i) {
    commit.finished_games.push_back(finished_game(number + i));
    commit.games_in_flight.push_back(finished_game(number + 2 + i));
    commit.games_in_flight.back().clear_outcome();
  }
  return commit;
}

::testing::AssertionResult holds_commit(const RestoredRun& run, int generation, std::size_t bytes) {
  const Commit expected = commit_of(generation, bytes);
  if (run.manifest.generation() != generation) {
    return ::testing::AssertionFailure()
           << "generation " << run.manifest.generation() << ", not " << generation;
  }
  if (run.manifest.positions() != expected.counters.positions() ||
      run.manifest.game() != expected.counters.game()) {
    return ::testing::AssertionFailure() << "other counters";
  }
  if (run.network != expected.network || run.trainer != expected.trainer) {
    return ::testing::AssertionFailure() << "other weights";
  }
  if (!std::equal(run.games_in_flight.begin(), run.games_in_flight.end(),
                  expected.games_in_flight.begin(), expected.games_in_flight.end(),
                  &google::protobuf::util::MessageDifferencer::Equals)) {
    return ::testing::AssertionFailure() << "other games in flight";
  }
  return ::testing::AssertionSuccess();
}

::testing::AssertionResult mentions(const std::string& text,
                                    const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (text.find(part) == std::string::npos) {
      return ::testing::AssertionFailure() << "'" << part << "' is not in: " << text;
    }
  }
  return ::testing::AssertionSuccess();
}

std::string run_reader(const std::vector<std::string>& arguments) {
  std::string command = fmt::format("'{}' '{}'", TANDEM_PYTHON, TANDEM_READER);
  for (const std::string& argument : arguments) command += fmt::format(" '{}'", argument);
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::string output;
  std::array<char, 4096> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe)) {
    output.append(block.data(), got);
  }
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return output;
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace tandem
