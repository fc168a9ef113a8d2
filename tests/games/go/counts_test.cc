// Published counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "games/error.h"
#include "games/go/go.h"
#include "games/random.h"

namespace tandem {
namespace {

bool is_position(const Game& game, const std::string& text) {
  try {
    return game.parse_position(text) != nullptr;
  } catch (const Error&) {
    return false;
  }
}

// How many of all 3^(size * size) ways to put stones on the board leave every chain a liberty:
// Tromp and Farnebäck, "Combinatorics of Go" (2007), and Tromp's later counts.
TEST(GoCounts, LegalPositionsAreAsCommonAsPublished) {
  struct Published {
    int size;
    double legal;
    int samples;
  };
  for (const auto& [size, legal, samples] :
       {Published{5, 414295148741.0, 40'000}, Published{6, 62567386502084877.0, 40'000},
        Published{9, 1.03919148791293834e38, 30'000}, Published{13, 3.72497923077e79, 20'000},
        Published{19, 2.08168199382e170, 20'000}}) {
    const auto game = make_go({.size = size});
    Random random(41, size);
    int accepted = 0;
    for (int i = 0; i < samples; ++i) {
      std::string text;
      for (int p = 0; p < size * size; ++p) {
        if (p > 0 && p % size == 0) text += '/';
        text += "XO-"[random.below(3)];
      }
      accepted += is_position(*game, text + " X 0 0 -");
    }
    const double share = legal / std::pow(3.0, size * size);
    const double deviation = std::sqrt(share * (1 - share) / samples);
    EXPECT_NEAR(accepted / static_cast<double>(samples), share, 3 * deviation) << size;
  }
}

/// Counts games of placed stones only, without a pass.
class Placements {
 public:
  Placements(int size, int depth) : game_(make_go({.size = size})), legal_(depth) {
    for (std::vector<Action>& actions : legal_) actions.resize(game_->info().max_legal_actions);
    for (int i = 0; i <= depth; ++i) positions_.push_back(game_->initial_position());
  }

  /// Of `depth` moves from the empty board: one first move stands for all that symmetries make of
  /// it.
  std::int64_t count() {
    const int depth = static_cast<int>(legal_.size());
    std::int64_t total = 0;
    for (Action first = 0; first < game_->info().num_actions - 1; ++first) {
      std::vector<Action> images;
      for (const Symmetry& symmetry : game_->info().symmetries) {
        images.push_back(symmetry.actions[first]);
      }
      std::ranges::sort(images);
      if (images[0] != first) continue;
      const auto orbit = std::unique(images.begin(), images.end()) - images.begin();
      positions_[1]->assign(*positions_[0]);
      positions_[1]->apply(first);
      total += orbit * count_after(1, depth);
    }
    return total;
  }

 private:
  std::int64_t count_after(int ply, int depth) {
    std::vector<Action>& legal = legal_[ply];
    const int moves = positions_[ply]->legal_actions(legal) - 1;  // the pass is last
    if (ply == depth - 1) return moves;
    std::int64_t total = 0;
    for (int i = 0; i < moves; ++i) {
      positions_[ply + 1]->assign(*positions_[ply]);
      positions_[ply + 1]->apply(legal[i]);
      total += count_after(ply + 1, depth);
    }
    return total;
  }

  std::shared_ptr<const Game> game_;
  std::vector<std::vector<Action>> legal_;
  std::vector<std::unique_ptr<Position>> positions_;
};

// Peter McKenzie's counts, computer-go mailing list,
// http://go.computer.free.fr/go-computer/msg06548.html
TEST(GoCounts, GamesOfFewMovesOn9x9AsPublished) {
  EXPECT_EQ(Placements(9, 2).count(), 6'480);
  EXPECT_EQ(Placements(9, 3).count(), 511'920);
  EXPECT_EQ(Placements(9, 4).count(), 39'929'136);
  EXPECT_EQ(Placements(9, 5).count(), 3'074'496'080);
}

TEST(GoCounts, GamesOfSevenMovesOn5x5AsPublished) {
  EXPECT_EQ(Placements(5, 7).count(), 2'411'088'112);
}

}  // namespace
}  // namespace tandem
