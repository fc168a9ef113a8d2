#include "tests/tools/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tandem {
namespace {

// Files for a program's standard streams; null where it goes nowhere.
struct Streams {
  std::string in = "/dev/null";
  std::string out = "/dev/null";
  std::string err = "/dev/null";
};

pid_t start(const std::string& tool, const std::vector<std::string>& arguments,
            const std::filesystem::path& folder, const Streams& streams) {
  const std::string binary = std::string(TANDEM_TOOLS_FOLDER) + "/" + tool;
  std::vector<char*> argv = {const_cast<char*>(binary.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("can't fork");
  if (process > 0) return process;
  if (chdir(folder.c_str()) != 0) _exit(126);
  dup2(open(streams.in.c_str(), O_RDONLY), STDIN_FILENO);
  dup2(open(streams.out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  dup2(open(streams.err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  execv(binary.c_str(), argv.data());
  _exit(127);
}

}  // namespace

int wait_for(pid_t process) {
  int status = 0;
  if (waitpid(process, &status, 0) != process) throw std::runtime_error("can't wait");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Outcome run_tool(const std::string& tool, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder, const std::string& input) {
  const TestFolder streams;
  const std::string in = streams.write("in", input);
  const Streams files = {in, streams.path() / "out", streams.path() / "err"};
  Outcome outcome;
  outcome.exit_code = wait_for(start(tool, arguments, folder, files));
  outcome.out = streams.read("out");
  outcome.err = streams.read("err");
  return outcome;
}

pid_t start_tool(const std::string& tool, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder) {
  return start(tool, arguments, folder, {});
}

TestFolder::TestFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tandem_tools_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("can't make a folder");
  path_ = pattern;
}

TestFolder::~TestFolder() { std::filesystem::remove_all(path_); }

std::filesystem::path TestFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

std::string TestFolder::read(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(path_ / name, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace tandem
