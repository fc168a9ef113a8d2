#include "games/sgf/sgf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "games/random.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string refusal(const std::string& text) {
  try {
    parse_sgf(text, "file.sgf");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// The tree in the notation of the definition's examples: "(;a(;b;c)(;d))", by property C.
std::string outline(const SgfTree& tree, int node = 0) {
  const SgfNode& here = tree.nodes[static_cast<std::size_t>(node)];
  const auto* names = here.find("C");
  std::string text = ";" + (names != nullptr ? names->front() : "");
  if (here.children.size() == 1) return text + outline(tree, here.children[0]);
  for (const int child : here.children) text += "(" + outline(tree, child) + ")";
  return text;
}

TEST(Sgf, ReadsTheDefinitionsExamplesOfTrees) {
  // The definition's pictures: no variation; one at move 3; two at move 3; two different games;
  // one at the third and the fourth move.
  for (const char* tree :
       {";root;a;b;c;d;e;f", ";root;a;b(;c;d;e;f)(;g;h;i;j)", ";root;a;b(;c;d;e;f)(;g;h;i)(;j)",
        ";root(;a;b(;c;d)(;e;f))(;g;h(;i)(;j))"}) {
    std::string text = "(";
    for (const char* c = tree; *c != '\0'; ++c) {
      const bool letter = *c >= 'a' && *c <= 'z';
      if (letter && (c[-1] < 'a' || c[-1] > 'z')) text += "C[";
      text += *c;
      if (letter && (c[1] < 'a' || c[1] > 'z')) text += "]\n ";
    }
    const std::vector<SgfTree> trees = parse_sgf(text + ")", "test");
    ASSERT_THAT(trees, SizeIs(1));
    EXPECT_EQ(outline(trees[0]), tree);
  }
}

TEST(Sgf, TheMainLineTakesEveryFirstChild) {
  const auto trees = parse_sgf("(;C[a](;C[b](;C[c])(;C[d]))(;C[e];C[f]))", "test");
  std::string line;
  for (const int node : trees[0].main_line()) {
    line += trees[0].nodes[static_cast<std::size_t>(node)].find("C")->front();
  }
  EXPECT_EQ(line, "abc");
}

TEST(Sgf, ReadsCollectionsAndSkipsWhatStandsBefore) {
  const auto trees = parse_sgf("From: (me) (x;y)\r\n\r\n(;)(\n;FF[4])\n ( ; B[aa] )\n", "test");
  ASSERT_THAT(trees, SizeIs(3));
  EXPECT_THAT(trees[0].nodes[0].properties, IsEmpty());
  EXPECT_THAT(*trees[1].nodes[0].find("FF"), ElementsAre("4"));
  EXPECT_THAT(*trees[2].nodes[0].find("B"), ElementsAre("aa"));
  EXPECT_EQ(trees[2].nodes[0].find("W"), nullptr);
}

TEST(Sgf, ReadsValuesAsTheyStand) {
  const auto trees =
      parse_sgf("(;AB[aa] [bb]\n[cc]C[a\\]b[c:d\\\\]N[]AB[dd];CoPyright[x])", "test");
  const SgfNode& root = trees[0].nodes[0];
  EXPECT_THAT(*root.find("AB"), ElementsAre("aa", "bb", "cc", "dd"));
  EXPECT_THAT(*root.find("C"), ElementsAre("a\\]b[c:d\\\\"));
  EXPECT_THAT(*root.find("N"), ElementsAre(""));
  EXPECT_THAT(*trees[0].nodes[1].find("CP"), ElementsAre("x"));  // as FF[3] wrote names
}

TEST(Sgf, ResolvesTextAsTheDefinitionsExample) {
  // The definition's example of Text, in other words: an escaped break goes, others stay; escaped
  // characters stand for themselves; tabs become spaces.
  const std::string value = "Well played.\\\nOne :\\) more\tword\nnext\\\\ line\\]\r\nend\\:";
  EXPECT_EQ(sgf_text(value), "Well played.One :) more word\nnext\\ line]\nend:");
  EXPECT_EQ(sgf_simple_text(value), "Well played.One :) more word next\\ line] end:");
  EXPECT_EQ(sgf_text("a\n\rb\r\rc\\"), "a\nb\n\nc");
}

TEST(Sgf, EscapedTextComesBack) {
  for (const std::string text : {"", "a]b", "\\", "[x:y]\\]", "\xff\xfe 1\n2"}) {
    const std::string file = "(;C[" + sgf_value(text) + "])";
    EXPECT_EQ(sgf_text(parse_sgf(file, "test")[0].nodes[0].find("C")->front()), text);
  }
}

TEST(Sgf, SaysWhereAndWhatItExpected) {
  EXPECT_THAT(refusal(""), HasSubstr("file.sgf:1:1: expected a game tree"));
  EXPECT_THAT(refusal("no tree ("), HasSubstr("there is none"));
  EXPECT_THAT(refusal("(;\nB[aa]"), HasSubstr("file.sgf:2:6: expected ';', '(', ')'"));
  EXPECT_THAT(refusal("(;\r\nB[aa"), HasSubstr("2:2: a value of B begins here"));
  EXPECT_THAT(refusal("(;B[aa\\]"), HasSubstr("1:4: a value of B begins here"));
  EXPECT_THAT(refusal("(;B)"), HasSubstr("1:4: expected '[', which begins a value of B, got ')'"));
  EXPECT_THAT(refusal("(;b[aa])"), HasSubstr("1:3: a property's name needs a capital letter"));
  EXPECT_THAT(refusal("(;B[aa]\x01)"), HasSubstr("1:8: expected ';', '(', ')' or a property's "
                                                 "name, got the byte 0x01"));
  EXPECT_THAT(refusal("(;B[aa](W[bb]))"), HasSubstr("1:9: expected ';', which begins a node"));
  EXPECT_THAT(refusal("(;(;a)"), HasSubstr("capital"));
  EXPECT_THAT(refusal("(;(;);)"), HasSubstr("1:6: expected '(' or ')' after a variation"));
  EXPECT_THAT(refusal("(;))"), HasSubstr("1:4: expected '(', which begins a game tree, got ')'"));
  EXPECT_THAT(refusal("(;)(;"), HasSubstr("but the text ends"));
}

TEST(Sgf, KeepsToItsLimits) {
  EXPECT_THAT([] { parse_sgf("(;;;;)", "test", {.bytes = 100, .nodes = 3}); },
              testing::ThrowsMessage<Error>(HasSubstr("more than 3 nodes")));
  EXPECT_THAT([] { parse_sgf("(;;;;)", "test", {.bytes = 5}); },
              testing::ThrowsMessage<Error>(HasSubstr("6 bytes")));
  EXPECT_THAT([] { parse_sgf("(;A[]B[]A[];A[]B[]\nC[])", "test", {.properties = 2}); },
              testing::ThrowsMessage<Error>(HasSubstr("test:2:1: more than 2 properties")));
}

// Each name is looked for among those before it: without a limit this would take minutes.
TEST(Sgf, ANodeOfManyPropertiesIsRefusedAtOnce) {
  std::string text = "(;";
  for (int i = 0; i < 300'000; ++i) {
    for (int digits = i, k = 0; k < 4; ++k, digits /= 26) {
      text += static_cast<char>('A' + digits % 26);
    }
    text += "[]";
  }
  EXPECT_THAT(refusal(text + ")"), HasSubstr("more than 256 properties of one node"));
}

TEST(Sgf, IsNeitherRecursiveNorSlowInDeepVariations) {
  constexpr int kDepth = 200'000;
  std::string text;
  for (int i = 0; i < kDepth; ++i) text += "(;";
  text += std::string(kDepth, ')');
  const auto trees = parse_sgf(text, "test");
  EXPECT_THAT(trees[0].nodes, SizeIs(kDepth));
  EXPECT_THAT(trees[0].main_line(), SizeIs(kDepth));
  EXPECT_THAT(parse_sgf(write_sgf(trees), "test")[0].nodes, SizeIs(kDepth));
  EXPECT_THAT(refusal(std::string(kDepth, '(')), HasSubstr("there is none"));
}

bool same(const SgfTree& a, const SgfTree& b) {
  if (a.nodes.size() != b.nodes.size()) return false;
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    if (a.nodes[i].children != b.nodes[i].children) return false;
    if (a.nodes[i].properties.size() != b.nodes[i].properties.size()) return false;
    for (std::size_t k = 0; k < a.nodes[i].properties.size(); ++k) {
      if (a.nodes[i].properties[k].name != b.nodes[i].properties[k].name) return false;
      if (a.nodes[i].properties[k].values != b.nodes[i].properties[k].values) return false;
    }
  }
  return true;
}

