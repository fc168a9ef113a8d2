// Which form should the Position contract take? Times random games and a plain UCT search (a)
// through the virtual interface and (b) with the same code instantiated on the game's own final
// class, side by side.
//
//   ninja -C build/release tandem_benchmarks
//   build/release/tests/benchmarks/tandem_benchmarks [repeats]
//
// Times are CPU time of the thread; (a) and (b) alternate, so that a busy machine disturbs both
// alike.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <vector>

#include "games/registry.h"
#include "tests/benchmarks/rollouts.h"

namespace tandem::benchmarks {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

using Work = std::uint64_t (*)(const Position&, Position&, int);

/// Nanoseconds a ply; both positions are of the same game.
double time_ply(Work work, const Position& root, Position& scratch, int amount,
                std::uint64_t& plies) {
  const double begin = cpu_seconds();
  plies = work(root, scratch, amount);
  return 1e9 * (cpu_seconds() - begin) / static_cast<double>(plies);
}

void compare(const std::string& name, const Game& game, Work erased, Work concrete, int amount,
             int repeats) {
  const auto root = game.initial_position();
  const auto scratch = game.initial_position();
  std::vector<double> erased_times;
  std::vector<double> concrete_times;
  std::vector<double> ratios;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    std::uint64_t erased_plies = 0;
    std::uint64_t concrete_plies = 0;
    erased_times.push_back(time_ply(erased, *root, *scratch, amount, erased_plies));
    concrete_times.push_back(time_ply(concrete, *root, *scratch, amount, concrete_plies));
    ratios.push_back(erased_times.back() / concrete_times.back());
    if (erased_plies != concrete_plies) fmt::print("{}: the two played different games\n", name);
  }
  const auto [least, most] = std::ranges::minmax(ratios);
  fmt::print("{:<24} {:>10.1f} {:>10.1f} {:>8.2f}   {:.2f} .. {:.2f}\n", name, median(erased_times),
             median(concrete_times), median(ratios), least, most);
}

void compare_all(int repeats) {
  fmt::print("{:<24} {:>10} {:>10} {:>8}   range over {} repeats\n", "ns a ply, median", "virtual",
             "concrete", "ratio", repeats);
  const Workload erased = virtual_workload();
  const auto add = [&](const char* name, const Workload& concrete) {
    const auto game = make_game(name);
    compare(fmt::format("{} rollouts", name), *game, erased.rollouts, concrete.rollouts, 100'000,
            repeats);
    compare(fmt::format("{} UCT", name), *game, erased.uct, concrete.uct, 20'000, repeats);
  };
  add("connect_four", connect_four_workload());
  add("tic_tac_toe", tic_tac_toe_workload());
}

}  // namespace
}  // namespace tandem::benchmarks

int main(int argc, char** argv) {
  int repeats = 15;
  if (argc > 1) {
    const char* const end = argv[1] + std::strlen(argv[1]);
    if (std::from_chars(argv[1], end, repeats).ptr != end || repeats < 1) {
      fmt::print(stderr, "usage: tandem_benchmarks [repeats >= 1]\n");
      return 2;
    }
  }
  tandem::benchmarks::compare_all(repeats);
}
