#include "training/learning/batch_norm_statistics.h"

#include <vector>

namespace tandem {

void recompute_batch_norm_statistics(NetworkModule& module, int batches, bool bf16,
                                     const std::function<NetworkInput(int)>& next_input) {
  std::vector<torch::nn::BatchNorm2dImpl*> norms;
  std::vector<c10::optional<double>> momenta;
  for (const auto& part : module->modules()) {
    if (auto* norm = part->as<torch::nn::BatchNorm2d>()) {
      norms.push_back(norm);
      momenta.push_back(norm->options.momentum());
      norm->reset_running_stats();
      norm->options.momentum(c10::nullopt);  // plain average over all batches
    }
  }
  if (norms.empty()) batches = 0;
  torch::NoGradGuard no_grad;
  module->train();
  for (int i = 0; i < batches; ++i) module->forward(next_input(i), bf16);
  module->eval();
  for (std::size_t i = 0; i < norms.size(); ++i) norms[i]->options.momentum(momenta[i]);
}

}  // namespace tandem