/// In the order in which the text names the nodes, as a parser numbers them.
SgfTree random_tree(Random& random) {
  SgfTree tree;
  tree.nodes.emplace_back();
  std::vector<int> path = {0};
  for (int i = 1, count = 1 + random.below(30); i < count; ++i) {
    path.resize(static_cast<std::size_t>(1 + random.below(static_cast<int>(path.size()))));
    tree.nodes[static_cast<std::size_t>(path.back())].children.push_back(i);
    path.push_back(i);
    tree.nodes.emplace_back();
  }
  for (SgfNode& node : tree.nodes) {
    for (const char* name : {"A", "BB", "C"}) {
      if (random.below(2) == 0) continue;
      SgfProperty property{name, {}};
      for (int v = 0, count = 1 + random.below(3); v < count; ++v) {
        std::string value;
        for (int c = random.below(20); c > 0; --c) value += static_cast<char>(random.below(256));
        property.values.push_back(sgf_value(value));
      }
      node.properties.push_back(std::move(property));
    }
  }
  return tree;
}

TEST(Sgf, RandomTreesComeBack) {
  Random random(1);
  for (int i = 0; i < 300; ++i) {
    const std::vector<SgfTree> trees = {random_tree(random), random_tree(random)};
    const auto back = parse_sgf(write_sgf(trees), "test");
    ASSERT_THAT(back, SizeIs(2));
    EXPECT_TRUE(same(trees[0], back[0]) && same(trees[1], back[1])) << write_sgf(trees);
  }
}

TEST(Sgf, AnyBytesAreReadOrRefused) {
  Random random(2);
  const std::string letters = "(;)[]\\B:a \n\r\t\xff";
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = "(;";
    for (int c = random.below(24); c > 0; --c) {
      text += letters[static_cast<std::size_t>(random.below(static_cast<int>(letters.size())))];
    }
    try {
      for (const SgfTree& tree : parse_sgf(text + (i % 2 == 0 ? ")" : ""), "test")) {
        read += !tree.main_line().empty();
      }
    } catch (const Error&) {
    }
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace tandem
