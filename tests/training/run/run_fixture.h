// What the tests of run directories share: a folder that goes away, small commits with known
// contents, and the independent reader.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "games/error.h"
#include "training/run/run_directory.h"

namespace tandem {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A finished game with `moves` full searches, whose bytes depend on `number`.
GameRecord finished_game(std::uint64_t number, int moves = 3);

/// A commit whose every byte derives from the generation; `bytes` is the length of each safetensors
/// string.
Commit commit_of(int generation, std::size_t bytes = 100);

/// Whether `run` is exactly what commit_of(generation, bytes) stored.
::testing::AssertionResult holds_commit(const RestoredRun& run, int generation,
                                        std::size_t bytes = 100);

/// The text of the Error that `action` throws; fails the test and returns "" if it throws none.
template <typename Action>
std::string error_text(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return {};
}

/// Whether `text` contains every one of `parts`.
::testing::AssertionResult mentions(const std::string& text, const std::vector<std::string>& parts);

/// Runs tests/training/run/independent_reader.py; returns its output, or fails the test if it
/// fails.
std::string run_reader(const std::vector<std::string>& arguments);

void write_bytes(const std::filesystem::path& path, const std::string& bytes);

/// Every regular file below `folder`, relative to it, in order.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

}  // namespace tandem
