// Dots and Boxes on 64 bits: what the rules and the solver share.
//
// Bit i is edge i. Edges are numbered row by row from the top: the horizontal ones above the first
// row of boxes, the vertical ones of that row, the horizontal ones below it, and so on. A set of
// boxes has a box at the bit of its top edge, so that shifts lead from boxes to edges and back.
#pragma once

#include <cstdint>

namespace tandem::dots_and_boxes {

using Bits = std::uint64_t;

constexpr Bits bit(int edge) { return Bits{1} << edge; }

struct Geometry {
  constexpr Geometry(int rows_in, int columns_in)
      : rows(rows_in),
        columns(columns_in),
        stride(2 * columns_in + 1),
        edges(2 * rows_in * columns_in + rows_in + columns_in),
        all(bit(edges) - 1) {
    for (int row = 0; row < rows; ++row) boxes |= (bit(columns) - 1) << (row * stride);
  }

  int rows;  ///< of boxes
  int columns;
  int stride;  ///< from an edge to the one below it
  int edges;   ///< below 64
  Bits all;    ///< every edge
  Bits boxes = 0;
};

/// Where an edge or a box is drawn: on a grid of 2 * rows + 1 by 2 * columns + 1 squares with the
/// dots on even rows and columns, the boxes on odd ones and the edges between.
struct Place {
  int row;
  int column;
};

constexpr Place edge_place(const Geometry& g, int edge) {
  const int row = edge / g.stride;
  const int rest = edge % g.stride;
  if (rest < g.columns) return {2 * row, 2 * rest + 1};
  return {2 * row + 1, 2 * (rest - g.columns)};
}

/// Of the box with this top edge.
constexpr Place box_place(const Geometry& g, int top_edge) {
  const Place top = edge_place(g, top_edge);
  return {top.row + 1, top.column};
}

/// The edges around any of these boxes.
constexpr Bits edges_around(const Geometry& g, Bits boxes) {
  return boxes | boxes << g.columns | boxes << (g.columns + 1) | boxes << g.stride;
}

/// The boxes on both sides of any of these edges.
constexpr Bits boxes_beside(const Geometry& g, Bits edges) {
  return (edges | edges >> g.columns | edges >> (g.columns + 1) | edges >> g.stride) & g.boxes;
}

/// The edges with one of these boxes on both sides.
constexpr Bits edges_between(const Geometry& g, Bits boxes) {
  const Bits beside = (boxes << g.columns) & (boxes << (g.columns + 1));
  return (boxes & boxes << g.stride) | beside;
}

/// The boxes whose four edges are drawn.
constexpr Bits complete_boxes(const Geometry& g, Bits edges) {
  return edges & edges >> g.columns & edges >> (g.columns + 1) & edges >> g.stride & g.boxes;
}

/// std::popcount for at most two bits, the boxes beside one edge.
constexpr int count_up_to_two(Bits boxes) { return (boxes != 0) + ((boxes & (boxes - 1)) != 0); }

}  // namespace tandem::dots_and_boxes
