// Dots and Boxes: players draw edges between neighbouring dots; who draws the fourth edge of a box
// owns it and moves again; who owns more boxes in the end wins.
#pragma once

#include <memory>

#include "games/dots_and_boxes/bitboard.h"
#include "games/game.h"

namespace tandem {

/// Limits of the parameters, which count boxes; besides, at most 63 edges, 2 * rows * columns +
/// rows + columns: up to 5 by 5 boxes, 4 by 6, 3 by 8.
inline constexpr int kDotsAndBoxesMinSide = 1;
inline constexpr int kDotsAndBoxesMaxSide = 12;
inline constexpr int kDotsAndBoxesMaxEdges = 63;

/// The game "dots_and_boxes(rows=R,columns=C)" with R * C boxes. Throws Error when the board is out
/// of range. Player 0 is called A, player 1 B, as usual. The game goes on until every edge is
/// drawn; equal scores are a draw.
///
/// Actions are edges, called by the dots at their ends, the left or lower one first; columns of
/// dots have letters from the left, rows numbers from the foot: "a1b1", "a1a2". On the network's
/// board (2R+1 by 2C+1 squares) each dot, edge and box has a square of its own, so that one policy
/// plane holds all edges and every symmetry of the board moves actions with their squares. Features
/// (6 planes, row 0 on top): edges drawn, edges free, boxes complete, boxes open, the mover's lead
/// as a share of all boxes, and a plane of ones if player 0 moves.
///
/// Text: rows of edges from the top separated by '/', '-' and '|' drawn, '.' free; then A's boxes
/// and B's, and the side to move: "--/|.|/-./.../.. 1-0 A". Who owns which box makes no difference
/// to play and is not kept.
std::shared_ptr<const Game> make_dots_and_boxes(int rows, int columns);

/// The board's size and the edges drawn, for the solver. Throw Error when given another game's.
dots_and_boxes::Geometry dots_and_boxes_geometry(const Game& game);
dots_and_boxes::Bits dots_and_boxes_edges(const Position& position);

/// The boxes of the side to move minus its opponent's.
int dots_and_boxes_lead(const Position& position);

}  // namespace tandem
