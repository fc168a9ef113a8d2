#include "engine/gtp/gtp_analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::Optional;

AnalysisRequest request_of(const std::string& name, const std::vector<std::string>& arguments) {
  return parse_analysis_request(name, arguments).value();
}

TEST(GtpAnalysis, ReadsRequestsInEveryForm) {
  EXPECT_FALSE(parse_analysis_request("genmove", {"b"}));
  const AnalysisRequest bare = request_of("analyze", {});
  EXPECT_FALSE(bare.colour);
  EXPECT_FALSE(bare.generates_move);
  EXPECT_FALSE(bare.fractions);
  const AnalysisRequest sabaki = request_of("analyze", {"W", "25"});
  EXPECT_THAT(sabaki.colour, Optional(StoneColour::kWhite));
  EXPECT_DOUBLE_EQ(sabaki.interval, 0.25);
  const AnalysisRequest lizzie = request_of("lz-analyze", {"10"});
  EXPECT_DOUBLE_EQ(lizzie.interval, 0.1);
  const AnalysisRequest katago = request_of(
      "kata-genmove_analyze", {"b", "interval", "200", "maxmoves", "3", "ownership", "true"});
  EXPECT_THAT(katago.colour, Optional(StoneColour::kBlack));
  EXPECT_DOUBLE_EQ(katago.interval, 2);
  EXPECT_EQ(katago.most_moves, 3);
  EXPECT_TRUE(katago.generates_move);
  EXPECT_TRUE(katago.fractions);
}

TEST(GtpAnalysis, RefusesWhatItCantDo) {
  EXPECT_THROW(request_of("analyze", {"interval"}), Error);
  EXPECT_THROW(request_of("analyze", {"interval", "x"}), Error);
  EXPECT_THROW(request_of("analyze", {"interval", "-1"}), Error);
  EXPECT_THROW(request_of("analyze", {"99999999999"}), Error);
  EXPECT_THAT(
      [] {
        request_of("lz-analyze", {"avoid", "w", "D4", "20"});
      },
      testing::ThrowsMessage<Error>(HasSubstr("avoid")));
}

TEST(GtpAnalysis, WritesTheLineThatToolsRead) {
  const StoneBoard board(*make_stones());
  MoveAnalysis analysis;
  analysis.moves.push_back({0, 100, 0.2f, 0.03125f, false, {0, 24, 25}});
  analysis.moves.push_back({1, 4, -1, 0.5f, true, {1}});
  analysis.moves.push_back({2, 0, 0, 0.25f, false, {2}});
  // lcb: 0.6 - 1.96 * sqrt(0.6 * 0.4 / 100) = 0.504.
  EXPECT_EQ(analysis_line(board, request_of("lz-analyze", {}), analysis),
            "info move A5 visits 100 winrate 6000 prior 313 lcb 5040 order 0 pv A5 E1 pass "
            "info move B5 visits 4 winrate 0 prior 5000 lcb 0 order 1 pv B5");
  EXPECT_EQ(analysis_line(board, request_of("kata-analyze", {"maxmoves", "1"}), analysis),
            "info move A5 visits 100 winrate 0.600000 prior 0.031250 lcb 0.503980 order 0 "
            "pv A5 E1 pass");
  EXPECT_THAT(analysis_line(board, request_of("lz-analyze", {"minmoves", "3"}), analysis),
              HasSubstr("info move C5 visits 0 winrate 5000 prior 2500 lcb 0 order 2 pv C5"));
  analysis.moves.erase(analysis.moves.begin(), analysis.moves.begin() + 2);
  EXPECT_THAT(analysis_line(board, request_of("lz-analyze", {}), analysis),
              HasSubstr("info move C5 visits 0"));
}

}  // namespace
}  // namespace tandem
