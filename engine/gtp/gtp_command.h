// The lines of GTP 2, the Go Text Protocol (lysator.liu.se/~gunnar/gtp, draft 2 of the
// specification), as an engine reads and writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct GtpCommand {
  std::string id;  ///< as it was written; empty if there was none
  std::string name;
  std::vector<std::string> arguments;
};

/// Longer lines are no commands.
inline constexpr std::size_t kLongestGtpLine = 65536;

/// Takes any bytes: control characters are dropped, tabs are spaces, '#' begins a comment. None if
/// nothing is left. A number alone is an id with an empty name.
std::optional<GtpCommand> parse_gtp_line(std::string_view line);

/// "=ID TEXT" with the empty line that ends a response; "?ID TEXT" for a failure. Empty lines
/// within the text, which would end it early, are left out.
std::string gtp_response(bool success, std::string_view id, std::string_view text);

/// "b", "black", "w" or "white", whatever its case: 'b' or 'w'; none for anything else.
std::optional<char> parse_gtp_colour(std::string_view word);

}  // namespace tandem
