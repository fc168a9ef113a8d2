#include <ATen/Context.h>
#include <fmt/format.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "engine/network/network.h"
#include "games/error.h"

namespace tandem {
namespace {

/// The processor's bfloat16 dot products, by name; empty without. The compiler's check asks the
/// operating system too, which must save the wide registers.
std::string bf16_instructions() {
#if defined(__x86_64__)
  if (!at::globalContext().hasMKLDNN()) return "";
  __builtin_cpu_init();
  if (__builtin_cpu_supports("amx-bf16")) return "amx_bf16";
  if (__builtin_cpu_supports("avx512bf16")) return "avx512_bf16";
#endif
  return "";
}

InferenceHardware choose(Precision requested, bool cuda) {
  const std::string instructions = cuda ? "cuda" : bf16_instructions();
  if (requested == BF16 && instructions.empty()) {
    throw Error(
        "Precision BF16 was asked for, but this processor has neither AMX nor AVX-512 bfloat16 (or "
        "LibTorch "
        "was built without oneDNN); use FP32 or AUTO");
  }
  const bool bf16 = requested != FP32 && !instructions.empty();
  const std::string precision = !bf16  ? "fp32"
                                : cuda ? "bf16"
                                       : fmt::format("bf16 ({})", instructions);
  return {bf16 ? BF16 : FP32,
          fmt::format("{}, {}, LibTorch {}", cuda ? "CUDA" : "CPU", precision, TORCH_VERSION)};
}

}  // namespace

InferenceHardware choose_hardware(Precision requested) {
  return choose(requested, torch::cuda::is_available());
}

InferenceHardware choose_training_hardware(Precision requested) { return choose(requested, false); }

}  // namespace tandem
