"""Run the benches, say of every promise whether it is kept, write bench.json; exit 1 when one is missed."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.harness import Outcome, Setting

BENCHES = (
    "index_totals",
    "formula_bulk",
    "exact_path",
    "app_pages",
    "app_import",
    "app_writes",
    "app_evaluation",
    "app_ranking",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="BENCH", help=f"which, of {', '.join(BENCHES)} (default: all)"
    )
    parser.add_argument("--quick", action="store_true", help="small data, to try a bench: nothing is judged")
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds in turn, at least 5 unless quick (default: 5)"
    )
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder of bench.json (default: out)")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no bench named {', '.join(sorted(unknown))}")
    rounds = max(options.rounds, 1 if options.quick else 5)
    setting = Setting(options.quick, rounds)
    outcomes = {name: run(name, setting) for name in options.names or BENCHES}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "bench.json").write_text(json.dumps(report(setting, outcomes), indent=1) + "\n", "utf-8")
    missed = [p for outcome in outcomes.values() for p in outcome.promises if not p.kept]
    if setting.quick:
        print("Quick trial: small data, so the promises are not judged.")
        return 0
    print(f"{len(missed)} promises missed." if missed else "All promises kept.")
    return 1 if missed else 0


def run(name: str, setting: Setting) -> Outcome:
    module = importlib.import_module(f"benchmarks.{name}")
    print(f"{name}: {module.__doc__}", flush=True)
    outcome: Outcome = module.run(setting)
    for candidate, seconds in outcome.details.get("medians", {}).items():
        print(f"  {seconds:10.4f} s  {candidate}")
    for promise in outcome.promises:
        print(f"  {promise}", flush=True)
    return outcome


def report(setting: Setting, outcomes: dict[str, Outcome]) -> dict[str, object]:
    return {
        "quick": setting.quick,
        "rounds": setting.rounds,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "benches": {
            name: {
                "promises": [{**asdict(promise), "kept": promise.kept} for promise in outcome.promises],
                **outcome.details,
            }
            for name, outcome in outcomes.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
