"""The ranking of 2,900 units, one unit's sheet and the way down to its rows, in queries and CPU."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.harness import Outcome, Promise, Setting, in_fresh_process

UNITS, VISITS, YEAR = 2900, 20, 2025
QUERIES_AT_MOST = 20
DRILL_QUERIES_AT_MOST = 30
CPU_MILLISECONDS_AT_MOST = 50.0
HERE = "/indicators/evaluations/{evaluation}/"
SHEET = f"{HERE}units/{{unit}}/"
DRILL = (SHEET, f"{SHEET}indicators/C12/", f"{SHEET}measures/industrial_fixed_assets/{YEAR}/")
PAGES = {
    "the ranking": HERE,
    "the ranking by type": f"{HERE}?apart=1",
    "the sheet of one unit": SHEET,
    "one indicator of a unit": DRILL[1],
    "one measure with its rows": DRILL[2],
}


def panel(units: int) -> Any:
    """Counties of one province with every measure of the fifty indicators in two years."""
    from jiyue.engine.index import Unit, compile_framework, default_dictionary, load_framework
    from jiyue.engine.index.panel import panel_from_rows

    compiled = compile_framework(load_framework("jintan-50"), default_dictionary())
    formulas = [*compiled.formulas.values(), *compiled.lines.values(), *compiled.na_rules.values()]
    measures = sorted({d.code for f in formulas for d in f.dependencies} & set(compiled.dictionary.measures))
    chance = random.Random(2010)
    codes = [f"{990001 + i}" for i in range(units)]
    rows = [
        (code, year, measure, str(chance.randint(1, 900)))
        for code in codes
        for measure in measures
        for year in range(YEAR - 2, YEAR + 1)
    ]
    ranked = [Unit(code, f"county {code}", "county", "990000") for code in codes]
    attributes = {"variant": ["", *(("land", "mixed", "mineral")[i % 3] for i in range(units))]}
    return compiled, panel_from_rows([Unit("990000", "province", "province"), *ranked], rows, attributes)


def office(units: int) -> tuple[Any, dict[str, int]]:
    """A client of the province's office, and the numbers of an evaluation and of a unit in its middle."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from jiyue.engine.index import evaluate, keep
    from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
    from jiyue.foundation.units.models import Unit
    from jiyue.indicators.gather import Gathered
    from jiyue.indicators.models import DONE, Evaluation, FrameworkVersion, UnitResult
    from jiyue.indicators.results import rows_of

    call_command("migrate", verbosity=0)
    compiled, figures = panel(units)
    made: dict[str, Unit] = {}
    for unit in figures.units:
        made[unit.code] = Unit(kind=unit.kind, code=unit.code, name=unit.name, parent=made.get(unit.parent))
        made[unit.code].save()
    province = made["990000"]
    bureau = Organisation.objects.create(name="office", sector="bureau", unit=province)
    account = Account.objects.create(username="li", name="Li", organisation=bureau, password="!")
    post = Post.objects.create(organisation=bureau, title="clerk")
    Holding.objects.create(post=post, account=account, kind="holder", valid_from=date(2020, 1, 1))
    Grant.objects.create(post=post, role="city_office", unit=province, valid_from=date(2020, 1, 1))
    result = evaluate(compiled, figures, year=YEAR, variant="own")
    folder = Path(settings.DATA) / "packages"
    folder.mkdir()
    written = folder / "made.zip"
    origin = _origin(figures, min(units, 300))
    digest = keep(result, figures, compiled, written, origin=origin)
    written.replace(folder / f"{digest}.zip")
    evaluation = Evaluation.objects.create(
        title="bench",
        framework=FrameworkVersion.objects.get(code="jintan-50"),
        unit=province,
        year=YEAR,
        as_of=date(YEAR, 12, 31),
        purpose="self",
        state=DONE,
        package=digest,
        kept_at=timezone.now(),
    )
    gathered = Gathered(figures, origin, {code: unit.pk for code, unit in made.items()}, {}, ())
    UnitResult.objects.bulk_create(rows_of(evaluation, compiled, gathered, result), batch_size=200)
    client = Client()
    client.force_login(account)
    return client, {"evaluation": evaluation.pk, "unit": made[figures.units[units // 2].code].pk}


def _origin(figures: Any, rows: int) -> Any:
    """The source of every figure of the year; that of one measure is ``rows`` rows of a ledger."""
    import polars as pl

    from jiyue.engine.index import Origin
    from jiyue.engine.index.inputs import ROWS, SOURCES

    code = figures.units[len(figures.units) // 2].code
    told = [
        (unit, str(year), measure, "declared", "final", "", "")
        for unit, year, measure, _ in figures.rows()
        if year == YEAR
    ]
    frozen = [
        (
            "industrial_fixed_assets",
            code,
            str(YEAR),
            f"registry/enterprise/{i + 1}@1",
            "0",
            '{"name": "works"}',
        )
        for i in range(rows)
    ]
    return Origin(
        pl.DataFrame(told, schema=dict.fromkeys(SOURCES, pl.String), orient="row"),
        pl.DataFrame(frozen, schema=dict.fromkeys(ROWS, pl.String), orient="row"),
    )


def visit(units: int, visits: int) -> dict[str, dict[str, float]]:
    """Queries and CPU milliseconds of each page, the median of its visits after one to warm up."""
    os.environ["JIYUE_DATA"] = tempfile.mkdtemp(prefix="jiyue-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiyue.app.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    client, numbers = office(units)
    found = {}
    for name, address in PAGES.items():
        to = address.format(**numbers)
        client.get(to)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(to)
        queries = len(asked)  # now: the next request empties the log
        assert answer.status_code == 200, (to, answer.status_code)
        seconds = []
        for _ in range(visits):
            start = time.process_time()
            client.get(to)
            seconds.append(time.process_time() - start)
        found[name] = {"queries": queries, "ms": median(seconds) * 1000}
    return found


def run(setting: Setting) -> Outcome:
    words = ("60", "3") if setting.quick else (str(UNITS), str(VISITS))
    rounds = [json.loads(in_fresh_process("benchmarks.app_ranking", *words)) for _ in range(setting.rounds)]
    promises, middles = [], {}
    for name in PAGES:
        queries = max(r[name]["queries"] for r in rounds)
        middles[name] = median(r[name]["ms"] for r in rounds) / 1000
        promises.append(Promise(f"{name}, queries", queries, "at most", QUERIES_AT_MOST, "queries"))
        cpu = middles[name] * 1000
        promises.append(Promise(f"{name}, CPU", cpu, "at most", CPU_MILLISECONDS_AT_MOST, "ms"))
    steps = [name for name, address in PAGES.items() if address in DRILL[1:]]
    drill = max(sum(r[name]["queries"] for name in steps) for r in rounds)
    promises.append(
        Promise("from the sheet to the rows, queries", drill, "at most", DRILL_QUERIES_AT_MOST, "queries")
    )
    return Outcome(promises, {"medians": middles, "rounds_seen": rounds})


if __name__ == "__main__":
    print(json.dumps(visit(int(sys.argv[1]), int(sys.argv[2]))))
