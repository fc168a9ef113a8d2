#include "training/lab/translator/caching_translator.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "games/error.h"
#include "training/lab/translator/translations_file.h"

namespace tandem {
namespace {

constexpr std::size_t kSlice = 1000;  ///< lines asked for, and kept, at a time

using Lines = std::vector<std::string>;

class CachingTranslator final : public Translator {
 public:
  CachingTranslator(std::unique_ptr<Translator> translator,
                    const std::optional<std::filesystem::path>& file)
      : translator_(std::move(translator)) {
    if (!file) return;
    file_.emplace(*file, translator_->command());
    known_ = file_->load();
  }

  const std::string& command() const override { return translator_->command(); }

  Lines translate(const Lines& lines) override {
    check_lines(lines);
    if (!unknown(lines).empty()) {
      const std::lock_guard asking(asking_);
      ask(unknown(lines));  // others may have asked for some by now
    }
    const std::lock_guard reading(known_mutex_);
    Lines translations;
    for (const std::string& line : lines) translations.push_back(known_.at(line));
    return translations;
  }

 private:
  /// Of `lines`, each once, in order.
  Lines unknown(const Lines& lines) {
    const std::lock_guard reading(known_mutex_);
    std::unordered_set<std::string> seen;
    Lines result;
    for (const std::string& line : lines) {
      if (!known_.contains(line) && seen.insert(line).second) result.push_back(line);
    }
    return result;
  }

  /// While `asking_` is held.
  void ask(const Lines& lines) {
    for (std::size_t begin = 0; begin < lines.size(); begin += kSlice) {
      const std::size_t end = std::min(begin + kSlice, lines.size());
      const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
      const Lines slice(at(begin), at(end));
      keep(slice, translator_->translate(slice));
    }
  }

  void keep(const Lines& lines, Lines answers) {
    if (answers.size() != lines.size()) {
      throw Error(fmt::format("The translator '{}' answered {} lines with {}; mend it", command(),
                              lines.size(), answers.size()));
    }
    Translations fresh;
    for (std::size_t i = 0; i < lines.size(); ++i) fresh.emplace(lines[i], std::move(answers[i]));
    if (file_) file_->append(fresh);
    const std::lock_guard writing(known_mutex_);
    known_.merge(fresh);
  }

  std::unique_ptr<Translator> translator_;
  std::mutex asking_;  ///< for the translator and the file; taken before known_mutex_
  std::optional<TranslationsFile> file_;
  std::mutex known_mutex_;
  Translations known_;
};

}  // namespace

std::unique_ptr<Translator> make_caching_translator(
    std::unique_ptr<Translator> translator, const std::optional<std::filesystem::path>& file) {
  return std::make_unique<CachingTranslator>(std::move(translator), file);
}

}  // namespace tandem
