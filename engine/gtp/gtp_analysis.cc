#include "engine/gtp/gtp_analysis.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "engine/gtp/gtp_command.h"
#include "games/error.h"

namespace tandem {
namespace {

constexpr int kMostCentiseconds = 360'000;
constexpr double kShortestInterval = 0.01;
constexpr double kTwoSidedNormal95 = 1.96;

int parse_int(std::string_view what, std::string_view text, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0 || number > most) {
    throw Error(fmt::format("{} must be a whole number from 0 to {}", what, most));
  }
  return number;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void set_interval(AnalysisRequest& request, std::string_view centiseconds) {
  const int value = parse_int("the interval", centiseconds, kMostCentiseconds);
  request.interval = std::max(kShortestInterval, value / 100.0);
}

double lower_bound(double rate, int visits) {
  if (visits < 1) return 0;
  return std::max(0.0, rate - kTwoSidedNormal95 * std::sqrt(rate * (1 - rate) / visits));
}

std::string rate_text(double rate, bool fractions) {
  if (fractions) return fmt::format("{:.6f}", rate);
  return fmt::format("{}", std::lround(10000 * rate));
}

std::string move_text(const StoneBoard& board, const AnalysedMove& move, int order,
                      bool fractions) {
  const double rate = std::clamp((static_cast<double>(move.value) + 1) / 2, 0.0, 1.0);
  const double lcb = move.proven ? rate : lower_bound(rate, move.visits);
  std::string text =
      fmt::format("info move {} visits {} winrate {} prior {} lcb {} order {} pv",
                  board.vertex(move.action), move.visits, rate_text(rate, fractions),
                  rate_text(move.prior, fractions), rate_text(lcb, fractions), order);
  for (const Action action : move.line) text += " " + board.vertex(action);
  return text;
}

}  // namespace

const std::vector<std::string>& analysis_commands() {
  static const auto* const kNames = new std::vector<std::string>{
      "analyze",      "genmove_analyze",     "lz-analyze", "lz-genmove_analyze",
      "kata-analyze", "kata-genmove_analyze"};
  return *kNames;
}

std::optional<AnalysisRequest> parse_analysis_request(std::string_view name,
                                                      const std::vector<std::string>& arguments) {
  if (std::ranges::find(analysis_commands(), name) == analysis_commands().end()) return {};
  AnalysisRequest request;
  request.generates_move = name.find("genmove") != std::string_view::npos;
  request.fractions = name.starts_with("kata-");
  std::size_t next = 0;
  if (next < arguments.size()) {
    if (const std::optional<char> colour = parse_gtp_colour(arguments[next])) {
      request.colour = *colour == 'b' ? StoneColour::kBlack : StoneColour::kWhite;
      ++next;
    }
  }
  if (next < arguments.size() && is_number(arguments[next])) {
    set_interval(request, arguments[next++]);
  }
  for (; next < arguments.size(); next += 2) {
    const std::string& key = arguments[next];
    if (next + 1 == arguments.size()) throw Error(fmt::format("\"{}\" needs a value", key));
    const std::string& value = arguments[next + 1];
    if (key == "avoid" || key == "allow") {
      throw Error(fmt::format("\"{}\" is not supported: every legal move is searched", key));
    }
    if (key == "interval") set_interval(request, value);
    if (key == "minmoves") request.least_moves = parse_int("minmoves", value, 1 << 20);
    if (key == "maxmoves") request.most_moves = std::max(1, parse_int("maxmoves", value, 1 << 20));
  }
  return request;
}

std::string analysis_line(const StoneBoard& board, const AnalysisRequest& request,
                          const MoveAnalysis& analysis) {
  std::string line;
  int order = 0;
  for (const AnalysedMove& move : analysis.moves) {
    const bool wanted = move.visits > 0 || order < std::max(1, request.least_moves);
    if (!wanted || order >= request.most_moves) continue;
    if (!line.empty()) line += ' ';
    line += move_text(board, move, order++, request.fractions);
  }
  return line;
}

}  // namespace tandem
