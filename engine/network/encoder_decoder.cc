#include "engine/network/encoder_decoder.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace tandem {
namespace {

namespace nn = torch::nn;
using torch::Tensor;

nn::GRU make_gru(int in, int width) { return nn::GRU(nn::GRUOptions(in, width).batch_first(true)); }

nn::GRUImpl& gru(nn::ModuleList& layers, int layer) { return *layers[layer]->as<nn::GRU>(); }

/// [L, S, C] with the first lengths[i] tokens of row i in reverse order.
Tensor reverse(const Tensor& x, const Tensor& lengths) {
  const Tensor at = torch::arange(x.size(1)).unsqueeze(0);
  const Tensor mirrored = lengths.unsqueeze(1) - 1 - at;
  const Tensor index = torch::where(mirrored >= 0, mirrored, at);
  return x.gather(1, index.unsqueeze(-1).expand(x.sizes()));
}

/// Zeroes elements at random and scales the others up, so that means stay.
class Dropper {
 public:
  explicit Dropper(const Dropout& dropout)
      : rate_(dropout.rate), generator_(at::make_generator<at::CPUGeneratorImpl>(dropout.seed)) {}

  Tensor operator()(const Tensor& x) {
    if (rate_ == 0) return x;
    return x * torch::empty_like(x).bernoulli_(1 - rate_, generator_).div_(1 - rate_);
  }

 private:
  const double rate_;
  at::Generator generator_;
};

/// Sentences of several rows, and where each row stands in them.
struct Lines {
  Tensor sources;  ///< [L, S]
  Tensor lengths;  ///< [L]
  Tensor targets;  ///< [L, T], from the beginning token on
  Tensor places;   ///< [B] into [L * T]: after the row's prefix
};

bool continues(const EncoderDecoder::Row& line, const EncoderDecoder::Row& row) {
  return line.source == row.source && line.target.size() <= row.target.size() &&
         std::equal(line.target.begin(), line.target.end(), row.target.begin());
}

Lines group(const EncoderDecoder& network, const Tensor& features) {
  const Tensor table = features.flatten(1).to(torch::kFloat).contiguous();
  const std::int64_t rows = table.size(0);
  std::vector<EncoderDecoder::Row> lines;
  std::vector<std::pair<std::int64_t, std::int64_t>> place;
  std::size_t source_tokens = 1;
  std::size_t target_tokens = 1;
  for (std::int64_t i = 0; i < rows; ++i) {
    EncoderDecoder::Row row = network.read_row(table.data_ptr<float>() + i * table.size(1));
    source_tokens = std::max(source_tokens, row.source.size());
    target_tokens = std::max(target_tokens, row.target.size() + 1);
    const auto prefix = static_cast<std::int64_t>(row.target.size());
    if (lines.empty() || !continues(lines.back(), row)) {
      lines.push_back(std::move(row));
    } else {
      lines.back() = std::move(row);
    }
    place.emplace_back(lines.size() - 1, prefix);
  }

  const auto count = static_cast<std::int64_t>(lines.size());
  Lines result{torch::zeros({count, static_cast<std::int64_t>(source_tokens)}, torch::kInt64),
               torch::zeros({count}, torch::kInt64),
               torch::zeros({count, static_cast<std::int64_t>(target_tokens)}, torch::kInt64),
               torch::zeros({rows}, torch::kInt64)};
  for (std::int64_t i = 0; i < count; ++i) {
    const EncoderDecoder::Row& line = lines[i];
    std::ranges::copy(line.source, result.sources.data_ptr<std::int64_t>() + i * source_tokens);
    std::ranges::copy(line.target, result.targets.data_ptr<std::int64_t>() + i * target_tokens + 1);
    result.lengths.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(line.source.size());
  }
  for (std::int64_t i = 0; i < rows; ++i) {
    result.places.data_ptr<std::int64_t>()[i] =
        place[i].first * static_cast<std::int64_t>(target_tokens) + place[i].second;
  }
  return result;
}

}  // namespace

EncoderDecoder::EncoderDecoder(const GameInfo& game, const NetworkConfig& config)
    : shape_(*game.tokens), width_(config.channels()), layers_(config.blocks()) {
  // LibTorch's own initialisation: smaller embeddings or output layers make training stand still at
  // the frequencies of the target's words for hundreds of steps, or for ever.
  const int d = width_;
  source_embedding_ =
      register_module("source_embedding", nn::Embedding(shape_.source_vocabulary, d));
  target_embedding_ =
      register_module("target_embedding", nn::Embedding(shape_.target_vocabulary, d));
  for (int layer = 0; layer < layers_; ++layer) {
    forward_layers_->push_back(make_gru(d, d));
    backward_layers_->push_back(make_gru(d, d));
    join_layers_->push_back(nn::Linear(2 * d, d));
    decoder_layers_->push_back(make_gru(d, d));
  }
  register_module("encoder_forward", forward_layers_);
  register_module("encoder_backward", backward_layers_);
  register_module("encoder_join", join_layers_);
  start_ = register_module("start", nn::Linear(d, layers_ * d));
  register_module("decoder", decoder_layers_);
  query_ = register_module("query", nn::Linear(nn::LinearOptions(d, d).bias(false)));
  combine_ = register_module("combine", nn::Linear(2 * d, config.head_channels()));
  policy_ = register_module("policy", nn::Linear(config.head_channels(), game.num_actions));
  value_hidden_ =
      register_module("value_hidden", nn::Linear(config.head_channels(), config.value_hidden()));
  value_output_ = register_module("value_output", nn::Linear(config.value_hidden(), 3));
}

