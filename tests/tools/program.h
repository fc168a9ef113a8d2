// Runs one of the built programs and catches what it says.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace tandem {

struct Outcome {
  int exit_code = -1;  ///< 128 + signal if one killed it
  std::string out;
  std::string err;
};

/// Runs `tool` ("tandem-match") in `folder` to its end, with `input` on its standard input.
Outcome run_tool(const std::string& tool, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder, const std::string& input = {});

/// Starts it in the background, its output thrown away, and returns its process id.
pid_t start_tool(const std::string& tool, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder);

/// Waits for a started tool; its exit code as in Outcome.
int wait_for(pid_t process);

/// A fresh folder for one test, removed at the end.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace tandem
