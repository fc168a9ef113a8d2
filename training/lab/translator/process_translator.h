// A program as a translator: lines to its standard input, as many lines from its standard output.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "training/lab/translator/translator.h"

namespace tandem {

struct ProcessTranslatorConfig {
  /// "apertium eng-spa", "python3 my_translator.py --beam=1": words as in command_words.h, without
  /// a shell. The program must answer the n-th line on the n-th, and a line always alike, whatever
  /// the lines around it. Apertium is asked in a way that makes it so, see apertium.h.
  std::string command;
  std::chrono::milliseconds timeout{60000};  ///< of one run of the program; positive
  int tries = 3;                             ///< of a batch, at least 1
  /// Lines for one run of the program, at least 1. It is started for each batch: apertium eng-spa
  /// takes 0.12 s to start and then 0.5 to 1 ms a line on two cores.
  int largest_batch = 1000;
  const std::atomic<bool>* stop = nullptr;  ///< Interrupted soon after *stop; null: never
};

/// The program isn't started before the first line. Each batch is tried `tries` times; what goes
/// wrong is one of
///
///   the program can't be started, exits with an error, is killed, or isn't done in time
///   it answers more or fewer lines, or more than 1 MiB and 64 times what it was asked
///   it answers a line with something that isn't UTF-8, or with a blank line
///
/// After the last try translate() looks for the line to blame, by halves and for no longer than
/// twice the timeout, and throws Error with the command, what happened, what the program wrote to
/// standard error, the line, and what to do. A call takes at most (tries + 3) timeouts a batch.
///
/// Thread-safe; several threads run several programs. Throws Error for a config out of range.
std::unique_ptr<Translator> make_process_translator(const ProcessTranslatorConfig& config);

}  // namespace tandem
