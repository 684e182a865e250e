"""Duties: who owes what, one duty, and reminders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.duties import actions, forms
from jiyue.foundation.duties.figures import MEASURES
from jiyue.foundation.duties.models import LAMPS, LATER, OVERDUE, SOON, TONES, Duty
from jiyue.foundation.duties.reminders import reminders
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.periods import Period
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Filter
from jiyue.foundation.ui.listing import Column, ListPage


@dataclass(frozen=True)
class PeriodColumn(Column):
    def text(self, value: Any) -> str:
        return Period.parse(value).words()


class About(Filter):
    """Duties by measure, unit or organisation."""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        codes = [code for code, title in MEASURES.items() if said.lower() in title.lower() or said == code]
        named = rows.filter(unit__name__icontains=said) | rows.filter(organisation__name__icontains=said)
        return named | rows.filter(measure__in=codes)


def owing(request: HttpRequest) -> dict[str, str]:
    rows = Duty.objects.reached(request.actor, "duties.read").standing()
    found = Organisation.objects.filter(pk__in=rows.values("organisation"))
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


class DutyList(ListPage):
    name = "duties"
    address = "duties"
    permission = "duties.read"
    title = N_("Who owes which figures, and by when")
    columns = (
        Column("measure", N_("Measure"), words=MEASURES, to="duty"),
        Column("unit__name", N_("Unit")),
        PeriodColumn("period", N_("Period")),
        Column("organisation__name", N_("Who owes it")),
        Column("due_on", N_("Due on"), kind="day"),
        Column("lamp", N_("Standing"), kind="state", words=LAMPS, lamps=TONES),
        Column("done_on", N_("Handed in on"), kind="day"),
        Column("note", N_("Note"), shown=False),
        Column("urged_at", N_("Urged at"), kind="day", shown=False),
    )
    filters = (
        About("q", N_("Measure, unit or organisation")),
        Choice("lamp", N_("Standing"), choices=LAMPS),
        Choice("organisation", N_("Who owes it"), choices=owing),
    )
    order = ("due_on", "organisation__name", "pk")
    empty = N_("Nothing is owed yet. Arrange which organisation hands in which figures by when.")

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Duty.objects.reached(request.actor, self.permission)
        return rows.standing().lit(timezone.localdate())

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        rows = self.rows(request)
        open_ = {lamp: rows.filter(lamp=lamp).count() for lamp in (OVERDUE, SOON, LATER)}
        return [
            *super().facts(request, count),
            *(
                f"{translate(LAMPS[lamp])} {figures.number(found)}"
                for lamp, found in open_.items()
                if lamp != LATER
            ),
        ]

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        if not request.actor.can("duties.manage"):
            return []
        return [
            (translate(N_("Reminders")), reverse("duty-reminders"), False),
            (translate(N_("Repeat last year")), reverse("duties-repeat"), False),
            (translate(N_("Arrange duties")), reverse("duties-arrange"), True),
        ]


def _crumbs() -> list[tuple[str, str]]:
    return [(translate(N_("Duties")), reverse("duties"))]


def _duty(request: ActorRequest, pk: int, permission: str) -> Duty:
    rows = Duty.objects.reached(request.actor, permission).lit(timezone.localdate())
    found: Duty = get_object_or_404(rows.select_related("unit", "organisation", "done_by", "urged_by"), pk=pk)
    return found


@page("duties.read")
def duty(request: ActorRequest, pk: int) -> HttpResponse:
    found = _duty(request, pk, "duties.read")
    lamp = found.lamp
    manages = request.actor.may("duties.manage", path=found.unit.path) and not found.withdrawn
    buttons = [
        (N_("Put off"), "duty-postpone", False),
        (N_("Withdraw"), "duty-withdraw", False),
        (N_("Take the mark back"), "duty-unmark", False)
        if found.done_on
        else (N_("Mark as handed in"), "duty-mark", True),
    ]
    if not found.done_on:
        buttons.insert(0, (N_("Urge"), "duty-urge", False))
    context = {
        "heading": MEASURES[found.measure],
        "crumbs": _crumbs(),
        "facts": [found.unit.name, Period.parse(found.period).words(), found.organisation.name],
        "details": [
            (N_("Measure"), MEASURES[found.measure]),
            (N_("Unit"), found.unit.name),
            (N_("Period"), Period.parse(found.period).words()),
            (N_("Who owes it"), found.organisation.name),
            (N_("Due on"), figures.day(found.due_on)),
            (N_("Handed in on"), figures.day(found.done_on)),
            (N_("Marked by"), found.done_by or figures.DASH),
            (N_("Note"), found.note or figures.DASH),
            (N_("Urged at"), figures.day(found.urged_at)),
            (N_("Urged with the words"), found.urged or figures.DASH),
        ],
        "history": history_of(found),
        "actions": [(translate(w), reverse(to, args=[pk]), filled) for w, to, filled in buttons]
        if manages
        else [],
        "tone": TONES[lamp],
        "lamp_word": translate(N_("withdrawn") if found.withdrawn else LAMPS[lamp]),
    }
    return render(request, "duties/duty.html", context)


@page("duties.manage")
def arrange(request: ActorRequest) -> HttpResponse:
    form = forms.ArrangeForm(request.actor, request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        count = actions.arrange(request.actor, **given)
        said = N_("{count} duties are new; those that were owed already stayed. Each can be withdrawn.")
        return translate(said, {"count": count}), reverse("duties")

    heading, verb = translate(N_("Who hands in which figures?")), translate(N_("Arrange"))
    context = {"heading": heading, "crumbs": _crumbs(), "verb": verb, "back": reverse("duties")}
    return do_by_form(request, form, act, context)


@page("duties.manage")
def repeat(request: ActorRequest) -> HttpResponse:
    form = forms.RepeatForm(request.POST or None, initial={"year": timezone.localdate().year})

    def act(given: dict[str, Any]) -> tuple[str, str]:
        count = actions.repeat(request.actor, given["year"])
        said = N_("{count} duties are new; those that were owed already stayed. Each can be withdrawn.")
        return translate(said, {"count": count}), reverse("duties")

    heading, verb = translate(N_("Repeat the duties of the year before")), translate(N_("Arrange"))
    context = {"heading": heading, "crumbs": _crumbs(), "verb": verb, "back": reverse("duties")}
    return do_by_form(request, form, act, context)


def _by_form(
    request: ActorRequest, pk: int, form: Any, do: Callable[[Duty, dict[str, Any]], Any], said: str, verb: str
) -> HttpResponse:
    """A page that does something to one duty and leads back to it."""
    found = _duty(request, pk, "duties.manage")
    back = reverse("duty", args=[pk])

    def act(given: dict[str, Any]) -> tuple[str, str]:
        do(found, given)
        return translate(said), back

    context = {
        "heading": f"{translate(verb)}：{MEASURES[found.measure]}",
        "facts": [found.unit.name, Period.parse(found.period).words(), found.organisation.name],
        "crumbs": _crumbs(),
        "verb": translate(verb),
        "back": back,
    }
    return do_by_form(request, form, act, context)


@page("duties.manage")
def urge(request: ActorRequest, pk: int) -> HttpResponse:
    def do(found: Duty, given: dict[str, Any]) -> None:
        actions.urge(request.actor, found, given["text"])

    said = N_("Urged: it stands first in their inbox until the figure is handed in or put off.")
    return _by_form(request, pk, forms.UrgeForm(request.POST or None), do, said, N_("Urge"))


@page("duties.manage")
def mark(request: ActorRequest, pk: int) -> HttpResponse:
    form = forms.MarkForm(request.POST or None, initial={"on": timezone.localdate()})

    def do(found: Duty, given: dict[str, Any]) -> None:
        actions.mark(request.actor, found, given["on"], given["note"])

    said = N_("Marked as handed in. “Take the mark back” undoes it.")
    return _by_form(request, pk, form, do, said, N_("Mark as handed in"))


@page("duties.manage")
def unmark(request: ActorRequest, pk: int) -> HttpResponse:
    def do(found: Duty, given: dict[str, Any]) -> None:
        actions.unmark(request.actor, found, given["reason"])

    form = forms.ReasonForm(request.POST or None)
    said = N_("It counts as missing again.")
    return _by_form(request, pk, form, do, said, N_("Take the mark back"))


@page("duties.manage")
def postpone(request: ActorRequest, pk: int) -> HttpResponse:
    def do(found: Duty, given: dict[str, Any]) -> None:
        actions.postpone(request.actor, found, given["due"], given["reason"])

    form = forms.PostponeForm(request.POST or None)
    said = N_("The due day is changed. The earlier one stands under “What happened”.")
    return _by_form(request, pk, form, do, said, N_("Put off"))


@page("duties.manage")
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    def do(found: Duty, given: dict[str, Any]) -> None:
        actions.withdraw(request.actor, found, given["reason"])

    form = forms.ReasonForm(request.POST or None)
    said = N_("The duty is withdrawn. Arrange it again to undo this.")
    return _by_form(request, pk, form, do, said, N_("Withdraw"))


@page("duties.manage")
def remind(request: ActorRequest) -> HttpResponse:
    """Texts to copy into the chat groups of those who owe something."""
    today = timezone.localdate()
    rows = Duty.objects.reached(request.actor, "duties.manage").standing().lit(today)
    owed = rows.filter(lamp__in=(OVERDUE, SOON)).select_related("unit", "organisation")
    sender = Organisation.objects.filter(pk=request.actor.organisation).first()
    made = reminders(owed, today, sender.name if sender else request.actor.name)
    context = {
        "heading": translate(N_("Remind {count} organisations"), {"count": len(made)}),
        "facts": [translate(N_("Overdue or due soon; copy a text into the chat group"))],
        "crumbs": _crumbs(),
        "reminders": made,
    }
    return render(request, "duties/reminders.html", context)
