"""One search over every list that has a field for words: the first rows of each, and the way to all."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui.filters import Search
from jiyue.foundation.ui.listing import LISTS, Column, ListPage, address_of

FIRST = 5
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """What one list has for the words: its title, how many rows, the first of them, the address of all."""

    title: str
    count: int
    rows: list[tuple[str, str, str]]
    every: str


@page("home.read")
def search(request: ActorRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = (
        [f for f in (_in(listed, request, words) for listed in LISTS) if f] if len(words) >= SHORTEST else []
    )
    context = {
        "heading": translate(N_("What is found for “{words}”"), {"words": words})
        if words
        else translate(N_("What do you look for?")),
        "words": words,
        "found": found,
        "facts": [translate(N_("{count} rows"), {"count": sum(f.count for f in found)})],
    }
    return render(request, "app/search.html", context)


def _in(listed: type[ListPage], request: ActorRequest, words: str) -> Found | None:
    """The rows of one list; None where the actor reaches none, or where rows have no page of their own."""
    asked = next((f for f in listed.filters if isinstance(f, Search)), None)
    linked = next((c for c in listed.columns if c.to), None)
    if asked is None or linked is None or not request.actor.can(listed.permission):
        return None
    made = listed()
    rows = asked.apply(made.rows(request), words).order_by(*listed.order)
    count = rows.count()
    if not count:
        return None
    second = next((c for c in listed.columns if c is not linked and not c.say), linked)
    names = dict.fromkeys([linked.name, *linked.needs, linked.key, second.name])
    shown = [_row(linked, second, values) for values in rows.values(*names)[:FIRST]]
    every = f"{reverse(listed.name)}?{urlencode({asked.name: words})}"
    return Found(translate(listed.title), count, shown, every)


def _row(linked: Column, second: Column, values: dict[str, object]) -> tuple[str, str, str]:
    return address_of(linked.to, values[linked.key]), linked.said(values), second.said(values)
