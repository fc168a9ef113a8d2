// The safetensors file format: 8-byte little-endian header length, JSON header, raw tensors.
// Loading runs no code, and one line of Python reads the files (safetensors.numpy.load_file).
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <ATen/core/Tensor.h>

namespace tandem {

/// Named tensors in name order. F32 and I64 are stored; all on the CPU and contiguous.
using TensorMap = std::map<std::string, at::Tensor>;

/// Serialises to the file's bytes. The metadata go to the header's "__metadata__".
std::string to_safetensors(const TensorMap& tensors,
                           const std::map<std::string, std::string>& metadata);

/// Parses the bytes of the file `name`. Throws Error naming the file and the tensor or offset that
/// is wrong (overlap, gap, length, dtype, header).
TensorMap from_safetensors(const std::string& bytes, const std::string& name);

}  // namespace tandem
