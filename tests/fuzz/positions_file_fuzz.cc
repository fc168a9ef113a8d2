// libFuzzer's target for files of positions and games, JSON lines: any bytes are refused with an
// Error, or hold what the headers promise. The first byte chooses the kind of file: 's' a suite,
// 'l' labelled positions, else a match's games.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/evaluation/games_file.h"
#include "engine/evaluation/suite.h"
#include "games/error.h"
#include "games/registry.h"
#include "tests/fuzz/check.h"
#include "tools/labelled_positions.h"

namespace {

using tandem::check;

/// A file in memory, by a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    check(file_ >= 0);
    check(::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", file_); }

 private:
  int file_;
};

std::shared_ptr<const tandem::Game> game() {
  static const auto* const kGame = new std::shared_ptr(tandem::make_game("tic_tac_toe"));
  return *kGame;
}

void check_suite(const tandem::Suite& suite) {
  check(!suite.positions.empty());
  for (const tandem::SuitePosition& position : suite.positions) {
    check(!position.position->is_terminal());
    check(position.value >= -1 && position.value <= 1);
    check(!position.best.empty() && std::ranges::is_sorted(position.best));
    check(std::ranges::includes(position.legal, position.best));
  }
}

void check_labelled(const std::vector<tandem::LabelledPosition>& positions) {
  check(!positions.empty());
  for (const tandem::LabelledPosition& labelled : positions) {
    check(!labelled.position->is_terminal());
    std::vector<tandem::Action> legal(
        static_cast<std::size_t>(labelled.game->info().max_legal_actions));
    legal.resize(static_cast<std::size_t>(labelled.position->legal_actions(legal)));
    check(std::ranges::includes(legal, labelled.labels.best));
  }
}

/// What it holds comes back when it is stored again.
void check_games(const std::map<std::int64_t, tandem::PlayedPair>& games,
                 const tandem::MatchIdentity& identity) {
  std::vector<tandem::PlayedPair> pairs;
  for (const auto& [number, pair] : games) pairs.push_back(pair);
  const MemoryFile copy("");
  tandem::GamesFile(copy.path(), game(), identity).append(pairs);
  check(tandem::GamesFile(copy.path(), game(), identity).pairs() == games);
}

/// What `read` returns; none if it refuses the file.
template <class Read>
auto read_or_refuse(const Read& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const tandem::Error&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) return 0;
  const MemoryFile file(text.substr(1));
  const std::string path = file.path();
  const std::string& name = game()->info().name;
  const tandem::MatchIdentity identity = {{"game", name}};
  if (text[0] == 's') {
    const auto suite = read_or_refuse([&] { return tandem::read_suite(game(), path); });
    if (suite) check_suite(*suite);
  } else if (text[0] == 'l') {
    const auto read = [&] { return tandem::read_labelled_positions(path, name, 0); };
    if (const auto positions = read_or_refuse(read)) check_labelled(*positions);
  } else {
    const auto read = [&] { return tandem::GamesFile(path, game(), identity).pairs(); };
    if (const auto games = read_or_refuse(read)) check_games(*games, identity);
  }
  return 0;
}
