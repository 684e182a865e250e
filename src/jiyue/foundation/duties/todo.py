"""Duties in the inbox: one's own that are due, and for those who arrange them, who must be reminded."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from jiyue.engine.contracts import Todo, TodoItem
from jiyue.engine.contracts.offers import Urgency
from jiyue.engine.messages import N_, Word
from jiyue.foundation.access import Actor
from jiyue.foundation.duties.figures import MEASURES
from jiyue.foundation.duties.models import OVERDUE, SOON, Duty
from jiyue.foundation.periods import Period

OWED = N_("{unit}, {period}: {measure}")
REMIND = N_("Remind {organisations} organisations of {count} figures")


def items(actor: Actor, on: date) -> list[TodoItem]:
    """What the actor's organisation owes, overdue, soon or urged; what others owe as one reminder.

    The organisations of the posts count as well: whoever takes over a post takes over what is owed there.
    """
    offices = {actor.organisation, *(held.organisation for held in actor.held)} - {None}
    rows = Duty.objects.standing().lit(on)
    own = rows.reached(actor, "duties.read").filter(organisation__in=offices)
    own = own.filter(Q(lamp__in=(OVERDUE, SOON)) | Q(urged_at__isnull=False, done_on=None))
    found = [_item(duty) for duty in own.select_related("unit", "urged_by").order_by("due_on", "pk")]
    rows = rows.filter(lamp__in=(OVERDUE, SOON))
    others = rows.reached(actor, "duties.manage").exclude(organisation__in=offices)
    owing = list(others.order_by("due_on").values_list("organisation", "due_on", "lamp"))
    if owing:
        facts = {"organisations": len({o for o, _, _ in owing}), "count": len(owing)}
        found.append(
            TodoItem(Word(REMIND, facts), reverse("duty-reminders"), owing[0][1], _urgency(owing[0][2]))
        )
    return found


def _item(duty: Duty) -> TodoItem:
    facts = {
        "unit": duty.unit.name,
        "period": Period.parse(duty.period).words(),
        "measure": MEASURES[duty.measure],
    }
    return TodoItem(
        Word(OWED, facts), reverse("duty", args=[duty.pk]), duty.due_on, _urgency(duty.lamp), duty.urged
    )


def _urgency(lamp: str) -> Urgency:
    return "overdue" if lamp == OVERDUE else "soon" if lamp == SOON else "normal"


def count(actor: Actor, on: date) -> int:
    return len(items(actor, on))


TODOS = [Todo(room="duties", code="duties", title=N_("Figures to hand in"), count=count, items=items)]
