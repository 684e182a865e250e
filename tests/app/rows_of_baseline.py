"""Rows of land survey, statistics, targets, farmland balance and boundaries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.counties import County
from jiyue.foundation.access import program
from jiyue.mechanisms.baseline import actions
from jiyue.mechanisms.baseline.models import TABLES, BaselineRow

HERE = program("tests")
DAY, AREA = date(2024, 5, 6), Decimal("1.5000")


def facts(table: str, here: County) -> dict[str, Any]:
    """What the row says; a number that no row had before keeps rows apart."""
    number = str(TABLES[table].objects.count() + 1)
    project = {"name": here.called(f"项目{number}"), "number": number, "area": AREA}
    return {
        "survey": lambda: {"classification": "third", "year": 2019 + int(number)},
        "statistic": lambda: {
            "measure": "gdp_current",
            "year": 2023,
            "vintage": "final",
            "figure": number,
            "document": "公报",
        },
        "target": lambda: {
            "measure": "cultivated_land_target",
            "basis": "plan",
            "area": AREA,
            "year_from": 2021,
            "year_to": 2035,
            "document_number": number,
        },
        "occupation": lambda: {**project, "approved_on": DAY},
        "compensation": lambda: {**project, "works": "reclamation", "accepted_on": DAY},
        "link": lambda: {
            "occupation": made("occupation", here),
            "compensation": made("compensation", here),
            "area": AREA,
        },
        "wholeyear": lambda: {"year": 1950 + int(number)},
        "boundarychange": lambda: {
            "to_unit": here.place.city,
            "area": AREA,
            "on": DAY,
            "number": here.called(number),
        },
    }[table]()


def made(table: str, here: County, *, draft: bool = False) -> BaselineRow:
    where = {} if table == "link" else {"unit": here.unit}
    return actions.enter(HERE, table, owner=here.bureau, draft=draft, **where, **facts(table, here))


def row(table: str) -> Callable[[County], BaselineRow]:
    return lambda here: made(table, here, draft=table == "survey")


VERBS = ("change", "submit", "verify", "withdraw", "bring-back", "print")
BEHIND: dict[str, Callable[[County], Any]] = {
    **{
        name: row(table)
        for table in TABLES
        for name in (f"baseline-{table}", *(f"baseline-{table}-{verb}" for verb in VERBS))
    },
    **{f"baseline-survey-{page}": row("survey") for page in ("areas", "table", "book")},
}
LISTED: dict[str, Callable[[County], Any]] = {
    "baseline-surveys": row("survey"),
    "baseline-statistics": row("statistic"),
    "baseline-targets": row("target"),
    "baseline-occupations": row("occupation"),
    "baseline-compensations": row("compensation"),
    "baseline-links": row("link"),
    "baseline-whole-years": row("wholeyear"),
    "baseline-boundaries": row("boundarychange"),
}
