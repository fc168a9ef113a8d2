#include "games/connect_four/transposition_table.h"

#include <gtest/gtest.h>

#include <unordered_map>

#include "games/random.h"

namespace tandem::connect_four {
namespace {

TEST(TranspositionTable, TakesThePowerOfTwoBelow) {
  EXPECT_EQ(TranspositionTable(0).bytes(), std::size_t{64} << 10);
  EXPECT_EQ(TranspositionTable(1 << 20).bytes(), std::size_t{1} << 20);
  EXPECT_EQ(TranspositionTable((1 << 21) - 1).bytes(), std::size_t{1} << 20);
}

TEST(TranspositionTable, AddsWhatIsLearnt) {
  TranspositionTable table(0);
  EXPECT_EQ(table.find(0), (Bounds{-1, 1}));
  table.learn(0, {0, 1}, 1);
  EXPECT_EQ(table.find(0), (Bounds{0, 1}));
  table.learn(0, {-1, 0}, 1000);
  EXPECT_EQ(table.find(0), (Bounds{0, 0}));
  table.learn(~std::uint64_t{0}, {-1, -1}, ~std::uint64_t{0});
  EXPECT_EQ(table.find(~std::uint64_t{0}), (Bounds{-1, -1}));
}

// 64 KiB hold 8,192 entries; 200,000 keys, dense and random ones, must never answer for one
// another.
TEST(TranspositionTable, NeverAnswersForAnotherKey) {
  TranspositionTable table(0);
  Random random(11);
  std::unordered_map<std::uint64_t, Bounds> truth;
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t key = i % 2 == 0 ? random.next() : static_cast<std::uint64_t>(i);
    const int value = random.below(3) - 1;
    truth[key] = {value, value};
    table.learn(key, truth[key], random.next() >> random.below(64));
  }
  int remembered = 0;
  for (const auto& [key, bounds] : truth) {
    const Bounds found = table.find(key);
    if (found == Bounds{-1, 1}) continue;
    ++remembered;
    ASSERT_EQ(found, bounds) << key;
  }
  EXPECT_GT(remembered, 4000);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t key = random.next();
    if (truth.contains(key)) continue;
    ASSERT_EQ(table.find(key), (Bounds{-1, 1})) << key;
  }
}

TEST(TranspositionTable, ForgetsTheCheapestFirst) {
  TranspositionTable table(0);
  table.learn(42, {1, 1}, std::uint64_t{1} << 40);
  Random random(1);
  for (int i = 0; i < 100'000; ++i) table.learn(random.next(), {0, 0}, 5);
  EXPECT_EQ(table.find(42), (Bounds{1, 1}));
}

}  // namespace
}  // namespace tandem::connect_four
