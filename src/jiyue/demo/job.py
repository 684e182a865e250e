"""The main job: evaluate real data, keep each result as a package with its report, and verify it."""

from __future__ import annotations

import csv
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jiyue.demo.counties import TABLE, long_rows, read_counties
from jiyue.engine.index import Evaluation, Framework, Measure, evaluate, keep, load_framework, read_panel
from jiyue.engine.index.dictionary import default_dictionary
from jiyue.engine.index.framework_check import compile_framework
from jiyue.engine.index.report import evaluation_html
from jiyue.engine.messages import current_language
from jiyue.engine.package import verify
from jiyue.engine.problems import Problem
from jiyue.engine.rulebook import default_rulebook
from jiyue.engine.yamls import RULES_DIR, load_rules

HDI_TABLE = RULES_DIR / "samples/hdi_1990_2009.csv.gz"
SAMPLE = "samples/county_proxy.yaml"
REPORT = "report.html"


@dataclass(frozen=True)
class Done:
    """One evaluation that was kept: where, its hash, how many have a total, how long it took."""

    title: str
    label: str
    year: int | None
    package: Path
    hash: str
    ranked: int
    units: int
    seconds: float
    identical: bool

    @property
    def report(self) -> Path:
        return self.package / REPORT


def run(out: Path, shared: Path | None) -> Iterator[Done]:
    """Do the main job into the folder ``out``: the counties below ``shared`` if they are there, and HDI."""
    if shared is not None and (shared / "data" / TABLE).is_file():
        yield from _counties(shared / "data", out)
    notes = [_note("hdi")]
    yield _evaluate(HDI_TABLE, load_framework("hdi"), out / "hdi", (), notes)


def _note(name: str) -> str:
    return str(load_rules(SAMPLE)["notes"][name][current_language()])


def _counties(data: Path, out: Path) -> Iterator[Done]:
    rules = default_rulebook()
    counties = read_counties(data, rules)
    warnings = [*counties.warnings, *rules.unverified()]
    proxy = load_framework("county-proxy")
    table = out / "data" / "county-proxy.csv"
    _write_csv(table, long_rows(counties, ((m.code, m.code, 1) for m in proxy.measures)))
    notes = [_note("counties")]
    yield _evaluate(table, proxy, out / "county-proxy", warnings, notes)
    spoken = load_rules(SAMPLE)["regional"]
    taken = ((code, m["from"], int(m["factor"])) for code, m in spoken["measures"].items())
    table = out / "data" / "regional-1018-proxy.csv"
    _write_csv(table, long_rows(counties, taken))
    yield _evaluate(table, _labelled(spoken), out / "regional-1018-proxy", warnings, notes)


def _labelled(spoken: dict[str, Any]) -> Framework:
    """The regional evaluation under a name, a label and titles that say where its land comes from."""
    base = load_framework("regional-1018")
    dictionary = default_dictionary().measures
    measures: tuple[Measure, ...] = tuple(
        replace(dictionary[code], zh=m["zh"], en=m["en"]) for code, m in spoken["measures"].items()
    )
    names = {name: spoken[name] for name in ("zh", "en", "label_zh", "label_en")}
    return replace(base, code=f"{base.code}-proxy", measures=measures, **names)


def _evaluate(
    table: Path, framework: Framework, path: Path, warnings: Sequence[Problem], notes: Sequence[str]
) -> Done:
    start = time.perf_counter()
    compiled = compile_framework(framework, default_dictionary())
    panel = read_panel(table, compiled.scope, compiled.dictionary, framework.kinds)
    panel.warnings.extend(warnings)
    evaluation = evaluate(compiled, panel)
    html = evaluation_html(evaluation, panel, compiled, current_language(), notes)
    found = keep(evaluation, panel, compiled, path, {REPORT: html})
    checked = verify(path)
    return Done(
        title=framework.title(current_language()),
        label=framework.label(current_language()),
        year=evaluation.year,
        package=path,
        hash=found,
        ranked=_ranked(evaluation),
        units=len(evaluation.results),
        seconds=time.perf_counter() - start,
        identical=checked.identical and checked.hash == found,
    )


def _ranked(evaluation: Evaluation) -> int:
    return sum(r.rank is not None for r in evaluation.results)


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a table whole: beside its place first, then moved there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".jiyue-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
