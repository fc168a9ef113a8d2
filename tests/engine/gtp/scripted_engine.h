// GTP engines of a few lines of Python, each with a fault of its own.
#pragma once

#include <string>

#include "tests/engine/process/script_folder.h"

namespace tandem {

/// A command that runs a GTP engine for boards of up to 25x25, kept in the folder. It plays the
/// first free square from the top left, knows no rules but that, and writes every command that it
/// gets to the file "log".
///
/// `body` are lines of Python that run before each command is answered, with its words in `w` and
/// the number of commands before it in `n`; they may call say(text) to answer otherwise.
inline std::string scripted_engine(const ScriptFolder& folder, const std::string& body = "pass",
                                   const std::string& name = "engine") {
  std::string indented;
  for (const char c : "\n" + body) {
    if (c == '\0') break;
    indented += c;
    if (c == '\n') indented += "        ";
  }
  folder.write(name + ".py", R"(import os, signal, sys, time
log = open(os.path.join(os.path.dirname(sys.argv[0]), "log"), "a")
size, stones, n = 19, [], -1
letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
class Said(Exception): pass
def say(text, mark="="):
    sys.stdout.write(mark + " " + text + "\n\n"); sys.stdout.flush(); raise Said()
for line in sys.stdin:
    w, n = line.split(), n + 1
    log.write(line); log.flush()
    try:)" + indented + R"(
        if w[0] == "boardsize": size = int(w[1]); stones = []; say("")
        if w[0] == "clear_board": stones = []; say("")
        if w[0] == "play": stones.append(w[2].upper()); say("")
        if w[0] == "undo": stones.pop(); say("")
        if w[0] == "known_command": say("true" if w[1] == "undo" else "false")
        if w[0] == "name": say("Scripted")
        if w[0] == "version": say("1")
        if w[0] == "genmove":
            for row in range(size, 0, -1):
                for column in range(size):
                    at = letters[column] + str(row)
                    if at not in stones: stones.append(at); say(at)
        if w[0] == "quit": break
        say("unknown command", "?") if w[0] not in ("komi", "protocol_version") else say("2")
    except Said: pass
)");
  return "python3 -I -S '" + folder.at(name + ".py").string() + "'";
}

}  // namespace tandem
