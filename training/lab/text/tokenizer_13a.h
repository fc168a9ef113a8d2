// The tokens that BLEU is counted in, unless the sentences come with their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// Tokens of a line of text by the rules of NIST's mteval-v13a, called "13a" in sacreBLEU. After
/// trailing whitespace is dropped:
///
/// 1. "<skipped>" and hyphens at the end of a line go, lines are joined, and the entities &quot;
///    &amp; &lt; &gt; become their characters.
/// 2. Every ASCII punctuation mark but ' - . , is a token of its own.
/// 3. So are a period and a comma, unless between two digits.
/// 4. So is a hyphen after a digit.
/// 5. The rest is split at whitespace.
///
/// "It's 3.5%, well-known (1990-95)." gives It's 3.5 % , well-known ( 1990 - 95 ) .
std::vector<std::string> tokenize_13a(std::string_view line);

}  // namespace tandem
