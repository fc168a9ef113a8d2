// AdamW (Loshchilov and Hutter 2019) on plain arrays, so that its state can be kept by parameter
// name.
#pragma once

#include <cstdint>
#include <span>

namespace tandem {

struct AdamW {
  double learning_rate = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;

  /// One update of `weights` by `gradient`; `mean` and `square` are the running moments, 0 before
  /// step 1. `step` counts from 1. All spans have one length.
  void update(std::span<float> weights, std::span<const float> gradient, std::span<float> mean,
              std::span<float> square, std::int64_t step) const;
};

}  // namespace tandem
