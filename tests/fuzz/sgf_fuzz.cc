// libFuzzer's target for SGF: any bytes are refused with an Error, or read, and what was read comes
// back when it is written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "games/error.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"
#include "games/sgf/sgf.h"

namespace {

using tandem::Error;

void check(bool condition) {
  if (!condition) std::abort();
}

bool same(const tandem::SgfTree& a, const tandem::SgfTree& b) {
  if (a.nodes.size() != b.nodes.size()) return false;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    const auto& left = a.nodes[i].properties;
    const auto& right = b.nodes[i].properties;
    if (left.size() != right.size()) return false;
    for (std::size_t k = 0; k < left.size(); ++k) {
      if (left[k].name != right[k].name || left[k].values != right[k].values) return false;
    }
  }
  return true;
}

void read_as(const tandem::Game& game, std::string_view text) {
  try {
    for (const tandem::SgfRecord& record : tandem::read_records(game, text, "input")) {
      tandem::PlayedGame played;
      played.moves = record.setup;
      played.moves.insert(played.moves.end(), record.moves.begin(), record.moves.end());
      const std::string written = tandem::write_sgf({tandem::record_tree(game, played)});
      const auto back = tandem::read_records(game, written, "written");
      check(back.size() == 1 && back[0].moves == played.moves);
    }
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* const kGames = new std::vector<std::shared_ptr<const tandem::Game>>{
      tandem::make_game("go(size=9)"), tandem::make_game("othello"),
      tandem::make_game("hex(size=5,swap=true)"), tandem::make_game("gomoku(size=9)")};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto trees = tandem::parse_sgf(text, "input");
    const auto back = tandem::parse_sgf(tandem::write_sgf(trees), "written");
    check(trees.size() == back.size());
    for (std::size_t i = 0; i < trees.size(); ++i) {
      // Children may be numbered anew only if the text numbered them otherwise, which it can't.
      check(same(trees[i], back[i]));
    }
  } catch (const Error&) {
    return 0;
  }
  for (const auto& game : *kGames) read_as(*game, text);
  return 0;
}
