// The file that a caching translator goes on from; its format is described there.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>

namespace tandem {

/// By line.
using Translations = std::unordered_map<std::string, std::string>;

/// Not thread-safe. Several programs may append to the same file.
class TranslationsFile {
 public:
  /// Of the translations by `command`; others are left alone. The file needn't be there. Throws
  /// Error if it can't be read or written, or is another kind of file.
  TranslationsFile(std::filesystem::path path, std::string command);

  /// What it holds. Lines of the file that are damaged are told of on stderr. Where a line has
  /// several translations, the first counts.
  Translations load();

  /// In one write, synced. A failure is told of on stderr, and nothing more is written from then
  /// on.
  void append(const Translations& translations);

 private:
  std::string entry(const std::string& line, const std::string& translation) const;
  void give_up(int error);

  std::filesystem::path path_;
  std::string command_;
  bool cut_off_ = false;  ///< its last line has no end
  bool given_up_ = false;
};

}  // namespace tandem
