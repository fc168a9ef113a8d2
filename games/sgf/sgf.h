// Smart Game Format, FF[4] (red-bean.com/sgf): game trees as text, whatever the game.
//
//   (;FF[4]GM[1]SZ[9]PB[Ann]PW[Bob];B[ee];W[ec](;B[ce])(;B[gd];W[cd]))
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct SgfProperty {
  std::string name;                 ///< "AB"
  std::vector<std::string> values;  ///< at least 1; as written, escapes and all
};

struct SgfNode {
  std::vector<SgfProperty> properties;  ///< each name once
  std::vector<int> children;            ///< the first continues the main line
  std::size_t offset = 0;               ///< of its semicolon in the text

  /// The values of a property; null if the node hasn't got it.
  const std::vector<std::string>* find(std::string_view name) const;
};

/// Nodes refer to each other by number, so that no depth of variations is too deep for a stack.
struct SgfTree {
  std::vector<SgfNode> nodes;  ///< the root first; every node after its parent

  /// The root, its first child, that one's first child, and so on.
  std::vector<int> main_line() const;
};

struct SgfLimits {
  std::size_t bytes = std::size_t{1} << 26;
  std::size_t nodes = 4'000'000;
  std::size_t properties = 256;  ///< of one node
};

/// Reads a collection of one or more trees. What stands before the first "(;" is skipped, as the
/// definition asks; old formats' lower-case letters in names are dropped; a property that a node
/// has twice is taken for one with all the values. Takes any bytes. Throws Error with `source`,
/// line, column and what was expected.
std::vector<SgfTree> parse_sgf(std::string_view text, std::string_view source,
                               const SgfLimits& limits = {});

/// The text of a collection, with a line break after every tree and in long ones; parse_sgf() reads
/// the same trees back, but for offsets.
std::string write_sgf(const std::vector<SgfTree>& trees);

/// A value as the text that it stands for: escapes and soft line breaks resolved, other white space
/// than line breaks (in simple text those, too) made spaces.
std::string sgf_text(std::string_view value);
std::string sgf_simple_text(std::string_view value);

/// The value that stands for a text, also as a part of a composed value.
std::string sgf_value(std::string_view text);

/// "12:3" for an offset: line and column, in bytes, from 1.
std::string sgf_place(std::string_view text, std::size_t offset);

}  // namespace tandem
