#include "training/lab/task_maker.h"

#include <memory>

#include "training/lab/closed_task.h"
#include "training/lab/parallel_task.h"
#include "training/lab/translator/caching_translator.h"
#include "training/lab/translator/process_translator.h"

namespace tandem {
namespace {

ParallelText text_of(const LabConfig& config, const std::filesystem::path& translations,
                     const std::atomic<bool>& stop) {
  if (!config.has_parallel()) return {};
  if (!config.parallel().has_translator()) return read_task_text(config, nullptr);
  ProcessTranslatorConfig process;
  process.command = config.parallel().translator();
  process.stop = &stop;
  const auto translator = make_caching_translator(make_process_translator(process), translations);
  return read_task_text(config, translator.get());
}

}  // namespace

TaskMaker::TaskMaker(const LabConfig& config, const std::filesystem::path& translations,
                     const std::atomic<bool>& stop)
    : config_(config), text_(text_of(config, translations, stop)) {}

LabTask TaskMaker::make(std::uint64_t seed) const {
  return config_.has_parallel() ? make_parallel_task(config_, text_, seed)
                                : make_closed_task(config_, seed);
}

}  // namespace tandem
