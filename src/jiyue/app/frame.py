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
    nav = [
        SimpleNamespace(title=translate(GROUPS[group]), items=[_entry(n, here, actor) for n in entries])
        for group, entries in groupby(shown, key=lambda n: n.group)
    ]
    user = getattr(request, "user", None)
    signed = user is not None and user.is_authenticated
    return {
        "frame": SimpleNamespace(
            lang=spoken_language(),
            other_language=OTHER[current_language()],
            large=request.COOKIES.get("jiyue_large") == "1",
            home=reverse("home"),
            place="",
            nav=nav,
            sample=False,
            period="",
            search="",
            settings_address=reverse("reading"),
            sign_in=reverse("sign-in"),
            sign_out=reverse("sign-out"),
            account=f"{user.name} · {user.organisation}" if signed and user else "",
            account_address=reverse("own-account"),
        )
    }


def _entry(nav: Nav, here: str, actor: Actor) -> SimpleNamespace:
    to = reverse(nav.url)
    is_here = here == to if to == "/" else here.startswith(to)
    count = nav.count(actor) if nav.count else 0
    return SimpleNamespace(title=translate(nav.title), address=to, here=is_here, count=count)
