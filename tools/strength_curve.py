#!/usr/bin/env python3
"""Strength of a run's kept checkpoints against wall and CPU seconds, on suites of your choice.

    tools/strength_curve.py RUN SUITE [GENERATION ...]

Measures each kept checkpoint (or those named) with tandem-eval, the network alone and with 200 visits with
and without the solver, and prints one tab-separated line each. Times come from the run's metrics.jsonl and
are the training's own: this measuring is not in them. A generation that metrics.jsonl lacks has times nan.
"""
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EVAL = os.environ.get("TANDEM_EVAL", os.path.join(HERE, "../build/release/tools/tandem-eval"))


def generation_times(run):
    """{generation: (wall seconds, CPU seconds)}; of lines written twice the last one counts."""
    times = {0: (0.0, 0.0)}
    with open(os.path.join(run, "metrics.jsonl")) as lines:
        for line in map(json.loads, lines):
            if line["kind"] == "generation":
                times[line["step"]] = (line["time/wall_seconds"], line["time/cpu_seconds"])
    return times


def measure(checkpoint, suite):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [EVAL, f"--checkpoint={checkpoint}", f"--suite={suite}", "--visits=0,200",
                   "--solver=true,false", f"--json={report.name}"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{done.stderr}strength_curve: measuring {checkpoint} failed")
        return [result["all_suites"] for result in json.load(open(report.name))["results"]]


def percent(share):
    """A dash where no position was asked: a suite without hard ones, say."""
    return f"{100 * share['share']:.2f}" if share["total"] > 0 else "-"


def kept_generations(run):
    """Generations of the checkpoints that are whole."""
    folder = os.path.join(run, "checkpoints")
    return sorted(int(name) for name in os.listdir(folder)
                  if os.path.exists(os.path.join(folder, name, "manifest.textproto")))


def generations_asked(run, names):
    """The generations named, or all kept ones."""
    if not os.path.isdir(os.path.join(run, "checkpoints")):
        sys.exit(f"{run} is not a run: it has no checkpoints")
    kept = kept_generations(run)
    missing = [name for name in names if not name.isdigit() or int(name) not in kept]
    if missing:
        sys.exit(f"{run} keeps no generation {', '.join(missing)}; kept are {', '.join(map(str, kept))}")
    return [int(name) for name in names] or kept


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    run, suite = sys.argv[1:3]
    generations = generations_asked(run, sys.argv[3:])
    times = generation_times(run)
    print("generation\twall_s\tcpu_s\talone\talone_critical\tsearch\tsearch_critical\tsearch_hard"
          "\tno_solver\tno_solver_critical\tno_solver_hard")
    for generation in generations:
        wall, cpu = times.get(generation, (math.nan, math.nan))
        checkpoint = os.path.join(run, "checkpoints", f"{generation:06d}")
        alone, search, plain = measure(checkpoint, suite)
        shares = [alone["all"], alone["critical"], search["all"], search["critical"], search["hard"],
                  plain["all"], plain["critical"], plain["hard"]]
        print(f"{generation}\t{wall:.0f}\t{cpu:.0f}\t" +
              "\t".join(percent(share) for share in shares), flush=True)


if __name__ == "__main__":
    main()
