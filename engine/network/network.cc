#include "engine/network/network.h"

#include <utility>

#include "engine/network/folded_network.h"
#include "engine/network/network_module.h"

namespace tandem {

NetworkSnapshot::NetworkSnapshot(std::unique_ptr<const NetworkSnapshotImpl> impl)
    : impl_(std::move(impl)) {}

NetworkSnapshot::~NetworkSnapshot() = default;

std::uint64_t NetworkSnapshot::id() const { return impl_->id(); }

Precision NetworkSnapshot::precision() const { return impl_->precision(); }

std::shared_ptr<const NetworkSnapshot> make_snapshot(const GameInfo& game,
                                                     const NetworkConfig& config,
                                                     const NetworkModule& module,
                                                     Precision precision) {
  return std::make_shared<NetworkSnapshot>(std::make_unique<const NetworkSnapshotImpl>(
      game, config, network_tensors(module, /*auxiliary_heads=*/false),
      choose_hardware(precision).precision, choose_layout()));
}

}  // namespace tandem
