#include "training/learning/adamw.h"

#include <cmath>

namespace tandem {

void AdamW::update(std::span<float> weights, std::span<const float> gradient, std::span<float> mean,
                   std::span<float> square, std::int64_t step) const {
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
  const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
  const float keep = static_cast<float>(1 - learning_rate * weight_decay);
  const float step_size = static_cast<float>(learning_rate / correction1);
  const float root_scale = static_cast<float>(1 / std::sqrt(correction2));
  const float b1 = static_cast<float>(beta1);
  const float b2 = static_cast<float>(beta2);
  const float eps = static_cast<float>(epsilon);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const float g = gradient[i];
    mean[i] = b1 * mean[i] + (1 - b1) * g;
    square[i] = b2 * square[i] + (1 - b2) * g * g;
    weights[i] =
        keep * weights[i] - step_size * mean[i] / (std::sqrt(square[i]) * root_scale + eps);
  }
}

}  // namespace tandem
