// The encoder-decoder as it plays: each source is read once, each prefix is one step from the one
// before it, and both are kept while a batch lives.
#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/network/encoder_decoder.h"
#include "engine/network/snapshot_impl.h"
#include "engine/network/threads.h"
#include "engine/network/wdl.h"

namespace tandem {
namespace {

using at::Tensor;

/// Prefixes whose states are kept; beyond that all are forgotten and made again as they are needed.
constexpr std::size_t kMaxPrefixes = 200'000;

class TokenNetwork : public NetworkSnapshotImpl {
 public:
  TokenNetwork(const GameInfo& game, const NetworkConfig& config, const TensorMap& tensors)
      : NetworkSnapshotImpl(game, FP32), module_(std::make_shared<EncoderDecoder>(game, config)) {
    prepare_process();
    const torch::NoGradGuard no_grad;
    for (auto& item : module_->named_parameters()) item.value().copy_(tensors.at(item.key()));
    module_->eval();
  }

  std::unique_ptr<EvaluationBatch> new_batch(std::shared_ptr<const NetworkSnapshot> owner,
                                             const GameInfo& game, int max_batch) const override;

  EncoderDecoder& module() const { return *module_; }

 private:
  const std::shared_ptr<EncoderDecoder> module_;
};

/// A [rows, ...] tensor that grows.
class Rows {
 public:
  explicit Rows(std::vector<std::int64_t> sizes, at::ScalarType type = at::kFloat)
      : sizes_(std::move(sizes)), type_(type) {}

  /// Makes room for `count` rows.
  void resize(std::int64_t count) {
    if (tensor_.defined() && tensor_.size(0) >= count) return;
    std::vector<std::int64_t> sizes = sizes_;
    sizes.insert(sizes.begin(), std::max<std::int64_t>(2 * count, 64));
    Tensor larger = at::zeros(sizes, at::TensorOptions().dtype(type_));
    if (tensor_.defined()) larger.narrow(0, 0, tensor_.size(0)).copy_(tensor_);
    tensor_ = larger;
  }
  void set(const Tensor& index, const Tensor& rows) { tensor_.index_copy_(0, index, rows); }
  Tensor get(const Tensor& index) const { return tensor_.index_select(0, index); }
  void clear() { tensor_ = Tensor(); }

 private:
  const std::vector<std::int64_t> sizes_;
  const at::ScalarType type_;
  Tensor tensor_;
};

class TokenBatch : public EvaluationBatch {
 public:
  TokenBatch(const GameInfo& game, EncoderDecoder& module,
             std::shared_ptr<const NetworkSnapshot> owner, int max_batch)
      : owner_(std::move(owner)),
        module_(module),
        num_players_(game.num_players),
        max_batch_(max_batch),
        features_(game.features.size()),
        keys_({module.source_tokens(), module.width()}),
        masks_({module.source_tokens()}, at::kBool),
        states_({module.state_width()}) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    if (questions_.empty() && prefixes_.size() > kMaxPrefixes) forget();
    position.encode(features_);
    const EncoderDecoder::Row row = module_.read_row(features_.data());
    std::int64_t prefix = root_of(row.source);
    for (const std::int64_t token : row.target) prefix = child_of(prefix, token);
    actions_.insert(actions_.end(), legal.begin(), legal.end());
    questions_.push_back({slot, position.side_to_move(), static_cast<int>(legal.size()), prefix});
    return Answer::kQueued;
  }

  void compute() override {
    const OneThread one_thread;
    const c10::InferenceMode inference;
    encode_sources();
    step_prefixes();
    const Action* actions = actions_.data();
    for (int begin = 0; begin < queued(); begin += max_batch_) {
      actions = answer(begin, std::min(max_batch_, queued() - begin), actions);
    }
    evaluations_ += queued();
    questions_.clear();
    actions_.clear();
  }

  int queued() const override { return static_cast<int>(questions_.size()); }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  struct Question {
    EvaluationSlot slot;
    PlayerId mover;
    int num_actions;
    std::int64_t prefix;
  };

  /// A source with the first tokens of its target. The number of a prefix is its row of states_.
  struct Prefix {
    std::int64_t source;
    std::int64_t parent;  ///< -1: the target is empty
    std::int64_t token;   ///< its last; 0, the beginning, where the target is empty
    int depth;            ///< tokens
  };

  void forget() {
    sources_.clear();
    roots_.clear();
    encoded_ = stepped_ = 0;
    prefixes_.clear();
    children_.clear();
    keys_.clear();
    masks_.clear();
    states_.clear();
  }

  std::int64_t add_prefix(const Prefix& prefix) {
    prefixes_.push_back(prefix);
    return static_cast<std::int64_t>(prefixes_.size()) - 1;
  }

  std::int64_t root_of(const std::vector<std::int64_t>& source) {
    const auto [found, is_new] = sources_.try_emplace(source, sources_.size());
    if (is_new) {
      new_sources_.push_back(source);
      roots_.push_back(add_prefix({found->second, -1, 0, 0}));
    }
    return roots_[found->second];
  }

