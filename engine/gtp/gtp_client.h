// Another program that speaks GTP 2, asked one command at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gtp/gtp_answer.h"
#include "engine/process/conversation.h"

namespace tandem {

/// The engine failed; the message says how, in one line that begins with its name.
class GtpFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Starts the engine and keeps it until this is gone, when it is killed. Belongs to one thread at a
/// time.
class GtpClient {
 public:
  using Seconds = std::chrono::duration<double>;

  /// `words` are the program and its arguments, at least 1. Calls throw Interrupted soon after
  /// *stop becomes true; null: never.
  GtpClient(const std::vector<std::string>& words, const std::atomic<bool>* stop);

  /// Sends a command line and reads the response. Throws GtpFault where the engine can't be
  /// started, has ended, doesn't answer in time, or answers with what is no response, or more than
  /// 1 MiB; the client is of no use any more then.
  GtpAnswer ask(std::string_view command, Seconds patience);

  /// The program's name, for messages.
  const std::string& name() const { return name_; }

 private:
  GtpAnswer read_answer(std::string_view command, Conversation::Clock::time_point deadline,
                        Seconds patience);
  std::string hear(std::string_view command, Conversation::Clock::time_point deadline,
                   Seconds patience);

  std::string name_;
  const std::atomic<bool>* stop_;
  Conversation engine_;
};

}  // namespace tandem
