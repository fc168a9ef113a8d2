#include "training/lab/parallel/bpe_training.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "spm_train";

/// A folder for one training, removed at its end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "tandem-bpe-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw Error(fmt::format("can't make a temporary folder {}: {}", name, std::strerror(errno)));
    }
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Runs a program in `folder` to its end, what it says going to the file "log" there. Returns the
/// status of waitpid().
int run(std::vector<std::string> command, const fs::path& folder) {
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "log", O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t process = 0;
  const int error =
      ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) {
    throw Error(fmt::format(
        "BPE needs SentencePiece's program {}, which isn't on the PATH: install it (apt-get "
        "install sentencepiece), or ask for words instead of subwords",
        kProgram));
  }
  if (error != 0) throw Error(fmt::format("can't run {}: {}", kProgram, std::strerror(error)));
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw Error(fmt::format("lost {}: {}", kProgram, std::strerror(errno)));
  }
  return status;
}

/// The pieces of a model that spm_train has made: lines of piece, tab, and score.
std::vector<std::string> read_pieces(const fs::path& path) {
  const std::string text = read_file(path);
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    pieces.push_back(line.substr(0, line.rfind('\t')));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  if (pieces.size() < 3 || pieces[0] != "</s>" || pieces[1] != "<unk>") {
    throw Error(fmt::format("{} wrote no vocabulary that begins with </s> and <unk>", kProgram));
  }
  return pieces;
}

/// The pieces, or none where spm_train ended with an error. A larger `size` than the text has
/// pieces for is an error if `exactly`, else taken for what it has. Throws Error where spm_train
/// didn't run to an end of its own.
std::optional<std::vector<std::string>> train(const fs::path& folder, int size, bool exactly) {
  const int status =
      run({kProgram, "--input=text", "--model_prefix=bpe", "--model_type=bpe",
           fmt::format("--vocab_size={}", size), fmt::format("--hard_vocab_limit={}", exactly),
           "--eos_id=0", "--unk_id=1", "--bos_id=-1", "--pad_id=-1",
           "--character_coverage=1",              // every character can be written
           "--normalization_rule_name=identity",  // and comes back as it was
           "--max_sentence_length=1073741824",    // the longest it allows: leave out no line
           "--num_threads=1", "--minloglevel=2"},
          folder);
  if (WIFSIGNALED(status)) {
    throw Error(fmt::format("{} was killed by signal {} ({})", kProgram, WTERMSIG(status),
                            ::strsignal(WTERMSIG(status))));
  }
  if (WEXITSTATUS(status) != 0) return std::nullopt;
  return read_pieces(folder / "bpe.vocab");
}

/// Every character is a piece of its own, as are the end, the unknown, and the mark of a space.
int smallest_size(const std::vector<std::string>& lines) {
  std::set<char32_t> characters;
  for (const std::string& line : lines) {
    for (const char32_t c : code_points(line)) characters.insert(c);
  }
  characters.erase(U' ');
  return static_cast<int>(characters.size()) + 3;
}

}  // namespace

std::vector<std::string> train_bpe(const std::vector<std::string>& lines, int size) {
  const int smallest = smallest_size(lines);
  if (size < smallest) {
    throw Error(fmt::format(
        "BPE vocabulary: {} subwords are too few for the text's characters, which need {}", size,
        smallest));
  }
  const ScratchFolder folder;
  write_file_atomically(folder.path() / "text", fmt::format("{}\n", fmt::join(lines, "\n")));
  if (const auto pieces = train(folder.path(), size, true)) return *pieces;
  const std::string said = read_file(folder.path() / "log");
  if (const auto pieces = train(folder.path(), size, false)) {
    throw Error(fmt::format(
        "BPE vocabulary: the text is too short for {} subwords; it has {}, so ask for at most that",
        size, pieces->size()));
  }
  throw Error(fmt::format("BPE vocabulary: {} failed: {}", kProgram, said));
}

}  // namespace tandem
