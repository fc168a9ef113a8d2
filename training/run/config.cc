#include "training/run/config.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"
#include "games/registry.h"
#include "proto/options.pb.h"
#include "training/run/config_fields.h"
#include "training/run/run_games.h"
#include "training/run/text_message.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

constexpr const char* kConfigExtension = ".textproto";

/// Where Tandem's own configs/ and suites/ may stand, in the order in which they are looked for.
std::vector<fs::path> data_roots() {
  std::vector<fs::path> roots = {fs::current_path()};
  std::error_code unknown;
  if (const fs::path program = fs::read_symlink("/proc/self/exe", unknown); !unknown) {
    roots.push_back(program.parent_path().parent_path() / TANDEM_INSTALL_DATA);
  }
  roots.emplace_back(TANDEM_SOURCE_FOLDER);
  return roots;
}

std::set<std::string> preset_names() {
  std::set<std::string> names;
  for (const fs::path& root : data_roots()) {
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(root / "configs", unreadable)) {
      if (entry.path().extension() == kConfigExtension) names.insert(entry.path().stem());
    }
  }
  return names;
}

bool is_file_name(const std::string& source) {
  return source.find('/') != std::string::npos || source.ends_with(kConfigExtension);
}

fs::path preset_file(const std::string& name) {
  const fs::path relative = fs::path("configs") / (name + kConfigExtension);
  for (const fs::path& root : data_roots()) {
    if (fs::is_regular_file(root / relative)) return root / relative;
  }
  throw Error(
      fmt::format("There is no preset '{}'. Presets: {}. For a file, give its path ending in {}",
                  name, fmt::join(preset_names(), ", "), kConfigExtension));
}

/// Numeric fields as a double, which holds every value that a range can speak of.
double number_of(const pb::Message& parent, const pb::FieldDescriptor& field) {
  const pb::Reflection& reflection = *parent.GetReflection();
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(parent, &field);
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(reflection.GetInt64(parent, &field));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(parent, &field);
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(reflection.GetUInt64(parent, &field));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.GetFloat(parent, &field);
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.GetDouble(parent, &field);
    default:
      return 0;  // enums, bools and strings have no range
  }
}

void check_range(const std::string& name, const pb::Message& parent,
                 const pb::FieldDescriptor& field) {
  if (field.is_repeated()) return;
  const double value = number_of(parent, field);
  const Range& limits = field.options().GetExtension(range);
  const bool too_small = limits.has_min() && value < limits.min();
  const bool too_large = limits.has_max() && value > limits.max();
  if (std::isfinite(value) && !too_small && !too_large) return;
  throw Error(fmt::format("{} is {}: it must be a finite number{}{}", name,
                          field_text(parent, field),
                          limits.has_min() ? fmt::format(", at least {}", limits.min()) : "",
                          limits.has_max() ? fmt::format(", at most {}", limits.max()) : ""));
}

}  // namespace

RunConfig read_run_config(const std::string& source) {
  const fs::path file = is_file_name(source) ? fs::path(source) : preset_file(source);
  RunConfig config;
  parse_text_message(read_file(file), file.string(), config);
  return config;
}

void check_ranges(const pb::Message& config) { for_each_field(config, check_range); }

void check_run_config(const RunConfig& config) {
  if (config.game().empty()) {
    throw Error(fmt::format("game is not set: which game is to be learned? Games: {}",
                            fmt::join(registered_games(), "; ")));
  }
  const RunGames games(config);
  if (games[0]->info().tokens) {
    throw Error(fmt::format(
        "game is '{}': its rules don't say what a finished sentence is worth, so self-play alone "
        "can't learn it; tandem-lab gives it a judge",
        config.game()));
  }
  check_ranges(config);
  if (config.self_play().groups() < games.size()) {
    throw Error(fmt::format(
        "self_play.groups is {}, but the run learns {} games and a group plays one of them: it "
        "must be at least {}",
        config.self_play().groups(), games.size(), games.size()));
  }
}

std::vector<FieldChange> config_changes(const RunConfig& before, const RunConfig& after) {
  std::map<std::string, std::string> old_values;
  for_each_field(before, [&](const std::string& name, const pb::Message& parent,
                             const pb::FieldDescriptor& field) {
    old_values[name] = field_text(parent, field);
  });
  std::vector<FieldChange> changes;
  for_each_field(after, [&](const std::string& name, const pb::Message& parent,
                            const pb::FieldDescriptor& field) {
    std::string value = field_text(parent, field);
    if (value == old_values[name]) return;
    changes.push_back(
        {name, old_values[name], std::move(value), field.options().GetExtension(fixed)});
  });
  return changes;
}

std::filesystem::path find_data(const fs::path& relative, const fs::path& beside) {
  std::vector<fs::path> roots = data_roots();
  if (!beside.empty()) roots.insert(roots.begin(), beside);
  for (const fs::path& root : roots) {
    if (fs::exists(root / relative)) return root / relative;  // an absolute path replaces the root
  }
  if (relative.is_absolute()) throw Error(fmt::format("{} doesn't exist", relative.string()));
  std::vector<std::string> tried;
  for (const fs::path& root : roots) tried.push_back(root.string());
  throw Error(
      fmt::format("{} is in none of the folders {}", relative.string(), fmt::join(tried, ", ")));
}

}  // namespace tandem
