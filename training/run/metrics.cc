#include "training/run/metrics.h"

#include <cassert>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "games/error.h"
#include "proto/tensorboard_event.pb.h"
#include "training/run/tfrecord.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// A file that only grows, by whole pieces: one that can't be written in full leaves no part of
/// itself behind.
class AppendedFile {
 public:
  AppendedFile(fs::path path, int flags) : path_(std::move(path)) {
    fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0644);
    struct stat status {};
    if (fd_ < 0 || ::fstat(fd_, &status) != 0) fail("Can't open");
    size_ = status.st_size;
  }
  ~AppendedFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;

  void append(std::string_view bytes) {
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        const int reason = errno;
        if (::ftruncate(fd_, size_) != 0) fail("Can't cut the torn end of");
        errno = reason;
        fail("Can't append to");
      }
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    size_ += static_cast<off_t>(bytes.size());
  }

  /// Cuts what follows the last newline; returns how many bytes that was.
  std::int64_t cut_torn_line() {
    off_t end = size_;
    std::string block;
    while (end > 0) {
      const off_t start = std::max<off_t>(0, end - 4096);
      block.resize(static_cast<std::size_t>(end - start));
      if (::pread(fd_, block.data(), block.size(), start) != end - start) fail("Can't read");
      const std::size_t newline = block.rfind('\n');
      end = newline == std::string::npos ? start : start + static_cast<off_t>(newline) + 1;
      if (newline != std::string::npos) break;
    }
    const std::int64_t torn = size_ - end;
    if (torn > 0 && ::ftruncate(fd_, end) != 0) fail("Can't cut the torn end of");
    size_ = end;
    return torn;
  }

 private:
  [[noreturn]] void fail(const char* what) {
    const std::string reason = std::strerror(errno);
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    throw Error(fmt::format("{} {}: {}", what, path_.string(), reason));
  }

  fs::path path_;
  int fd_ = -1;
  off_t size_ = 0;
};

/// One file a process, as TensorBoard expects: it joins them by the time in their names.
fs::path new_event_file(const fs::path& run) {
  char host[256] = "localhost";
  ::gethostname(host, sizeof(host) - 1);
  fs::path path;
  for (int number = 0; path.empty() || fs::exists(path); ++number) {
    path = run / fmt::format("events.out.tfevents.{:010}.{}.{}.{}",
                             static_cast<std::int64_t>(seconds_since_1970()), host, ::getpid(),
                             number);
  }
  return path;
}

std::string event_record(const tensorboard::Event& event) {
  std::string bytes;
  append_tfrecord(bytes, event.SerializeAsString());
  return bytes;
}

}  // namespace

struct MetricsWriter::Impl {
  explicit Impl(const fs::path& run)
      : lines(run / "metrics.jsonl", 0), events(new_event_file(run), O_EXCL) {}

  AppendedFile lines;
  AppendedFile events;
};

MetricsWriter::MetricsWriter(const fs::path& run) : impl_(std::make_unique<Impl>(run)) {
  tensorboard::Event version;
  version.set_wall_time(seconds_since_1970());
  version.set_file_version("brain.Event:2");
  impl_->events.append(event_record(version));
  if (const std::int64_t torn = impl_->lines.cut_torn_line(); torn > 0) {
    const std::string message =
        fmt::format("the last line of metrics.jsonl was torn: {} bytes were cut", torn);
    impl_->lines.append(nlohmann::ordered_json{{"kind", "recovery"},
                                               {"time", seconds_since_1970()},
                                               {"message", message}}
                            .dump() +
                        "\n");
  }
}

MetricsWriter::~MetricsWriter() = default;

void MetricsWriter::write(const std::string& kind, std::int64_t step,
                          const std::map<std::string, double>& scalars,
                          const std::map<std::string, std::string>& texts) {
  const double now = seconds_since_1970();
  nlohmann::ordered_json line = {{"kind", kind}, {"step", step}, {"time", now}};
  tensorboard::Event event;
  event.set_wall_time(now);
  event.set_step(step);
  for (const auto& [name, value] : scalars) {
    assert(!line.contains(name));
    line[name] = value;
    tensorboard::Summary::Value& scalar = *event.mutable_summary()->add_value();
    scalar.set_tag(name);
    scalar.set_simple_value(static_cast<float>(value));
  }
  for (const auto& [name, text] : texts) {
    assert(!line.contains(name));
    line[name] = text;
  }
  // Text may quote file names, which need not be UTF-8.
  impl_->lines.append(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  if (!scalars.empty()) impl_->events.append(event_record(event));
}

}  // namespace tandem
