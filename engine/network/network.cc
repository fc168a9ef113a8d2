#include "engine/network/network.h"

#include <atomic>
#include <utility>

#include "engine/network/network_module.h"
#include "engine/network/snapshot_impl.h"
#include "games/error.h"

namespace tandem {

namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> count{0};
  return ++count;
}

}  // namespace

NetworkSnapshotImpl::NetworkSnapshotImpl(const GameInfo& game, Precision precision)
    : id_(next_id()), game_(game), precision_(precision) {}

NetworkSnapshot::NetworkSnapshot(std::unique_ptr<const NetworkSnapshotImpl> impl)
    : impl_(std::move(impl)) {}

NetworkSnapshot::~NetworkSnapshot() = default;

std::uint64_t NetworkSnapshot::id() const { return impl_->id(); }

Precision NetworkSnapshot::precision() const { return impl_->precision(); }

std::shared_ptr<const NetworkSnapshot> make_snapshot(const GameInfo& game,
                                                     const NetworkConfig& config,
                                                     const NetworkModule& module,
                                                     Precision precision) {
  const TensorMap tensors = network_tensors(module, /*auxiliary_heads=*/false);
  if (game.tokens) {
    if (precision == BF16) {
      throw Error("precision BF16: networks of token games compute in fp32; use FP32 or AUTO");
    }
    return std::make_shared<NetworkSnapshot>(make_token_network(game, config, tensors));
  }
  return std::make_shared<NetworkSnapshot>(
      make_folded_network(game, config, tensors, choose_hardware(precision).precision));
}

}  // namespace tandem
