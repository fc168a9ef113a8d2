#!/usr/bin/env python3
"""Points of a run's kept checkpoints against one opponent, beside wall and CPU seconds.

    tools/match_curve.py RUN OPPONENT GAMES [GENERATION ...] [-- MATCH_FLAG ...]

Plays GAMES games of each kept checkpoint (or those named), with 100 visits, against OPPONENT (a PLAYER, see
tandem-match --help) with tandem-match, which swaps sides and draws random openings, and prints one
tab-separated line each. Times come from the run's metrics.jsonl. The games are kept in RUN/matches, so that the
same command goes on where it was stopped.

    tools/match_curve.py runs/go mcts,visits=1000 100 0 10 20 40 80 -- --openings_plies=2
"""
import math
import os
import re
import subprocess
import sys

from strength_curve import generation_times, generations_asked

HERE = os.path.dirname(os.path.abspath(__file__))
MATCH = os.environ.get("TANDEM_MATCH", os.path.join(HERE, "../build/release/tools/tandem-match"))
VISITS = 100


def game_of(run):
    with open(os.path.join(run, "config.textproto")) as lines:
        return re.search(r'^game: "(.*)"', lines.read(), re.MULTILINE).group(1)


def figures(report):
    """Points %, Elo and its error, the first player's points % and their error."""
    points = re.search(r"Points: [\d.]+ \(([\d.]+) %\)", report).group(1)
    elo = re.search(r"^Elo: (\S+) \+/- (\S+),", report, re.MULTILINE).groups()
    first = re.search(r"^First player: .*\((\S+) \+/- (\S+) %\)", report, re.MULTILINE).groups()
    return [points, *elo, *first]


def play(run, generation, opponent, games, flags):
    checkpoint = os.path.join(run, "checkpoints", f"{generation:06d}")
    command = [MATCH, f"--game={game_of(run)}", f"--a=net:{checkpoint},visits={VISITS}", f"--b={opponent}",
               f"--games={games}", f"--out={os.path.join(run, 'matches')}", *flags]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stderr}match_curve: the match of {checkpoint} failed")
    return figures(done.stdout)


def main():
    arguments, flags = sys.argv[1:], []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, flags = arguments[:split], arguments[split + 1:]
    if len(arguments) < 3:
        sys.exit(__doc__)
    run, opponent, games = arguments[:3]
    generations = generations_asked(run, arguments[3:])
    times = generation_times(run)
    print("generation\twall_s\tcpu_s\tpoints\telo\telo_error\tfirst_player\tfirst_player_error")
    for generation in generations:
        wall, cpu = times.get(generation, (math.nan, math.nan))
        result = play(run, generation, opponent, games, flags)
        print(f"{generation}\t{wall:.0f}\t{cpu:.0f}\t" + "\t".join(result), flush=True)


if __name__ == "__main__":
    main()