EncoderDecoder::Row EncoderDecoder::read_row(const float* features) const {
  Row row;
  const auto read = [](const float* from, int most, std::vector<std::int64_t>& to) {
    for (int i = 0; i < most && from[i] > 0; ++i) to.push_back(std::llround(from[i]));
  };
  read(features, shape_.source_length, row.source);
  row.source.push_back(0);
  read(features + shape_.source_length + 1, shape_.target_length, row.target);
  return row;
}

Tensor EncoderDecoder::encode_layer(int layer, const Tensor& x, const Tensor& lengths) {
  const Tensor onward = std::get<0>(gru(forward_layers_, layer).forward(x));
  const Tensor back =
      reverse(std::get<0>(gru(backward_layers_, layer).forward(reverse(x, lengths))), lengths);
  const Tensor joined = torch::cat(std::vector<Tensor>{onward, back}, 2);
  return join_layers_[layer]->as<nn::Linear>()->forward(joined);
}

EncoderDecoder::Memory EncoderDecoder::encode_embedded(Tensor x, const Tensor& lengths) {
  Memory memory;
  memory.mask = torch::arange(x.size(1)).unsqueeze(0) >= lengths.unsqueeze(1);
  for (int layer = 0; layer < layers_; ++layer) {
    const Tensor y = encode_layer(layer, x, lengths);
    x = layer == 0 ? y : x + y;
  }
  memory.keys = x;
  const Tensor weight = (~memory.mask).to(x.scalar_type()).unsqueeze(-1);
  const Tensor mean = (x * weight).sum(1) / weight.sum(1);
  memory.state = torch::tanh(start_(mean));
  return memory;
}

Tensor EncoderDecoder::step(const Tensor& state, const Tensor& tokens) {
  Tensor x = target_embedding_(tokens);
  std::vector<Tensor> states;
  for (int layer = 0; layer < layers_; ++layer) {
    const std::vector<Tensor> weights = gru(decoder_layers_, layer).all_weights();
    states.push_back(torch::gru_cell(x, state.narrow(1, layer * width_, width_), weights[0],
                                     weights[1], weights[2], weights[3]));
    x = layer == 0 ? states.back() : x + states.back();
  }
  return torch::cat(states, 1);
}

/// What both heads read: `states` [L, T, d] with the memory of L sentences -> [L, T,
/// head_channels].
Tensor EncoderDecoder::attend(const Tensor& states, const Tensor& keys, const Tensor& mask) {
  const double scale = 1 / std::sqrt(static_cast<double>(width_));
  const Tensor scores = torch::bmm(query_(states), keys.transpose(1, 2)) * scale;
  const Tensor weights = torch::softmax(
      scores.masked_fill(mask.unsqueeze(1), -std::numeric_limits<float>::infinity()), 2);
  const Tensor context = torch::bmm(weights, keys);
  return torch::tanh(combine_(torch::cat(std::vector<Tensor>{states, context}, 2)));
}

NetworkOutput EncoderDecoder::heads(const Tensor& read) {
  NetworkOutput output;
  output.policy = policy_(read);
  output.wdl = value_output_(value_hidden_(read).relu_());
  return output;
}

NetworkOutput EncoderDecoder::answer(const Tensor& state, const Tensor& keys, const Tensor& mask) {
  // The last layer sees its own state and, through the residual sum, those below.
  Tensor top = state.narrow(1, 0, width_);
  for (int layer = 1; layer < layers_; ++layer) {
    top = top + state.narrow(1, layer * width_, width_);
  }
  return heads(attend(top.unsqueeze(1), keys, mask).squeeze(1));
}

NetworkOutput EncoderDecoder::forward(const NetworkInput& input, bool, const Dropout& dropout) {
  assert(!input.rows);
  const Lines lines = group(*this, input.features);
  Dropper drop(dropout);
  const Memory memory = encode_embedded(drop(source_embedding_(lines.sources)), lines.lengths);
  Tensor x = drop(target_embedding_(lines.targets));
  for (int layer = 0; layer < layers_; ++layer) {
    const Tensor start = memory.state.narrow(1, layer * width_, width_).contiguous().unsqueeze(0);
    const Tensor y = std::get<0>(gru(decoder_layers_, layer).forward(x, start));
    x = layer == 0 ? y : x + y;
  }
  const Tensor read = attend(x, memory.keys, memory.mask).flatten(0, 1);
  return heads(drop(read.index_select(0, lines.places)));
}

std::shared_ptr<NetworkBody> make_encoder_decoder(const GameInfo& game,
                                                  const NetworkConfig& config) {
  return std::make_shared<EncoderDecoder>(game, config);
}

}  // namespace tandem
