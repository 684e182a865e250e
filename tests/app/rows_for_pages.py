"""A row behind every page of an office: run in a process of its own, it prints the address of each page."""

import json
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse

from app import test_permissions as sweep
from foundation.imports.books import rows_of, town_book, uploaded
from foundation.people_known import Place
from jiyue.foundation.access import roles
from jiyue.foundation.imports import actions as imports
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Grant, Holding
from jiyue.foundation.units.models import Unit

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


def checked(place: Here, him: Account) -> int:
    """An import with a bad row, as the worker left it."""
    rows = rows_of(place.town.code, 4)
    rows[1][4] = "出让权"
    actor = actor_of(him, date.today())
    batch = imports.upload(
        actor, "registry.parcels", [uploaded("宗地.xlsx", town_book(rows))], place.river, him.organisation
    )
    while Worker().step():
        pass
    return int(batch.pk)


def addresses() -> dict[str, tuple[str, str]]:
    """The permission and the address of every page, by its name."""
    for name in ("entry_of", "duty_of", "people_of"):
        setattr(sweep, name, cache(getattr(sweep, name)))
    unit = Unit.objects.coded
    town = unit("411121100").get()
    county = unit("411121").get()
    place = Here(unit("411100").get(), county, county, town, town)
    him = everything(place)
    batch = checked(place, him)
    found = {}
    for name, pattern in sweep.PAGES.items():
        kwargs: Any = {}
        if sweep.needs_row(pattern):
            kwargs = {"key": batch} if name.startswith(("import", "job")) else sweep.row_of(name, place)
        try:
            to = reverse(name, kwargs=kwargs)
        except Exception:
            continue
        found[name] = (pattern.callback.permission, to)
    return found


if __name__ == "__main__":
    print(json.dumps(addresses()))
