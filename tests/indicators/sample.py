"""The six counties of the example as declared figures of an office."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from foundation.people_known import PASSWORD, START
from index.golden import INDICATORS
from jiyue.foundation.access import Actor
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Grant, Holding, Organisation, Post
from jiyue.foundation.units.models import Unit
from jiyue.indicators import evaluating
from jiyue.indicators.models import VERIFIED, Evaluation, FrameworkVersion, Value


@dataclass
class Example:
    """样例省 with six counties; the figures of 2023 to 2025 are declared and verified."""

    province: Unit
    clerk: Actor

    def framework(self, code: str = "jintan-50") -> FrameworkVersion:
        return FrameworkVersion.objects.get(code=code, unit=None)

    def evaluated(self, **how: object) -> Evaluation:
        """An evaluation of the whole province, done by the worker."""
        usual = {"framework": self.framework(), "unit": self.province, "year": 2025, "purpose": "self"}
        made = evaluating.begin(self.clerk, **{**usual, **how})
        Worker().step()
        made.refresh_from_db()
        return made


def lines() -> Iterator[dict[str, str]]:
    with (INDICATORS / "example_measures.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def province_with_counties() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for line in lines():
        if line["unit"] not in made:
            parent = made.get(line["parent"])
            unit = Unit(kind=line["kind"], code=line["unit"], name=f"样例{line['unit']}", parent=parent)
            unit.save()
            made[unit.code] = unit
    return made


def clerk_of(unit: Unit, name: str = "li", role: str = "city_office") -> Actor:
    where = {"name": f"{unit.name}创建办", "unit": unit}
    office, _ = Organisation.objects.get_or_create(**where, defaults={"sector": "bureau"})
    account = Account(username=name, name=name, organisation=office)
    account.set_password(PASSWORD)
    account.save()
    post = Post.objects.create(organisation=office, title="clerk")
    Holding.objects.create(post=post, account=account, kind=Holding.HOLDER, valid_from=START)
    Grant.objects.create(post=post, role=role, unit=unit, valid_from=START)
    return actor_of(account, date.today())


def declared(units: dict[str, Unit], **facts: object) -> list[Value]:
    usual = {"source": "declared", "state": VERIFIED, **facts}
    return [
        Value(unit=units[r["unit"]], measure=r["measure"], period=r["year"], figure=r["value"], **usual)
        for r in lines()
    ]


@pytest.fixture
def example(db: None, settings, tmp_path: Path) -> Example:
    settings.DATA = tmp_path
    units = province_with_counties()
    Value.objects.bulk_create(declared(units))
    province = units["990000"]
    return Example(province, clerk_of(province))


def verified(package: Path) -> str:
    """What ``jiyue verify`` says of a package, in a process that knows no application."""
    words = [sys.executable, "-m", "jiyue", "verify", str(package)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
