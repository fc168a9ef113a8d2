#include "games/pentago/pentago.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "games/conformance.h"
#include "games/error.h"
#include "games/perft.h"
#include "games/random.h"
#include "tests/games/pentago/plain_pentago.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Action> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  return actions;
}

std::string board_of(const PlainPentago::Grid& grid, int stones) {
  std::string text;
  for (int row = 0; row < 6; ++row) {
    for (const int owner : grid[row]) text += "-XO"[owner + 1];
    text += row < 5 ? '/' : ' ';
  }
  return text + "XO"[stones % 2];
}

void expect_same(const Game& game, const Position& position, const PlainPentago& plain) {
  ASSERT_EQ(position.to_text(), board_of(plain.grid(), plain.ply()));
  ASSERT_EQ(position.is_terminal(), plain.over());
  ASSERT_THAT(legal(game, position), ElementsAreArray(plain.legal()));
  if (!plain.over()) {
    ASSERT_EQ(position.side_to_move(), plain.ply() % 2);
    ASSERT_FALSE(position.outcome());
    return;
  }
  const float first = static_cast<float>(plain.has_five(0)) - static_cast<float>(plain.has_five(1));
  ASSERT_EQ(position.outcome(), (Values{first, -first})) << position.to_text();
}

TEST(Pentago, KeepsTheContractOfGames) {
  EXPECT_THAT(check_conformance(*make_pentago(), {.games = 15}), IsEmpty());
}

TEST(Pentago, AgreesWithAPlainBoardInRandomGames) {
  const auto game = make_pentago();
  const auto position = game->initial_position();
  Random random(4);
  std::set<std::string> endings;
  for (int i = 0; i < 1000; ++i) {
    position->assign(*game->initial_position());
    PlainPentago plain;
    expect_same(*game, *position, plain);
    while (!plain.over()) {
      const std::vector<Action> actions = plain.legal();
      const Action action = actions[random.below(static_cast<int>(actions.size()))];
      position->apply(action);
      plain.apply(action);
      expect_same(*game, *position, plain);
      if (HasFatalFailure()) return;
    }
    const bool mover = plain.has_five((plain.ply() + 1) % 2);
    const bool other = plain.has_five(plain.ply() % 2);
    endings.insert(mover ? (other ? "both" : "mover") : other ? "other" : "none");
  }
  EXPECT_THAT(endings, ElementsAre("both", "mover", "none", "other"));
}

/// Sequences of moves that a plain board allows, and those of them that end the game.
void count_plain(const PlainPentago& plain, std::size_t depth, PathCounts& counts) {
  ++counts.paths[depth];
  counts.ended[depth] += plain.over();
  if (depth + 1 == counts.paths.size()) return;
  for (const Action action : plain.legal()) {
    PlainPentago next = plain;
    next.apply(action);
    count_plain(next, depth + 1, counts);
  }
}

void expect_same_paths(const Game& game, const Position& position, const PlainPentago& plain,
                       std::size_t depth) {
  PathCounts expected{std::vector<std::uint64_t>(depth + 1), std::vector<std::uint64_t>(depth + 1)};
  count_plain(plain, 0, expected);
  const PathCounts counts = count_paths(game, position, static_cast<int>(depth));
  EXPECT_EQ(counts.paths, expected.paths) << position.to_text();
  EXPECT_EQ(counts.ended, expected.ended) << position.to_text();
}

TEST(Pentago, CountsPathsLikeAPlainBoard) {
  const auto game = make_pentago();
  const auto start = game->initial_position();
  expect_same_paths(*game, *start, PlainPentago(), 2);
  EXPECT_THAT(count_paths(*game, *start, 2).paths, ElementsAre(1, 288, 288 * 280));
  // Late positions, where many moves end the game.
  Random random(7);
  for (int i = 0; i < 30; ++i) {
    const auto position = game->initial_position();
    PlainPentago plain;
    while (plain.ply() < 32 && !plain.over()) {
      const std::vector<Action> actions = plain.legal();
      const Action action = actions[random.below(static_cast<int>(actions.size()))];
      position->apply(action);
      plain.apply(action);
    }
    expect_same_paths(*game, *position, plain, 3);
  }
}

std::string image(const std::string& text, const Symmetry& symmetry) {
  std::string moved = text;
  for (int square = 0; square < 36; ++square) {
    const int to = symmetry.squares[square];
    moved[to / 6 * 7 + to % 6] = text[square / 6 * 7 + square % 6];
  }
  return moved;
}

