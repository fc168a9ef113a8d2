#include "training/lab/lab_folder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/run_layout.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

fs::path made(fs::path folder) {
  for (const char* part : {"", "starts", "results"}) make_folder(folder / part);
  return folder;
}

}  // namespace

LabFolder::LabFolder(const LabConfig& config, fs::path path)
    : path_(made(std::move(path))), lock_(path_, "lab folder") {
  const fs::path file = path_ / "config.textproto";
  const std::string text = print_text_message(config);
  // A study that ended before it made anything, because its text was wrong for example, may change.
  if (!fs::exists(file) || (fs::is_empty(path_ / "starts") && fs::is_empty(path_ / "results"))) {
    write_file_atomically(file, text);
    return;
  }
  LabConfig stored;
  parse_text_message(read_file(file), file.string(), stored);
  if (print_text_message(stored) != text) {
    throw Error(fmt::format(
        "{} holds a lab of another config; name a new folder, or run the one that is stored: "
        "--preset={}",
        path_.string(), file.string()));
  }
}

fs::path LabFolder::start_file(std::uint64_t seed, const char* direction) const {
  return path_ / "starts" / fmt::format("{}.{}.safetensors", seed, direction);
}

fs::path LabFolder::result_file(const std::string& arm, std::uint64_t seed) const {
  return path_ / "results" / fmt::format("{}.{}.json", arm, seed);
}

std::optional<StartPoint> LabFolder::start(std::uint64_t seed) const {
  const fs::path forward = start_file(seed, "forward");
  const fs::path backward = start_file(seed, "backward");
  const fs::path critic = start_file(seed, "critic");
  if (!fs::exists(forward) || !fs::exists(backward) || !fs::exists(critic)) return {};
  return StartPoint{read_file(forward), read_file(backward), read_file(critic)};
}

void LabFolder::write_start(std::uint64_t seed, const StartPoint& start) {
  write_file_atomically(start_file(seed, "forward"), start.forward);
  write_file_atomically(start_file(seed, "backward"), start.backward);
  write_file_atomically(start_file(seed, "critic"), start.critic);
}

bool LabFolder::has_result(const std::string& arm, std::uint64_t seed) const {
  return fs::exists(result_file(arm, seed));
}

std::vector<Iteration> LabFolder::result(const std::string& arm, std::uint64_t seed) const {
  const fs::path file = result_file(arm, seed);
  std::vector<Iteration> iterations;
  try {
    for (const Json& entry : Json::parse(read_file(file))) {
      Iteration& iteration = iterations.emplace_back();
      iteration.number = entry.at("iteration");
      iteration.measures = entry.at("measures").get<Measures>();
      iteration.measures.at("known.exact");
    }
    if (iterations.empty()) throw std::out_of_range("no iterations");
  } catch (const std::exception& error) {
    throw Error(fmt::format("{} is no result of the lab ({}); remove it to have it made again",
                            file.string(), error.what()));
  }
  return iterations;
}

void LabFolder::write_result(const std::string& arm, std::uint64_t seed,
                             const std::vector<Iteration>& iterations) {
  Json list = Json::array();
  for (const Iteration& iteration : iterations) {
    Json measures = Json::object();
    // JSON has no infinity; the report says "not measured" of what isn't there.
    for (const auto& [name, value] : iteration.measures) {
      if (std::isfinite(value)) measures[name] = value;
    }
    list.push_back({{"iteration", iteration.number}, {"measures", std::move(measures)}});
  }
  write_file_atomically(result_file(arm, seed), list.dump(1) + "\n");
}

}  // namespace tandem
