// Which checkpoint a person means by a folder.
#pragma once

#include <filesystem>
#include <string>

#include "proto/manifest.pb.h"

namespace tandem {

/// `folder` itself if it is a checkpoint (holds manifest.textproto), else the newest checkpoint of
/// the run that it is (checkpoints/NNNNNN). Throws Error if it is neither.
std::filesystem::path find_checkpoint(const std::filesystem::path& folder);

/// A checkpoint's manifest. Throws Error naming the file if it can't be read or parsed.
Manifest read_manifest(const std::filesystem::path& checkpoint);

}  // namespace tandem