// Irving's counts of positions with 0 to 3 stones, with and without symmetric ones.
TEST(Pentago, ReachesAsManyPositionsAsPublished) {
  const auto game = make_pentago();
  EXPECT_THAT(count_positions(*game, *game->initial_position(), 3),
              ElementsAre(1, 36, 1260, 21420));

  const std::size_t different[] = {1, 6, 165, 2715};
  std::vector<std::string> level = {game->initial_position()->to_text()};
  for (const std::size_t expected : different) {
    ASSERT_EQ(level.size(), expected);
    if (expected == 2715) break;
    std::set<std::string> next;
    for (const std::string& text : level) {
      const auto start = game->parse_position(text);
      const auto position = start->clone();
      for (const Action action : legal(*game, *start)) {
        position->assign(*start);
        position->apply(action);
        std::string least = position->to_text();
        for (const Symmetry& symmetry : game->info().symmetries) {
          least = std::min(least, image(position->to_text(), symmetry));
        }
        next.insert(least);
      }
    }
    level.assign(next.begin(), next.end());
  }
}

/// By number of X and O: the boards that a symmetry leaves as they are.
std::array<std::array<std::uint64_t, 19>, 19> unchanged_boards(const Symmetry& symmetry) {
  std::array<std::array<std::uint64_t, 19>, 19> count{};
  count[0][0] = 1;
  std::set<int> done;
  for (int square = 0; square < 36; ++square) {
    std::size_t cycle = 0;
    for (int s = square; done.insert(s).second; s = symmetry.squares[s]) ++cycle;
    if (cycle == 0) continue;
    for (std::size_t x = 19; x-- > 0;) {
      for (std::size_t o = 19; o-- > 0;) {
        if (x >= cycle) count[x][o] += count[x - cycle][o];
        if (o >= cycle) count[x][o] += count[x][o - cycle];
      }
    }
  }
  return count;
}

