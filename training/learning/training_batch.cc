#include "training/learning/training_batch.h"

namespace tandem {
namespace {

std::span<float> row_of(const torch::Tensor& tensor, int index) {
  const std::int64_t length = tensor.stride(0);
  return {tensor.data_ptr<float>() + index * length, static_cast<std::size_t>(length)};
}

}  // namespace

TrainingBatch::TrainingBatch(const FeatureShape& shape, int num_actions, int rows)
    : features(torch::zeros({rows, shape.channels, shape.height, shape.width})),
      policy(torch::zeros({rows, num_actions})),
      legal(torch::zeros({rows, num_actions})),
      wdl(torch::zeros({rows, 3})),
      reply(torch::zeros({rows, num_actions})),
      reply_legal(torch::zeros({rows, num_actions})) {}

SampleRow TrainingBatch::row(int index) const {
  return {row_of(features, index), row_of(policy, index), row_of(legal, index),
          row_of(wdl, index),      row_of(reply, index),  row_of(reply_legal, index)};
}

}  // namespace tandem
