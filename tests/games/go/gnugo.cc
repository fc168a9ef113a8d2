#include "tests/games/go/gnugo.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace tandem {

std::string GnuGo::path() {
  const char* const variable = std::getenv("PATH");
  std::istringstream folders((variable == nullptr ? "" : std::string(variable) + ":") +
                             "/usr/games");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string program = folder + "/gnugo";
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  return "";
}

GnuGo::GnuGo(const std::vector<std::string>& arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // a write to a child that has gone then fails, and ask() throws
  std::vector<std::string> words = {path(), "--mode", "gtp"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe for GNU Go");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  const int error = posix_spawn(&child_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  to_child_ = fdopen(in[1], "w");
  from_child_ = fdopen(out[0], "r");
  if (error != 0) {
    child_ = -1;
    throw std::runtime_error("can't start " + words[0]);
  }
}

GnuGo::~GnuGo() {
  std::fclose(to_child_);  // it ends when its input ends
  std::fclose(from_child_);
  if (child_ > 0) waitpid(child_, nullptr, 0);
}

std::string GnuGo::answer(const std::string& command) {
  std::fputs((command + "\n").c_str(), to_child_);
  std::fflush(to_child_);
  std::string whole;
  char* line = nullptr;
  std::size_t capacity = 0;
  while (getline(&line, &capacity, from_child_) >= 0) {
    std::string text(line);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    if (text.empty() && !whole.empty()) break;
    if (!whole.empty()) whole += ' ';
    whole += text;
  }
  std::free(line);
  if (whole.empty()) throw std::runtime_error("GNU Go ended at \"" + command + "\"");
  return whole;
}

std::string GnuGo::ask(const std::string& command) {
  const std::string text = answer(command);
  if (text[0] != '=') throw std::runtime_error("GNU Go says \"" + text + "\" to " + command);
  return text.substr(std::min<std::size_t>(2, text.size()));
}

bool GnuGo::accepts(const std::string& command) { return answer(command)[0] == '='; }

}  // namespace tandem
