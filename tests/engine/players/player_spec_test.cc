#include "engine/players/player_spec.h"

#include <gtest/gtest.h>

#include "engine/players/player.h"
#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

TEST(PlayerSpec, ReadsEveryOption) {
  const PlayerSpec spec = parse_player(
      "net:runs/a b/000012,visits=64,solver=false,precision=bf16,search=puct,c_puct=2");
  EXPECT_EQ(spec.kind, PlayerKind::kNetwork);
  EXPECT_EQ(spec.checkpoint, "runs/a b/000012");
  EXPECT_EQ(spec.search.visits(), 64);
  EXPECT_FALSE(spec.search.solver());
  EXPECT_EQ(spec.precision, BF16);
  EXPECT_EQ(spec.search.algorithm(), SearchConfig::PUCT);
  EXPECT_DOUBLE_EQ(spec.search.c_puct(), 2);
  EXPECT_FALSE(spec.network_alone);
  EXPECT_FALSE(spec.seconds);
  EXPECT_DOUBLE_EQ(parse_player("net:x,c_scale=0.1").search.c_scale(), 0.1);
  EXPECT_DOUBLE_EQ(parse_player("mcts,search=gumbel,c_scale=0.1").search.c_scale(), 0.1);
  EXPECT_DOUBLE_EQ(parse_player("net:x,time=1,c_puct=2").search.c_puct(), 2);
  EXPECT_EQ(parse_player("net:x,symmetry=average").symmetry, SymmetryMode::kAverage);
  EXPECT_EQ(parse_player("net:x,symmetry=random").symmetry, SymmetryMode::kRandom);
  EXPECT_FALSE(spec.symmetry);
  // Written for all visits of a measurement alike, so the network alone takes them too.
  EXPECT_TRUE(parse_player("net:x,visits=0,solver=false,precision=fp32").network_alone);
}

TEST(PlayerSpec, HasDefaultsWithoutNoise) {
  const PlayerSpec net = parse_player("net:x");
  EXPECT_EQ(net.search.visits(), 200);
  EXPECT_TRUE(net.search.solver());
  EXPECT_EQ(net.search.noise(), 0);
  EXPECT_EQ(net.search.sampled_plies(), 0);
  EXPECT_EQ(net.search.algorithm(), SearchConfig::GUMBEL);
  EXPECT_TRUE(parse_player("net:x,visits=0").network_alone);
  const PlayerSpec rollouts = parse_player("mcts");
  EXPECT_EQ(rollouts.search.visits(), 1000);
  EXPECT_EQ(rollouts.search.algorithm(), SearchConfig::PUCT);
  EXPECT_DOUBLE_EQ(parse_player("uniform,time=0.25").seconds.value(), 0.25);
}

TEST(PlayerSpec, TakesAnEnginesCommandAsItStands) {
  const PlayerSpec plain = parse_player("gtp:gnugo --mode gtp --level 10");
  EXPECT_EQ(plain.kind, PlayerKind::kGtp);
  EXPECT_EQ(plain.command, "gnugo --mode gtp --level 10");
  EXPECT_DOUBLE_EQ(plain.answer_seconds, 60);
  const PlayerSpec commas =
      parse_player("gtp:katago gtp -override-config maxVisits=5,rules=chinese,timeout=2.5");
  EXPECT_EQ(commas.command, "katago gtp -override-config maxVisits=5,rules=chinese");
  EXPECT_DOUBLE_EQ(commas.answer_seconds, 2.5);
  EXPECT_EQ(parse_player("gtp:a:b,c,timeout=9,d").command, "a:b,c,timeout=9,d");
}

TEST(PlayerSpec, QuotesWhatIsWrong) {
  const auto expect = [](const std::string& text, const std::string& reason) {
    try {
      parse_player(text);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  };
  expect("", "no kind of player \"\"");
  expect("stockfish", "no kind of player \"stockfish\"");
  expect("net", "write net:DIR");
  expect("net:", "write net:DIR");
  expect("gtp", "write gtp:COMMAND");
  expect("gtp:,timeout=3", "write gtp:COMMAND");
  expect("gtp:x,timeout=0", "timeout=0 is not a number of seconds");
  expect("gtp:x,timeout=1,timeout=2", "given twice");
  expect("random:x", "takes nothing after a colon");
  expect("random,visits=3", "random has no option \"visits\"");
  expect("mcts,precision=fp32", "mcts has no option \"precision\"");
  expect("mcts,visit=3", "mcts has no option \"visit\"");
  expect("mcts,visits", "needs a value");
  expect("mcts,visits=", "visits= is not a whole number");
  expect("mcts,visits=0", "from 1 to");
  expect("net:x,visits=-1", "from 0 to");
  expect("mcts,visits=3x", "visits=3x");
  expect("mcts,visits=99999999999", "visits=99999999999");
  expect("mcts,visits=3,visits=4", "given twice");
  expect("mcts,visits=3,time=1", "visits or time, not both");
  expect("mcts,time=0", "time=0 is not");
  expect("mcts,time=nan", "time=nan is not");
  expect("mcts,solver=yes", "true or false");
  expect("mcts,search=alphabeta", "gumbel or puct");
  expect("uniform,time=1,search=gumbel", "puct");
  expect("net:x,precision=fp16", "auto, fp32 or bf16");
  expect("net:x,symmetry=all", "average or random");
  expect("mcts,symmetry=average", "mcts has no option \"symmetry\"");
  expect("mcts,,visits=3", "no option \"\"");
  expect("net:x,threads=2", "option threads would change nothing");
  expect("net:x,time=1,threads=0", "threads=0 is not a whole number from 1 to 256");
  expect("net:x,c_puct=2", "option c_puct would change nothing");
  expect("net:x,c_puct=2,search=gumbel", "searches by gumbel");
  expect("mcts,c_scale=0.1", "option c_scale would change nothing");
  expect("net:x,search=puct,c_scale=0.1", "searches by puct");
  expect("net:x,time=1,c_scale=0.1", "under a clock the search is puct");
  expect("net:x,visits=0,c_scale=0.1", "option c_scale would change nothing: with visits=0");
  expect("net:x,c_puct=2,visits=0", "option c_puct would change nothing: with visits=0");
  expect("net:x,visits=0,search=puct", "option search would change nothing: with visits=0");
}

TEST(PlayerSpec, HelpNamesEveryKindAndOption) {
  const std::string help = player_help();
  for (const char* word :
       {"net:DIR", "mcts", "uniform", "random", "solver", "visits=", "time=", "solver=", "search=",
        "gtp:COMMAND", "timeout=", "c_scale=", "symmetry=", "c_puct=", "precision=", "threads="}) {
    EXPECT_NE(help.find(word), std::string::npos) << word;
  }
}

TEST(PlayerFactory, SaysWhereThereIsNoNetwork) {
  EXPECT_THROW(make_player_factory(make_game("tic_tac_toe"), "net:/no/such/folder"), Error);
}

}  // namespace
}  // namespace tandem
