"""What is done to the rows of the office: enter, verify, report, close."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation import ledger
from jiyue.foundation.action import Deed, action
from jiyue.foundation.people.models import Organisation
from jiyue.mechanisms.office.models import LINES, TABLES, Line, OfficeRow, Task

NOT_DONE = define(
    "OFFICE_NOT_DONE",
    N_("Nobody has reported yet that “{value}” is done."),
    N_("Let the responsible organisation report what was done; then close it off."),
)
CLOSED_ALREADY = define(
    "OFFICE_CLOSED_ALREADY",
    N_("“{value}” is closed off."),
    N_("Open it again first, with the reason."),
)
CLOSED_TOO_EARLY = define(
    "OFFICE_CLOSED_TOO_EARLY",
    N_("It was done on {done}, and cannot be closed off on {value}."),
    N_("Give the day on which it was confirmed."),
)
NOTHING_TO_OPEN = define(
    "OFFICE_NOTHING_TO_OPEN",
    N_("“{value}” was neither reported nor closed off."),
    N_("There is nothing to open again."),
)


def _whole(model: type[OfficeRow], facts: dict[str, Any]) -> dict[str, Any]:
    """``facts`` with the unit of the row that they belong to."""
    above = facts.get(model.parent) if model.parent else None
    return {**facts, "unit": above.unit} if above else facts


@action("office.change", N_("{who} entered {thing}"))
def add(
    deed: Deed, /, table: str, *, owner: Organisation | None = None, draft: bool = False, **facts: Any
) -> OfficeRow:
    """Enter a row of ``table``; somebody else verifies it. Raises :class:`Refused`."""
    model = TABLES[table]
    return ledger.enter(deed, model, owner=owner, draft=draft, **_whole(model, facts))


@action("office.change", N_("{who} changed {thing}"))
def change(deed: Deed, /, row: OfficeRow, **facts: Any) -> OfficeRow:
    """Change facts; a verified row must be verified again."""
    return ledger.change(deed, row, **_whole(type(row), facts))


@action("office.change", N_("{who} submitted {thing}"))
def submit(deed: Deed, row: OfficeRow) -> OfficeRow:
    return ledger.submit(deed, row)


@action("office.change", N_("{who} verified {thing}"))
def verify(deed: Deed, row: OfficeRow) -> OfficeRow:
    """Confirm a row. Whoever entered or last changed it may not (SAME_PERSON)."""
    return ledger.verify(deed, row)


@action("office.change", N_("{who} withdrew {thing}: {reason}"))
def withdraw(deed: Deed, row: OfficeRow, reason: str) -> OfficeRow:
    return ledger.withdraw(deed, row, reason)


@action("office.change", N_("{who} brought back {thing}: {reason}"))
def bring_back(deed: Deed, row: OfficeRow, reason: str) -> OfficeRow:
    """Undo a withdrawal; the row must be verified again. Refused where another took its place."""
    back = ledger.bring_back(deed, row, reason)
    if found := list(back.problems()):
        raise Refused(found)
    return back


@action("office.change", N_("{who} added {line} to {thing}"))
def add_line(deed: Deed, /, row: OfficeRow, table: str, **facts: Any) -> Line:
    """Add a line to a row, such as a member or an item of a brief."""
    return _add_line(deed, row, table, facts)


@action("office.report", N_("{who} reported on {thing}: {line}"))
def add_report(deed: Deed, /, row: OfficeRow, **facts: Any) -> Line:
    """Add a report to an instruction."""
    return _add_line(deed, row, "report", facts)


def _add_line(deed: Deed, row: OfficeRow, table: str, facts: dict[str, Any]) -> Line:
    model = LINES[table]
    ledger.hold(deed, row)
    line = model.objects.create(**{model.of: row}, **facts)
    deed.says(line=str(line))
    _keep(deed, row, line)
    return line


def _keep(deed: Deed, row: OfficeRow, line: Line) -> OfficeRow:
    return ledger.touch(deed, row) if line.renews else ledger.save(deed, row)


@action("office.change", N_("{who} changed {line} of {thing}"))
def change_line(deed: Deed, /, line: Line, **facts: Any) -> Line:
    """Change a line, such as the last day of a member; its row must be verified again."""
    row: OfficeRow = getattr(line, line.of)
    ledger.hold(deed, row)
    line.refresh_from_db()
    ledger.note_changes(deed, line, facts)
    deed.says(line=str(line), thing=str(row))
    if not deed.changes:
        deed.nothing_happened()
        return line
    for name, value in facts.items():
        setattr(line, name, value)
    line.save()
    _keep(deed, row, line)
    return line


@action("office.change", N_("{who} took {line} out of {thing}: {reason}"))
def remove_line(deed: Deed, line: Line, reason: str) -> OfficeRow:
    """Take out a line that should not be there; what it said stays in the audit trail."""
    row: OfficeRow = getattr(line, line.of)
    ledger.hold(deed, row)
    deed.because(reason)
    deed.says(line=str(line))
    ledger.note_changes(deed, line, dict.fromkeys(line.facts))
    line.delete()
    return _keep(deed, row, line)


@action("office.report", N_("{who} reported {thing} done on {on}: {what}"))
def report_done(deed: Deed, task: Task, on: date, what: str) -> Task:
    """Say that a task is done; another person closes it."""
    ledger.hold(deed, task)
    if task.closed_on:
        raise Refused(CLOSED_ALREADY(value=str(task)))
    deed.changed("done_on", task.done_on, on)
    deed.changed("done_what", task.done_what, what)
    deed.says(on=on, what=what)
    task.done_on, task.done_what, task.done_by_id = on, what, deed.actor.account
    return ledger.save(deed, task)


@action("office.change", N_("{who} closed {thing} off on {on}"))
def close(deed: Deed, task: Task, on: date) -> Task:
    """Confirm that a task is done. Whoever reported it may not (SAME_PERSON)."""
    ledger.hold(deed, task)
    if task.closed_on:
        raise Refused(CLOSED_ALREADY(value=str(task)))
    if task.done_on is None:
        raise Refused(NOT_DONE(value=str(task)))
    if on < task.done_on:
        raise Refused(CLOSED_TOO_EARLY(field="on", value=on, done=task.done_on))
    deed.not_by(task.done_by_id)
    deed.changed("closed_on", None, on)
    deed.says(on=on)
    task.closed_on, task.closed_by_id = on, deed.actor.account
    return ledger.save(deed, task)


@action("office.change", N_("{who} opened {thing} again: {reason}"))
def reopen(deed: Deed, task: Task, reason: str) -> Task:
    """Send a task back that was reported or closed and is not done after all."""
    ledger.hold(deed, task)
    if task.done_on is None:
        raise Refused(NOTHING_TO_OPEN(value=str(task)))
    deed.because(reason)
    deed.changed("done_on", task.done_on, None)
    deed.changed("closed_on", task.closed_on, None)
    task.done_on = task.done_by = task.closed_on = task.closed_by = None
    return ledger.save(deed, task)
