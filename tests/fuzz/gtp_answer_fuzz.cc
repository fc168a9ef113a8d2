// libFuzzer's target for what GTP engines answer: whatever they write is a response or none, and a
// response's text is a move of the board or none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gtp/gtp_answer.h"
#include "games/registry.h"
#include "games/sgf/stone_board.h"
#include "tests/fuzz/check.h"

namespace {

using tandem::check;
using State = tandem::GtpAnswerReader::State;

const std::vector<tandem::StoneBoard>& boards() {
  static const auto* const kBoards = [] {
    auto* boards = new std::vector<tandem::StoneBoard>;
    for (const char* name : {"go(size=5)", "go(size=19)", "hex(size=13,swap=true)",
                             "gomoku(size=9)", "othello(size=6)"}) {
      boards->emplace_back(*tandem::make_game(name));
    }
    return boards;
  }();
  return *kBoards;
}

void check_answer(const tandem::GtpAnswer& answer) {
  check(answer.text.size() <= tandem::kLongestGtpAnswer);
  check(answer.text.find("\n\n") == std::string::npos);
  for (const tandem::StoneBoard& board : boards()) {
    const std::optional<tandem::Action> action = board.parse_vertex(answer.text);
    if (!action) continue;
    // Engines may write a move in several ways; ours comes back.
    check(board.parse_vertex(board.vertex(*action)) == action);
    const std::optional<int> square = board.square_of(*action);
    if (square) check(*square >= 0 && *square < board.squares());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string excerpt = tandem::gtp_excerpt(text);
  check(std::ranges::all_of(excerpt, [](char c) { return c >= ' ' && c < 0x7f; }));
  tandem::GtpAnswerReader reader;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const State state = reader.take(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (state == State::kUnfinished) continue;
    if (state == State::kWhole) check_answer(reader.answer());
    reader = {};
  }
  return 0;
}
