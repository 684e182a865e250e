"""What a room offers to the navigation: a module ``nav.py`` with a list ``NAV``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor

GROUPS = {
    "": "",
    "campaign": N_("Campaign"),
    "mechanisms": N_("Seven mechanisms"),
    "office": N_("Campaign office"),
    "base": N_("Foundation"),
    "system": N_("System"),
}


@dataclass(frozen=True)
class Nav:
    """One entry: shown to whoever has the permission, in its group, by ``order``."""

    title: str
    url: str
    permission: str
    group: str = "base"
    order: int = 100
    count: Callable[[Actor], int] | None = None
    """A figure beside the entry, such as how many messages are unread."""
