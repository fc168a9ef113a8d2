#include "training/lab/translator/apertium.h"

#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

// The tagger writes its warning, unbuffered, before it answers the line that it warns of.
constexpr std::string_view kTagger = R"perl(#!/usr/bin/perl
# Tags NUL-terminated texts as the real apertium-tagger does, each as if it were the first.
use strict;
use warnings;
use IPC::Open2;

$ENV{PATH} =~ s/^[^:]*://;    # the folder of this file
open(my $terminal, '>&', \*STDERR) or die "Can't keep standard error: $!\n";
open(my $log, '+>', undef) or die "Can't make a temporary file: $!\n";
open(STDERR, '>&', $log) or die "Can't redirect standard error: $!\n";
binmode($_) for (\*STDIN, \*STDOUT);
$/ = "\0";

my ($tagger, $to, $from);

sub fail {
  seek($log, 0, 0);
  local $/;
  print $terminal "apertium-tagger failed: ", <$log>, "\n";
  exit 1;
}

sub stop {
  return unless $tagger;
  close($to);
  close($from);
  waitpid($tagger, 0);
  undef $tagger;
  truncate($log, 0);
  seek($log, 0, 0);
}

while (my $text = <STDIN>) {
  chomp $text;
  $tagger ||= eval { open2($from, $to, 'apertium-tagger', '-d', @ARGV) } or fail();
  print $to "$text\0" or fail();
  $to->flush();
  my $answer = <$from>;
  fail() unless defined $answer && $answer =~ /\0\z/;
  print $answer;
  stop() if -s $log;
}
stop();
)perl";

void refuse_option(const std::string& word, std::string_view why) {
  throw Error(
      fmt::format("apertium can't be run with the option {} here: {}; leave it out", word, why));
}

void check_options(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size() && words[i].starts_with('-'); ++i) {
    const std::string& word = words[i];
    if (word == "-d" || word == "-m" || word == "-o") ++i;  // takes an argument
    if (word.starts_with("-f") || word.starts_with("-z")) {
      refuse_option(word, "the format is set so that each line is translated by itself");
    }
    if (word.starts_with("-n")) {
      refuse_option(word, "without a period at its end a line would run into the next");
    }
  }
}

fs::path make_folder() {
  std::error_code unknown;
  const fs::path parent = fs::temp_directory_path(unknown);
  std::string pattern = (parent / "tandem_apertium_XXXXXX").string();
  if (unknown || ::mkdtemp(pattern.data()) == nullptr) {
    throw Error(
        fmt::format("Can't make a temporary folder in '{}'; set TMPDIR to a folder that "
                    "may be written to",
                    parent.string()));
  }
  return pattern;
}

/// Where Apertium looks for its programs first.
std::string programs_folder(const std::vector<std::string>& words) {
  if (const char* path = std::getenv("APERTIUM_PATH")) return path;
  const fs::path program = words.front();
  return program.has_parent_path() ? program.parent_path().string() : "/usr/bin";
}

bool is_reserved(char c) { return std::string_view("[]\\^$@/<>{}").find(c) != std::string::npos; }

/// Escaped in Apertium's stream format, with the period that sentences without one are given: an
/// empty superblank after it marks it as no part of the text. "~" means something to a later step,
/// so it goes in a superblank, which is passed through.
void append_encoded(const std::string& line, std::string& stream) {
  for (const char c : line) {
    if (c == '~') {
      stream += "[~]";
      continue;
    }
    if (is_reserved(c)) stream += '\\';
    stream += c;
  }
  stream += ".[]";
}

std::string decoded(std::string_view stream) {
  std::string line;
  while (!stream.empty()) {
    if (stream.starts_with(".[]")) {
      stream.remove_prefix(3);
      continue;
    }
    const bool escape = stream.front() == '\\' && stream.size() > 1;
    const bool bracket = stream.front() == '[' || stream.front() == ']';
    if (escape) stream.remove_prefix(1);
    if (!bracket) line += stream.front();
    stream.remove_prefix(1);
  }
  return line;
}

}  // namespace

bool is_apertium(const std::vector<std::string>& words) {
  return !words.empty() && fs::path(words.front()).filename() == "apertium";
}

std::string apertium_packages() {
  return "Apertium and its English-Spanish data are the Debian packages apertium and "
         "apertium-eng-spa (apt-get install apertium apertium-eng-spa)";
}

bool has_unknown_marks(const std::string& translation) {
  return translation.find_first_of("*@#") != std::string::npos;
}

Apertium::Apertium(std::vector<std::string> words) {
  check_options(words);
  folder_ = make_folder();
  const fs::path tagger = folder_ / "apertium-tagger";
  write_file_atomically(tagger, kTagger);
  fs::permissions(tagger, fs::perms::owner_all);
  process_.environment = {{"APERTIUM_PATH", folder_.string() + ":" + programs_folder(words)},
                          {"TMPDIR", folder_}};
  words.insert(words.begin() + 1, {"-f", "none", "-z"});
  process_.words = std::move(words);
}

Apertium::~Apertium() {
  std::error_code ignored;  // a file left in a temporary folder
  fs::remove_all(folder_, ignored);
}

std::string Apertium::encode(const std::vector<std::string>& lines) {
  std::string stream;
  for (const std::string& line : lines) {
    append_encoded(line, stream);
    stream += '\0';
  }
  return stream;
}

std::vector<std::string> Apertium::decode(const std::string& output, std::size_t count) {
  std::vector<std::string> lines;
  std::string_view rest = output;
  for (std::size_t end = rest.find('\0'); end != std::string_view::npos; end = rest.find('\0')) {
    // Its programs end their output with some NULs of their own.
    if (lines.size() < count || end > 0) lines.push_back(decoded(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
  if (!rest.empty()) lines.push_back(decoded(rest));
  return lines;
}

}  // namespace tandem
