// One way through the house: games -> mcts -> engine -> training -> tools. Each folder includes
// only from those before it, and LibTorch's headers stay in engine/ and training/.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {
namespace {

using testing::IsEmpty;

const std::vector<std::string> kOrder = {"proto", "games", "mcts", "engine", "training", "tools"};

struct Source {
  bool pragma_once = false;
  std::vector<std::string> own;     ///< what stands in #include "..."
  std::vector<std::string> system;  ///< what stands in #include <...>
  std::vector<std::string> types;   ///< defined at the outermost level, with their namespace
};

const std::set<std::string> kTypeWords = {"class", "struct", "enum", "message"};

using Tree = std::map<std::string, Source>;  // by path from the root

/// What an #include line names, with its opening quote or bracket; empty for other lines.
std::string included(std::string line) {
  std::erase_if(line, [](char c) { return c == ' ' || c == '\t'; });
  constexpr std::string_view kDirective = "#include";
  if (!line.starts_with(kDirective)) return "";
  line.erase(0, kDirective.size());
  return line.substr(0, line.find_first_of("\">", 1));
}

/// The type whose definition begins at this line, in C++ or protobuf; empty for other lines.
std::string defined_type(const std::string& line) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  const bool indented = line.starts_with(' ');
  if (indented || line.ends_with(';') || !kTypeWords.contains(word)) return "";
  for (words >> word; word == "class" || word.starts_with("alignas("); words >> word) {
  }
  return word.substr(0, word.find_first_of(":{<"));
}

Source read_source(std::istream& in) {
  Source source;
  std::string space = "tandem";  // a .proto file's package
  for (std::string line; std::getline(in, line);) {
    source.pragma_once |= line == "#pragma once";
    if (line.starts_with("namespace ")) {
      constexpr std::size_t kBegin = std::string_view("namespace ").size();
      space = line.substr(kBegin, line.find(' ', kBegin) - kBegin);
    }
    const std::string type = defined_type(line);
    if (!type.empty()) source.types.push_back(space + "::" + type);
    const std::string name = included(line);
    if (name.size() > 1) (name[0] == '"' ? source.own : source.system).push_back(name.substr(1));
  }
  return source;
}

Tree read_tree(const std::filesystem::path& root) {
  Tree tree;
  std::vector<std::string> folders = kOrder;
  folders.push_back("tests");
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc" && extension != ".proto") continue;
      std::ifstream in(entry.path());
      tree[entry.path().lexically_relative(root).generic_string()] = read_source(in);
    }
  }
  return tree;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

bool is_torch(const std::string& include) {
  static const std::set<std::string> kFolders = {"torch", "ATen", "c10", "caffe2"};
  return kFolders.contains(folder_of(include));
}

/// The include that leads from `path`, over the project's headers, to a LibTorch header; empty if
/// none does.
std::string way_to_torch(const Tree& tree, const std::string& path,
                         std::set<std::string>& visited) {
  const auto source = tree.find(path);
  if (source == tree.end() || !visited.insert(path).second) return "";
  for (const auto* includes : {&source->second.system, &source->second.own}) {
    const auto torch = std::ranges::find_if(*includes, is_torch);
    if (torch != includes->end()) return fmt::format("{} includes {}", path, *torch);
  }
  for (const std::string& include : source->second.own) {
    const std::string way = way_to_torch(tree, include, visited);
    if (!way.empty()) return way;
  }
  return "";
}

std::vector<std::string> wrong_way_includes(const Tree& tree) {
  std::vector<std::string> wrong;
  for (const auto& [path, source] : tree) {
    const std::string folder = folder_of(path);
    if (folder == "tests") continue;
    const auto rank = std::ranges::find(kOrder, folder);
    for (const std::string& include : source.own) {
      if (std::ranges::find(kOrder, folder_of(include)) > rank) {
        wrong.push_back(fmt::format("{} includes {}", path, include));
      }
    }
  }
  return wrong;
}

