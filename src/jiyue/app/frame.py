"""What stands around every page: navigation, who, language, what data."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from jiyue.engine.messages import current_language, translate
from jiyue.foundation.access import ANYBODY, Actor
from jiyue.foundation.ui.figures import spoken_language
from jiyue.foundation.ui.navigation import GROUPS, Nav

OTHER = {"zh": "English", "en": "\u4e2d\u6587"}


@cache
def offered() -> tuple[Nav, ...]:
    """The entries of all installed rooms, in the order in which they are shown."""
    found: list[Nav] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.nav"
        if config.name.startswith("jiyue.") and find_spec(name):
            found.extend(import_module(name).NAV)
    groups = list(GROUPS)
    return tuple(sorted(found, key=lambda n: (groups.index(n.group), n.order, n.title)))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor."""
    actor = getattr(request, "actor", ANYBODY)
    here = request.path
    shown = [n for n in offered() if actor.can(n.permission)] if actor is not ANYBODY else []
    around = [to for to in (reverse(n.url) for n in shown) if _leads_to(to, here)]
    open_now = max(around, key=len, default="")
    nav = [
        SimpleNamespace(title=translate(GROUPS[group]), items=[_entry(n, open_now) for n in entries])
        for group, entries in groupby(shown, key=lambda n: n.group)
    ]
    user = getattr(request, "user", None)
    signed = user is not None and user.is_authenticated
    unit = user.organisation.unit if signed and user else None
    return {
        "frame": SimpleNamespace(
            lang=spoken_language(),
            other_language=OTHER[current_language()],
            large=request.COOKIES.get("jiyue_large") == "1",
            home=reverse("home"),
            place=unit.name if unit else "",
            nav=nav,
            counts=reverse("counts") if signed else "",
            sample=bool(unit and unit.sample),
            period="",
            search=reverse("search") if signed else "",
            settings_address=reverse("reading"),
            sign_in=reverse("sign-in"),
            sign_out=reverse("sign-out"),
            account=f"{user.name} · {user.organisation}" if signed and user else "",
            account_address=reverse("own-account"),
        )
    }


def _leads_to(to: str, here: str) -> bool:
    return here == to if to == "/" else here.startswith(to)


def _entry(nav: Nav, open_now: str) -> SimpleNamespace:
    to = reverse(nav.url)
    return SimpleNamespace(
        title=translate(nav.title), address=to, here=to == open_now, counted=bool(nav.count)
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many things wait behind each entry that counts, by its address.

    A page asks for them after it is shown, so that nobody waits for what other rooms count.
    """
    counted = [(n, n.count) for n in offered() if n.count and actor.can(n.permission)]
    return {reverse(nav.url): count(actor) for nav, count in counted}
