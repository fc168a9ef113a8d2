#include "engine/players/checkpoint_folder.h"

#include <fmt/core.h>
#include <google/protobuf/text_format.h>

#include "engine/files.h"
#include "games/error.h"

namespace tandem {
namespace {

constexpr const char* kManifest = "manifest.textproto";

}  // namespace

std::filesystem::path find_checkpoint(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Error(fmt::format("there is no folder \"{}\"", folder.string()));
  }
  if (std::filesystem::exists(folder / kManifest)) return folder;
  std::filesystem::path newest;
  std::error_code no_checkpoints;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder / "checkpoints", no_checkpoints)) {
    if (!std::filesystem::exists(entry.path() / kManifest)) continue;
    // Numbers are padded with zeros, so the longest, then last in order is the newest.
    const std::string name = entry.path().filename().string();
    const std::string best = newest.filename().string();
    if (name.size() > best.size() || (name.size() == best.size() && name > best)) {
      newest = entry.path();
    }
  }
  if (newest.empty()) {
    throw Error(fmt::format("\"{}\" is neither a checkpoint ({} in it) nor a run with checkpoints",
                            folder.string(), kManifest));
  }
  return newest;
}

Manifest read_manifest(const std::filesystem::path& checkpoint) {
  const std::filesystem::path file = checkpoint / kManifest;
  Manifest manifest;
  if (!google::protobuf::TextFormat::ParseFromString(read_file(file), &manifest)) {
    throw Error(fmt::format("{} is not a manifest in protobuf text format", file.string()));
  }
  return manifest;
}

}  // namespace tandem
