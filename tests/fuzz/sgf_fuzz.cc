// libFuzzer's target for SGF: any bytes are refused with an Error, or read, and what was read comes
// back when it is written.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "games/error.h"
#include "games/registry.h"
#include "games/sgf/game_record.h"
#include "games/sgf/sgf.h"
#include "tests/fuzz/check.h"

namespace {

using tandem::check;
using tandem::Game;
using tandem::SgfRecord;
using tandem::SgfTree;

bool same(const SgfTree& a, const SgfTree& b) {
  if (a.nodes.size() != b.nodes.size()) return false;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    if (a.nodes[i].children != b.nodes[i].children) return false;
    const auto& left = a.nodes[i].properties;
    const auto& right = b.nodes[i].properties;
    if (left.size() != right.size()) return false;
    for (std::size_t k = 0; k < left.size(); ++k) {
      if (left[k].name != right[k].name || left[k].values != right[k].values) return false;
    }
  }
  return true;
}

/// None if the text is refused.
std::vector<SgfTree> trees_of(std::string_view text) {
  try {
    return tandem::parse_sgf(text, "input");
  } catch (const tandem::Error&) {
    return {};
  }
}

std::vector<SgfRecord> records_of(const Game& game, std::string_view text) {
  try {
    return tandem::read_records(game, text, "input");
  } catch (const tandem::Error&) {
    return {};
  }
}

void read_as(const Game& game, std::string_view text) {
  for (const SgfRecord& record : records_of(game, text)) {
    std::vector<tandem::Action> moves = record.setup;
    moves.insert(moves.end(), record.moves.begin(), record.moves.end());
    tandem::PlayedGame played;
    played.moves = moves;
    const SgfTree tree = tandem::record_tree(game, played);
    const auto back = tandem::read_records(game, tandem::write_sgf({tree}), "written");
    check(back.size() == 1 && back[0].moves == moves);
  }
}

/// As loadsgf does it: in the game that the record names.
void read_as_recorded(const Game& like, const SgfTree& tree, std::string_view text) {
  try {
    const auto game = tandem::make_game(tandem::recorded_game_name(like, tree));
    tandem::read_record(*game, tree, text);
  } catch (const tandem::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* const kGames = new std::vector<std::shared_ptr<const Game>>{
      tandem::make_game("go(size=9)"), tandem::make_game("othello"),
      tandem::make_game("hex(size=5,swap=true)"), tandem::make_game("gomoku(size=9)")};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<SgfTree> trees = trees_of(text);
  if (trees.empty()) return 0;
  const auto back = tandem::parse_sgf(tandem::write_sgf(trees), "written");
  check(trees.size() == back.size());
  for (std::size_t i = 0; i < trees.size(); ++i) check(same(trees[i], back[i]));
  for (const auto& game : *kGames) {
    read_as(*game, text);
    read_as_recorded(*game, trees.front(), text);
  }
  return 0;
}
