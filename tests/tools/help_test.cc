#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/tools/program.h"

namespace tandem {
namespace {

std::vector<std::string> tools() {
  std::vector<std::string> names;
  std::istringstream list(TANDEM_TOOLS);
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

class EveryTool : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryTool, HelpTeachesEachOfItsFlagsAndNoOthers) {
  const TestFolder folder;
  const Outcome help = run_tool(GetParam(), {"--help"}, folder.path());
  EXPECT_EQ(help.exit_code, 0) << help.err;
  EXPECT_TRUE(help.err.empty()) << help.err;
  EXPECT_TRUE(help.out.starts_with(GetParam() + ": ")) << help.out;
  EXPECT_NE(help.out.find("Examples:\n  " + GetParam()), std::string::npos) << help.out;
  EXPECT_NE(help.out.find("Exit codes: 0 ok"), std::string::npos);

  // The flags that its source defines, read independently of gflags.
  std::string name = GetParam().substr(std::string("tandem-").size());
  std::replace(name.begin(), name.end(), '-', '_');
  std::ifstream source(std::string(TANDEM_SOURCE_FOLDER) + "/tools/" + name + ".cc");
  std::ostringstream text;
  text << source.rdbuf();
  const std::string code = text.str();
  ASSERT_FALSE(code.empty());
  std::set<std::string> defined = {"help"};
  const std::regex definition(R"(DEFINE_\w+\(\s*(\w+))");
  for (std::sregex_iterator i(code.begin(), code.end(), definition), end; i != end; ++i) {
    defined.insert((*i)[1]);
  }
  std::set<std::string> shown;
  const std::regex entry(R"(\n  --(\w+))");
  for (std::sregex_iterator i(help.out.begin(), help.out.end(), entry), end; i != end; ++i) {
    shown.insert((*i)[1]);
  }
  EXPECT_EQ(shown, defined);
  EXPECT_GT(defined.size(), 2u);
}

TEST_P(EveryTool, HelpListsTheGamesWhereOneIsChosen) {
  const TestFolder folder;
  const std::string help = run_tool(GetParam(), {"--help"}, folder.path()).out;
  if (help.find("\n  --game [") == std::string::npos) return;
  EXPECT_NE(help.find("connect_four(rows=6,columns=7)"), std::string::npos) << help;
  EXPECT_NE(help.find("tic_tac_toe"), std::string::npos) << help;
}

TEST_P(EveryTool, RefusesAnUnknownFlagWithExitCodeTwo) {
  const TestFolder folder;
  const Outcome outcome = run_tool(GetParam(), {"--no_such_flag=1"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("unknown flag --no_such_flag"), std::string::npos) << outcome.err;
  EXPECT_TRUE(outcome.out.empty());
}

INSTANTIATE_TEST_SUITE_P(Tools, EveryTool, ::testing::ValuesIn(tools()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace tandem
