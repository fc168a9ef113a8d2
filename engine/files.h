// Files that survive a crash: written whole under a temporary name, synced, renamed, folder synced.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "proto/manifest.pb.h"

namespace tandem {

/// CRC-32C (Castagnoli) of `bytes`, as in RFC 3720.
std::uint32_t crc32c(std::string_view bytes);

/// Writes `bytes` to `path` so that after a crash the file holds either its old content or all of
/// the new. Throws Error naming the path and the system's reason (disk full, permission).
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Says before long work whether write_file_atomically() can replace `path`: its folder must be
/// there and writable, and the path free or a regular file, because anything else (a device, a
/// link) would be lost. Throws Error saying what to do.
void check_can_write(const std::filesystem::path& path);

/// The whole file. Throws Error naming the path.
std::string read_file(const std::filesystem::path& path);

/// Writes a file below `root` and returns its entry for a manifest (path relative to root).
FileEntry write_committed_file(const std::filesystem::path& root,
                               const std::filesystem::path& relative, std::string_view bytes);

/// Reads a file that a manifest names and checks length and checksum. Throws Error naming the file
/// and how it differs (missing, truncated, bytes changed).
std::string read_committed_file(const std::filesystem::path& root, const FileEntry& entry);

}  // namespace tandem
