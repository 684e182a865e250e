"""Rows of units, duties and the registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.counties import County
from jiyue.foundation.access import program
from jiyue.foundation.duties.models import Duty
from jiyue.registry import merging, models
from jiyue.registry.models import TABLES, Entry, Merge


def duty(here: County) -> Duty:
    facts = {"measure": "land_area", "unit": here.unit, "period": "2025"}
    rest = {"organisation": here.bureau, "due_on": date(2026, 3, 31)}
    return Duty.objects.get_or_create(**facts, defaults=rest)[0]


def entry(table: str) -> Callable[[County], Entry]:
    def make(here: County) -> Entry:
        facts: dict[str, Any] = {"unit": here.unit, "owner": here.bureau}
        holder = models.RightsHolder(
            name=here.called("供销社"), kind="organisation", organisation=here.bureau, **facts
        )
        holder.save()
        code = f"{here.unit.code}100001GB00001"
        made = {
            "enterprise": lambda: models.Enterprise(
                name=here.called("水泥厂"), organisation=here.bureau, **facts
            ),
            "rightsholder": lambda: holder,
            "parcel": lambda: models.Parcel(code=code, area_m2=1, holder=holder, **facts),
            "mine": lambda: models.Mine(name=here.called("盐矿"), holder=holder, **facts),
        }[table]()
        made.save()
        return made

    return make


def merge(here: County) -> Merge:
    winner, loser = entry("enterprise")(here), entry("enterprise")(here)
    return merging.merge(program("tests"), winner, loser, take=(), reason="同一家")


VERBS = ("print", "change", "verify", "close", "withdraw", "bring-back", "reveal", "merge", "apart")
BEHIND: dict[str, Callable[[County], Any]] = {
    "unit": lambda here: here.unit,
    **{f"unit-{verb}": lambda here: here.unit for verb in ("change", "recode", "close", "succeed")},
    "duty": duty,
    **{f"duty-{verb}": duty for verb in ("urge", "mark", "unmark", "postpone", "withdraw")},
    **{name: entry(table) for table in TABLES for name in (table, *(f"{table}-{verb}" for verb in VERBS))},
    "merge-undo": merge,
}
LISTED: dict[str, Callable[[County], Any]] = {
    "units": lambda here: here.unit,
    "duties": duty,
    "enterprises": entry("enterprise"),
    "rightsholders": entry("rightsholder"),
    "parcels": entry("parcel"),
    "mines": entry("mine"),
}
