"""The exact path: 2,900 units x 50 indicators in fractions, from a panel of measures to ranked results."""

from __future__ import annotations

import random
import sys
import time
from statistics import median

from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process
from jiyue.engine.index import (
    Compiled,
    Panel,
    Unit,
    compile_framework,
    default_dictionary,
    evaluate,
    load_framework,
)
from jiyue.engine.numbers import exact

CPU_SECONDS_AT_MOST = 4.0
UNITS = 2900
YEARS = (2023, 2024, 2025)


def panel(compiled: Compiled, units: int) -> Panel:
    """Counties of one province with generated figures of every measure that the framework names."""
    dice = random.Random(50)
    needed = {d.code for f in compiled.formulas.values() for d in f.dependencies}
    needed |= {d.code for f in compiled.na_rules.values() for d in f.dependencies}
    values = {}
    for code in sorted(needed):
        kind = compiled.dictionary.measures[code].value_type
        values[code] = {
            year: [
                exact(
                    str(dice.randint(0, 1)) if kind == "boolean"
                    else str(dice.randint(1, 500)) if kind == "integer"
                    else f"{dice.uniform(1, 90000):.4f}"
                )
                for _ in range(units)
            ] + [None]
            for year in YEARS
        }  # fmt: skip
    counties = [Unit(str(100000 + i), kind="county", parent="990000") for i in range(units)]
    return Panel((*counties, Unit("990000", kind="province")), values)


def measure(units: int) -> float:
    """CPU seconds of one evaluation in this process."""
    compiled = compile_framework(load_framework("jintan-50"), default_dictionary())
    data = panel(compiled, units)
    start = time.process_time()
    results = evaluate(compiled, data).results
    seconds = time.process_time() - start
    if len(results) != units or all(r.total is None for r in results):
        raise AssertionError("the evaluation gave no totals")
    return seconds


def run(setting: Setting) -> Outcome:
    units = 100 if setting.quick else UNITS
    seconds = [float(in_fresh_process("benchmarks.exact_path", str(units))) for _ in range(setting.rounds)]
    middle = median(seconds)
    promise = Promise("evaluation in fractions, CPU", middle, "at most", CPU_SECONDS_AT_MOST, "s")
    return Outcome([promise], {"medians": {f"{units} units x 50": middle}, "cpu_seconds": seconds})


if __name__ == "__main__":
    print(measure(int(sys.argv[1])))
