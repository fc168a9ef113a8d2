// Reads XML, and HTML written like it, strictly: every element closed in its order, every attribute
// quoted, no bare '<', '>' or '&' in text.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct MarkupElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;  ///< all text inside, also of elements inside; references replaced

  std::string attribute(const std::string& key) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? "" : found->second;
  }
};

struct Markup {
  std::vector<MarkupElement> elements;  ///< in the order in which they begin
  std::string error;                    ///< the first; empty for well-formed markup

  /// Those with this name and, unless it is empty, class attribute.
  std::vector<MarkupElement> all(std::string_view name, std::string_view css_class = "") const {
    std::vector<MarkupElement> found;
    for (const MarkupElement& element : elements) {
      if (element.name != name) continue;
      if (css_class.empty() || element.attribute("class") == css_class) found.push_back(element);
    }
    return found;
  }

  /// The texts of the same.
  std::vector<std::string> texts(std::string_view name, std::string_view css_class = "") const {
    std::vector<std::string> found;
    for (const MarkupElement& element : all(name, css_class)) found.push_back(element.text);
    return found;
  }
};

class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : rest_(text) {}

  Markup read() {
    while (!rest_.empty() && markup_.error.empty()) {
      if (rest_.starts_with("<!DOCTYPE html>")) {
        rest_.remove_prefix(rest_.find('>') + 1);
      } else if (rest_.starts_with("</")) {
        read_end();
      } else if (rest_.front() == '<') {
        read_begin();
      } else {
        add_text(unescaped(take_until("<")));
      }
    }
    if (!open_.empty()) fail("not closed: " + markup_.elements[open_.back()].name);
    return markup_;
  }

 private:
  void fail(const std::string& what) {
    if (markup_.error.empty())
      markup_.error = what + " before: " + std::string(rest_.substr(0, 60));
  }

  std::string_view take_until(std::string_view any_of) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(any_of));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
      fail("expected " + std::string(expected));
      return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
  }

  std::string unescaped(std::string_view text) {
    static const std::map<std::string_view, char> kReferences{
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string result;
    while (!text.empty()) {
      if (text.front() == '&') {
        const auto found = kReferences.find(text.substr(0, text.find(';') + 1));
        if (found == kReferences.end()) {
          fail("bare &");
          return result;
        }
        result += found->second;
        text.remove_prefix(found->first.size());
        continue;
      }
      if (text.front() == '>') fail("bare >");
      result += text.front();
      text.remove_prefix(1);
    }
    return result;
  }

  void add_text(const std::string& text) {
    for (const std::size_t index : open_) markup_.elements[index].text += text;
  }

  void read_begin() {
    take("<");
    MarkupElement element;
    element.name = take_until(" \n/>");
    if (element.name.empty() || element.name.find_first_of("<\"=&") != std::string::npos) {
      return fail("no element name");
    }
    while (markup_.error.empty()) {
      rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size()));
      if (rest_.empty()) return fail("unfinished tag");
      if (rest_.front() == '/' || rest_.front() == '>') break;
      read_attribute(element);
    }
    const bool is_void = element.name == "meta";  // of HTML's void elements the only one used
    const bool is_empty = rest_.starts_with("/");
    if (is_empty) take("/");
    take(">");
    markup_.elements.push_back(element);
    if (!is_empty && !is_void) open_.push_back(markup_.elements.size() - 1);
  }

  void read_attribute(MarkupElement& element) {
    const std::string name(take_until("= \n/>\""));
    if (!take("=\"")) return;
    const std::string value = unescaped(take_until("\"<"));
    if (!take("\"")) return;
    if (!element.attributes.emplace(name, value).second) fail("attribute twice: " + name);
  }

  void read_end() {
    take("</");
    const std::string name(take_until(">"));
    if (open_.empty() || markup_.elements[open_.back()].name != name)
      return fail("stray end " + name);
    open_.pop_back();
    take(">");
  }

  std::string_view rest_;
  std::vector<std::size_t> open_;
  Markup markup_;
};

inline Markup read_markup(std::string_view text) { return MarkupReader(text).read(); }

}  // namespace tandem
