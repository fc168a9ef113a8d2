#include "games/sgf/sgf.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "games/error.h"

namespace tandem {
namespace {

constexpr std::size_t kLineLength = 72;
constexpr int kNoNode = -1;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Two characters of a line break count as one.
bool is_break_pair(char a, char b) { return (a == '\r' && b == '\n') || (a == '\n' && b == '\r'); }

class Parser {
 public:
  Parser(std::string_view text, std::string_view source, const SgfLimits& limits)
      : text_(text), source_(source), limits_(limits) {}

  std::vector<SgfTree> parse() {
    if (text_.size() > limits_.bytes) {
      throw Error(fmt::format("{}: {} bytes are more than an SGF file may have here ({}); split it",
                              source_, text_.size(), limits_.bytes));
    }
    skip_preface();
    std::vector<SgfTree> trees;
    while (!at_end()) {
      trees.push_back(parse_tree());
      skip_space();
    }
    return trees;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }

  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }

  [[noreturn]] void refuse(std::size_t offset, const std::string& what) const {
    throw Error(fmt::format("{}:{}: {}", source_, sgf_place(text_, offset), what));
  }

  [[noreturn]] void refuse_here(std::string_view expected) const {
    if (at_end()) refuse(at_, fmt::format("expected {}, but the text ends", expected));
    const auto byte = static_cast<unsigned char>(text_[at_]);
    const std::string got = byte > ' ' && byte < 0x7f
                                ? fmt::format("'{}'", text_[at_])
                                : fmt::format("the byte 0x{:02X}", static_cast<unsigned>(byte));
    refuse(at_, fmt::format("expected {}, got {}", expected, got));
  }

  /// To the first "(" that a ";" follows.
  void skip_preface() {
    for (; !at_end(); ++at_) {
      if (text_[at_] != '(') continue;
      std::size_t next = at_ + 1;
      while (next < text_.size() && is_space(text_[next])) ++next;
      if (next < text_.size() && text_[next] == ';') return;
      at_ = next - 1;
    }
    refuse(at_, "expected a game tree, which begins with \"(;\"; there is none");
  }

  SgfTree parse_tree() {
    SgfTree tree;
    std::vector<int> before;  // for every open bracket, the node that it continues
    int current = kNoNode;
    bool variation_ended = false;
    do {
      skip_space();
      const char c = at_end() ? '\0' : text_[at_];
      if (c == '(' && (before.empty() || current != kNoNode)) {
        before.push_back(current);
        ++at_;
        skip_space();
        if (at_end() || text_[at_] != ';') refuse_here("';', which begins a node");
        variation_ended = false;
      } else if (c == ';' && !before.empty() && !variation_ended) {
        current = parse_node(tree, current);
      } else if (c == ')' && !before.empty()) {
        current = before.back();
        before.pop_back();
        ++at_;
        variation_ended = true;
      } else {
        refuse_here(before.empty()    ? "'(', which begins a game tree"
                    : variation_ended ? "'(' or ')' after a variation"
                                      : "';', '(', ')' or a property's name");
      }
    } while (!before.empty());
    return tree;
  }

  int parse_node(SgfTree& tree, int parent) {
    if (++nodes_ > limits_.nodes) {
      refuse(at_, fmt::format("more than {} nodes; split the file", limits_.nodes));
    }
    SgfNode node;
    node.offset = at_++;
    for (skip_space(); !at_end() && (is_upper(text_[at_]) || is_lower(text_[at_])); skip_space()) {
      parse_property(node);
    }
    const int number = static_cast<int>(tree.nodes.size());
    if (parent != kNoNode) tree.nodes[static_cast<std::size_t>(parent)].children.push_back(number);
    tree.nodes.push_back(std::move(node));
    return number;
  }

  void parse_property(SgfNode& node) {
    const std::size_t begin = at_;
    std::string name;
    for (; !at_end() && (is_upper(text_[at_]) || is_lower(text_[at_])); ++at_) {
      if (is_upper(text_[at_])) name += text_[at_];
    }
    if (name.empty()) refuse(begin, "a property's name needs a capital letter");
    skip_space();
    if (at_end() || text_[at_] != '[') {
      refuse_here(fmt::format("'[', which begins a value of {}", name));
    }
    auto property = std::ranges::find(node.properties, name, &SgfProperty::name);
    if (property == node.properties.end()) {
      if (node.properties.size() == limits_.properties) {
        refuse(begin, fmt::format("more than {} properties of one node", limits_.properties));
      }
      node.properties.push_back({std::move(name), {}});
      property = node.properties.end() - 1;
    }
    for (; !at_end() && text_[at_] == '['; skip_space()) {
      property->values.emplace_back(parse_value(property->name));
    }
  }

