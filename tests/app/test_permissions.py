"""The one permission table over every page, format, action and command of the application.

Pages about a row are tried with a row in another county; one that ``row_of`` does not know fails.
"""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from app.rows_of_papers import ROWS_OF_PAPERS
from foundation.files.rows import ROWS as FILES
from foundation.imports.rows import ROWS as IMPORTS
from foundation.people_known import Place
from jiyue.app import api
from jiyue.engine.problems import Refused
from jiyue.engine.yamls import RULES_DIR
from jiyue.foundation.access import permissions, roles
from jiyue.foundation.action import ACTIONS

with (RULES_DIR / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row["code"]: row for row in csv.DictReader(file)}


def people_of(place: Place, made: str) -> Any:
    """Somebody in 临河县 with a post, a role and a token: the row that a page about people asks for."""
    account = place.person("liu", "county_bureau", place.river)
    holding = account.holdings.get()
    rows = {
        "account": account,
        "organisation": account.organisation,
        "post": holding.post,
        "holding": holding,
        "grant": holding.post.grants.get(),
    }
    if made == "token":
        return account.tokens.create(digest="0" * 64, name="x", expires=timezone.now())
    return rows[made]


def entry_of(place: Place, table: str) -> Any:
    """An entry of the registry in 临河县."""
    from jiyue.registry import models

    owner = place.person("liu", "county_bureau", place.river).organisation
    facts: dict[str, Any] = {"unit": place.river, "owner": owner}
    holder = models.RightsHolder(name="张三", kind="person", **facts)
    holder.save()
    made = {
        "enterprise": lambda: models.Enterprise(name="临河水泥厂", **facts),
        "rightsholder": lambda: holder,
        "parcel": lambda: models.Parcel(code="329922100001GB00001", area_m2=1, holder=holder, **facts),
        "mine": lambda: models.Mine(name="临河盐矿", **facts),
    }[table]()
    made.save()
    return made


def merge_of(place: Place) -> Any:
    from jiyue.registry.models import Merge

    winner = entry_of(place, "enterprise")
    return Merge.objects.create(table="enterprise", winner=winner.pk, loser=winner.pk + 1, unit=place.river)


def duty_of(place: Place) -> Any:
    from jiyue.foundation.duties.models import Duty

    organisation = place.person("liu", "county_bureau", place.river).organisation
    facts = {"period": "2025", "period_last": date(2025, 12, 31), "due_on": date(2026, 3, 31)}
    return Duty.objects.create(measure="land_area", unit=place.river, organisation=organisation, **facts)


PEOPLE = {
    "organisation": ("organisation", "organisation-edit", "organisation-close", "post-new", "account-new"),
    "post": ("post", "post-edit", "post-close", "grant-new", "holding-new"),
    "grant": ("grant-end",),
    "holding": ("holding-end", "delegation-end"),
    "token": ("token-close",),
    "account": ("enterprise-link", "enterprise-revoke"),
}
TABLES = ("enterprise", "rightsholder", "parcel", "mine")


def row_of(name: str, place: Place) -> dict[str, Any] | None:
    """What the page ``name`` asks for: a row in 临河县; None for a page that nobody has thought of here."""
    for made, names in PEOPLE.items():
        if name in names:
            return {"pk": people_of(place, made).pk}
    if make := {**FILES, **IMPORTS, **ROWS_OF_PAPERS}.get(name):
        return make(place)
    table = name.partition("-")[0]
    if name in ("welcome", "come-in"):
        return {"key": "no-such-key"}
    if name == "audit-line":
        return {"seq": 1}
    if table == "account":
        return {"pk": people_of(place, "account").pk}
    if table == "unit":
        return {"pk": place.river.pk}
    if table == "duty":
        return {"pk": duty_of(place).pk}
    if name == "merge-undo":
        return {"pk": merge_of(place).pk}
    if table in TABLES:
        return {"pk": entry_of(place, table).pk}
    return None


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program by name."""
    for entry in (found or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "ninja":
                yield from patterns(entry, prefix)
        else:
            yield str(entry.name), entry


PAGES = dict(patterns())
OPERATIONS = [
    (f"/api{path}", operation)
    for _, router in api.build()._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
]


def needs_row(pattern: URLPattern) -> bool:
    return bool(set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex) - {"form"})


def address(name: str, pattern: URLPattern, place: Place) -> str:
    from django.urls import reverse

    if "form" in pattern.pattern.regex.groupindex:
        return reverse(name, kwargs={"form": "json"})
    return reverse(name, kwargs=row_of(name, place) if needs_row(pattern) else {})


def test_every_page_names_a_permission_of_the_table() -> None:
    assert len(PAGES) > 10
    assert [n for n, p in PAGES.items() if getattr(p.callback, "permission", None) not in permissions()] == []


def test_every_operation_of_the_api_asks_for_a_permission() -> None:
    assert len(OPERATIONS) > 5
    asked = [(path, [getattr(a, "permission", None) for a in o.auth_callbacks]) for path, o in OPERATIONS]
    assert [path for path, found in asked if len(found) != 1 or found[0] not in permissions()] == []


@pytest.mark.parametrize("role", sorted(roles()))
def test_operations_answer_to_the_roles_of_the_table_and_to_no_other(
    role: str, place: Place, client: Client
) -> None:
    if role != "public":
        client.force_login(place.person("zhang", role, place.plain))
    wrong = []
    for path, operation in OPERATIONS:
        if "{" in path or operation.methods != ["GET"]:
            continue
        permission = TABLE[operation.auth_callbacks[0].permission]
        status = client.get(path).status_code
        if (status in (401, 403)) != (not permission[role] and not permission["public"]):
            wrong.append((path, status))
    assert wrong == []


WITH_ROW = sorted(name for name, pattern in PAGES.items() if needs_row(pattern))


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


@pytest.mark.parametrize("name", WITH_ROW)
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
