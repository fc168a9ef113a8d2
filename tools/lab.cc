// The open-ended task: arms that differ in their judge, from the same start.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gflags/gflags.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <filesystem>
#include <string>
#include <variant>

#include "engine/files.h"
#include "games/error.h"
#include "tools/command_line.h"
#include "training/lab/lab.h"
#include "training/lab/lab_config.h"
#include "training/lab/report/document.h"
#include "training/lab/report/report.h"
#include "training/run/config.h"

DEFINE_string(preset, "quick", "Study: a preset in configs/lab, or a file");
DEFINE_string(lab_dir, "", "Folder of the study; a new one, or one to go on with");
DEFINE_string(set, "", "Override a config field, field=value; may be repeated");
DEFINE_int32(threads, 0, "Threads; 0: all cores");

namespace tandem {
namespace {

/// The preset's name; empty where a file was given, or fields were overridden.
std::string preset_name() {
  const bool is_file =
      FLAGS_preset.find('/') != std::string::npos || FLAGS_preset.ends_with(".textproto");
  return is_file || !repeated_flag("set").empty() ? "" : FLAGS_preset;
}

/// report.html, report.md with its figures, and iterations.csv.
void write_reports(const LabConfig& config, const LabResults& results,
                   const std::filesystem::path& folder) {
  const Document report = make_report(config, results, preset_name());
  write_file_atomically(folder / "report.html", html_of(report));
  write_file_atomically(folder / "report.md", markdown_of(report, "figures"));
  std::filesystem::create_directories(folder / "figures");
  for (const auto& part : report.parts) {
    if (const auto* figure = std::get_if<Figure>(&part)) {
      write_file_atomically(folder / "figures" / (figure->name + ".svg"), svg_of(figure->plot));
    }
  }
  write_file_atomically(folder / "iterations.csv", results_csv(config, results));
}

int lab() {
  if (FLAGS_lab_dir.empty()) throw Error("--lab_dir is needed; see --help");
  if (FLAGS_threads < 0) throw Error(fmt::format("--threads={} is below 0", FLAGS_threads));
  LabConfig config = read_lab_config(FLAGS_preset);
  apply_overrides(config, repeated_flag("set"));
  check_lab_config(config);
  const std::filesystem::path folder = FLAGS_lab_dir;

  const int threads = FLAGS_threads > 0 ? FLAGS_threads : tbb::this_task_arena::max_concurrency();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(threads);
  fmt::print("{}: {} arms, {} seeds, {} iterations each, {} threads; networks on CPU in fp32\n",
             folder.string(), config.arms_size(), config.seeds_size(), config.iterations(),
             threads);
  LabStudy study;
  arena.execute([&] { study = run_lab(config, folder, stop_requested()); });
  write_reports(config, study.results, folder);
  fmt::print(
      "\nExact matches of the network alone at the end, mean over seeds (95 % interval):\n\n{}\n"
      "Report: {} (and report.md)\nEvery iteration: {}\n",
      arms_table(config, study.results), (folder / "report.html").string(),
      (folder / "iterations.csv").string());
  if (study.failures.empty()) return kExitOk;
  throw Error(
      fmt::format("{} of the arms failed, and are missing above; the same command tries "
                  "them again:\n{}",
                  study.failures.size(), fmt::join(study.failures, "\n")));
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-lab",
      .summary = "runs arms of a self-improvement loop that differ in their judge, from one start.",
      .examples =
          "  tandem-lab --preset=quick --lab_dir=runs/lab\n"
          "  tandem-lab --preset=quick --lab_dir=runs/short --set=iterations=2",
      .details =
          "A study (proto/lab_config.proto) says how large the made-up language is, what the arms "
          "are and which\n"
          "seeds they have. What is finished stays in the folder: after Ctrl-C the same command "
          "goes on.\n",
      .source = __FILE__,
      .repeatable = {"set"}};
  return tandem::run_program(argc, argv, program, tandem::lab);
}
