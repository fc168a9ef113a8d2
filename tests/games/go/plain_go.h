// Go, slowly, in the words of the Tromp-Taylor rules: boards as strings, every earlier board kept
// whole, everything found anew by walking over the board. What the fast rules are compared with.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace tandem {

class PlainGo {
 public:
  PlainGo(int size, bool suicide);

  /// A position that wasn't reached by play: points row-major from the top, 'X', 'O' and '-'.
  PlainGo(int size, bool suicide, const std::string& points, char side);

  const std::string& points() const { return points_; }
  char side() const { return side_; }
  bool allows_suicide() const { return suicide_; }
  int passes() const { return passes_; }
  int ply() const { return ply_; }

  /// Ended by two passes. Knows no limit of length.
  bool over() const { return passes_ == 2; }

  /// Ascending; the pass, number size * size, last.
  std::vector<int> legal() const;
  void play(int action);

  /// Why the side to move may not play on an empty point; a point may be barred for both reasons.
  bool is_suicide(int point) const;
  bool repeats(int point) const;

  /// Whether a stone of the side to move on an empty point would take some of the other's.
  bool captures(int point) const;

  /// Area of X minus area of O.
  int margin() const;

  /// Whether an empty point looks like an eye of the side to move: all neighbours its stones, and
  /// at most one diagonal point (none at the edge) the other colour's.
  bool is_own_eye(int point) const;

 private:
  std::vector<int> neighbours(int point) const;

  /// The points of this colour from which a path of such points leads to one of the target's.
  std::vector<bool> reaching(const std::string& points, char colour, char target) const;
  void clear(std::string& points, char colour) const;
  std::string after(int point) const;

  int size_;
  bool suicide_;
  std::string points_;
  char side_ = 'X';
  int passes_ = 0;
  int ply_ = 0;
  std::set<std::string> seen_;  ///< all boards, this one too
};

}  // namespace tandem
