// A folder for the programs that a test writes and for what they leave; gone when the test ends.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace tandem {

class ScriptFolder {
 public:
  ScriptFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tandem-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make " + name);
    path_ = name;
  }
  ~ScriptFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScriptFolder(const ScriptFolder&) = delete;
  ScriptFolder& operator=(const ScriptFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path at(const std::string& name) const { return path_ / name; }

  /// A command that runs `body` by a shell, in this folder.
  std::string script(const std::string& body) const {
    const std::filesystem::path program = path_ / "translate";
    write("translate", "#!/bin/sh\ncd '" + path_.string() + "'\n" + body + "\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program.string();
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  /// Empty if there is no such file.
  std::string read(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path path_;
};

}  // namespace tandem
