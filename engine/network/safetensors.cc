#include "engine/network/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "games/error.h"

namespace tandem {
namespace {

static_assert(std::endian::native == std::endian::little,
              "tensors are copied as they lie in memory");

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeaderBytes = 100'000'000;  // the reference implementation's limit
constexpr std::size_t kAlignment = 8;
constexpr const char* kMetadata = "__metadata__";

const char* dtype_name(const std::string& tensor, at::ScalarType type) {
  if (type == at::kFloat) return "F32";
  if (type == at::kLong) return "I64";
  throw Error(fmt::format("Tensor '{}' has type {}: only float and int64 are stored", tensor,
                          toString(type)));
}

std::optional<at::ScalarType> dtype_of(const std::string& name) {
  if (name == "F32") return at::kFloat;
  if (name == "I64") return at::kLong;
  return std::nullopt;
}

/// One tensor as the header describes it; offsets count from the end of the header.
struct Entry {
  std::string name;
  at::ScalarType dtype = at::kFloat;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw Error(fmt::format("{} is not a valid safetensors file: {}", file, what));
}

std::uint64_t unsigned_number(const Json& value, const std::string& file, const std::string& tensor,
                              const char* field) {
  if (!value.is_number_unsigned()) {
    fail(file, fmt::format("{} of tensor '{}' holds {}, not a whole number from 0 up", field,
                           tensor, value.dump(-1, ' ', false, Json::error_handler_t::replace)));
  }
  return value.get<std::uint64_t>();
}

/// Bytes of a tensor, or none where the product overflows.
std::optional<std::uint64_t> byte_size(const Entry& entry) {
  std::uint64_t bytes = at::elementSize(entry.dtype);
  for (const std::int64_t extent : entry.shape) {
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes))
      return std::nullopt;
  }
  return bytes;
}

Entry parse_entry(const std::string& file, const std::string& name, const Json& value) {
  Entry entry;
  entry.name = name;
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
      !value.contains("shape") || !value.contains("data_offsets")) {
    fail(file, fmt::format("tensor '{}' needs exactly dtype, shape and data_offsets", name));
  }
  const Json& dtype = value["dtype"];
  const auto type = dtype.is_string() ? dtype_of(dtype.get<std::string>()) : std::nullopt;
  if (!type) {
    fail(file, fmt::format("tensor '{}' has dtype {}; F32 and I64 are read here", name,
                           dtype.dump(-1, ' ', false, Json::error_handler_t::replace)));
  }
  entry.dtype = *type;

  const Json& shape = value["shape"];
  if (!shape.is_array()) fail(file, fmt::format("shape of tensor '{}' is not a list", name));
  for (const Json& extent : shape) {
    const std::uint64_t n = unsigned_number(extent, file, name, "shape");
    if (n > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      fail(file, fmt::format("shape of tensor '{}' is too large", name));
    }
    entry.shape.push_back(static_cast<std::int64_t>(n));
  }

  const Json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) {
    fail(file, fmt::format("data_offsets of tensor '{}' are not two numbers", name));
  }
  entry.begin = unsigned_number(offsets[0], file, name, "data_offsets");
  entry.end = unsigned_number(offsets[1], file, name, "data_offsets");
  const auto bytes = byte_size(entry);
  if (entry.end < entry.begin || !bytes || entry.end - entry.begin != *bytes) {
    fail(file, fmt::format("data_offsets [{}, {}] of tensor '{}' don't fit its shape and dtype",
                           entry.begin, entry.end, name));
  }
  return entry;
}

/// The JSON header. Names given twice are refused: readers differ in which one they take.
Json parse_header(const std::string& file, std::string_view text) {
  std::set<std::string> names;
  std::string repeated;
  const auto watch_names = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key && depth == 1 &&
        !names.insert(parsed.get<std::string>()).second) {
      repeated = parsed.get<std::string>();
    }
    return true;
  };
  Json header;
  try {
    header = Json::parse(text, watch_names);
  } catch (const Json::exception& error) {
    fail(file, fmt::format("its header is not JSON ({})", error.what()));
  }
  if (!header.is_object()) fail(file, "its header is not a JSON object");
  if (!repeated.empty()) fail(file, fmt::format("tensor '{}' stands in it twice", repeated));
  return header;
}

void check_metadata(const std::string& file, const Json& metadata) {
  const bool strings =
      metadata.is_object() &&
      std::all_of(metadata.begin(), metadata.end(), [](const Json& v) { return v.is_string(); });
  if (!strings) fail(file, "__metadata__ is not an object of strings");
}

/// The tensors must cover the data exactly: no gap, no overlap, nothing after the last.
void check_layout(const std::string& file, std::vector<Entry>& entries, std::uint64_t data_bytes) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::uint64_t expected = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != expected) {
      fail(file,
           fmt::format(
               "tensor '{}' begins at offset {} of the data, where {} was expected: {}", entry.name,
               entry.begin, expected,
               entry.begin < expected ? "it overlaps the tensor before it" : "there is a gap"));
    }
    expected = entry.end;
  }
  if (expected != data_bytes) {
    fail(file,
         fmt::format("its tensors end at offset {} of the data, but there are {} bytes of it ({})",
                     expected, data_bytes, data_bytes < expected ? "truncated" : "left over"));
  }
}

}  // namespace

std::string to_safetensors(const TensorMap& tensors,
                           const std::map<std::string, std::string>& metadata) {
  // Wider types first keeps every tensor aligned to its element, as the reference writer does.
  std::vector<std::pair<std::string, at::Tensor>> order;
  for (const auto& [name, tensor] : tensors)
    order.emplace_back(name, tensor.detach().cpu().contiguous());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.second.element_size() > b.second.element_size();
  });

  Json header = Json::object();
  if (!metadata.empty()) header[kMetadata] = metadata;
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : order) {
    const std::uint64_t end = offset + tensor.nbytes();
    header[name] = {{"dtype", dtype_name(name, tensor.scalar_type())},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');

  const std::uint64_t length = text.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  bytes.reserve(kLengthBytes + text.size() + offset);
  bytes += text;
  for (const auto& [name, tensor] : order) {
    bytes.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
  }
  return bytes;
}

TensorMap from_safetensors(const std::string& bytes, const std::string& name) {
  if (bytes.size() < kLengthBytes) fail(name, fmt::format("it has only {} bytes", bytes.size()));
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeaderBytes || length > bytes.size() - kLengthBytes) {
    fail(name, fmt::format("its header claims {} bytes, but {} follow", length,
                           bytes.size() - kLengthBytes));
  }

  const std::string_view text(bytes.data() + kLengthBytes, length);
  const Json header = parse_header(name, text);
  std::vector<Entry> entries;
  for (const auto& [key, value] : header.items()) {
    if (key == kMetadata) {
      check_metadata(name, value);
    } else {
      entries.push_back(parse_entry(name, key, value));
    }
  }
  const std::size_t data = kLengthBytes + length;
  check_layout(name, entries, bytes.size() - data);

  TensorMap tensors;
  for (const Entry& entry : entries) {
    at::Tensor tensor = at::empty(entry.shape, at::TensorOptions().dtype(entry.dtype));
    std::memcpy(tensor.data_ptr(), bytes.data() + data + entry.begin, entry.end - entry.begin);
    tensors.emplace(entry.name, std::move(tensor));
  }
  return tensors;
}

}  // namespace tandem
