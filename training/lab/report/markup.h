// Text inside XML and HTML, where it is nothing but text.
#pragma once

#include <string>
#include <string_view>

namespace tandem {

/// Safe as content of an element and between double quotes as the value of an attribute, in XML 1.0
/// and in HTML: & < > " ' become references. Bytes that aren't UTF-8, and characters that XML can't
/// hold, become U+FFFD.
std::string escaped_markup(std::string_view text);

/// Words with one space between and none at the ends: line breaks, which mean something in
/// Markdown, become spaces.
std::string in_one_line(std::string_view text);

}  // namespace tandem
