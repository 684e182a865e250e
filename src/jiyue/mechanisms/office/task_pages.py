"""Tasks: report one done, close it, open it again. Lines: add, change, take out."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.asking import Reason
from jiyue.mechanisms.office import actions, forms
from jiyue.mechanisms.office.models import LINES, OfficeRow, Report, Task
from jiyue.mechanisms.office.rows import by_form, line_at, row_at


def _task(request: ActorRequest, table: str, pk: int, permission: str) -> Task:
    return cast(Task, row_at(request, table, pk, permission))


@page("office.report")
def done(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    task = _task(request, table, pk, "office.report")

    def do(given: dict[str, Any]) -> None:
        actions.report_done(request.actor, task, given["on"], given["what"])

    said = N_("{name} is reported done. Somebody else closes it off.")
    form = forms.DoneForm(request.POST or None)
    return by_form(request, task, form, do, said, N_("What was done about {name}?"), N_("Report"))


@page("office.change")
def close(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    task = _task(request, table, pk, "office.change")

    def do(given: dict[str, Any]) -> None:
        actions.close(request.actor, task, given["on"])

    said = N_("{name} is closed off. “Open again” undoes it.")
    form = forms.CloseForm(request.POST or None)
    return by_form(request, task, form, do, said, N_("Is {name} done?"), N_("Close off"))


@page("office.change")
def reopen(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    task = _task(request, table, pk, "office.change")

    def do(given: dict[str, Any]) -> None:
        actions.reopen(request.actor, task, given["reason"])

    said = N_("{name} is under way again. What was reported stays to be read.")
    form = Reason(request.POST or None)
    return by_form(request, task, form, do, said, N_("Why is {name} not done?"), N_("Open again"))


@page("office.change")
def add_line(request: ActorRequest, table: str, line: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.change")
    form = forms.FactsForm(request.actor, LINES[line], None, request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.add_line(request.actor, row, line, **given)

    said = N_("Added to {name}, which waits to be verified.")
    title = translate(LINES[line].title)
    return by_form(request, row, form, do, said, N_("{name}: {line}"), N_("Add"), line=title)


@page("office.report")
def add_report(request: ActorRequest, table: str, pk: int) -> HttpResponse:
    row = row_at(request, table, pk, "office.report")
    form = forms.FactsForm(request.actor, Report, None, request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.add_report(request.actor, row, **given)

    said = N_("The report was added to {name}.")
    title = translate(Report.title)
    return by_form(request, row, form, do, said, N_("{name}: {line}"), N_("Report"), line=title)


@page("office.change")
def change_line(request: ActorRequest, line: str, pk: int) -> HttpResponse:
    found = line_at(request, line, pk, "office.change")
    row: OfficeRow = getattr(found, found.of)
    form = forms.FactsForm(request.actor, type(found), found, request.POST or None)

    def do(given: dict[str, Any]) -> None:
        actions.change_line(request.actor, found, **given)

    said = N_("Changed in {name}, which waits to be verified.")
    return by_form(request, row, form, do, said, N_("{name}: {line}"), N_("Save"), line=str(found))


@page("office.change")
def remove_line(request: ActorRequest, line: str, pk: int) -> HttpResponse:
    found = line_at(request, line, pk, "office.change")
    row: OfficeRow = getattr(found, found.of)

    def do(given: dict[str, Any]) -> None:
        actions.remove_line(request.actor, found, given["reason"])

    said = N_("Taken out of {name}. What it said stands under “What happened”.")
    form = Reason(request.POST or None)
    return by_form(
        request,
        row,
        form,
        do,
        said,
        N_("Why is {line} taken out of {name}?"),
        N_("Take out"),
        line=str(found),
    )
