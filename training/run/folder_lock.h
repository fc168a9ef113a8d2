// One process at a time may write in a folder.
#pragma once

#include <filesystem>
#include <string_view>

namespace tandem {

/// Holds FOLDER/LOCK (flock) while it lives; the system frees it when the process dies.
class FolderLock {
 public:
  /// The folder must be there; `what` names it in messages ("run directory"). Throws Error naming
  /// the process that holds the lock, or why there can be none.
  FolderLock(const std::filesystem::path& folder, std::string_view what);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace tandem
