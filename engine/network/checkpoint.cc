// Networks on disk: a folder with manifest.textproto and the safetensors file that it names.
#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/files.h"
#include "engine/network/family.h"
#include "engine/network/network.h"
#include "engine/network/network_module.h"
#include "engine/network/safetensors.h"
#include "games/error.h"
#include "games/game_name.h"
#include "games/registry.h"
#include "proto/manifest.pb.h"
#include "proto/options.pb.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

constexpr const char* kManifest = "manifest.textproto";
constexpr const char* kNetwork = "network.safetensors";

/// Keeps the first error, with the line and column that people count from 1.
class FirstError : public pb::io::ErrorCollector {
 public:
  void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
    if (text_.empty()) text_ = fmt::format("line {}, column {}: {}", line + 1, column + 1, message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

Manifest read_manifest(const fs::path& path) {
  Manifest manifest;
  FirstError error;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(read_file(path), &manifest)) {
    throw Error(fmt::format("{}, {}", path.string(), error.text()));
  }
  if (!manifest.has_game() || !manifest.has_network()) {
    throw Error(fmt::format("{} lacks '{}': it is not a network's manifest", path.string(),
                            manifest.has_game() ? "network" : "game"));
  }
  return manifest;
}

/// The ranges that the fields of run_config.proto state, so that a bad size fails here and not as
/// an allocation.
void check_network_config(const fs::path& path, const NetworkConfig& config) {
  const pb::Descriptor& descriptor = *config.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const pb::FieldDescriptor& field = *descriptor.field(i);
    const Range& allowed = field.options().GetExtension(range);
    const int value = config.GetReflection()->GetInt32(config, &field);
    if (value < allowed.min() || value > allowed.max()) {
      throw Error(fmt::format("{}: network_config.{} is {}, which is not within {} to {}",
                              path.string(), field.name(), value, allowed.min(), allowed.max()));
    }
  }
}

/// Writes the defaults out, so that they may change without changing this network.
void set_defaults(NetworkConfig& config) {
  const pb::Descriptor& descriptor = *config.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const pb::FieldDescriptor& field = *descriptor.field(i);
    const pb::Reflection& reflection = *config.GetReflection();
    reflection.SetInt32(&config, &field, reflection.GetInt32(config, &field));
  }
}

/// The file lies beside the manifest; in a manifest of a run, paths count from the run directory,
/// which may name a file elsewhere in the run.
std::string read_beside_or_in_run(const fs::path& checkpoint, const FileEntry& entry,
                                  std::string* found) {
  const fs::path run = fs::absolute(checkpoint / ".").parent_path().parent_path().parent_path();
  FileEntry beside = entry;
  beside.set_path(fs::path(entry.path()).filename().string());
  if (!fs::exists(checkpoint / beside.path()) && fs::exists(run / entry.path())) {
    *found = (run / entry.path()).string();
    return read_committed_file(run, entry);
  }
  *found = (checkpoint / beside.path()).string();
  return read_committed_file(checkpoint, beside);
}

/// A checkpoint's network as a module, with what its manifest says of it.
struct LoadedModule {
  std::shared_ptr<const Game> game;
  std::vector<std::shared_ptr<const Game>> more_games;
  NetworkConfig config;
  int generation = 0;
  NetworkModule module{nullptr};
};

LoadedModule load_module(const fs::path& checkpoint) {
  if (!fs::is_directory(checkpoint)) {
    throw Error(
        fmt::format("{} is not a checkpoint: there is no such folder", checkpoint.string()));
  }
  const fs::path path = checkpoint / kManifest;
  const Manifest manifest = read_manifest(path);
  check_network_config(path, manifest.network_config());

  LoadedModule loaded;
  loaded.config = manifest.network_config();
  loaded.generation = manifest.generation();
  try {
    loaded.game = make_game(manifest.game());
    for (const std::string& name : manifest.more_games()) {
      loaded.more_games.push_back(make_game(name));
    }
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", path.string(), error.what()));
  }
  std::string file;
  const std::string bytes = read_beside_or_in_run(checkpoint, manifest.network(), &file);
  loaded.module = NetworkModule(loaded.game->info(), loaded.config, /*auxiliary_heads=*/false);
  set_network_tensors(loaded.module, from_safetensors(bytes, file), file);
  return loaded;
}

std::vector<std::shared_ptr<const Game>> all_games(const LoadedNetwork& network) {
  std::vector<std::shared_ptr<const Game>> games = {network.game};
  games.insert(games.end(), network.more_games.begin(), network.more_games.end());
  return games;
}

bool learned(const LoadedNetwork& network, const std::string& name) {
  return std::ranges::any_of(all_games(network),
                             [&](const auto& game) { return game->info().name == name; });
}

/// "a and b".
std::string learned_names(const LoadedNetwork& network) {
  std::vector<std::string> names;
  for (const auto& game : all_games(network)) names.push_back(game->info().name);
  return fmt::format("{}", fmt::join(names, " and "));
}

}  // namespace

LoadedNetwork load_network(const fs::path& checkpoint, Precision precision) {
  const LoadedModule loaded = load_module(checkpoint);
  return {loaded.game, loaded.more_games,
          make_snapshot(loaded.game->info(), loaded.config, loaded.module, precision),
          loaded.generation};
}

std::optional<std::string> why_unplayable(const LoadedNetwork& network, const GameInfo& game) {
  if (learned(network, game.name)) return std::nullopt;
  const std::string refusal =
      fmt::format("this network plays {}, not {}", learned_names(network), game.name);
  const bool other_size = std::ranges::any_of(all_games(network), [&](const auto& known) {
    return GameName::parse(known->info().name).family == GameName::parse(game.name).family;
  });
  if (!other_size || game.tokens) return refusal;
  const auto difference = family_difference(game, network.game->info());
  if (difference) return fmt::format("{}: {}", refusal, *difference);
  return std::nullopt;
}

std::string untrained_warning(const LoadedNetwork& network, const GameInfo& game) {
  if (learned(network, game.name)) return "";
  return fmt::format("WARNING: this network never learned {}, only {}", game.name,
                     learned_names(network));
}

void export_network(const fs::path& checkpoint, const fs::path& folder) {
  LoadedModule loaded = load_module(checkpoint);
  set_defaults(loaded.config);
  std::vector<std::string> more_games;
  for (const auto& game : loaded.more_games) more_games.push_back(game->info().name);
  save_checkpoint_network(folder, loaded.game->info(), loaded.config, loaded.module,
                          loaded.generation, more_games);
}

void save_checkpoint_network(const fs::path& folder, const GameInfo& game,
                             const NetworkConfig& config, const NetworkModule& module,
                             int generation, std::span<const std::string> more_games) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw Error(fmt::format("Can't make the folder {}: {}", folder.string(), error.message()));

  Manifest manifest;
  manifest.set_game(game.name);
  for (const std::string& name : more_games) manifest.add_more_games(name);
  *manifest.mutable_network_config() = config;
  manifest.set_generation(generation);
  *manifest.mutable_network() = write_committed_file(
      folder, kNetwork,
      to_safetensors(network_tensors(module, /*auxiliary_heads=*/false), {{"game", game.name}}));
  std::string text;
  pb::TextFormat::PrintToString(manifest, &text);
  write_file_atomically(folder / kManifest, text);
}

}  // namespace tandem
