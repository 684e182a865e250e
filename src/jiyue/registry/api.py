"""The operations of the registry beside its lists: which entries may be the same."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from jiyue.foundation.api import MOST, REFUSALS, Bearer, Problems, known_only
from jiyue.registry.models import TABLES
from jiyue.registry.workbench import proposed, rows_of

router = Router()


class DuplicatesQuery(Schema):
    table: Literal[tuple(TABLES)] = "enterprise"  # type: ignore[valid-type]
    page: int = Field(1, ge=1, le=10**9)
    size: int = Field(50, ge=1, le=MOST)


class DuplicatesRow(Schema):
    """A pair that may be the same, the older entry first."""

    first: str
    first_number: int
    first_unit: str
    first_code: str
    second: str
    second_number: int
    second_unit: str
    second_code: str
    reasons: str


class DuplicatesRows(Schema):
    count: int
    rows: list[DuplicatesRow]


@router.get(
    "/registry/duplicates",
    auth=[Bearer("registry.merge")],
    response={200: DuplicatesRows, REFUSALS: Problems},
    operation_id="duplicates",
    summary="Which entries may be the same?",
    url_name="api-duplicates",
)
def duplicates(request: Any, asked: Query[DuplicatesQuery]) -> dict[str, Any]:
    """Pairs that may be the same, the strongest reasons first; a person decides on the page."""
    known_only(request, DuplicatesQuery)
    found = proposed(request.actor, asked.table)
    start = (asked.page - 1) * asked.size
    return {"count": len(found), "rows": list(rows_of(found[start : start + asked.size], asked.table))}
