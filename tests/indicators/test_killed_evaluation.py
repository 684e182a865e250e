"""A worker killed in the middle of an evaluation: nothing of it is kept, and the next one keeps it whole."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.bureau import Bureau, until
from indicators.sample import verified
from paths import needs_shared

pytestmark = needs_shared
SEED = 20260201
PLACE = """
from indicators.sample import clerk_of, declared, province_with_counties
from jiyue.indicators.models import Value
units = province_with_counties()
Value.objects.bulk_create(declared(units))
clerk_of(units["990000"])
"""
BEGIN = """
from datetime import date
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.units.models import Unit
from jiyue.indicators import evaluating
from jiyue.indicators.models import FrameworkVersion
li = actor_of(Account.objects.get(username="li"), date.today())
made = evaluating.begin(
    li, framework=FrameworkVersion.objects.get(code="jintan-50"), unit=Unit.objects.get(code="990000"),
    year=2025, purpose="self",
)
print(made.pk)
"""


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path)
    made.python(PLACE)
    yield made
    made.end()


def evaluations(bureau: Bureau) -> list[tuple]:
    return bureau.sql("SELECT state, package FROM indicators_evaluation ORDER BY id")


def begun(bureau: Bureau, attempt: int) -> bool:
    """Whether a worker has taken the evaluation so many times, or it is done."""
    asked = "SELECT state, attempt FROM jobs_job WHERE kind = 'indicators.evaluate'"
    [(state, found)] = bureau.sql(asked)
    return state == "done" or found >= attempt


def test_two_deaths_and_then_the_same_package(bureau: Bureau) -> None:
    dice = random.Random(SEED)
    bureau.python(BEGIN)
    for attempt in (1, 2):
        worker = bureau.start("jobs", "work")
        until(lambda number=attempt: begun(bureau, number))
        time.sleep(dice.random() * 0.3)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        [(state, package)] = evaluations(bureau)
        rows = bureau.sql("SELECT count(*) FROM indicators_unitresult")[0][0]
        assert (state, package, rows) == ("running", "", 0) or (state, rows) == ("done", 6)
    bureau.start("jobs", "work")
    until(lambda: evaluations(bureau)[0][0] == "done")
    bureau.python(BEGIN)
    until(lambda: len(found := evaluations(bureau)) == 2 and found[1][0] == "done")
    packages = {package for _, package in evaluations(bureau)}
    assert len(packages) == 1
    folder = bureau.folder / "packages"
    assert [p.name for p in folder.iterdir()] == [f"{packages.pop()}.zip"]
    verified(next(folder.iterdir()))
