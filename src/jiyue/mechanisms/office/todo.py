"""What waits in the office: late tasks and proofs, reports to close, rows to verify."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.contracts.offers import Urgency
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.ledger import SUBMITTED
from jiyue.mechanisms.office.execution import due_on, execution_of
from jiyue.mechanisms.office.lists import LISTS
from jiyue.mechanisms.office.models import TASKS
from jiyue.mechanisms.office.models.base import OVERDUE, REPORTED, SOON
from jiyue.mechanisms.office.models.bodies import Rule

OWED = N_("{kind}: {name}")
TO_CLOSE = N_("{kind}: {count} reported done wait to be closed off")
LATE_PROOF = N_("Proof of “{name}” for {period}")
WAITING = N_("{kind}: {count} entries wait to be verified")


def items(actor: Actor, on: date) -> list[TodoItem]:
    return [*_owed(actor, on), *_to_close(actor, on), *_late_proofs(actor, on), *_to_verify(actor)]


def _owed(actor: Actor, on: date) -> Iterator[TodoItem]:
    """Tasks that are overdue or due soon."""
    for table, model in TASKS.items():
        rows = model.objects.reached(actor, "office.report").living().lit(on)
        for task in rows.filter(standing__in=(OVERDUE, SOON)).order_by("due_on", "pk"):
            title = Word(OWED, {"kind": Word(model.title), "name": str(task)})
            urgency: Urgency = "overdue" if task.standing == OVERDUE else "soon"
            yield TodoItem(title, reverse(f"office-{table}", args=[task.pk]), task.due_on, urgency)


def _to_close(actor: Actor, on: date) -> Iterator[TodoItem]:
    """Tasks that somebody else reported done."""
    for table, model in TASKS.items():
        rows = model.objects.reached(actor, "office.change").living().lit(on).filter(standing=REPORTED)
        number = rows.exclude(done_by=actor.account).count() if actor.account else rows.count()
        if number:
            title = Word(TO_CLOSE, {"kind": Word(model.title), "count": number})
            yield TodoItem(title, f"{reverse(LISTS[table].name)}?standing={REPORTED}", None, "normal")


def _late_proofs(actor: Actor, on: date) -> Iterator[TodoItem]:
    """Proofs of this year and the year before that nobody has handed in."""
    rules = {rule.pk: rule for rule in Rule.objects.reached(actor, "office.change").living()}
    for year in (on.year - 1, on.year):
        for pk, found in execution_of(rules.values(), year, on).items():
            for period in found.late:
                title = Word(LATE_PROOF, {"name": rules[pk].name, "period": period.words()})
                yield TodoItem(title, reverse("office-rule", args=[pk]), due_on(period), "overdue")


def _to_verify(actor: Actor) -> Iterator[TodoItem]:
    """Rows that somebody else entered."""
    for listed in LISTS.values():
        rows = listed.model.objects.reached(actor, "office.change").filter(state=SUBMITTED)
        number = rows.exclude(entered_by=actor.account).count() if actor.account else rows.count()
        if number:
            title = Word(WAITING, {"kind": Word(listed.model.title), "count": number})
            yield TodoItem(title, f"{reverse(listed.name)}?state={SUBMITTED}", None, "normal")


def count(actor: Actor, on: date) -> int:
    return len(items(actor, on))


TODOS = [
    Todo(room="office", code="office", title=N_("Work of the campaign office"), count=count, items=items)
]
