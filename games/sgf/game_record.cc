#include "games/sgf/game_record.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "games/error.h"
#include "games/sgf/record_header.h"
#include "games/sgf/setup.h"
#include "games/sgf/stone_board.h"

namespace tandem {
namespace {

constexpr int kLargestBoardWithTt = 19;

std::string lower_word(std::string_view value) {
  std::string word;
  for (const char c : sgf_simple_text(value)) {
    if (c == ' ') continue;
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

class Reader {
 public:
  Reader(const Game& game, const SgfTree& tree)
      : game_(game),
        tree_(tree),
        board_(game),
        pass_(board_.global_action("pass")),
        position_(game.initial_position()),
        legal_(static_cast<std::size_t>(game.info().max_legal_actions)),
        node_(&tree.nodes.front()) {}

  SgfRecord read() {
    read_record_header(game_, board_, tree_.nodes.front(), record_);
    for (const int number : tree_.main_line()) {
      node_ = &tree_.nodes[static_cast<std::size_t>(number)];
      read_setup();
      read_move();
    }
    if (!begun_) lay_setup();
    judge();
    return std::move(record_);
  }

  /// Where it was when an Error was thrown.
  std::size_t offset() const { return node_->offset; }

 private:
  // -- Stones that stand there first

  void read_setup() {
    for (const char* name : {"AB", "AW", "AE", "PL"}) {
      const std::vector<std::string>* values = node_->find(name);
      if (values == nullptr) continue;
      if (begun_) {
        throw Error(
            fmt::format("{} after move {} changes the board in the middle of the game, "
                        "which no rule allows",
                        name, number_));
      }
      if (name == std::string_view("AE")) {
        throw Error("AE takes stones away, but there are none yet; name those that stay");
      }
      for (const std::string& value : *values) read_setup_value(name, value);
    }
  }

  void read_setup_value(std::string_view name, const std::string& value) {
    if (name == "PL") {
      const std::string word = lower_word(value);
      if (!word.starts_with('b') && !word.starts_with('w')) {
        throw Error(fmt::format("PL[{}] is neither B nor W", value));
      }
      setup_.to_move = word[0] == 'b' ? StoneColour::kBlack : StoneColour::kWhite;
      return;
    }
    const std::size_t colon = value.find(':');
    const int first = point(name, value.substr(0, colon));
    const int last = colon == std::string::npos ? first : point(name, value.substr(colon + 1));
    // "aa:cc" is a rectangle of points.
    const int width = board_.width();
    if (first / width > last / width || first % width > last % width) {
      throw Error(
          fmt::format("{}[{}] is no rectangle: its upper left corner stands first", name, value));
    }
    std::vector<int>& squares = setup_.squares[name == "AB" ? 0 : 1];
    for (int row = first / width; row <= last / width; ++row) {
      for (int column = first % width; column <= last % width; ++column) {
        squares.push_back(row * width + column);
      }
    }
    // Else a file of many large rectangles would need much more memory than it is long.
    if (squares.size() > static_cast<std::size_t>(board_.squares())) {
      throw Error(fmt::format("{} names more points than the board has", name));
    }
  }

  int point(std::string_view name, const std::string& value) const {
    const std::string word = sgf_simple_text(value);
    const std::optional<int> square = board_.parse_sgf_point(word);
    if (!square) throw Error(fmt::format("{}[{}] is no point of the board", name, value));
    return *square;
  }

  void lay_setup() {
    record_.setup = setup_moves(game_, board_, setup_);
    for (const Action action : record_.setup) position_->apply(action);
    begun_ = true;
  }

  // -- Moves

  void read_move() {
    const std::vector<std::string>* black = node_->find("B");
    const std::vector<std::string>* white = node_->find("W");
    if (black == nullptr && white == nullptr) return;
    ++number_;
    const std::vector<std::string>& values = black != nullptr ? *black : *white;
    if ((black != nullptr && white != nullptr) || values.size() != 1) {
      throw Error(fmt::format("move {}: a node holds two moves", number_));
    }
    const StoneColour colour = black != nullptr ? StoneColour::kBlack : StoneColour::kWhite;
    if (!begun_) {
      const bool stones = !setup_.squares[0].empty() || !setup_.squares[1].empty();
      if (!setup_.to_move && stones) setup_.to_move = colour;
      lay_setup();
    }
    try {
      play(colour, values.front());
    } catch (const Error& error) {
      throw Error(fmt::format("move {}, {}[{}]: {}", number_, black != nullptr ? 'B' : 'W',
                              values.front(), error.what()));
    }
  }

  void play(StoneColour colour, const std::string& value) {
    const std::string word = lower_word(value);
    if (gave_up_) throw Error("the game has ended: a player gave it up");
    if (word == "resign" || word == "forfeit") {
      gave_up_ = colour;
      return;
    }
    if (mirrored_) colour = other_colour(colour);
    if (position_->is_terminal()) {
      if (!is_pass(word)) throw Error("the game has ended by the rules");
      record_.notes.push_back(fmt::format("move {} is a pass after the end; left out", number_));
      return;
    }
    const PlayerId player = board_.player_of(colour);
    if (player != position_->side_to_move()) pass_for_the_other(colour);
    take(action_of(word, sgf_simple_text(value)));
    mirrored_ |= word == "swap-sides";
  }

  bool is_pass(const std::string& word) const {
    const bool small =
        board_.width() <= kLargestBoardWithTt && board_.height() <= kLargestBoardWithTt;
    return word.empty() || word == "pass" || (word == "tt" && small);
  }

  Action action_of(const std::string& word, const std::string& as_written) const {
    if (is_pass(word)) {
      if (!pass_) throw Error(fmt::format("there is no pass in {}", game_.info().name));
      return *pass_;
    }
    if (word.starts_with("swap")) {
      const std::optional<Action> swap = board_.global_action("swap-pieces");
      if (!swap) throw Error(fmt::format("there is no swap in {}", game_.info().name));
      return *swap;
    }
    const std::optional<int> square = board_.parse_sgf_point(as_written);
    if (!square) {
      throw Error(fmt::format("this is no point of the board, which is {}x{}", board_.width(),
                              board_.height()));
    }
    const int row = *square / board_.width();
    const int column = *square % board_.width();
    return board_.action_at(mirrored_ ? column * board_.width() + row : *square);
  }

  void pass_for_the_other(StoneColour colour) {
    const int count = position_->legal_actions(legal_);
    const auto end = legal_.begin() + count;
    if (!pass_ || !std::binary_search(legal_.begin(), end, *pass_)) {
      throw Error(fmt::format("it is {}'s turn", colour_name(other_colour(colour))));
    }
    if (count > 1) {
      record_.notes.push_back(fmt::format("{} moves twice in a row at move {}; a pass was put in",
                                          colour_name(colour), number_));
    }
    take(*pass_);
    if (position_->is_terminal()) throw Error("with the other's pass before it the game has ended");
  }

  void take(Action action) {
    const auto end = legal_.begin() + position_->legal_actions(legal_);
    if (!std::binary_search(legal_.begin(), end, action)) {
      throw Error(fmt::format("illegal at {}", position_->to_text()));
    }
    position_->apply(action);
    record_.moves.push_back(action);
  }

  // -- The result

  Values win_of(StoneColour colour) const {
    Values values{};
    const auto winner = static_cast<std::size_t>(board_.player_of(colour));
    values[winner] = 1;
    values[1 - winner] = -1;
    return values;
  }

  void judge() {
    if (position_->is_terminal()) record_.by_rules = position_->outcome();
    const std::string word = lower_word(record_.result_text);
    if (word.starts_with("b+") || word.starts_with("w+")) {
      StoneColour winner = word[0] == 'b' ? StoneColour::kBlack : StoneColour::kWhite;
      if (mirrored_) winner = other_colour(winner);
      record_.recorded = win_of(winner);
    } else if (word == "0" || word == "draw" || word == "jigo") {
      record_.recorded = Values{};
    } else if (word.empty() && gave_up_) {
      record_.recorded = win_of(other_colour(*gave_up_));
    } else if (!word.empty() && word != "?" && word != "void") {
      record_.notes.push_back(
          fmt::format("RE[{}] is no result that SGF knows; left alone", record_.result_text));
    }
    if (record_.by_rules && record_.recorded && *record_.by_rules != *record_.recorded) {
      record_.notes.push_back(fmt::format("RE[{}] is not what the rules say: {}",
                                          record_.result_text, outcome_words(*record_.by_rules)));
    }
  }

  std::string outcome_words(const Values& values) const {
    if (values[0] == values[1]) return "a draw";
    return fmt::format("{} wins", colour_name(board_.colour_of(values[0] > values[1] ? 0 : 1)));
  }

  const Game& game_;
  const SgfTree& tree_;
  const StoneBoard board_;
  const std::optional<Action> pass_;
  std::unique_ptr<Position> position_;
  std::vector<Action> legal_;
  SgfRecord record_;
  StoneSetup setup_;
  const SgfNode* node_;    // being read
  bool begun_ = false;     // the setup has been laid
  bool mirrored_ = false;  // since swap-sides
  int number_ = 0;         // of the move, in the record
  std::optional<StoneColour> gave_up_;
};

}  // namespace

SgfRecord read_record(const Game& game, const SgfTree& tree, std::string_view text) {
  Reader reader(game, tree);
  try {
    return reader.read();
  } catch (const Error& error) {
    throw Error(fmt::format("line {}: {}", sgf_place(text, reader.offset()), error.what()));
  }
}

std::vector<SgfRecord> read_records(const Game& game, std::string_view text,
                                    std::string_view source) {
  std::vector<SgfRecord> records;
  for (const SgfTree& tree : parse_sgf(text, source)) {
    try {
      records.push_back(read_record(game, tree, text));
    } catch (const Error& error) {
      throw Error(fmt::format("{}: game {}: {}", source, records.size() + 1, error.what()));
    }
  }
  return records;
}

}  // namespace tandem
