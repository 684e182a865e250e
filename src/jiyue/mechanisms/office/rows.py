"""A row on a page: find it, say its facts, lead to it, do something to it by a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiyue.engine.messages import translate
from jiyue.foundation.access import Actor
from jiyue.foundation.files.sheet_state import row_reach
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.mechanisms.office.lists import LISTS
from jiyue.mechanisms.office.models import LINES, TABLES, Line, OfficeRow


def table_of(row: OfficeRow | type[OfficeRow]) -> str:
    return str(row._meta.model_name)


def row_at(request: ActorRequest, table: str, pk: int, permission: str) -> OfficeRow:
    rows = TABLES[table].objects.reached(request.actor, permission)
    found: OfficeRow = get_object_or_404(rows.select_related("unit", "owner"), pk=pk)
    return found


def line_at(request: ActorRequest, table: str, pk: int, permission: str) -> Line:
    """A line of a row that the actor reaches."""
    model = LINES[table]
    above: Any = model._meta.get_field(model.of).related_model
    rows = above.objects.reached(request.actor, permission)
    found: Line = get_object_or_404(model.objects.filter(**{f"{model.of}__in": rows}), pk=pk)
    return found


def address_of(row: OfficeRow) -> str:
    return reverse(f"office-{table_of(row)}", args=[row.pk])


def crumbs_of(table: str, row: OfficeRow | None = None) -> list[tuple[str, str]]:
    listed = LISTS[table]
    found = [(translate(listed.short), reverse(listed.name))]
    return [*found, (str(row), address_of(row))] if row else found


def label_of(row: models.Model | type[models.Model], name: str) -> str:
    """What a fact is called, as a msgid."""
    return "Unit" if name == "unit" else str(row._meta.get_field(name).verbose_name)


def shown(row: models.Model, name: str) -> str | SafeString:
    """A fact as it is shown; another row of the office as a link."""
    value: Any = getattr(row, name)
    field = row._meta.get_field(name)
    if field.choices:
        return translate(dict(field.choices).get(value, "")) or figures.DASH
    if isinstance(value, bool):
        return figures.yes_no(value)
    if isinstance(field, models.DateField):
        return figures.day(value)
    if isinstance(value, OfficeRow):
        return format_html('<a href="{}">{}</a>', address_of(value), value)
    return figures.DASH if value in (None, "") else str(value)


def by_form(
    request: ActorRequest,
    row: OfficeRow,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    said: str,
    heading: str,
    verb: str,
    **params: str,
) -> HttpResponse:
    """A page that does something to one row and leads back to it."""
    params = {"name": str(row), **params}

    def act(given: dict[str, Any]) -> tuple[str, str]:
        do(given)
        return translate(said, params), address_of(row)

    context = {
        "heading": translate(heading, params),
        "crumbs": crumbs_of(table_of(row), row),
        "verb": translate(verb),
        "back": address_of(row),
    }
    return do_by_form(request, form, act, context)


def _reached(ref: str, actor: Actor) -> bool:
    _, table, key = ref.split("/")
    rows = TABLES[table].objects.reached(actor, "office.read")
    return key.isdecimal() and bool(rows.filter(pk=key).exists())


for name in TABLES:
    row_reach(f"office/{name}")(_reached)
