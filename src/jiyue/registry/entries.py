"""An entry on a page: find it, lead to it, do something to it by a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from jiyue.engine.messages import translate
from jiyue.foundation.pages import ActorRequest
from jiyue.foundation.ui.deeds import do_by_form
from jiyue.registry.checks import table_of
from jiyue.registry.lists import LISTS
from jiyue.registry.models import TABLES, Entry


def entry_at(request: ActorRequest, table: str, pk: int, permission: str) -> Entry:
    rows = TABLES[table].objects.reached(request.actor, permission)
    found: Entry = get_object_or_404(rows.select_related("unit", "merged_into"), pk=pk)
    return found


def address_of(entry: Entry) -> str:
    return reverse(table_of(entry), args=[entry.pk])


def crumbs_of(table: str, entry: Entry | None = None) -> list[tuple[str, str]]:
    listed = LISTS[table]
    found = [(translate(listed.short), reverse(listed.name))]
    return [*found, (str(entry), address_of(entry))] if entry else found


def by_form(
    request: ActorRequest,
    found: Entry,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    said: str,
    heading: str,
    verb: str,
    template: str = "ui/form.html",
    params: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """A page that does something to one entry and leads back to it."""

    def act(given: dict[str, Any]) -> tuple[str, str]:
        do(given)
        return translate(said, {"name": str(found)}), address_of(found)

    context = {
        "heading": translate(heading, {"name": str(found), **(params or {})}),
        "crumbs": crumbs_of(table_of(found), found),
        "verb": translate(verb),
        "back": address_of(found),
        **more,
    }
    return do_by_form(request, form, act, context, template)