  std::string_view parse_value(const std::string& name) {
    const std::size_t begin = ++at_;
    while (!at_end() && text_[at_] != ']') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_end()) {
      refuse(begin - 1, fmt::format("a value of {} begins here that no ']' ends", name));
    }
    return text_.substr(begin, at_++ - begin);
  }

  std::string_view text_;
  std::string_view source_;
  const SgfLimits& limits_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
};

std::string resolve(std::string_view value, bool keep_breaks) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    bool escaped = false;
    if (value[i] == '\\') {
      if (++i == value.size()) break;
      escaped = true;
    }
    const char c = value[i];
    if (c == '\n' || c == '\r') {
      if (i + 1 < value.size() && is_break_pair(c, value[i + 1])) ++i;
      if (!escaped) text += keep_breaks ? '\n' : ' ';
    } else {
      text += is_space(c) ? ' ' : c;
    }
  }
  return text;
}

std::string node_text(const SgfNode& node) {
  std::string text = ";";
  for (const SgfProperty& property : node.properties) {
    text += property.name;
    for (const std::string& value : property.values) text += '[' + value + ']';
  }
  return text;
}

class Writer {
 public:
  void write(const SgfTree& tree) {
    open_ = {kClose, kRoot, kOpen};
    std::string bracket;
    while (!open_.empty()) {
      const int next = open_.back();
      open_.pop_back();
      if (next == kOpen) {
        bracket = "(";
      } else if (next == kClose) {
        put(")");
      } else {
        const SgfNode& node = tree.nodes[static_cast<std::size_t>(next)];
        put(bracket + node_text(node));
        bracket.clear();
        plan(node.children);
      }
    }
    text_ += '\n';
    line_ = 0;
  }

  std::string take() { return std::move(text_); }

 private:
  static constexpr int kRoot = 0;
  static constexpr int kClose = -1;
  static constexpr int kOpen = -2;

  /// A line of nodes needs no brackets; several variations each have their own.
  void plan(const std::vector<int>& children) {
    if (children.size() == 1) {
      open_.push_back(children.front());
      return;
    }
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
      open_.push_back(kClose);
      open_.push_back(*child);
      open_.push_back(kOpen);
    }
  }

  void put(std::string_view part) {
    if (line_ > 0 && line_ + part.size() > kLineLength) {
      text_ += '\n';
      line_ = 0;
    }
    text_ += part;
    line_ += part.size();
  }

  std::vector<int> open_;
  std::string text_;
  std::size_t line_ = 0;
};

}  // namespace

const std::vector<std::string>* SgfNode::find(std::string_view name) const {
  const auto property = std::ranges::find(properties, name, &SgfProperty::name);
  return property == properties.end() ? nullptr : &property->values;
}

std::vector<int> SgfTree::main_line() const {
  std::vector<int> line;
  if (nodes.empty()) return line;
  line.push_back(0);
  for (const SgfNode* node = &nodes[0]; !node->children.empty();) {
    line.push_back(node->children.front());
    node = &nodes[static_cast<std::size_t>(line.back())];
  }
  return line;
}

std::vector<SgfTree> parse_sgf(std::string_view text, std::string_view source,
                               const SgfLimits& limits) {
  return Parser(text, source, limits).parse();
}

std::string write_sgf(const std::vector<SgfTree>& trees) {
  Writer writer;
  for (const SgfTree& tree : trees) writer.write(tree);
  return writer.take();
}

std::string sgf_text(std::string_view value) { return resolve(value, true); }

std::string sgf_simple_text(std::string_view value) { return resolve(value, false); }

std::string sgf_value(std::string_view text) {
  std::string value;
  for (const char c : text) {
    if (c == ']' || c == '\\' || c == ':') value += '\\';
    value += c;
  }
  return value;
}

std::string sgf_place(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] != '\n' && text[i] != '\r') continue;
    if (i + 1 < offset && is_break_pair(text[i], text[i + 1])) ++i;
    ++line;
    line_begin = i + 1;
  }
  return fmt::format("{}:{}", line, offset - line_begin + 1);
}

}  // namespace tandem
