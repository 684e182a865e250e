"""The units and the people of the sample city, entered like those of any other place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor
from jiyue.foundation.people.actions.setup import Place, add_person
from jiyue.foundation.people.models import Account
from jiyue.foundation.units.actions import add_unit
from jiyue.foundation.units.models import Unit

SAMPLE_AMONG_REAL = define(
    "SAMPLE_AMONG_REAL",
    N_("This database holds {count} units that are no sample; the sample city is not mixed with them."),
    N_("Name an empty folder in JIYUE_DATA for the sample city."),
)


def refuse_real_units() -> None:
    """Raises :class:`Refused` (SAMPLE_AMONG_REAL)."""
    if count := Unit.objects.filter(sample=False).count():
        raise Refused(SAMPLE_AMONG_REAL(field="JIYUE_DATA", count=count))


def add_units(actor: Actor, rows: list[dict[str, Any]], since: date) -> dict[str, Unit]:
    """The units by code; parents stand before their children."""
    made: dict[str, Unit] = {}
    for row in rows:
        made[row["code"]] = add_unit(
            actor,
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            parent=made.get(row.get("parent", "")),
            county_type=row.get("type", ""),
            valid_from=since,
            sample=True,
        )
    return made


def add_people(actor: Actor, rows: list[Mapping[str, str]]) -> list[tuple[Account, str]]:
    """The accounts with the keys of their invitations."""
    found = []
    for row in rows:
        place = Place(row["unit"], row["organisation"], sector=row["sector"])
        given = {name: row[name] for name in ("username", "name", "role")}
        found.append(add_person(actor, **given, place=place))
    return found
