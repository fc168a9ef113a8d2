// The analysis commands that Sabaki, Lizzie and their kin understand: lz-analyze and its variants.
//
//   info move D4 visits 836 winrate 4656 prior 839 lcb 4640 order 0 pv D4 Q16 info move Q16 ...
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/players/analyst.h"
#include "games/sgf/stone_board.h"

namespace tandem {

struct AnalysisRequest {
  bool generates_move = false;  ///< "...genmove_analyze"
  bool fractions = false;       ///< "kata-...": winrates of 0 to 1, else 0 to 10000
  std::optional<StoneColour> colour;
  double interval = 0.5;  ///< seconds between lines
  int most_moves = 1 << 20;
  int least_moves = 0;  ///< so many even if they have no visits
};

/// Reads a command's name and arguments: [colour] [centiseconds] {interval C | minmoves N |
/// maxmoves N | other keys, each with a value that is left alone}. None if it isn't an analysis
/// command. Throws Error for what can't be done: avoid, allow, a number that is none.
std::optional<AnalysisRequest> parse_analysis_request(std::string_view name,
                                                      const std::vector<std::string>& arguments);

/// The names of all such commands.
const std::vector<std::string>& analysis_commands();

/// One line, without a newline. Winrates are the mover's: (value + 1) / 2. lcb is the lower end of
/// the 95 % interval of as many coin throws as there were visits. Moves without visits are left out
/// unless that would leave fewer than asked for, or none.
std::string analysis_line(const StoneBoard& board, const AnalysisRequest& request,
                          const MoveAnalysis& analysis);

}  // namespace tandem
