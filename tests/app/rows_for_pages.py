"""A row behind every page of an office: run in a process of its own, it prints the address of each page."""

import json
from datetime import date
from typing import Any

from app import rows, rows_of_ledgers
from app.counties import County
from foundation.imports.books import rows_of, town_book, uploaded
from foundation.people_known import Place
from jiyue.foundation.access import program, roles
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.imports.models import ImportBatch
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.messages.actions import ToAccount, send
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Grant, Holding
from jiyue.foundation.units.models import Unit
from jiyue.registry.merging import merge
from jiyue.registry.models import Enterprise, Merge

START = date(2020, 1, 1)


class Here(Place):
    """The county of the office in every part; whoever is asked for again is the same person."""

    def person(self, name: str, *args: Any, **kwargs: Any) -> Account:
        return Account.objects.filter(username=name).first() or super().person(name, *args, **kwargs)


def everything(place: Here) -> Account:
    """Somebody with every role that is not an administrator's."""
    him = place.person("quan", "county_bureau", place.river)
    post = Holding.objects.get(account=him).post
    for role in roles().values():
        if not role.separate and role.code not in ("public", "county_bureau"):
            Grant.objects.create(post=post, role=role.code, unit=place.city, valid_from=START)
    return him


def checked(place: Here, him: Account) -> ImportBatch:
    """An import with a bad row, as the worker left it."""
    cells = rows_of(place.town.code, 4)
    cells[1][4] = "出让权"
    actor = actor_of(him, date.today())
    files = [uploaded("宗地.xlsx", town_book(cells))]
    batch = imports.upload(actor, "registry.parcels", files, place.river, him.organisation)
    while Worker().step():
        pass
    return ImportBatch.objects.get(pk=batch.pk)


def merged(here: County) -> Merge:
    winner = rows_of_ledgers.entry("enterprise")(here)
    loser = Enterprise(name="临河水泥有限公司", unit=winner.unit, owner=winner.owner)
    loser.save()
    return merge(program("tests"), winner, loser, take=[], reason="同一企业")


def same(make: Any) -> Any:
    """What two makers of the same row have in common."""
    return make.__code__, tuple(cell.cell_contents for cell in make.__closure__ or ())


def addresses() -> dict[str, tuple[str, str]]:
    """The permission and the address of every page, by its name; pages of one kind show the same row."""
    unit = Unit.objects.coded
    town = unit("411121100").get()
    county = unit("411121").get()
    place = Here(unit("411100").get(), county, county, town, town)
    him = everything(place)
    here = County(place, county, him, him)
    batch = checked(place, him)
    told = send(program("tests"), ToAccount(him), "请于本周内报送")
    kept: dict[Any, Any] = {}
    for name, make in rows.BEHIND.items():
        if name == "merge-undo":
            make = merged
        if name.startswith("import"):
            row: Any = batch
        elif name.startswith("job"):
            row = Job.objects.first()
        elif name == "message":
            row = told
        else:
            row = kept[same(make)] if same(make) in kept else kept.setdefault(same(make), make(here))
        rows.BEHIND[name] = lambda here, row=row: row
    return {name: (page.callback.permission, rows.address(name, here)) for name, page in rows.PAGES.items()}


if __name__ == "__main__":
    print(json.dumps(addresses()))
