"""Rows of 临河县, which nobody of 平川县 may reach."""

from foundation.people_known import Place
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.people.models import Organisation
from jiyue.registry.models import TABLES, Entry, Merge

ENTRY_DEEDS = ("change", "verify", "close", "withdraw", "bring-back", "reveal", "merge", "apart")


def office(place: Place) -> Organisation:
    facts = {"sector": "bureau"}
    return Organisation.objects.get_or_create(name="临河县机构", unit=place.river, defaults=facts)[0]


def river_duty(place: Place) -> int:
    row = Duty(measure="land_area", unit=place.river, organisation=office(place), period="2025")
    row.due_on = "2026-01-31"
    row.save()
    return row.pk


def entry(place: Place, table: str, **facts: object) -> Entry:
    row = TABLES[table](unit=place.river, owner=office(place), **facts)
    row.save()
    return row


def river_entry(place: Place, table: str) -> dict[str, int]:
    return {"pk": entry(place, table).pk}


def river_merge(place: Place) -> int:
    one, other = entry(place, "mine"), entry(place, "mine")
    facts = {"table": "mine", "reason": "同一矿山", "before": "{}", "unit": place.river}
    return Merge.objects.create(loser=one.pk, winner=other.pk, **facts).pk
