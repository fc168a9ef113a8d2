#include "training/lab/translator/translations_file.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "engine/files.h"
#include "games/error.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kOpening = R"({"command":)";

struct Entry {
  std::string command;
  std::string line;
  std::string translation;
};

std::uint32_t checksum(const Entry& entry) {
  std::string bytes;
  for (const std::string* part : {&entry.command, &entry.line, &entry.translation}) {
    bytes += *part;
    bytes += '\0';
  }
  return crc32c(bytes);
}

std::optional<std::string> text_of(const json& object, const char* key) {
  const auto field = object.find(key);
  if (field == object.end() || !field->is_string()) return std::nullopt;
  return field->get<std::string>();
}

/// Nothing for a line that is damaged.
std::optional<Entry> parse(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  const auto command = text_of(object, "command");
  const auto line = text_of(object, "line");
  const auto translation = text_of(object, "translation");
  const auto crc = object.find("crc");
  if (!command || !line || !translation || crc == object.end()) return std::nullopt;
  Entry entry{*command, *line, *translation};
  if (!crc->is_number_unsigned() || *crc != checksum(entry)) return std::nullopt;
  return entry;
}

/// In one write, so that programs that append at once don't mix their lines. Returns 0 or an errno.
int append_synced(const fs::path& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return errno;
  int error = 0;
  const ssize_t written = ::write(fd, bytes.data(), bytes.size());
  if (written < 0) {
    error = errno;
  } else if (static_cast<std::size_t>(written) < bytes.size()) {
    error = ENOSPC;  // what a short write to a file means
  } else if (::fsync(fd) != 0) {
    error = errno;
  }
  if (::close(fd) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

TranslationsFile::TranslationsFile(fs::path path, std::string command)
    : path_(std::move(path)), command_(std::move(command)) {
  check_can_write(path_);
}

Translations TranslationsFile::load() {
  Translations translations;
  if (!fs::exists(path_)) return translations;
  const std::string text = read_file(path_);
  std::size_t number = 0;
  std::size_t damaged = 0;
  std::size_t first_damaged = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::optional<Entry> entry = parse(rest.substr(0, end));
    ++number;
    if (!entry && ++damaged == 1) first_damaged = number;
    if (entry && entry->command == command_) {
      translations.emplace(std::move(entry->line), std::move(entry->translation));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (damaged > 0 && damaged == number && !text.starts_with(kOpening)) {
    throw Error(
        fmt::format("{} holds no translations: it is some other file. Name another for "
                    "them, or delete it",
                    path_.string()));
  }
  if (damaged > 0) {
    fmt::print(stderr,
               "{}: {} of {} lines damaged, the first of them line {}; they are skipped, and "
               "their translations asked for again\n",
               path_.string(), damaged, number, first_damaged);
  }
  cut_off_ = !text.empty() && text.back() != '\n';
  return translations;
}

void TranslationsFile::append(const Translations& translations) {
  if (given_up_) return;
  std::string bytes = cut_off_ ? "\n" : "";
  for (const auto& [line, translation] : translations) bytes += entry(line, translation);
  if (const int error = append_synced(path_, bytes)) return give_up(error);
  cut_off_ = false;
}

std::string TranslationsFile::entry(const std::string& line, const std::string& translation) const {
  const json object = {{"command", command_},
                       {"crc", checksum({command_, line, translation})},
                       {"line", line},
                       {"translation", translation}};
  // A command may be typed in any encoding; then its entries don't match later, and cost no more.
  return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

void TranslationsFile::give_up(int error) {
  given_up_ = true;
  fmt::print(stderr, "Can't append to {}: {}; translations from here on are not kept\n",
             path_.string(), std::strerror(error));
}

}  // namespace tandem
