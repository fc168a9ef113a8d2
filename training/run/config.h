// Reading, overriding and checking a run's config by reflection over proto/run_config.proto, so
// that a new field needs no code here.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <google/protobuf/message.h>

#include "proto/run_config.pb.h"

namespace tandem {

/// Reads a config in protobuf text format. `source` is a file (it has a '/' or ends in .textproto),
/// or the name of a preset in configs/ ("connect_four"). Throws Error with file, line and column
/// for syntax and unknown fields; lists the presets when there is no such one.
RunConfig read_run_config(const std::string& source);

/// Applies "search.visits=64" style overrides; repeated fields take comma-separated lists, enums
/// their names. Throws Error naming the unknown field (and the nearest known one) or the value that
/// doesn't parse.
void apply_overrides(google::protobuf::Message& config, std::span<const std::string> overrides);

/// Checks every number of any message against its range option. Throws Error naming field, value
/// and range.
void check_ranges(const google::protobuf::Message& config);

/// Checks every field against its range option, that the games exist and are of one family, and
/// that each has a self-play group. Throws Error naming field, value and what it must be.
void check_run_config(const RunConfig& config);

/// Every field that differs, defaults included, as dotted names.
struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
  bool fixed = false;  ///< may not change in an existing run
};
std::vector<FieldChange> config_changes(const RunConfig& before, const RunConfig& after);

/// Where a file or folder that comes with Tandem stands, such as "configs" or
/// "suites/connect_four/development". An absolute path is itself; a relative one is looked for in
/// `beside` (if not empty), the current folder, the installation that the running program belongs
/// to, and the source tree it was built from. Throws Error listing where it was looked for.
std::filesystem::path find_data(const std::filesystem::path& relative,
                                const std::filesystem::path& beside = {});

}  // namespace tandem
