#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "games/conformance_report.h"

namespace tandem::conformance {
namespace {

constexpr int kGuard = 64;  // entries beyond a buffer's end that must stay untouched
constexpr Action kUntouched = std::numeric_limits<Action>::min();

std::vector<Action> observe_legal(const Game& game, const Position& position, std::string& fault) {
  const int most = game.info().max_legal_actions;
  std::vector<Action> buffer(most + kGuard, kUntouched);
  const int count = position.legal_actions(std::span(buffer).first(most));
  const bool overrun = std::any_of(buffer.begin() + most, buffer.end(),
                                   [](Action action) { return action != kUntouched; });
  if (count < 0 || count > most || overrun) {
    fault = fmt::format("there are {} legal actions, max_legal_actions is {}", count, most);
    return {};
  }
  buffer.resize(count);
  return buffer;
}

std::vector<float> observe_encoding(const Game& game, const Position& position,
                                    std::string& fault) {
  const int size = game.info().features.size();
  // What is still not a number afterwards was not written.
  std::vector<float> buffer(size + kGuard, std::numeric_limits<float>::quiet_NaN());
  position.encode(std::span(buffer).first(size));
  for (int i = 0; i < size; ++i) {
    if (std::isfinite(buffer[i])) continue;
    fault = fmt::format("encode() left entry {} of {} unwritten or not finite", i, size);
    return {};
  }
  if (!std::all_of(buffer.begin() + size, buffer.end(), [](float x) { return std::isnan(x); })) {
    fault = fmt::format("encode() wrote beyond its {} entries", size);
    return {};
  }
  buffer.resize(size);
  return buffer;
}

constexpr std::uint64_t kMultipliers[] = {0x9E3779B97F4A7C15ull, 0xD1342543DE82EF95ull};

}  // namespace

Digest shown_digest(const Observation& seen) {
  Digest digest{seen.encoding.size(), seen.legal.size()};
  const auto mix = [&](std::uint64_t word) {
    for (std::size_t lane = 0; lane < digest.size(); ++lane) {
      std::uint64_t& state = digest[lane];
      state = (state ^ word) * kMultipliers[lane];
      state ^= state >> 29;
    }
  };
  for (const float value : seen.encoding) mix(std::bit_cast<std::uint32_t>(value));
  for (const Action action : seen.legal) mix(static_cast<std::uint32_t>(action));
  return digest;
}

void Report::fail(const std::string& kind, const std::string& detail, const std::string& where) {
  if (!kinds_.insert(kind).second) return;
  lines_.push_back(fmt::format("{}: {}{}{}", kind, detail, where.empty() ? "" : ", ", where));
}

Observation observe(const Game& game, const Position& position) {
  Observation seen;
  seen.text = position.to_text();
  seen.display = position.to_display();
  seen.terminal = position.is_terminal();
  seen.legal = observe_legal(game, position, seen.fault);
  seen.outcome = position.outcome();
  seen.board_hash = position.board_hash();
  seen.feature_key = position.feature_key();
  if (!seen.terminal) {
    seen.side_to_move = position.side_to_move();
    seen.encoding = observe_encoding(game, position, seen.fault);
  }
  return seen;
}

std::string action_list(const Game& game, const std::vector<Action>& actions) {
  std::vector<std::string> names;
  for (const Action action : actions) {
    const bool known = action >= 0 && action < game.info().num_actions;
    names.push_back(known ? game.action_text(action) : fmt::format("#{}", action));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

std::string values_text(const std::optional<Values>& values) {
  return values ? fmt::format("({})", fmt::join(*values, ", ")) : "none";
}

std::string difference(const Game& game, const Observation& expected, const Observation& actual) {
  if (actual.fault != expected.fault) return actual.fault.empty() ? expected.fault : actual.fault;
  const auto differ = [](const char* what, const std::string& a, const std::string& b) {
    return fmt::format("{} {}, expected {}", what, b, a);
  };
  if (actual.text != expected.text) return differ("text", expected.text, actual.text);
  if (actual.terminal != expected.terminal) {
    return differ("is_terminal", fmt::to_string(expected.terminal),
                  fmt::to_string(actual.terminal));
  }
  if (actual.side_to_move != expected.side_to_move) {
    return differ("side to move", fmt::to_string(expected.side_to_move),
                  fmt::to_string(actual.side_to_move));
  }
  if (actual.legal != expected.legal) {
    return differ("legal actions", action_list(game, expected.legal),
                  action_list(game, actual.legal));
  }
  if (actual.outcome != expected.outcome) {
    return differ("outcome", values_text(expected.outcome), values_text(actual.outcome));
  }
  if (actual.encoding != expected.encoding) return "another encoding";
  if (actual.board_hash != expected.board_hash) {
    return differ("board_hash", fmt::format("{:016x}", expected.board_hash),
                  fmt::format("{:016x}", actual.board_hash));
  }
  if (actual.feature_key != expected.feature_key) {
    const auto text = [](const FeatureKey& k) {
      return fmt::format("{:016x}{:016x}", k.high, k.low);
    };
    return differ("feature_key", text(expected.feature_key), text(actual.feature_key));
  }
  if (actual.display != expected.display)
    return differ("display", expected.display, actual.display);
  return "";
}

}  // namespace tandem::conformance
