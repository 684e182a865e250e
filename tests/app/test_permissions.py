"""The one permission table over every page, format, action and command of the application.

Pages that need a row name how to make one in ``ROWS``; a page that is missing there fails the first test.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from app.river import ENTRY_DEEDS, river_duty, river_entry, river_merge
from foundation.people_known import Place
from jiyue.engine.problems import Refused
from jiyue.engine.yamls import RULES_DIR
from jiyue.foundation.access import permissions, roles
from jiyue.foundation.action import ACTIONS

with (RULES_DIR / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row["code"]: row for row in csv.DictReader(file)}

ROWS: dict[str, Callable[[Place], dict[str, Any]]] = {
    "audit-line": lambda place: {"seq": 1},
    **{
        f"unit{verb}": lambda place: {"pk": place.river.pk}
        for verb in ("", "-change", "-recode", "-close", "-succeed")
    },
    **{
        f"duty{verb}": lambda place: {"pk": river_duty(place)}
        for verb in ("", "-mark", "-unmark", "-postpone", "-withdraw")
    },
    **{
        f"{table}{verb}": partial(river_entry, table=table)
        for table in ("enterprise", "rightsholder", "parcel", "mine")
        for verb in ("", *(f"-{verb}" for verb in ENTRY_DEEDS))
    },
    "merge-undo": lambda place: {"pk": river_merge(place)},
}


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program by name."""
    for entry in (found or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix)
        else:
            yield str(entry.name), entry


PAGES = {name: p for name, p in patterns() if not name.startswith("api-")}


def needs_row(pattern: URLPattern) -> bool:
    return bool(set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex) - {"form"})


def address(name: str, pattern: URLPattern, place: Place) -> str:
    from django.urls import reverse

    if "form" in pattern.pattern.regex.groupindex:
        return reverse(name, kwargs={"form": "json"})
    return reverse(name, kwargs=ROWS[name](place) if needs_row(pattern) else {})


def test_every_page_names_a_permission_of_the_table() -> None:
    assert len(PAGES) > 10
    assert [n for n, p in PAGES.items() if getattr(p.callback, "permission", None) not in permissions()] == []


def test_every_page_with_a_row_is_tried() -> None:
    assert sorted(n for n, p in PAGES.items() if needs_row(p) and n not in ROWS) == []


def test_every_permission_of_an_installed_room_is_used() -> None:
    used = {p.callback.permission for p in PAGES.values()} | {a.permission for a in ACTIONS.values()}
    assert used <= set(TABLE)


@pytest.mark.parametrize("role", sorted(roles()))
def test_pages_open_to_the_roles_of_the_table_and_to_no_other(
    role: str, place: Place, client: Client
) -> None:
    if role != "public":
        client.force_login(place.person("zhang", role, place.plain))
    wrong = []
    for name, pattern in PAGES.items():
        if needs_row(pattern):
            continue
        permission = TABLE[pattern.callback.permission]
        answer = client.get(address(name, pattern, place))
        closed = answer.status_code == 403 or answer.headers.get("Location", "").startswith("/sign-in?next=")
        if closed != (not permission[role] and not permission["public"]):
            wrong.append((name, answer.status_code, permission["code"]))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(n for n in PAGES if n in ROWS))
def test_a_row_of_a_foreign_county_is_not_there(name: str, place: Place, client: Client) -> None:
    """Whoever reaches 临河县 by some role does not reach it with the same role over 平川县."""
    pattern = PAGES[name]
    permission = TABLE[pattern.callback.permission]
    to = address(name, pattern, place)
    tried = [
        role for role in roles() if permission[role] in ("unit", "own", "part", "self") and role != "public"
    ]
    for role in tried:
        client.force_login(place.person(f"p{role}", role, place.plain))
        assert client.get(to).status_code in (403, 404, 405), role
    client.logout()
    if not permission["public"]:
        assert client.get(to).status_code in (302, 403)


@pytest.mark.parametrize("code", sorted(c for c, a in ACTIONS.items() if a.module.startswith("jiyue.")))
def test_no_action_runs_for_a_role_without_its_permission(code: str, place: Place) -> None:
    from importlib import import_module

    from jiyue.foundation.people.actors import actor_of

    info = ACTIONS[code]
    run = getattr(import_module(info.module), code.rpartition(".")[2])
    for role in roles():
        if role == "public" or TABLE[info.permission][role] or TABLE[info.permission]["public"]:
            continue
        actor = actor_of(place.person(f"p{role}", role, place.plain), date.today())
        with pytest.raises(Refused) as refused:
            run(actor)
        assert refused.value.problems[0].code == "NOT_ALLOWED"