// Irving: 3,009,081,623,421,558 boards, symmetric ones counted once. By Burnside's lemma over the
// game's symmetries.
TEST(Pentago, HasThePublishedNumberOfBoardsUpToItsSymmetries) {
  std::uint64_t fixed = 0;
  const auto game = make_pentago();
  for (const Symmetry& symmetry : game->info().symmetries) {
    const auto count = unchanged_boards(symmetry);
    for (std::size_t stones = 0; stones <= 36; ++stones) {
      fixed += count[(stones + 1) / 2][stones / 2];
    }
  }
  EXPECT_EQ(fixed % 8, 0u);
  EXPECT_EQ(fixed / 8, 3'009'081'623'421'558u);
}

/// Irving's results for all ways to turn the quadrants of one board, 33 or 35 stones: bit r of
/// `wins[player]`, of four words each, is a win for that player. r's two bits for each quadrant
/// count quarter turns to the left; quadrants are 16 bits each, their squares base 3 digits.
struct Published {
  std::uint64_t board;
  std::array<std::array<std::uint64_t, 4>, 2> wins;
};

// Of pentago/high/high_test.cc at github.com/girving/pentago.
const Published kPublished[] = {
    {946362534908277485u,
     {{{16842623u, 280920942706688u, 16842623u, 280920942706688u},
       {18446744073692708864u, 18446462603011031039u, 18446744073692708864u,
        18446462603011031039u}}}},
    {2362474322681010399u,
     {{{13767433141282127743u, 13776440340538965887u, 12836032443129708415u, 13767379883687644943u},
       {67553994426286080u, 58546795169447936u, 998954692578705408u, 67678170520776944u}}}},
    {2778483158587085068u,
     {{{1407397718751637u, 415155834157461u, 133680857119125u, 1342468100u},
       {18442521880339415040u, 18442240478376099840u, 18446462603027742720u,
        18446744069414584320u}}}},
    {2793685590919486989u,
     {{{0u, 150117696990958u, 150117696990958u, 150117696990958u},
       {18446593956012556288u, 18446593956012556288u, 13527462203023360000u,
        18446593956012556288u}}}},
};

std::string text_of(std::uint64_t board, int turns) {
  PlainPentago::Grid grid;
  int stones = 0;
  for (int quadrant = 0; quadrant < 4; ++quadrant) {
    int digits = static_cast<int>(board >> (16 * quadrant) & 0xFFFF);
    for (int i = 0; i < 9; ++i, digits /= 3) {
      int row = i / 3;
      int column = i % 3;
      for (int turn = turns >> (2 * quadrant) & 3; turn > 0; --turn) {
        row = std::exchange(column, row);
        row = 2 - row;
      }
      grid[quadrant / 2 * 3 + row][quadrant % 2 * 3 + column] = digits % 3 - 1;
      stones += digits % 3 != 0;
    }
  }
  return board_of(grid, stones);
}

/// The value for the player to move.
int solve(const Game& game, const Position& position) {
  if (position.is_terminal()) {
    return static_cast<int>((*position.outcome())[position.side_to_move()]);
  }
  int best = -1;
  const auto next = position.clone();
  for (const Action action : legal(game, position)) {
    next->assign(position);
    next->apply(action);
    best = std::max(best, -solve(game, *next));
    if (best == 1) break;
  }
  return best;
}

TEST(Pentago, EndgamesHaveTheirPublishedValues) {
  const auto game = make_pentago();
  std::set<int> values;  // of positions in which the game goes on
  int going_on = 0;
  for (const Published& published : kPublished) {
    for (int turns = 0; turns < 256; ++turns) {
      const auto wins = [&](PlayerId player) {
        return static_cast<int>(published.wins[player][turns / 64] >> (turns % 64) & 1);
      };
      const auto position = game->parse_position(text_of(published.board, turns));
      const PlayerId mover = position->side_to_move();
      const int value = solve(*game, *position);
      ASSERT_EQ(value, wins(mover) - wins(1 - mover)) << position->to_text();
      if (position->is_terminal()) continue;
      values.insert(value);
      ++going_on;
    }
  }
  EXPECT_THAT(values, ElementsAre(-1, 0, 1));
  EXPECT_GT(going_on, 300);
}

/// What follows after one move on a board with 'X' to move.
std::unique_ptr<Position> after(const std::string& text, const std::string& move) {
  const auto game = make_pentago();
  auto position = game->parse_position(text);
  position->apply(*game->parse_action(move));
  return position;
}

TEST(Pentago, AStoneThatMakesFiveWinsBeforeTheTurn) {
  const std::string text = "XXXX--/OOO---/------/------/------/-----O X";
  for (const std::string turn : {"1L", "1R", "2L", "2R", "3L", "3R", "4L", "4R"}) {
    const auto end = after(text, "e6-" + turn);
    EXPECT_EQ(end->to_text(), "XXXXX-/OOO---/------/------/------/-----O O") << turn;
    EXPECT_EQ(end->outcome(), (Values{1, -1})) << turn;
  }
}

TEST(Pentago, WhatStandsAfterTheTurnCounts) {
  // Quadrant 2, turned to the left: its right column becomes its top row, its middle column its
  // middle row.
  const auto mover = after("XXX--X/OO---X/O-----/-----O/------/----O- X", "a1-2L");
  EXPECT_EQ(mover->to_text(), "XXXXX-/OO----/O-----/-----O/------/X---O- O");
  EXPECT_EQ(mover->outcome(), (Values{1, -1}));

  const auto opponent = after("OOO--O/XX---O/X-----/-----X/------/----X- X", "a1-2L");
  EXPECT_EQ(opponent->to_text(), "OOOOO-/XX----/X-----/-----X/------/X---X- O");
  EXPECT_EQ(opponent->outcome(), (Values{-1, 1}));

  const auto both = after("XXX-OX/OOO-OX/------/------/------/------ X", "a1-2L");
  EXPECT_EQ(both->to_text(), "XXXXX-/OOOOO-/------/------/------/X----- O");
  EXPECT_EQ(both->outcome(), (Values{0, 0}));
}

TEST(Pentago, TextsAndActions) {
  const auto game = make_pentago();
  EXPECT_EQ(game->info().name, "pentago");
  EXPECT_EQ(game->action_text(0), "a6-1L");
  EXPECT_EQ(game->action_text(287), "f1-4R");
  EXPECT_EQ(game->parse_action("b3-2R"), 8 * (3 * 6 + 1) + 2 * 1 + 1);
  for (const char* bad : {"", "-", "a1", "a1-", "a1-1", "a1-5L", "a1-0L", "a1-1l", "g1-1L", "a7-1L",
                          "a1-1LL", "a11L", "-1L", "a1 1L", "a1--1L"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
  const auto position = game->initial_position();
  position->apply(*game->parse_action("a6-1R"));
  EXPECT_EQ(position->to_text(), "--X---/------/------/------/------/------ O");
  position->apply(*game->parse_action("e1-4L"));
  EXPECT_EQ(position->to_text(), "--X---/------/------/------/-----O/------ X");
  EXPECT_THAT(position->to_display(), HasSubstr(" 2 . . . . . O\n"));
}

TEST(Pentago, EncodesTheMoversView) {
  const auto game = make_pentago();
  const auto position = game->parse_position("X-----/------/------/------/------/-----O X");
  std::vector<float> expected(3 * 36);
  expected[0] = expected[36 + 35] = 1;
  std::fill(expected.begin() + 72, expected.end(), 1.0f);
  std::vector<float> planes(3 * 36);
  position->encode(planes);
  EXPECT_EQ(planes, expected);
}

TEST(Pentago, RefusesWrongTexts) {
  const auto game = make_pentago();
  const auto refusal = [&](const std::string& text) -> std::string {
    try {
      game->parse_position(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal("------/------/------/------/------/------"), HasSubstr("no side to move"));
  EXPECT_THAT(refusal("------/------/------/------/------ X"), HasSubstr("5 rows, expected 6"));
  EXPECT_THAT(refusal("------/------/---*--/------/------/------ X"),
              HasSubstr("'*' at column 4 of row 3"));
  EXPECT_THAT(refusal("X-----/------/------/------/------/------ X"), HasSubstr("the turn of O"));
}

}  // namespace
}  // namespace tandem
