"""What is done to the rows of the ledgers: enter, change, submit, verify, withdraw, bring back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation import ledger
from jiyue.foundation.action import Deed, action
from jiyue.foundation.ledger import VERIFIED
from jiyue.foundation.people.models import Organisation
from jiyue.mechanisms.baseline.areas import OWNERSHIPS, packed
from jiyue.mechanisms.baseline.checks import NEGATIVE, problems_of, refuse, unready
from jiyue.mechanisms.baseline.models import (
    TABLES,
    BaselineRow,
    Compensation,
    Link,
    Occupation,
    Statistic,
    Survey,
)

ONLY_SUPERSEDED = define(
    "BASELINE_ONLY_SUPERSEDED",
    N_("{value} is verified and is not changed any more."),
    N_("Enter the new figure with its vintage and document; it supersedes this one, which stays to be seen."),
)
NO_SUCH_CLASS = define(
    "BASELINE_NO_SUCH_CLASS",
    N_("The classification “{classification}” has no class {value}."),
    N_("Use the classes of the table."),
)
STILL_LINKED = define(
    "BASELINE_STILL_LINKED",
    N_("{value} is linked to another project."),
    N_("Withdraw the links first."),
)


@action("baseline.change", N_("{who} entered {thing}"))
def enter(
    deed: Deed, /, table: str, *, owner: Organisation | None = None, draft: bool = False, **facts: Any
) -> BaselineRow:
    """A new row of ``table``; somebody else verifies it. Refused with every problem of the facts.

    A survey is entered as a draft, until its areas are filled in, unless ``areas`` and ``land_area`` come
    with it. A figure of statistics supersedes the one of the same vintage that is there.
    """
    facts = _with_unit(facts)
    row: BaselineRow = ledger.enter(deed, TABLES[table], owner=owner, draft=draft, **facts)
    _links_within_reach(deed, row)
    refuse(problems_of(row))
    return row


@action("baseline.change", N_("{who} changed {thing}"))
def change(deed: Deed, /, row: BaselineRow, **facts: Any) -> BaselineRow:
    """Change facts; a verified row must be verified again. Refused (BASELINE_ONLY_SUPERSEDED) for a verified
    figure of statistics."""
    ledger.hold(deed, row)
    if isinstance(row, Statistic) and row.state == VERIFIED:
        raise Refused(ONLY_SUPERSEDED(value=str(row)))
    ledger.change(deed, row, **_with_unit(facts))
    _links_within_reach(deed, row)
    refuse(problems_of(row))
    return row


@action("baseline.change", N_("{who} filled in the areas of {thing}"))
def fill_in(
    deed: Deed, survey: Survey, land_area: Decimal | None, areas: Mapping[str, Mapping[str, Decimal]]
) -> Survey:
    """Put the cells of a survey; the audit line tells every class that changes.

    Refused (BASELINE_SUM_DIFFERS) where a submitted survey would not close; a draft may wait.
    """
    ledger.hold(deed, survey)
    known = {one.code for one in survey.classes.classes}
    refuse([NO_SUCH_CLASS(value=c, classification=survey.classes.title()) for c in areas if c not in known])
    refuse([NEGATIVE(field=c, value=a) for c, sides in areas.items() for a in sides.values() if a < 0])
    before = survey.cells
    ledger.change(deed, survey, land_area=land_area, areas=packed(areas))
    if "areas" in deed.changes:
        del deed.changes["areas"]
        for code in sorted({*before, *areas}):
            for side in OWNERSHIPS:
                was, now = before.get(code, {}).get(side), areas.get(code, {}).get(side)
                deed.changed(f"{code} {side}", *(None if v is None else f"{v:.4f}" for v in (was, now)))
    refuse(problems_of(survey))
    return survey


@action("baseline.change", N_("{who} submitted {thing}"))
def submit(deed: Deed, row: BaselineRow) -> BaselineRow:
    """Say that a draft is ready to be verified. Refused (BASELINE_SUM_DIFFERS) for a survey not closed."""
    ledger.hold(deed, row)
    refuse(unready(row))
    return ledger.submit(deed, row)


@action("baseline.verify", N_("{who} verified {thing}"))
def verify(deed: Deed, row: BaselineRow) -> BaselineRow:
    """Confirm a row. Whoever entered or last changed it may not (SAME_PERSON)."""
    ledger.hold(deed, row)
    refuse(unready(row))
    return ledger.verify(deed, row)


@action("baseline.change", N_("{who} withdrew {thing}: {reason}"))
def withdraw(deed: Deed, row: BaselineRow, reason: str) -> BaselineRow:
    """Take back a row that should not be there; it stays to be seen and counts nowhere."""
    ledger.hold(deed, row)
    if isinstance(row, Occupation | Compensation) and row.links.living().exists():
        raise Refused(STILL_LINKED(value=str(row)))
    return ledger.withdraw(deed, row, reason)


@action("baseline.change", N_("{who} brought back {thing}: {reason}"))
def bring_back(deed: Deed, row: BaselineRow, reason: str) -> BaselineRow:
    """Undo a withdrawal; the row must be verified again."""
    ledger.bring_back(deed, row, reason)
    refuse(problems_of(row))
    return row


def _with_unit(facts: dict[str, Any]) -> dict[str, Any]:
    """A link belongs to the unit of its occupation."""
    return {**facts, "unit": facts["occupation"].unit} if "occupation" in facts else facts


def _links_within_reach(deed: Deed, row: BaselineRow) -> None:
    """A link changes both projects: the deed must reach the other one as well."""
    if isinstance(row, Link):
        deed.reaches(path=row.compensation.unit.path, organisation=row.compensation.owner_id)
