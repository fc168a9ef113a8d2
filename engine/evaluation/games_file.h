// The games of a match on disk: a JSON line that says which match it is, then a JSON line per pair
// of games, moves in the game's notation. Appended to as pairs finish; read again when the match
// goes on.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/players/player.h"
#include "games/game.h"

namespace tandem {

/// Two games from one opening: in game 0 player A moves first, in game 1 player B.
struct PlayedPair {
  std::int64_t number = 0;
  std::vector<Action> opening;
  std::array<std::vector<Action>, 2> moves;  ///< after the opening
  std::array<int, 2> results{};              ///< for A: 1, 0 or -1
  /// Of games that a player ended, who was to move after the moves, and lost.
  std::array<std::optional<Forfeit>, 2> forfeits{};

  bool operator==(const PlayedPair&) const = default;
};

/// What decides a match's games, as names and values in order: a file goes on only with the same
/// ones.
using MatchIdentity = std::vector<std::pair<std::string, std::string>>;

/// An open, locked games file. Not thread-safe.
class GamesFile {
 public:
  /// Opens or creates `path` and its folder. A torn last line is cut off. Throws Error if another
  /// process holds the file, if it belongs to another match (naming what differs), or with file and
  /// line if a pair is wrong: bad JSON, an illegal move, a game neither played to its end nor
  /// forfeited, a result that its end doesn't give.
  GamesFile(std::filesystem::path path, std::shared_ptr<const Game> game,
            const MatchIdentity& identity);
  ~GamesFile();
  GamesFile(const GamesFile&) = delete;
  GamesFile& operator=(const GamesFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// The pairs that it holds, by number.
  const std::map<std::int64_t, PlayedPair>& pairs() const { return pairs_; }

  /// Whether a torn last line was cut off at opening.
  bool was_torn() const { return was_torn_; }

  /// Writes pairs in one piece and syncs them to the disk. Throws Error with the system's reason if
  /// that fails; the file is then as it was before.
  void append(std::span<const PlayedPair> pairs);

 private:
  void read(const std::string& bytes, const std::string& header);
  void write_whole(std::string_view bytes);

  std::filesystem::path path_;
  std::shared_ptr<const Game> game_;
  int file_ = -1;
  bool was_torn_ = false;
  std::map<std::int64_t, PlayedPair> pairs_;
};

}  // namespace tandem
