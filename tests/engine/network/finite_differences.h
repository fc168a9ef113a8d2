// Gradients against what the loss does when a weight is moved a little either way.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/network/network_module.h"

namespace tandem {

/// Compares some values of every parameter's gradient, which must be there already. `loss` is the
/// loss that it is of; everything in double precision.
inline void expect_gradients_match(NetworkModule& module, const std::function<double()>& loss) {
  constexpr double kStep = 1e-6;
  constexpr std::int64_t kSamples = 8;
  torch::NoGradGuard no_grad;
  for (auto& item : module->named_parameters()) {
    torch::Tensor values = item.value().view(-1);
    const torch::Tensor gradient = item.value().grad().view(-1);
    EXPECT_GT(gradient.abs().max().item<double>(), 0) << item.key();
    for (std::int64_t k = 0; k < std::min(values.numel(), kSamples); ++k) {
      const std::int64_t at = (k * 7919) % values.numel();
      const double before = values[at].item<double>();
      values[at] = before + kStep;
      const double above = loss();
      values[at] = before - kStep;
      const double below = loss();
      values[at] = before;
      const double expected = (above - below) / (2 * kStep);
      EXPECT_NEAR(gradient[at].item<double>(), expected, 1e-5 + 1e-5 * std::abs(expected))
          << item.key() << "[" << at << "]";
    }
  }
}

}  // namespace tandem
