#include "engine/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <isa-l/crc.h>
#include <sys/stat.h>
#include <unistd.h>

#include "games/error.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_system_error(const char* what, const fs::path& path, int error) {
  throw Error(fmt::format("{} {}: {}", what, path.string(), std::strerror(error)));
}

/// An open file that is closed whatever happens.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

  /// Some file systems report a failed write only here.
  int close() {
    const int result = ::close(fd_);
    fd_ = -1;
    return result;
  }

 private:
  int fd_;
};

/// Returns 0, or the errno of the first failure.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Writes and syncs a new file. Returns 0, or the errno of the first failure.
int write_synced(const fs::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (!file.is_open()) return errno;
  if (const int error = write_all(file.get(), bytes)) return error;
  if (::fsync(file.get()) != 0) return errno;
  if (file.close() != 0) return errno;
  return 0;
}

/// Makes a rename in `folder` durable.
void sync_folder(const fs::path& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open() || ::fsync(descriptor.get()) != 0) {
    throw_system_error("Can't sync the folder", folder, errno);
  }
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Manifests are read from wherever people got them: an entry must not lead out of its root.
void check_entry_path(const fs::path& root, const FileEntry& entry) {
  const fs::path path = entry.path();
  const bool climbs =
      std::any_of(path.begin(), path.end(), [](const fs::path& p) { return p == ".."; });
  if (path.empty() || path.is_absolute() || climbs) {
    throw Error(
        fmt::format("The manifest of {} names the file '{}', which is not a path below that folder",
                    root.string(), entry.path()));
  }
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  // ISA-L computes the bare register; RFC 3720 starts it at all ones and inverts the result. Its
  // length is an int, so that long inputs go in pieces.
  constexpr std::size_t kPiece = std::size_t{1} << 30;
  std::uint32_t state = 0xFFFFFFFFu;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    // The parameter is not const, but the function only reads.
    auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
    state = crc32_iscsi(data, static_cast<int>(piece.size()), state);
    bytes.remove_prefix(piece.size());
  }
  return ~state;
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  // The temporary name is fixed, so that what a crash left behind is overwritten by the next
  // attempt.
  const fs::path folder = folder_of(path);
  const fs::path temporary = folder / fmt::format(".{}.tmp", path.filename().string());
  int error = write_synced(temporary, bytes);
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    throw_system_error("Can't write", path, error);
  }
  sync_folder(folder);
}

void check_can_write(const fs::path& path) {
  const fs::path folder = folder_of(path);
  const auto refuse = [&](const std::string& why) {
    throw Error(fmt::format("Can't write {}: {}", path.string(), why));
  };
  std::error_code unreadable;  // then the folder counts as missing
  if (!fs::is_directory(folder, unreadable)) {
    refuse(fmt::format("there is no folder {}; make it first", folder.string()));
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    refuse(fmt::format("the folder {} may not be written to ({}); name another", folder.string(),
                       std::strerror(errno)));
  }
  const fs::file_type type = fs::symlink_status(path, unreadable).type();
  if (type != fs::file_type::not_found && type != fs::file_type::regular) {
    refuse("it is there and no regular file; name a new file");
  }
}

std::string read_file(const fs::path& path) {
  Descriptor file(path, O_RDONLY);
  if (!file.is_open()) throw_system_error("Can't open", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) throw_system_error("Can't read", path, errno);
  if (S_ISDIR(status.st_mode)) throw_system_error("Can't read", path, EISDIR);

  // The size is a hint only: pipes have none, and a file may grow while it is read.
  std::string bytes;
  bytes.resize(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1);
  std::size_t length = 0;
  while (true) {
    if (length == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t got = ::read(file.get(), bytes.data() + length, bytes.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_system_error("Can't read", path, errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  bytes.resize(length);
  return bytes;
}

FileEntry write_committed_file(const fs::path& root, const fs::path& relative,
                               std::string_view bytes) {
  FileEntry entry;
  entry.set_path(relative.generic_string());
  entry.set_bytes(bytes.size());
  entry.set_crc32c(crc32c(bytes));
  check_entry_path(root, entry);
  write_file_atomically(root / relative, bytes);
  return entry;
}

std::string read_committed_file(const fs::path& root, const FileEntry& entry) {
  check_entry_path(root, entry);
  const fs::path path = root / entry.path();
  if (!fs::exists(path)) {
    throw Error(fmt::format("{} is missing, though the manifest names it", path.string()));
  }
  std::string bytes = read_file(path);
  if (bytes.size() != entry.bytes()) {
    throw Error(
        fmt::format("{} has {} bytes, but the manifest says {}: it was {}; restore it from a copy",
                    path.string(), bytes.size(), entry.bytes(),
                    bytes.size() < entry.bytes() ? "truncated" : "extended or replaced"));
  }
  if (const std::uint32_t crc = crc32c(bytes); crc != entry.crc32c()) {
    throw Error(
        fmt::format("{} has checksum {:08x}, but the manifest says {:08x}: its bytes were changed; "
                    "restore it from a copy",
                    path.string(), crc, entry.crc32c()));
  }
  return bytes;
}

}  // namespace tandem
