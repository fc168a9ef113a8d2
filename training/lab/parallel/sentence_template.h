// Words of running text, and templates: which sentences are too alike for one to train and the
// other to test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// The words of a line of UTF-8 in lower case, with everything that is no letter or digit as a
/// separator; but a hyphen between two of them belongs to the word. A word of digits alone is "#".
/// "GCC's libfoo-dev (4.8)!" has the words gcc, s, libfoo-dev, # and #.
///
/// Letters and lower case are the C library's for C.UTF-8, whatever the program's locale is. Throws
/// Error if the system lacks that.
std::vector<std::string> words_of(std::string_view text);

/// Whether a word of words_of() is taken for a name, such as a package's or a file's: it has a
/// hyphen or, unless it is a number, a digit.
bool is_name_like(std::string_view word);

/// The words with "@" for each that is like a name, and spaces between: "GCC's libfoo-dev (4.8)!"
/// and "GCC's libbar2 (5.1)." are both "gcc s @ # #".
std::string template_of(std::string_view text);

}  // namespace tandem
