#include "training/learning/losses.h"

namespace tandem {

torch::Tensor masked_cross_entropy(const torch::Tensor& logits, const torch::Tensor& target,
                                   const torch::Tensor& legal) {
  // Finite, so that 0 * log 0 is 0 and no gradient is NaN.
  constexpr float kNever = -1e9f;
  const torch::Tensor log_probability =
      torch::log_softmax(logits.masked_fill(legal == 0, kNever), 1);
  return -(target * log_probability).sum(1);
}

torch::Tensor soften(const torch::Tensor& target) {
  const torch::Tensor root = target.pow(0.25);
  return root / root.sum(1, /*keepdim=*/true);
}

Losses compute_losses(const NetworkOutput& output, const TrainingBatch& batch,
                      const TrainerConfig& config) {
  Losses losses;
  losses.policy = masked_cross_entropy(output.policy, batch.policy, batch.legal).mean();
  losses.value = -(batch.wdl * torch::log_softmax(output.wdl, 1)).sum(1).mean();
  losses.total = losses.policy + config.value_loss_weight() * losses.value;
  if (config.soft_policy_weight() > 0) {
    losses.soft =
        masked_cross_entropy(output.soft_policy, soften(batch.policy), batch.legal).mean();
    losses.total = losses.total + config.soft_policy_weight() * losses.soft;
  }
  if (config.reply_policy_weight() > 0) {
    const torch::Tensor rows = batch.reply.sum().clamp_min(1);
    losses.reply =
        masked_cross_entropy(output.reply_policy, batch.reply, batch.reply_legal).sum() / rows;
    losses.total = losses.total + config.reply_policy_weight() * losses.reply;
  }
  return losses;
}

}  // namespace tandem
