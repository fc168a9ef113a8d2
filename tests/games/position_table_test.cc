#include "games/solving/position_table.h"

#include <gtest/gtest.h>

#include <unordered_map>

#include "games/random.h"

namespace tandem {
namespace {

struct Number {
  int value = 0;
  std::uint8_t work = 0;
};
using Table = PositionTable<std::uint64_t, Number>;

TEST(PositionTable, KeepsTheLastWord) {
  Table table(1 << 10);
  EXPECT_EQ(table.find(0), nullptr);
  table.learn(0, {5}, 1);
  table.learn(~std::uint64_t{0}, {6}, ~std::uint64_t{0});
  table.learn(0, {7}, 1000);
  EXPECT_EQ(table.find(0)->value, 7);
  EXPECT_EQ(table.find(~std::uint64_t{0})->value, 6);
  EXPECT_EQ(table.find(1), nullptr);
}

// 64 KiB hold 4,096 entries; 100,000 keys, dense and random ones, must never answer for one
// another.
TEST(PositionTable, NeverAnswersForAnotherKey) {
  Table table(1 << 16);
  Random random(11);
  std::unordered_map<std::uint64_t, int> truth;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t key = i % 2 == 0 ? random.next() : static_cast<std::uint64_t>(i);
    truth[key] = i;
    table.learn(key, {i}, 1 + (random.next() >> 1 >> random.below(63)));
  }
  int remembered = 0;
  for (const auto& [key, value] : truth) {
    const Number* const found = table.find(key);
    if (found == nullptr) continue;
    ++remembered;
    ASSERT_EQ(found->value, value) << key;
  }
  EXPECT_GT(remembered, 3500);
  EXPECT_LE(remembered, 4096);
}

TEST(PositionTable, ForgetsTheCheapestFirst) {
  Table table(1 << 10);
  table.learn(42, {1}, std::uint64_t{1} << 40);
  for (int i = 0; i < 2; ++i) table.learn(43, {2}, 5);  // more in sum than once
  Random random(1);
  for (int i = 0; i < 10'000; ++i) table.learn(random.next(), {0}, 5);
  ASSERT_NE(table.find(42), nullptr);
  EXPECT_EQ(table.find(42)->value, 1);
  ASSERT_NE(table.find(43), nullptr);
}

}  // namespace
}  // namespace tandem
