"""One row of the office, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.ledger import DRAFT, LAMPS, STATES, SUBMITTED, WITHDRAWN
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Reason
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.mechanisms.office import actions, forms
from jiyue.mechanisms.office.execution import execution_of
from jiyue.mechanisms.office.lists import LISTS
from jiyue.mechanisms.office.models import TABLES, OfficeRow, Task
from jiyue.mechanisms.office.models.base import STANDING_LAMPS, STANDINGS
from jiyue.mechanisms.office.models.bodies import Rule
from jiyue.mechanisms.office.rates import share
from jiyue.mechanisms.office.rows import address_of, by_form, crumbs_of, label_of, row_at, shown, table_of

DONE_FACTS = ("done_on", "done_what", "closed_on")


@page("office.read")
def one(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """One row: facts, lines, rows that belong to it, evidence, history."""
    row = row_at(request, table, pk, "office.read")
    actor, here = request.actor, {"path": row.unit.path, "organisation": row.owner_id}
    changes, reports = actor.may("office.change", **here), actor.may("office.report", **here)
    lives = row.state != WITHDRAWN
    context = {
        "heading": str(row),
        "crumbs": crumbs_of(table),
        "facts": [translate(row.title), f"#{row.pk}", row.unit.name],
        "details": _details(row),
        "history": history_of(row),
        "actions": _buttons(row) if changes else [],
        "row": row,
        "table": table,
        **{
            f"{verb}_to": f"office-{table}-{verb}" for verb in ("submit", "verify", "done", "close", "reopen")
        },
        "lamp_of": LAMPS[row.state],
        "state": translate(STATES[row.state]),
        "may_submit": changes and row.state == DRAFT,
        "may_verify": changes and row.state == SUBMITTED and row.entered_by_id != actor.account,
        "waits": row.state == SUBMITTED,
        "sections": [_section(row, line, lives and changes, lives and reports) for line in row.lines],
        "below": [_below(request, row, child, changes and lives) for child in row.children],
        "execution": _execution(row) if isinstance(row, Rule) else None,
        **(_task(request, row, lives and changes, lives and reports) if isinstance(row, Task) else {}),
    }
    if actor.can("evidence.read"):
        context["evidence"] = evidence_of(row.ref, actor, str(row), address_of(row))
    return render(request, "office/row.html", context)


def _details(row: OfficeRow) -> list[tuple[str, Any]]:
    names = (*row.facts, *(DONE_FACTS if isinstance(row, Task) else ()))
    found: list[tuple[str, Any]] = [(label_of(row, name), shown(row, name)) for name in names]
    found.append((N_("Kept by"), row.owner.name))
    if row.state == WITHDRAWN:
        found.append((N_("Withdrawn because"), row.withdrawn_because))
    return found


def _task(request: ActorRequest, row: Task, changes: bool, reports: bool) -> dict[str, Any]:
    """How a task stands, and what may be done about it."""
    standing = type(row).objects.lit(timezone.localdate()).get(pk=row.pk).standing
    reported = row.done_on is not None and row.closed_on is None
    return {
        "standing": translate(STANDINGS[standing]),
        "standing_lamp": STANDING_LAMPS[standing],
        "may_report": reports and row.closed_on is None,
        "may_close": changes and reported and row.done_by_id != request.actor.account,
        "may_reopen": changes and row.done_on is not None,
    }


def _execution(rule: Rule) -> dict[str, Any] | None:
    """How far a rule is carried out this year; None for one that demands no proof."""
    today = timezone.localdate()
    found = execution_of([rule], today.year, today).get(rule.pk)
    if found is None:
        return None
    return {
        "year": today.year,
        "due": len(found.due),
        "given": len(found.given),
        "share": share(len(found.given), len(found.due)),
        "late": "、".join(period.words() for period in found.late),
    }


def _section(row: OfficeRow, line: Any, changes: bool, reports: bool) -> dict[str, Any]:
    """The lines of one kind that a row has."""
    table = str(line._meta.model_name)
    adds = reports if not line.renews else changes
    lines = line.objects.filter(**{line.of: row})
    return {
        "title": translate(line.title),
        "table": table,
        "heads": [label_of(line, name) for name in line.facts],
        "rows": [(found.pk, [shown(found, name) for name in line.facts]) for found in lines],
        "add": reverse(f"office-{table}-add", args=[row.pk]) if adds else "",
        "change_to": f"office-{table}-change",
        "remove_to": f"office-{table}-remove",
        "changes": changes,
    }


def _below(request: ActorRequest, row: OfficeRow, child: str, changes: bool) -> dict[str, Any]:
    """The rows of one table that belong to a row."""
    model = TABLES[child]
    found = model.objects.reached(request.actor, "office.read").living().filter(**{model.parent: row})
    if issubclass(model, Task):
        told = [
            (task, STANDING_LAMPS[task.standing], STANDINGS[task.standing])
            for task in found.lit(timezone.localdate())
        ]
    else:
        told = [(one, LAMPS[one.state], STATES[one.state]) for one in found]
    add = f"{reverse(f'office-{child}-add')}?{model.parent}={row.pk}" if changes else ""
    return {
        "title": translate(LISTS[child].short),
        "rows": [(address_of(one), str(one), lamp, translate(words)) for one, lamp, words in told],
        "add": add,
        "add_words": translate(LISTS[child].add),
    }


def _buttons(row: OfficeRow) -> list[tuple[str, str, bool]]:
    table, args = table_of(row), [row.pk]
    if row.state == WITHDRAWN:
        return [(translate(N_("Bring back")), reverse(f"office-{table}-bring-back", args=args), False)]
    return [
        (translate(N_("Change")), reverse(f"office-{table}-change", args=args), False),
        (translate(N_("Withdraw")), reverse(f"office-{table}-withdraw", args=args), False),
    ]


@page("office.change")
def add(request: ActorRequest, table: str) -> HttpResponse:
    model = TABLES[table]
    asked = forms.asked_for(model, request.GET.dict())
    form = forms.FactsForm(request.actor, model, None, request.POST or None, asked=asked)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.add(request.actor, table, **given)
        said = N_("{name} was entered. Somebody else verifies it; withdraw it if it was a mistake.")
        return translate(said, {"name": str(made)}), address_of(made)

    listed = LISTS[table]
    context = {
        "heading": translate(listed.add),
        "crumbs": crumbs_of(table),
        "verb": translate(N_("Enter")),
        "back": reverse(listed.name),
    }
    return do_by_form(request, form, act, context)


@page("office.change")
def change(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")
    form = forms.FactsForm(request.actor, TABLES[table], row, request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.change(request.actor, row, **given)

    said = N_("{name} was changed and waits to be verified. What it was before stands under “What happened”.")
    return by_form(request, row, form, do, said, N_("Change {name}"), N_("Save"))


def _at_once(request: ActorRequest, row: OfficeRow, do: Any, said: str) -> HttpResponse:
    """A button that is the deed."""
    do(request.actor, row)
    messages.success(request, translate(said, {"name": str(row)}))
    return HttpResponseRedirect(address_of(row))


@page("office.change")
@require_POST
def submit(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")
    return _at_once(request, row, actions.submit, N_("{name} is submitted. Somebody else verifies it."))


@page("office.change")
@require_POST
def verify(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")
    said = N_("{name} is verified. A change makes it wait for verification again.")
    return _at_once(request, row, actions.verify, said)


@page("office.change")
def withdraw(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")

    def do(given: dict[str, Any]) -> None:
        actions.withdraw(request.actor, row, given["reason"])

    said = N_("{name} is withdrawn and counts nowhere. “Bring back” undoes it.")
    form = Reason(request.POST or None)
    return by_form(request, row, form, do, said, N_("Why is {name} withdrawn?"), N_("Withdraw"))


@page("office.change")
def bring_back(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")

    def do(given: dict[str, Any]) -> None:
        actions.bring_back(request.actor, row, given["reason"])

    said = N_("{name} is back and waits to be verified.")
    form = Reason(request.POST or None)
    return by_form(request, row, form, do, said, N_("Why is {name} brought back?"), N_("Bring back"))