  std::int64_t child_of(std::int64_t parent, std::int64_t token) {
    const auto key = static_cast<std::uint64_t>(parent) << 16 | static_cast<std::uint64_t>(token);
    const auto [found, is_new] = children_.try_emplace(key, 0);
    if (is_new) {
      const Prefix& from = prefixes_[parent];
      found->second = add_prefix({from.source, parent, token, from.depth + 1});
    }
    return found->second;
  }

  void encode_sources() {
    const auto count = static_cast<std::int64_t>(new_sources_.size());
    if (count == 0) return;
    const std::int64_t width = module_.source_tokens();
    const Tensor tokens = at::zeros({count, width}, at::kLong);
    const Tensor lengths = at::zeros({count}, at::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
      std::ranges::copy(new_sources_[i], tokens.data_ptr<std::int64_t>() + i * width);
      lengths.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(new_sources_[i].size());
    }
    const EncoderDecoder::Memory memory = module_.encode(tokens, lengths);
    keys_.resize(encoded_ + count);
    masks_.resize(encoded_ + count);
    const Tensor index = at::arange(encoded_, encoded_ + count, at::kLong);
    keys_.set(index, memory.keys);
    masks_.set(index, memory.mask);

    // States before any token are only needed to begin with.
    const Tensor begun = module_.step(memory.state, at::zeros({count}, at::kLong));
    states_.resize(static_cast<std::int64_t>(prefixes_.size()));
    states_.set(at::tensor(std::vector<std::int64_t>(roots_.end() - count, roots_.end())), begun);
    encoded_ += count;
    new_sources_.clear();
  }

  /// Brings all prefixes up to date, those of one length together: each needs its parent's state.
  void step_prefixes() {
    const auto end = static_cast<std::int64_t>(prefixes_.size());
    states_.resize(end);
    std::map<int, std::vector<std::int64_t>> by_depth;
    for (; stepped_ < end; ++stepped_) {
      if (prefixes_[stepped_].parent >= 0) {
        by_depth[prefixes_[stepped_].depth].push_back(stepped_);
      }
    }
    for (const auto& [depth, rows] : by_depth) {
      std::vector<std::int64_t> parents;
      std::vector<std::int64_t> tokens;
      for (const std::int64_t row : rows) {
        parents.push_back(prefixes_[row].parent);
        tokens.push_back(prefixes_[row].token);
      }
      states_.set(at::tensor(rows),
                  module_.step(states_.get(at::tensor(parents)), at::tensor(tokens)));
    }
  }

  /// Answers questions [begin, begin + count), whose legal actions begin at `actions`; returns
  /// where the next one's begin.
  const Action* answer(int begin, int count, const Action* actions) {
    std::vector<std::int64_t> rows;
    std::vector<std::int64_t> sources;
    for (int i = begin; i < begin + count; ++i) {
      rows.push_back(questions_[i].prefix);
      sources.push_back(prefixes_[questions_[i].prefix].source);
    }
    const Tensor of_source = at::tensor(sources);
    const NetworkOutput output =
        module_.answer(states_.get(at::tensor(rows)), keys_.get(of_source), masks_.get(of_source));
    const Tensor policy_rows = output.policy.contiguous();
    const Tensor wdl_rows = output.wdl.contiguous();
    const float* policy = policy_rows.data_ptr<float>();
    const float* wdl = wdl_rows.data_ptr<float>();
    for (int i = begin; i < begin + count; ++i, policy += policy_rows.size(1), wdl += 3) {
      const Question& question = questions_[i];
      for (int k = 0; k < question.num_actions; ++k) question.slot.logits[k] = policy[*actions++];
      *question.slot.values = values_of_wdl(wdl, question.mover, num_players_);
    }
    return actions;
  }

  const std::shared_ptr<const NetworkSnapshot> owner_;  ///< of module_
  EncoderDecoder& module_;
  const int num_players_;
  const int max_batch_;
  std::vector<float> features_;
  std::vector<Question> questions_;
  std::vector<Action> actions_;  ///< legal actions of all questions, one after the other
  std::int64_t evaluations_ = 0;

  std::map<std::vector<std::int64_t>, std::int64_t> sources_;
  std::vector<std::vector<std::int64_t>> new_sources_;
  std::vector<std::int64_t> roots_;  ///< per source, the prefix with no tokens
  std::int64_t encoded_ = 0;         ///< sources
  std::vector<Prefix> prefixes_;
  std::int64_t stepped_ = 0;  ///< prefixes that have their state
  std::unordered_map<std::uint64_t, std::int64_t> children_;
  Rows keys_;
  Rows masks_;
  Rows states_;
};

std::unique_ptr<EvaluationBatch> TokenNetwork::new_batch(
    std::shared_ptr<const NetworkSnapshot> owner, const GameInfo& game, int max_batch) const {
  return std::make_unique<TokenBatch>(game, *module_, std::move(owner), max_batch);
}

}  // namespace

std::unique_ptr<const NetworkSnapshotImpl> make_token_network(const GameInfo& game,
                                                              const NetworkConfig& config,
                                                              const TensorMap& tensors) {
  return std::make_unique<const TokenNetwork>(game, config, tensors);
}

}  // namespace tandem
