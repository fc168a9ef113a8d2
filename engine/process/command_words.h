// A command line as the words that a program is started with.
#pragma once

#include <string>
#include <vector>

namespace tandem {

/// The words of `command`, separated by whitespace. Quotes and backslashes as in a shell:
///
///   'a b'   is one word, everything in it taken as it stands
///   "a b"   likewise, but \" and \\ stand for " and \ .
///   \c      outside of quotes is the character c
///
/// Nothing else of a shell: no variables, wildcards, pipes or redirections. A program is started
/// directly, so that its name, its exit status and its end are known for what they are; who wants a
/// shell asks for one: sh -c 'tr a-z A-Z | rev'. Throws Error for a quote that isn't closed, a
/// backslash at the end, a NUL, and a command without words.
std::vector<std::string> split_command(const std::string& command);

}  // namespace tandem
