// Search applies millions of moves a second: assign(), apply() and what a simulation asks of a
// position must not touch the heap.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <vector>

#include "games/random.h"
#include "games/registry.h"

namespace {
thread_local long allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

// std::stable_sort asks this one: all must come from where operator delete gives back.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace tandem {
namespace {

TEST(Allocation, ASimulationTouchesNoHeap) {
  for (const char* name :
       {"tic_tac_toe", "connect_four", "connect_four(rows=5,columns=6)", "translation",
        "breakthrough", "dots_and_boxes", "go", "go(size=19,suicide=true)", "gomoku", "hex",
        "hex(swap=true)", "othello", "pentago"}) {
    const auto game = make_game(name);
    const auto root = game->initial_position();
    const auto position = game->initial_position();
    std::vector<Action> legal(game->info().max_legal_actions);
    std::vector<float> planes(game->info().features.size());
    Random random(1);
    const long before = allocations;
    std::uint64_t sum = 0;
    for (int number = 0; number < 20; ++number) {
      position->assign(*root);
      while (!position->is_terminal()) {
        const int count = position->legal_actions(legal);
        position->encode(planes);
        sum += position->board_hash() + position->feature_key().low + position->side_to_move();
        position->apply(legal[random.below(count)]);
      }
      sum += position->outcome().has_value();
    }
    EXPECT_EQ(allocations - before, 0) << name << " " << sum;
    const auto copy = root->clone();
    EXPECT_GT(allocations - before, 0) << "the counter does not count";
  }
}

}  // namespace
}  // namespace tandem
