"""The one permission table over every page, format, operation and action of the program.

Pages about a row are tried with a row in another county; one that ``rows.py`` does not know fails.
"""

import csv
from importlib import import_module

import pytest

from app.counties import ROLES, House, whole
from app.rows import PAGES, WITH_ROW, address
from jiyue.app import api
from jiyue.engine.problems import Refused
from jiyue.engine.yamls import RULES_DIR
from jiyue.foundation.access import PUBLIC, permissions
from jiyue.foundation.action import ACTIONS
from jiyue.foundation.audit.models import AuditLine

with (RULES_DIR / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row["code"]: row for row in csv.DictReader(file)}
OPERATIONS = [
    (f"/api{path}", operation)
    for _, router in api.build()._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
]
SHIPPED = sorted(code for code, action in ACTIONS.items() if action.module.startswith("jiyue."))
EVERYBODY = [*ROLES, PUBLIC]


def opened(permission: str, role: str) -> bool:
    return bool(TABLE[permission][role] or TABLE[permission][PUBLIC])


def limited(name: str) -> list[str]:
    """The roles that reach some rows of a page but not all."""
    row = TABLE[PAGES[name].callback.permission]
    return [role for role in ROLES if row[role] in ("unit", "own", "part", "self")]


def test_every_page_names_a_permission_of_the_table() -> None:
    assert len(PAGES) > 10
    assert [n for n, p in PAGES.items() if getattr(p.callback, "permission", None) not in permissions()] == []


def test_every_operation_of_the_api_asks_for_a_permission() -> None:
    assert len(OPERATIONS) > 5
    asked = [(path, [getattr(a, "permission", None) for a in o.auth_callbacks]) for path, o in OPERATIONS]
    assert [path for path, found in asked if len(found) != 1 or found[0] not in permissions()] == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_operations_answer_to_the_roles_of_the_table_and_to_no_other(role: str, house: House) -> None:
    wrong = []
    for path, operation in OPERATIONS:
        if "{" in path or operation.methods != ["GET"]:
            continue
        status = house.status(role, path)
        if (status in (401, 403)) == opened(operation.auth_callbacks[0].permission, role):
            wrong.append((path, status))
    assert wrong == []


def test_permissions_that_are_asked_for_stand_in_the_table() -> None:
    used = {p.callback.permission for p in PAGES.values()} | {a.permission for a in ACTIONS.values()}
    assert used <= set(TABLE)


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_open_to_the_roles_of_the_table_and_to_no_other(role: str, house: House) -> None:
    client = house.client(role)
    wrong = []
    for name, pattern in PAGES.items():
        if name in WITH_ROW:
            continue
        answer = client.get(address(name))
        whole(answer)
        to = answer.headers.get("Location", "")
        closed = answer.status_code == 403 or to.startswith("/sign-in?next=")
        if closed == opened(pattern.callback.permission, role):
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", WITH_ROW)
def test_a_row_of_a_foreign_county_is_not_there(name: str, house: House) -> None:
    """Whoever reaches 临河县 by some role does not reach it with the same role over 平川县."""
    to = address(name, house.there())
    lines = AuditLine.objects.count()
    for role in limited(name):
        assert house.status(role, to) in (403, 404, 405), role
        assert house.status(role, to, reason="x") in (403, 404), role
    if not TABLE[PAGES[name].callback.permission][PUBLIC]:
        for answer in (house.client().get(to), house.client().post(to)):
            assert answer.headers.get("Location", "").startswith("/sign-in?next=")
    assert AuditLine.objects.count() == lines


@pytest.mark.parametrize("name", [name for name in WITH_ROW if limited(name)])
def test_a_row_of_the_own_county_is_there(name: str, house: House) -> None:
    statuses = (house.status(role, address(name, house.here(role))) for role in limited(name))
    assert any(status not in (403, 404) for status in statuses)


@pytest.mark.parametrize("code", SHIPPED)
def test_no_action_runs_for_a_role_without_its_permission(code: str, house: House) -> None:
    info = ACTIONS[code]
    run = getattr(import_module(info.module), code.rpartition(".")[2])
    for role in ROLES:
        if opened(info.permission, role):
            continue
        with pytest.raises(Refused) as refused:
            run(house.actor(role))
        assert refused.value.problems[0].code == "NOT_ALLOWED"
