"""One row of a ledger, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from jiyue.engine.messages import N_, translate
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.files.sheet_state import sheet_state
from jiyue.foundation.ledger import DRAFT, LAMPS, STATES, SUBMITTED, VERIFIED, WITHDRAWN
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Reason, given
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.mechanisms.baseline import actions, forms
from jiyue.mechanisms.baseline.beside import beside
from jiyue.mechanisms.baseline.labels import label_of, shown_fact
from jiyue.mechanisms.baseline.lists import LISTS
from jiyue.mechanisms.baseline.models import TABLES, BaselineRow, Link, Statistic, Survey, table_of
from jiyue.mechanisms.baseline.printing import rows_of
from jiyue.mechanisms.baseline.rows import address_of, by_form, crumbs_of, row_at


@page("baseline.read")
def row(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    """One row: its facts, its state, what stands beside it, evidence, history."""
    found = row_at(request, table, pk, "baseline.read")
    may = {verb: _may(request, found, f"baseline.{verb}") for verb in ("change", "verify")}
    context = {
        "heading": str(found),
        "crumbs": crumbs_of(table),
        "facts": [translate(found.title), found.unit.name],
        "details": [*_details(found), (N_("Kept by"), found.owner.name)],
        "history": history_of(found),
        "actions": _buttons(found) if may["change"] else [],
        "row": found,
        "deed": f"baseline-{table}",
        "lamp_of": LAMPS[found.state],
        "state": translate(STATES[found.state]),
        "may_submit": may["change"] and found.state == DRAFT,
        "may_verify": may["verify"]
        and found.state == SUBMITTED
        and found.entered_by_id != request.actor.account,
        "beside": beside(request.actor, found),
        **_papers(request, found),
    }
    return render(request, "baseline/row.html", context)


def _may(request: ActorRequest, found: BaselineRow, permission: str) -> bool:
    own = found.unit.path.startswith(found.owner.unit.path)
    where = {"path": found.unit.path, "organisation": found.owner_id if own else None}
    return bool(request.actor.may(permission, **where))


def _details(found: BaselineRow) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [(label_of(type(found), n), shown_fact(found, n)) for n in found.facts]
    if isinstance(found, Survey):
        rows.insert(3, (label_of(Survey, "land_area"), shown_fact(found, "land_area")))
    if isinstance(found, Link):
        for place, side in enumerate((found.occupation, found.compensation)):
            rows[place] = (rows[place][0], format_html('<a href="{}">{}</a>', address_of(side), side))
    if found.withdrawn_because:
        rows.append((N_("Withdrawn because"), found.withdrawn_because))
    return rows


def _papers(request: ActorRequest, found: BaselineRow) -> dict[str, Any]:
    """The evidence of a row, its stamped sheet, and whether one may be printed."""
    if not request.actor.can("evidence.read"):
        return {}
    return {
        "evidence": evidence_of(found.ref, request.actor, str(found), address_of(found)),
        "stamp": sheet_state(found.ref, rows_of(found)),
        "may_print": found.state != WITHDRAWN and _may(request, found, "sheets.print"),
    }


def _buttons(found: BaselineRow) -> list[tuple[str, str, bool]]:
    table, args = table_of(found), [found.pk]

    def to(verb: str) -> str:
        return reverse(f"baseline-{table}-{verb}", args=args)

    if found.state == WITHDRAWN:
        return [(translate(N_("Bring back")), to("bring-back"), False)]
    rows = [(translate(N_("Withdraw")), to("withdraw"), False)]
    if not (isinstance(found, Statistic) and found.state == VERIFIED):
        rows.insert(0, (translate(N_("Change")), to("change"), False))
    if isinstance(found, Survey):
        rows.insert(
            0, (translate(N_("Fill in the areas")), reverse("baseline-survey-areas", args=args), False)
        )
    return rows


@page("baseline.change")
def add(request: ActorRequest, table: str) -> HttpResponse:
    """A new row. A survey begins as a draft and leads to its areas."""
    form = forms.RowForm(request.actor, TABLES[table], None, given(request), initial=_asked(request, table))

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = actions.enter(request.actor, table, draft=table == "survey", **said)
        told = N_("{name} was entered. Somebody else verifies it; withdraw it if it was a mistake.")
        if isinstance(made, Survey):
            told = N_("{name} is a draft. Fill in the areas, then submit it.")
            return translate(told, {"name": str(made)}), reverse("baseline-survey-areas", args=[made.pk])
        return translate(told, {"name": str(made)}), address_of(made)

    listed = LISTS[table]
    context = {
        "heading": translate(listed.add),
        "crumbs": crumbs_of(table),
        "verb": translate(N_("Enter")),
        "back": reverse(listed.name),
    }
    return do_by_form(request, form, act, context)


def _asked(request: ActorRequest, table: str) -> dict[str, str]:
    """What a link to the form fills in already."""
    return {n: said for n in TABLES[table].facts if (said := request.GET.get(n, "")[:80].replace("\0", ""))}


@page("baseline.change")
def change(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = row_at(request, table, pk, "baseline.change")
    form = forms.RowForm(request.actor, TABLES[table], found, given(request))

    def do(said: dict[str, Any]) -> None:
        actions.change(request.actor, found, **said)

    told = N_("{name} was changed and waits to be verified. What it was before stands under “What happened”.")
    return by_form(request, found, form, do, told, N_("Change {name}"), N_("Save"))


@page("baseline.change")
@require_POST
def submit(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = row_at(request, table, pk, "baseline.change")
    actions.submit(request.actor, found)
    return _said(request, found, N_("{name} is submitted. Somebody else verifies it."))


@page("baseline.verify")
@require_POST
def verify(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = row_at(request, table, pk, "baseline.verify")
    actions.verify(request.actor, found)
    told = N_("{name} is verified and counts from now on. A change makes it wait for verification again.")
    return _said(request, found, told)


def _said(request: ActorRequest, found: BaselineRow, told: str) -> HttpResponse:
    messages.success(request, translate(told, {"name": str(found)}))
    return HttpResponseRedirect(address_of(found))


@page("baseline.change")
def withdraw(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = row_at(request, table, pk, "baseline.change")

    def do(said: dict[str, Any]) -> None:
        actions.withdraw(request.actor, found, said["reason"])

    told = N_("{name} is withdrawn and counts nowhere. “Bring back” undoes it.")
    return by_form(
        request, found, Reason(given(request)), do, told, N_("Why is {name} withdrawn?"), N_("Withdraw")
    )


@page("baseline.change")
def bring_back(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    found = row_at(request, table, pk, "baseline.change")

    def do(said: dict[str, Any]) -> None:
        actions.bring_back(request.actor, found, said["reason"])

    told = N_("{name} is back and waits to be verified.")
    return by_form(
        request, found, Reason(given(request)), do, told, N_("Why is {name} brought back?"), N_("Bring back")
    )
