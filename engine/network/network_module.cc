#include "engine/network/network_module.h"

#include <fmt/format.h>

#include "engine/network/network_body.h"
#include "engine/network/threads.h"
#include "games/error.h"

namespace tandem {
namespace {

using torch::Tensor;

bool is_auxiliary(const std::string& name) {
  return name.starts_with(std::string(kSoftPolicy) + ".") ||
         name.starts_with(std::string(kReplyPolicy) + ".");
}

/// Every parameter and buffer of the module, auxiliary heads included.
std::map<std::string, Tensor> module_tensors(const NetworkModule& module) {
  std::map<std::string, Tensor> tensors;
  for (const auto& item : module->named_parameters()) tensors.emplace(item.key(), item.value());
  for (const auto& item : module->named_buffers()) tensors.emplace(item.key(), item.value());
  return tensors;
}

std::shared_ptr<NetworkBody> make_body(const GameInfo& game, const NetworkConfig& config,
                                       bool auxiliary_heads) {
  prepare_process();
  if (game.tokens) return make_encoder_decoder(game, config);
  return make_residual_tower(game, config, auxiliary_heads);
}

}  // namespace

NetworkModuleImpl::NetworkModuleImpl(const GameInfo& game, const NetworkConfig& config,
                                     bool auxiliary_heads)
    : body_(make_body(game, config, auxiliary_heads)) {
  for (const auto& part : body_->named_children()) register_module(part.key(), part.value());
}

NetworkOutput NetworkModuleImpl::forward(const NetworkInput& input, bool bf16,
                                         const Dropout& dropout) {
  return body_->forward(input, bf16, dropout);
}

TensorMap network_tensors(const NetworkModule& module, bool auxiliary_heads) {
  TensorMap tensors;
  for (const auto& [name, tensor] : module_tensors(module)) {
    if (!auxiliary_heads && is_auxiliary(name)) continue;
    tensors.emplace(name,
                    tensor.detach().to(torch::kCPU, tensor.scalar_type(), /*non_blocking=*/false,
                                       /*copy=*/true, torch::MemoryFormat::Contiguous));
  }
  return tensors;
}

void set_network_tensors(NetworkModule& module, const TensorMap& tensors, const std::string& name) {
  const std::map<std::string, Tensor> targets = module_tensors(module);
  for (const auto& [key, tensor] : tensors) {
    if (!targets.contains(key) && !is_auxiliary(key)) {
      throw Error(fmt::format(
          "{} holds tensor '{}', which this network doesn't have: it is of another kind", name,
          key));
    }
  }
  // All checks come first, so that a bad file leaves the module as it was.
  for (const auto& [key, target] : targets) {
    const auto found = tensors.find(key);
    if (found == tensors.end()) {
      if (is_auxiliary(key)) continue;
      throw Error(fmt::format("{} lacks tensor '{}', which this network needs", name, key));
    }
    const Tensor& tensor = found->second;
    if (tensor.sizes() != target.sizes() || tensor.scalar_type() != target.scalar_type()) {
      throw Error(fmt::format("{} holds tensor '{}' of {} [{}], but this network needs {} [{}]",
                              name, key, toString(tensor.scalar_type()),
                              fmt::join(tensor.sizes(), ", "), toString(target.scalar_type()),
                              fmt::join(target.sizes(), ", ")));
    }
  }
  torch::NoGradGuard no_grad;
  for (const auto& [key, target] : targets) {
    if (const auto found = tensors.find(key); found != tensors.end()) {
      Tensor destination = target;
      destination.copy_(found->second);
    }
  }
}

}  // namespace tandem
