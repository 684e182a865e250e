"""A row on a page: find it, lead to it, do something to it by a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from jiyue.engine.messages import translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.mechanisms.baseline.lists import LISTS
from jiyue.mechanisms.baseline.models import TABLES, BaselineRow, table_of


def row_at(request: ActorRequest, table: str, pk: int, permission: str) -> Any:
    rows = TABLES[table].objects.reached(request.actor, permission)
    return get_object_or_404(rows.select_related("unit", "owner__unit", "entered_by", "verified_by"), pk=pk)


def address_of(row: BaselineRow) -> str:
    return reverse(f"baseline-{table_of(row)}", args=[row.pk])


def crumbs_of(table: str, row: BaselineRow | None = None) -> list[tuple[str, str]]:
    listed = LISTS[table]
    found = [(translate(listed.short), reverse(listed.name))]
    return [*found, (str(row), address_of(row))] if row else found


def by_form(
    request: ActorRequest,
    row: BaselineRow,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    said: str,
    heading: str,
    verb: str,
    template: str = "ui/form.html",
    **more: Any,
) -> HttpResponse:
    """A page that does something to one row and leads back to it."""
    name = str(row)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        do(given)
        return translate(said, {"name": str(row)}), address_of(row)

    context = {
        "heading": translate(heading, {"name": name}),
        "crumbs": crumbs_of(table_of(row), row),
        "verb": translate(verb),
        "back": address_of(row),
        **more,
    }
    return do_by_form(request, form, act, context, template)
