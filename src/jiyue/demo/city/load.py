"""The sample city in a database: units, people, figures as workbooks, evaluations by the worker."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from jiyue.demo.city.figures import City, Figure
from jiyue.demo.city.people import add_people, add_units, refuse_real_units
from jiyue.engine.numbers import decimal_text
from jiyue.foundation.access import Actor
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.imports.models import PUBLISHED, ImportBatch
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account
from jiyue.foundation.units.models import Unit
from jiyue.indicators.actions import verify_all
from jiyue.indicators.evaluating import begin
from jiyue.indicators.models import PUBLISHED as IN_FORCE
from jiyue.indicators.models import Evaluation, FrameworkVersion
from jiyue.indicators.sheets import FIGURES

HEADS = ("unit", "year", "measure", "value")


@dataclass(frozen=True)
class Loaded:
    """What came of it: the accounts with the keys of their invitations, and the evaluations."""

    people: list[tuple[Account, str]]
    evaluations: list[Evaluation]


def load(owner: Actor, on: date) -> Loaded:
    """Load the sample city as it stands ``on`` a day, and evaluate it. The database holds no real unit."""
    refuse_real_units()
    city = City(on.year - 1)
    units = add_units(owner, city.units, date(city.years[0], 1, 1))
    people = add_people(owner, city.rules["people"])
    _figures(city, units, people, on)
    return Loaded(people, evaluate(city, on))


def _figures(city: City, units: dict[str, Unit], people: Sequence[tuple[Account, str]], on: date) -> None:
    """Every office hands in the figures of its part, one person enters them and another verifies."""
    offices: dict[str, list[Actor]] = {}
    for row, (account, _) in zip(city.rules["people"], people, strict=True):
        if row["role"] in ("county_bureau", "city_office"):
            offices.setdefault(row["unit"], []).append(actor_of(account, on))
    figures = list(city.figures())
    for code, (first, second) in sorted(offices.items(), key=lambda o: -len(units[o[0]].path)):
        unit = units[code]
        own = [f for f in figures if units[f.unit].path.startswith(unit.path)]
        figures = [f for f in figures if not units[f.unit].path.startswith(unit.path)]
        if own:
            hand_in(first, unit, own)
            verify_all(second, unit)


def hand_in(actor: Actor, unit: Unit, figures: Iterable[Figure]) -> ImportBatch:
    """Figures as a workbook, taken in like any other."""
    book = SimpleUploadedFile(f"{unit.code}.xlsx", workbook(figures))
    batch = imports.upload(actor, FIGURES.code, [book], unit)
    work()
    imports.publish(actor, batch.pk)
    work()
    batch.refresh_from_db()
    if batch.state != PUBLISHED:
        raise RuntimeError(f"import {batch.pk} of {unit} is {batch.state}")
    return batch


def workbook(figures: Iterable[Figure]) -> bytes:
    """The workbook of figures: a row for each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [FIGURES.column(name).titles[0] for name in HEADS])
        for i, f in enumerate(figures, start=1):
            sheet.write_row(i, 0, (f.unit, f.year, f.measure, decimal_text(f.value)))
    return out.getvalue()


def evaluate(city: City, on: date) -> list[Evaluation]:
    """The evaluations of the sample, done by a worker in this process."""
    rules = city.rules["evaluations"]
    actor = actor_of(Account.objects.called(rules["by"]).get(), on)
    unit = Unit.objects.living().get(code=rules["unit"])
    made = []
    for run in rules["runs"]:
        framework = FrameworkVersion.objects.filter(code=run["framework"], state=IN_FORCE).latest("pk")
        year = city.years[-1] - run["before"]
        made.append(begin(actor, framework=framework, unit=unit, year=year, purpose=run["purpose"], as_of=on))
    work()
    for evaluation in made:
        evaluation.refresh_from_db()
    return made


def work() -> None:
    """Do all jobs that wait. RuntimeError when one of them fails."""
    last = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while Worker().step():
        pass
    broken = Job.objects.filter(pk__gte=last, state="failed").first()
    if broken is not None:
        raise RuntimeError(f"job {broken.pk} ({broken.kind}): {broken.problems}")
