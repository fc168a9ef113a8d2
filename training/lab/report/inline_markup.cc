#include "training/lab/report/inline_markup.h"

#include <optional>

namespace tandem {
namespace {

constexpr int kDeepest = 4;  // so that a text of many asterisks can't exhaust the stack

/// A marked piece at the front of a text.
struct MarkedPiece {
  std::string_view marker;
  std::string_view content;  ///< not empty

  std::size_t length() const { return content.size() + 2 * marker.size(); }
};

std::optional<MarkedPiece> code_piece(std::string_view text) {
  const std::size_t end = text.find('`', 1);
  if (end == std::string_view::npos || end == 1) return std::nullopt;
  return MarkedPiece{text.substr(0, 1), text.substr(1, end - 1)};
}

/// Where the asterisks that begin at `at` end.
std::size_t end_of_asterisks(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of('*', at);
  return end == std::string_view::npos ? text.size() : end;
}

/// `marker` is "*" or "**". The closing marker is the end of a run of asterisks, so that those
/// before it in the run are left to the content: ***x*** is **, *x* and **.
std::optional<MarkedPiece> starred_piece(std::string_view text, std::string_view marker) {
  const std::size_t begin = marker.size();
  if (begin >= text.size() || text[begin] == ' ') return std::nullopt;
  std::size_t at = end_of_asterisks(text, 0);
  while ((at = text.find_first_of("*`", at)) != std::string_view::npos) {
    if (text[at] == '`') {
      const auto code = code_piece(text.substr(at));
      at += code ? code->length() : 1;
      continue;
    }
    const std::size_t end = end_of_asterisks(text, at);
    const bool closes = marker == "**" ? end - at >= 2 : end - at != 2;
    if (closes && text[at - 1] != ' ') {
      return MarkedPiece{marker, text.substr(begin, end - marker.size() - begin)};
    }
    at = end;
  }
  return std::nullopt;
}

std::optional<MarkedPiece> marked_piece(std::string_view text) {
  if (text.front() == '`') return code_piece(text);
  if (text.starts_with("**")) {
    if (const auto bold = starred_piece(text, "**")) return bold;
  }
  if (text.front() == '*') return starred_piece(text, "*");
  return std::nullopt;
}

std::string inline_text(std::string_view marked, const InlineStyle& style, int depth);

std::string written(const MarkedPiece& piece, const InlineStyle& style, int depth) {
  if (piece.marker == "`") return style.code(piece.content);
  const std::string content = inline_text(piece.content, style, depth + 1);
  if (piece.marker == "**") return style.bold_open + content + style.bold_close;
  return style.italic_open + content + style.italic_close;
}

std::string inline_text(std::string_view marked, const InlineStyle& style, int depth) {
  if (depth == kDeepest) return style.text(marked);
  std::string result;
  std::size_t text_begin = 0;
  std::size_t at = 0;
  while ((at = marked.find_first_of("*`", at)) != std::string_view::npos) {
    const std::optional<MarkedPiece> piece = marked_piece(marked.substr(at));
    if (!piece) {
      // A whole run of asterisks is text: its rest must not be taken for another marker.
      at = marked[at] == '*' ? end_of_asterisks(marked, at) : at + 1;
      continue;
    }
    if (at > text_begin) result += style.text(marked.substr(text_begin, at - text_begin));
    result += written(*piece, style, depth);
    at += piece->length();
    text_begin = at;
  }
  if (text_begin < marked.size()) result += style.text(marked.substr(text_begin));
  return result;
}

}  // namespace

std::string inline_text(std::string_view marked, const InlineStyle& style) {
  return inline_text(marked, style, 0);
}

std::string plain_inline_text(std::string_view marked) {
  const auto as_it_is = [](std::string_view text) { return std::string(text); };
  return inline_text(marked, {as_it_is, as_it_is, "", "", "", ""});
}

}  // namespace tandem
