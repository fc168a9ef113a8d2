#pragma once

#include <gtest/gtest.h>

#include "mcts/search.h"

namespace tandem {

/// Equal to the last bit.
inline void expect_same(const SearchResult& a, const SearchResult& b) {
  EXPECT_EQ(a.best, b.best);
  EXPECT_EQ(a.chosen, b.chosen);
  EXPECT_EQ(a.network_values, b.network_values);
  EXPECT_EQ(a.values, b.values);
  EXPECT_EQ(a.proven, b.proven);
  EXPECT_EQ(a.visits, b.visits);
  EXPECT_EQ(a.nodes, b.nodes);
  ASSERT_EQ(a.actions.size(), b.actions.size());
  for (std::size_t i = 0; i < a.actions.size(); ++i) {
    EXPECT_EQ(a.actions[i].action, b.actions[i].action);
    EXPECT_EQ(a.actions[i].prior, b.actions[i].prior);
    EXPECT_EQ(a.actions[i].visits, b.actions[i].visits);
    EXPECT_EQ(a.actions[i].value, b.actions[i].value);
    EXPECT_EQ(a.actions[i].target, b.actions[i].target);
    EXPECT_EQ(a.actions[i].proven, b.actions[i].proven);
  }
}

}  // namespace tandem
