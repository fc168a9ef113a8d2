// **bold**, *italic* and `code` inside a text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tandem {

/// How an output writes marked-up text. `text` and `code` get pieces as the author wrote them and
/// must escape them; code gets what stands between the backticks.
struct InlineStyle {
  std::function<std::string(std::string_view)> text;
  std::function<std::string(std::string_view)> code;
  std::string bold_open;
  std::string bold_close;
  std::string italic_open;
  std::string italic_close;
};

/// `marked` in that style. Asterisks mark what stands directly between them, without a space after
/// the first or before the last; bold, italic and code may stand in one another (four deep at
/// most), but nothing is marked inside code. An asterisk or backtick without its partner is text.
std::string inline_text(std::string_view marked, const InlineStyle& style);

/// The text without its markers, not escaped.
std::string plain_inline_text(std::string_view marked);

}  // namespace tandem
