#include "training/run/folder_lock.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/run_layout.h"

namespace tandem {

FolderLock::FolderLock(const std::filesystem::path& folder, std::string_view what) {
  const std::filesystem::path file = folder / kLockFile;
  file_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) {
    throw Error(fmt::format("Can't open {}: {}", file.string(), std::strerror(errno)));
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    ::close(file_);
    if (reason != EWOULDBLOCK) {
      throw Error(fmt::format("Can't lock {}: {}", file.string(), std::strerror(reason)));
    }
    std::string holder = read_file(file);
    holder.erase(std::remove(holder.begin(), holder.end(), '\n'), holder.end());
    throw Error(fmt::format(
        "The {} {} is in use by process {}: wait for it, stop it, or choose another directory",
        what, folder.string(), holder.empty() ? "(unknown)" : holder));
  }
  // For people only: the lock itself is the system's, and goes with the process.
  const std::string holder = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file_, 0) != 0 ||
      ::write(file_, holder.data(), holder.size()) != static_cast<ssize_t>(holder.size())) {
    const int reason = errno;
    ::close(file_);
    throw Error(fmt::format("Can't write {}: {}", file.string(), std::strerror(reason)));
  }
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace tandem