std::vector<std::string> misplaced_torch(const Tree& tree) {
  std::vector<std::string> wrong;
  for (const auto& [path, source] : tree) {
    const std::string folder = folder_of(path);
    if (folder != "games" && folder != "mcts" && folder != "tools") continue;
    std::set<std::string> visited;
    const std::string way = way_to_torch(tree, path, visited);
    if (!way.empty()) wrong.push_back(fmt::format("{}: {}", path, way));
  }
  return wrong;
}

/// Types of one name in two headers of the project: programs that link both run one's code on the
/// other's data, and no linker says so.
std::vector<std::string> types_of_one_name(const Tree& tree) {
  std::map<std::string, std::string> places;
  std::vector<std::string> twice;
  for (const auto& [path, source] : tree) {
    if (folder_of(path) == "tests" || path.ends_with(".cc")) continue;
    for (const std::string& type : source.types) {
      const auto [place, is_new] = places.emplace(type, path);
      if (!is_new && place->second != path) {
        twice.push_back(fmt::format("{} is in {} and {}", type, place->second, path));
      }
    }
  }
  return twice;
}

const Tree& tree() {
  static const Tree kTree = read_tree(TANDEM_SOURCE_DIR);
  return kTree;
}

TEST(Structure, TheTreeIsRead) {
  ASSERT_TRUE(tree().contains("games/game.h"));
  EXPECT_THAT(tree().at("games/registry.cc").own, testing::Contains("games/registry.h"));
  EXPECT_THAT(tree().at("games/registry.cc").system, testing::Contains("algorithm"));
  ASSERT_TRUE(tree().contains("mcts/evaluator.h"));
  EXPECT_THAT(tree().at("mcts/evaluator.h").types, testing::Contains("tandem::EvaluationBatch"));
  EXPECT_THAT(tree().at("games/connect_four/bitboard.h").types,
              testing::Contains("tandem::connect_four::Bitboard"));
  EXPECT_THAT(tree().at("proto/game_record.proto").types, testing::Contains("tandem::GameRecord"));
}

TEST(Structure, IncludesRunOneWay) { EXPECT_THAT(wrong_way_includes(tree()), IsEmpty()); }

TEST(Structure, TorchStaysInEngineAndTraining) { EXPECT_THAT(misplaced_torch(tree()), IsEmpty()); }

TEST(Structure, NoTwoTypesShareAName) { EXPECT_THAT(types_of_one_name(tree()), IsEmpty()); }

TEST(Structure, OwnIncludesNameFilesFromTheRoot) {
  for (const auto& [path, source] : tree()) {
    for (const std::string& include : source.own) {
      std::string file = include;
      if (file.ends_with(".pb.h")) file.replace(file.size() - 5, 5, ".proto");
      EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(TANDEM_SOURCE_DIR) / file))
          << path << " includes \"" << include << '"';
    }
  }
}

TEST(Structure, EveryHeaderIsGuarded) {
  for (const auto& [path, source] : tree()) {
    EXPECT_TRUE(source.pragma_once || !path.ends_with(".h")) << path << " lacks #pragma once";
  }
}

TEST(Structure, FaultsAreFound) {
  Tree broken;
  broken["games/a.h"].own = {"mcts/b.h"};
  broken["mcts/b.h"].own = {"games/a.h", "proto/x.pb.h"};
  broken["engine/c.h"].system = {"torch/torch.h"};
  broken["tools/d.cc"].own = {"training/e.h"};
  broken["training/e.h"].own = {"engine/c.h"};
  broken["engine/c.h"].types = {"tandem::Answer"};
  broken["games/a.h"].types = {"tandem::chess::Answer", "tandem::Board"};
  broken["proto/x.proto"].types = {"tandem::Answer"};
  EXPECT_THAT(types_of_one_name(broken),
              testing::ElementsAre("tandem::Answer is in engine/c.h and proto/x.proto"));
  EXPECT_THAT(wrong_way_includes(broken), testing::ElementsAre("games/a.h includes mcts/b.h"));
  EXPECT_THAT(misplaced_torch(broken),
              testing::ElementsAre("tools/d.cc: engine/c.h includes torch/torch.h"));
}

}  // namespace
}  // namespace tandem
