"""A row behind every page of an office: run in a process of its own, it prints the address of each page."""

import json
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse

from app import test_permissions as sweep
from foundation.imports.books import rows_of, town_book, uploaded
from foundation.people_known import Place
from jiyue.foundation.access import program, roles
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.imports.models import ImportBatch
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

    __hash__ = object.__hash__

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
    rows = rows_of(place.town.code, 4)
    rows[1][4] = "出让权"
    actor = actor_of(him, date.today())
    batch = imports.upload(
        actor, "registry.parcels", [uploaded("宗地.xlsx", town_book(rows))], place.river, him.organisation
    )
    while Worker().step():
        pass
    return ImportBatch.objects.get(pk=batch.pk)


def merged(place: Here) -> Merge:
    winner = sweep.entry_of(place, "enterprise")
    loser = Enterprise(name="临河水泥有限公司", unit=winner.unit, owner=winner.owner)
    loser.save()
    return merge(program("tests"), winner, loser, take=[], reason="同一企业")


def make_once() -> None:
    """Let each maker of a row answer with the same row again."""
    for name in ("entry_of", "duty_of", "people_of"):
        setattr(sweep, name, cache(getattr(sweep, name)))
    sweep.merge_of = merged
    kept: dict[Any, Any] = {}
    for rows in (sweep.FILES, sweep.ROWS_OF_PAPERS):
        for name, make in rows.items():
            rows[name] = kept.setdefault(make, cache(make))


def addresses() -> dict[str, tuple[str, str]]:
    """The permission and the address of every page, by its name."""
    make_once()
    unit = Unit.objects.coded
    town = unit("411121100").get()
    county = unit("411121").get()
    place = Here(unit("411100").get(), county, county, town, town)
    him = everything(place)
    batch = checked(place, him)
    told = send(program("tests"), ToAccount(him), "请于本周内报送")
    keys = {"import": {"key": batch.pk}, "job": {"key": batch.job_id}, "message": {"pk": told.pk}}
    found = {}
    for name, pattern in sweep.PAGES.items():
        kwargs: Any = {}
        if sweep.needs_row(pattern):
            kwargs = keys.get(name.partition("-")[0]) or sweep.row_of(name, place)
        kwargs |= {"form": "json"} if "form" in pattern.pattern.regex.groupindex else {}
        if name == "import-template":
            kwargs = {"code": "registry.parcels"}
        if name == "import-returned":
            kwargs = {"key": batch.pk, "name": "1.xlsx"}
        found[name] = (pattern.callback.permission, reverse(name, kwargs=kwargs))
    return found


if __name__ == "__main__":
    print(json.dumps(addresses()))
