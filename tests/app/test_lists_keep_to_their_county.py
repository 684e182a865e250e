"""Each list shows the rows of the own county and none of another, on its page, in each format, by the API."""

import json
import zipfile
from io import BytesIO

import pytest

from app.counties import ROLES, House, whole
from app.rows import LISTED
from jiyue.foundation.access import permissions
from jiyue.foundation.ui.listing import LISTS, ListPage
from jiyue.foundation.ui.output import OUTPUTS

SCOPED = ("unit", "own", "self", "part")
FOR_ALL = {"public-notices", "messages-out"}
"""Lists whose readers all see all of it."""


def seen_by(listed: type[ListPage], role: str) -> str | None:
    """How far the list goes for ``role`` where it does not show everything."""
    reach = permissions()[listed.permission].reach.get(role)
    return reach if reach in SCOPED else None


def text_of(house: House, role: str, to: str) -> str:
    """What an answer says, without the frame around a page."""
    answer = house.client(role).get(to)
    assert answer.status_code == 200, to
    found = whole(answer)
    if found.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(found)) as book:
            found = b"".join(book.read(name) for name in book.namelist())
    text = found.decode("utf-8")
    if answer.headers["Content-Type"].startswith("application/json"):
        return str(json.loads(text))
    return text.partition("<main")[2] or text


def test_every_list_has_a_row_here() -> None:
    assert {listed.name for listed in LISTS} == set(LISTED) | FOR_ALL
    scoped = {listed.name for listed in LISTS for role in ROLES if seen_by(listed, role)}
    assert set(LISTED) == scoped


@pytest.mark.parametrize("role", ROLES)
def test_no_row_of_a_foreign_county_is_shown(role: str, house: House) -> None:
    wrong = []
    for listed in LISTS:
        reach = seen_by(listed, role)
        if listed.name in FOR_ALL or reach is None:
            continue
        for county in (house.here(role), house.there(role)):
            LISTED[listed.name](county)
        ways = [f"/{listed.address}/", f"/api/{listed.address}", *(f"/{listed.address}.{f}" for f in OUTPUTS)]
        for way in ways:
            text = text_of(house, role, way)
            if "临河县" in text or (reach != "part" and "平川县" not in text):
                wrong.append((way, role, "临河县" in text))
    assert wrong == []
