#include "engine/evaluation/lanes.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace tandem {
namespace {

TEST(Lanes, DoEveryPieceOnce) {
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
  tbb::task_arena arena(4);
  for (const int lanes : {0, 1, 3, 9}) {
    std::vector<int> done(101);
    arena.execute([&] { run_in_lanes(lanes, done.size(), [&](std::size_t i) { ++done[i]; }); });
    EXPECT_EQ(done, std::vector<int>(101, 1)) << lanes;
  }
  run_in_lanes(2, 0, [](std::size_t) { FAIL(); });
}

TEST(Lanes, StopAtAnExceptionAndPassItOn) {
  std::atomic<int> begun{0};
  const auto work = [&](std::size_t i) {
    ++begun;
    if (i == 3) throw std::runtime_error("piece 3");
  };
  EXPECT_THROW(run_in_lanes(1, 1000, work), std::runtime_error);
  EXPECT_EQ(begun, 4);
  EXPECT_THROW(run_in_lanes(4, 1000, work), std::runtime_error);
}

}  // namespace
}  // namespace tandem
