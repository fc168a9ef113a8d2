#include "training/lab/report/information.h"

#include <fmt/core.h>

#include <cctype>
#include <cmath>

namespace tandem {
namespace {

/// Of an event with probability `p`, in bits.
double binary_entropy(double p) {
  if (p <= 0 || p >= 1) return 0;
  return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

bool learns_fresh_pairs(const ArmConfig& arm) {
  return arm.candidates() == ArmConfig::FRESH || arm.candidates() == ArmConfig::ALL;
}

std::string of_verdicts(const ArmConfig& arm, double bits) {
  if (arm.lie() == 0) return "verdicts of the reference on its candidates, at most 1 bit each";
  // Half of the verdicts turned round at random leave nothing of them.
  if (bits < 1e-12) {
    return "verdicts of which half were turned round at random, 0 bits each: nothing";
  }
  return fmt::format(
      "verdicts of the reference on its candidates, {:.0f} % of them turned round: at most {:.2f} "
      "bits each",
      100 * arm.lie(), bits);
}

std::string of_candidates(const ArmConfig& arm, double bits) {
  switch (arm.judge()) {
    case ArmConfig::EXACT:
      return of_verdicts(arm, bits);
    case ArmConfig::SHUFFLED:
      return "how many of an iteration's n candidates were right, at most log2(n + 1) bits an "
             "iteration, and nothing of which";
    case ArmConfig::LIKELIHOOD:
      return "nothing about its candidates (its own likelihood judged)";
    case ArmConfig::ROUND_TRIP_FROZEN:
      return "nothing about its candidates (a backward network judged that had learnt from the "
             "seed pairs before the loop)";
    case ArmConfig::ROUND_TRIP:
      return "nothing about its candidates (a backward network judged that learnt along, from the "
             "arm's own data)";
    case ArmConfig::VALUE_FROZEN:
      return "nothing about its candidates (the start's value head judged, which had seen verdicts "
             "on seed sources before the loop)";
    case ArmConfig::VALUE:
      return "nothing about its candidates (its own value head judged, which had seen verdicts on "
             "seed sources before the loop)";
  }
  return "";
}

std::string of_pairs(const ArmConfig& arm) {
  return arm.candidates() == ArmConfig::ALL
             ? "the fresh real pairs of all iterations, from the first one on"
             : "fresh real pairs in every iteration";
}

std::string of_anchor(const ArmConfig& arm) {
  return fmt::format("{:.0f} % of the seed pairs kept in the mix", 100 * arm.seed_share());
}

}  // namespace

bool has_own_candidates(const ArmConfig& arm) {
  return arm.candidates() != ArmConfig::NONE && !learns_fresh_pairs(arm);
}

bool is_self_judged(const ArmConfig& arm) {
  return has_own_candidates(arm) && arm.judge() != ArmConfig::EXACT &&
         arm.judge() != ArmConfig::SHUFFLED;
}

Information information_of(const ArmConfig& arm) {
  Information information;
  std::string& sentence = information.sentence;
  if (has_own_candidates(arm)) {
    if (arm.judge() == ArmConfig::EXACT) information.bits_a_verdict = 1 - binary_entropy(arm.lie());
    sentence = of_candidates(arm, information.bits_a_verdict);
  } else if (learns_fresh_pairs(arm)) {
    sentence = of_pairs(arm);
  }
  if (arm.seed_share() > 0) {
    sentence += (sentence.empty() ? "" : "; ") + of_anchor(arm);
  }
  if (sentence.empty()) sentence = "nothing";
  sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
  sentence += '.';

  if (learns_fresh_pairs(arm)) {
    information.of = InformationClass::kPairs;
  } else if (information.bits_a_verdict > 1e-12) {
    information.of = InformationClass::kVerdicts;
  } else if (arm.seed_share() > 0) {
    information.of = InformationClass::kAnchor;
  }
  return information;
}

std::string name_of(InformationClass of) {
  switch (of) {
    case InformationClass::kNone:
      return "none";
    case InformationClass::kAnchor:
      return "anchor only";
    case InformationClass::kVerdicts:
      return "verdicts";
    case InformationClass::kPairs:
      return "real pairs";
  }
  return "";
}

}  // namespace tandem
