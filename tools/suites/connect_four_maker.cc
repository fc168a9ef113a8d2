#include <memory>
#include <utility>

#include "games/connect_four/connect_four.h"
#include "games/connect_four/solver.h"
#include "tools/suites/connect_four_candidates.h"
#include "tools/suites/connect_four_labels.h"
#include "tools/suites/suite_maker.h"

namespace tandem {
namespace {

using namespace connect_four;

class ConnectFourMaker : public SuiteMaker {
 public:
  ConnectFourMaker(const Geometry& geometry, std::unique_ptr<ConnectFourSolver> solver,
                   const std::filesystem::path& work)
      : geometry_(geometry),
        solver_(std::move(solver)),
        labels_(geometry, *solver_, work),
        sampler_(geometry) {}

  std::optional<std::vector<SuiteCandidate>> draw(const SuitePhase& phase, int side, int count,
                                                  std::uint64_t seed,
                                                  const std::atomic<bool>* stop) override {
    return sampler_.draw(phase, side, count, seed, stop);
  }

  std::vector<SolvedAction> action_values(const SuiteCandidate& candidate) override {
    return labels_.action_values(board_of(candidate));
  }

  bool knows(const SuiteCandidate& candidate) const override {
    return labels_.knows(board_of(candidate));
  }

 private:
  Bitboard board_of(const SuiteCandidate& candidate) const {
    Bitboard board;
    for (const Action column : candidate.moves) {
      board = board.after(landing_squares(geometry_, board.all) & column_bits(geometry_, column));
    }
    return board;
  }

  Geometry geometry_;
  std::unique_ptr<ConnectFourSolver> solver_;
  ConnectFourLabels labels_;
  ConnectFourSampler sampler_;
};

}  // namespace

std::unique_ptr<SuiteMaker> make_connect_four_maker(const Game& game, std::size_t table_bytes,
                                                    const std::filesystem::path& work,
                                                    const std::atomic<bool>* stop) {
  auto solver = make_connect_four_solver(game, table_bytes);
  solver->stop_when(stop);
  return std::make_unique<ConnectFourMaker>(connect_four_geometry(game), std::move(solver), work);
}

}  // namespace tandem
