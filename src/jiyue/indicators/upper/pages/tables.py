"""Blank tables: the list, one with its picture and what its cells are bound to, and filling it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.engine.sheet.grid import Grid
from jiyue.foundation.files.pages.serving import sent
from jiyue.foundation.files.store import receive
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.asking import Reason, ask, given
from jiyue.foundation.ui.deeds import do_by_form, history_of
from jiyue.foundation.ui.filters import Choice, Search
from jiyue.foundation.ui.listing import Column, ListPage
from jiyue.foundation.units.models import Unit
from jiyue.indicators.labels import Titles
from jiyue.indicators.upper import actions, forms, picture
from jiyue.indicators.upper.models import MANAGE, READ, BlankTable, BoundCell, Fill

NEWEST_FILLS = 20
IN_USE = {"False": N_("in use"), "True": N_("out of use")}


class TableList(ListPage):
    name = "upper-tables"
    address = "indicators/upper/tables"
    permission = READ
    title = N_("Which tables do upper levels want filled?")
    columns = (
        Column("title", N_("Table"), to="upper-table"),
        Column("issuer", N_("Who asks for it")),
        Column("unit__name", N_("For the unit")),
        Column("filled", N_("Times filled"), kind="number"),
        Column("retired", N_("Out of use"), kind="yes"),
        Column("made_at", N_("Added on"), kind="day", shown=False),
        Column("name", N_("File"), shown=False),
    )
    filters = (
        Search("q", N_("Table"), fields=("title", "issuer", "name")),
        Choice("retired", N_("State"), choices=IN_USE),
    )
    order = ("retired", "-pk")
    empty = N_(
        "No table yet. Add the workbook that the upper level sent; it is bound once and filled each year."
    )

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = BlankTable.objects.reached(request.actor, self.permission)
        return rows.annotate(filled=Count("bindings__fills"))

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        found = [(translate(N_("Filled tables")), reverse("upper-fills"), False)]
        if request.actor.can(MANAGE):
            found.append((translate(N_("Add a table")), reverse("upper-table-add"), True))
        return found


def crumbs(table: BlankTable | None = None) -> list[tuple[str, str]]:
    found = [(translate(N_("Tables of upper levels")), reverse("upper-tables"))]
    return [*found, (str(table), reverse("upper-table", args=[table.pk]))] if table else found


def table_at(request: ActorRequest, pk: int, permission: str = READ) -> BlankTable:
    rows = BlankTable.objects.reached(request.actor, permission).select_related("unit", "file")
    found: BlankTable = get_object_or_404(rows, pk=pk)
    return found


def _manages(request: ActorRequest, table: BlankTable) -> bool:
    return not table.retired and request.actor.may(MANAGE, path=table.unit.path)


def _chosen(grids: list[Grid], said: str) -> Grid:
    return next((grid for grid in grids if grid.name == said), grids[0])


def _picture(
    request: ActorRequest, table: BlankTable, grids: list[Grid], grid: Grid, link: bool, cell: str = ""
) -> dict[str, Any]:
    """The picture of one sheet; with ``link`` each cell leads to the form that binds it."""
    titles = Titles()
    latest = table.latest
    cells = latest.cells.filter(sheet=grid.name) if latest else ()
    bound = {one.cell: titles.get(one.measure, one.measure) for one in cells}
    columns, rows, cut = picture.drawn(table.file.place, grid, bound)
    to = f"{reverse('upper-table-bind', args=[table.pk])}?{urlencode({'sheet': grid.name})}" if link else ""
    return {
        "sheets": [(one.name, urlencode({"sheet": one.name}), one is grid) for one in grids],
        "sheet": grid.name,
        "columns": columns,
        "rows": rows,
        "cut": cut,
        "bind": to,
        "cell": cell,
    }


@page(READ)
def table(request: ActorRequest, pk: int) -> HttpResponse:
    """One table: its sheets, what is bound, in which version, and how it was filled."""
    found = table_at(request, pk)
    grids = picture.sheets(found.file.place)
    manages, latest = _manages(request, found), found.latest
    bound = list(latest.cells.select_related("unit")) if latest else []
    fills = Fill.objects.reached(request.actor, READ).filter(binding__table=found).judged()
    context = {
        "heading": translate(
            N_("Which figure belongs into which cell of “{title}”?"), {"title": found.title}
        ),
        "crumbs": crumbs(),
        "facts": _facts(found, len(bound)),
        "actions": _buttons(request, found, bool(bound)),
        "table": found,
        "bound": [(one, *_bound_words(one)) for one in bound],
        "manages": manages,
        "fills": fills.select_related("unit", "binding")[:NEWEST_FILLS],
        "history": history_of(found),
        **_picture(request, found, grids, _chosen(grids, request.GET.get("sheet", "")), manages),
    }
    return render(request, "upper/table.html", context)


def _facts(found: BlankTable, bound: int) -> list[str]:
    latest = found.latest
    facts = [found.unit.name, found.issuer, translate(N_("{count} cells bound"), {"count": bound})]
    if latest:
        facts.append(translate(N_("version {number} of the binding"), {"number": latest.number}))
    if found.retired:
        facts.append(f"{translate(N_('out of use'))}：{found.reason}")
    return [fact for fact in facts if fact]


def _bound_words(one: BoundCell) -> tuple[str, str, str, str]:
    """Measure, unit, year and way of writing of a bound cell."""
    titles = Titles()
    unit = one.unit.name if one.unit else translate(forms.OWN_UNIT)
    written = unit_words(one.as_unit) if one.as_unit else translate(N_("as the measure is kept"))
    if one.decimals is not None:
        written += f"，{translate(N_('{count} decimals'), {'count': one.decimals})}"
    return titles.get(one.measure, one.measure), unit, forms.year_words(one.back), written


def _buttons(request: ActorRequest, found: BlankTable, bound: bool) -> list[tuple[str, str, bool]]:
    pk = [found.pk]
    buttons = [(N_("The blank workbook"), "upper-table-file", False)]
    if _manages(request, found):
        buttons.append((N_("Take out of use"), "upper-table-retire", False))
        buttons.append((N_("Bind a cell"), "upper-table-bind", not bound))
    if bound and not found.retired and request.actor.can(MANAGE):
        buttons.append((N_("Fill"), "upper-table-fill", True))
    return [(translate(words), reverse(to, args=pk), filled) for words, to, filled in buttons]


@page(MANAGE)
def add(request: ActorRequest) -> HttpResponse:
    """Take a blank table in."""
    form = forms.TableForm(request.actor, given(request), request.FILES or None)

    def act(said: dict[str, Any]) -> tuple[str, str]:
        file = said.pop("file")
        made = actions.add_table(request.actor, receive(file.name, file.chunks()), **said)
        words = N_("The table is kept. Bind its cells once; “Take out of use” undoes it.")
        return translate(words), reverse("upper-table", args=[made.pk])

    context = {
        "heading": translate(N_("Which table is to be filled?")),
        "crumbs": crumbs(),
        "verb": translate(N_("Keep")),
        "back": reverse("upper-tables"),
    }
    return do_by_form(request, form, act, context)


@page(MANAGE)
def retire(request: ActorRequest, pk: int) -> HttpResponse:
    found = table_at(request, pk, MANAGE)

    def act(said: dict[str, Any]) -> str:
        actions.retire(request.actor, found, said["reason"])
        return translate(
            N_("The table is out of use. What was filled stays; add the workbook again to undo.")
        )

    back, verb = reverse("upper-table", args=[pk]), N_("Take out of use")
    return ask(request, Reason(given(request)), act, verb=verb, title=str(found), crumbs=crumbs(), back=back)


@page(MANAGE)
def bind(request: ActorRequest, pk: int) -> HttpResponse:
    """The form for one cell, with the picture of its sheet below it."""
    found = table_at(request, pk, MANAGE)
    grids = picture.sheets(found.file.place)
    asked = {name: request.GET.get(name, "") for name in ("sheet", "cell")}
    grid = _chosen(grids, request.POST.get("sheet") or asked["sheet"])
    form = forms.BindForm(
        found, [one.name for one in grids], given(request), initial={**asked, "sheet": grid.name, "back": 0}
    )

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = actions.bind(request.actor, found, **said)
        words = N_("{cell} is bound. Choose the next cell; “Free” on the page of the table undoes it.")
        to = f"{reverse('upper-table-bind', args=[pk])}?{urlencode({'sheet': made.sheet})}"
        return translate(words, {"cell": f"{made.sheet}!{made.cell}"}), to

    context = {
        "heading": translate(N_("Which figure belongs into the cell?")),
        "facts": [found.title, grid.name],
        "crumbs": crumbs(found),
        "verb": translate(N_("Bind")),
        "back": reverse("upper-table", args=[pk]),
        **_picture(request, found, grids, grid, True, asked["cell"]),
    }
    return do_by_form(request, form, act, context, "upper/bind.html")


@page(MANAGE)
@require_POST
def free(request: ActorRequest, pk: int) -> HttpResponse:
    """Let a bound cell go."""
    rows = BoundCell.objects.reached(request.actor, MANAGE).select_related("binding__table__unit")
    found: BoundCell = get_object_or_404(rows, pk=pk)
    actions.unbind(request.actor, found)
    return HttpResponseRedirect(reverse("upper-table", args=[found.binding.table_id]))


@page(READ)
def file(request: ActorRequest, pk: int) -> HttpResponseBase:
    found = table_at(request, pk)
    return sent(found.file, found.name)


@page(MANAGE)
def fill(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill the table for a unit and a year."""
    found = table_at(request, pk)
    form = forms.FillForm(request.actor, found, given(request))

    def act(said: dict[str, Any]) -> tuple[str, str]:
        made = actions.fill(request.actor, found, **said)
        words = N_("{filled} cells are filled, {missing} have no verified figure. The workbook is below.")
        facts = {"filled": figures.number(made.filled), "missing": figures.number(made.missing)}
        return translate(words, facts), reverse("upper-fill", args=[made.pk])

    context = {
        "heading": translate(N_("For which unit and year is “{title}” filled?"), {"title": found.title}),
        "facts": [translate(N_("Only verified figures are taken; a cell without one stays empty"))],
        "crumbs": crumbs(found),
        "verb": translate(N_("Fill")),
        "back": reverse("upper-table", args=[pk]),
    }
    return do_by_form(request, form, act, context)


def units_of(request: ActorRequest) -> dict[str, str]:
    """The units that a reader may choose from, without villages."""
    rows = Unit.objects.reached(request.actor, READ).exclude(kind="village")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}
