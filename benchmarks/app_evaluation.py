"""An evaluation of 2,900 counties x 50 indicators by the application, against the engine on a table."""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.app_office import office
from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process

UNITS = 2900
YEAR = 2025
RATIO_AT_MOST = 3.0
WAYS = ("engine", "application")


def engine(path: Path) -> float:
    """Read the table, evaluate it, write the package: CPU seconds."""
    from jiyue.engine.index import evaluate_file, keep, load_framework

    framework = load_framework("jintan-50")
    with tempfile.TemporaryDirectory(prefix="jiyue-bench-") as folder:
        start = time.process_time()
        result, panel, compiled = evaluate_file(path, framework, year=YEAR)
        keep(result, panel, compiled, Path(folder) / "kept.zip")
        seconds = time.process_time() - start
    if all(r.total is None for r in result.results):
        raise AssertionError("the evaluation gave no totals")
    return seconds


def application(path: Path) -> float:
    """Gather the same figures from declared values, evaluate, write the package, keep the rows."""
    with office():
        from jiyue.indicators.models import Evaluation, FrameworkVersion
        from jiyue.indicators.work import compute

        province, units = _declare(path)
        made = Evaluation.objects.create(
            title="bench",
            framework=FrameworkVersion.objects.get(code="jintan-50"),
            unit=province,
            year=YEAR,
            as_of=f"{YEAR}-12-31",
            purpose="self",
            variant="mixed",
        )
        from jiyue.foundation.access import program

        start = time.process_time()
        kept = compute(program("bench"), made.pk, lambda *words: None)
        seconds = time.process_time() - start
        if not kept.complete or kept.complete != kept.units != units:
            raise AssertionError(f"{kept.complete} of {kept.units} units have a total")
    return seconds


def _declare(path: Path) -> tuple[Any, int]:
    """The units and figures of the table as verified values."""
    from jiyue.foundation.imports.rowwriter import insert
    from jiyue.foundation.units.models import Unit
    from jiyue.indicators.models import VERIFIED, Value

    units: dict[str, int] = {}
    province: Any = None
    with path.open(encoding="utf-8", newline="") as file:
        values = []
        for code, kind, _, year, measure, figure in list(csv.reader(file))[1:]:
            if code not in units:
                unit = Unit(kind=kind, code=code, name=code, parent=province)
                unit.save()
                units[code] = unit.pk
                province = province or unit
            values.append(
                Value(unit_id=units[code], measure=measure, period=year, figure=figure, source="declared",
                      state=VERIFIED)
            )  # fmt: skip
    insert(values)
    return province, len(units)


def write_table(path: Path, count: int) -> None:
    """The figures that the framework of fifty asks for, the province first."""
    from benchmarks.exact_path import panel
    from jiyue.engine.index import compile_framework, default_dictionary, load_framework
    from jiyue.engine.numbers import decimal_text
    from jiyue.indicators.needs import needed

    compiled = compile_framework(load_framework("jintan-50"), default_dictionary())
    data = panel(compiled, count)
    lags = needed(compiled)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit", "kind", "parent", "year", "measure", "value"])
        for unit, code in [(-1, data.units[-1]), *enumerate(data.units[:-1])]:
            for measure, lag in sorted(lags):
                figure = data.values[measure][YEAR - lag][unit if unit >= 0 else 0]
                row = (code.code, code.kind, code.parent, YEAR - lag, measure, decimal_text(figure))
                writer.writerow(row)


def run(setting: Setting) -> Outcome:
    units = 60 if setting.quick else UNITS
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="jiyue-bench-") as folder:
        path = Path(folder) / "measures.csv"
        write_table(path, units)
        for _ in range(setting.rounds):
            for way in WAYS:
                seconds[way].append(float(in_fresh_process("benchmarks.app_evaluation", way, str(path))))
    middle = {way: median(found) for way, found in seconds.items()}
    ratio = middle["application"] / middle["engine"]
    text = f"evaluation of {units} counties x 50 indicators against the engine on a table, CPU"
    promise = Promise(text, ratio, "at most", RATIO_AT_MOST)
    return Outcome([promise], {"medians": middle, "cpu_seconds": seconds})


if __name__ == "__main__":
    print({"engine": engine, "application": application}[sys.argv[1]](Path(sys.argv[2])))
