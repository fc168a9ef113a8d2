// libFuzzer's target for GTP: whatever lines come, each that asks something gets one response.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "games/registry.h"
#include "tests/engine/gtp/fake_player.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* const kGo = new std::shared_ptr(tandem::make_game("go(size=5)"));
  static const auto* const kHex = new std::shared_ptr(tandem::make_game("hex(size=4,swap=true)"));
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool hex = text.starts_with('#');
  tandem::FakeGtp gtp(hex ? *kHex : *kGo);
  while (!text.empty() && gtp.goes_on) {
    const std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto command = tandem::parse_gtp_line(line);
    if (command && command->name == "loadsgf") continue;  // reads files
    tandem::TextChannel channel;
    gtp.goes_on = gtp.engine->handle(line, channel);
    const std::string& answer = channel.written;
    if (!command && line.size() <= tandem::kLongestGtpLine) {
      tandem::check(answer.empty());
    } else {
      tandem::check(answer.starts_with('=') || answer.starts_with('?'));
      tandem::check(answer.find("\n\n") == answer.size() - 2);
    }
  }
  return 0;
}
