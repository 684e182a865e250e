"""Ways out of the house: one folder each, all of the same shape.

An adapter reads its settings from the environment once (``parse``) and sends one letter (``send``): it
answers with a receipt, or raises :class:`~jiyue.engine.problems.Refused`. Neither puts a secret into a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings

from jiyue.engine.messages import N_
from jiyue.engine.problems import define

BAD_ADDRESS = define(
    "ADAPTER_SETTING",
    N_("The setting {field} cannot be read; it takes {what}."),
    N_("Correct the variable and start again; docs/reference/settings.md shows an example."),
)
NOT_SENT = define(
    "MESSAGE_NOT_SENT",
    N_("{value} did not take the message: {what}."),
    N_("It is tried again by itself. If it stays so, check the setting and the server."),
)


@dataclass(frozen=True)
class Letter:
    """What leaves the house: no more than the reader needs to come and look."""

    key: int
    """Stays the same when the letter is tried again, so that a receiver may drop the second one."""
    to: str
    subject: str
    body: str
    link: str
    at: str


class Adapter(Protocol):
    def send(self, settings: Any, letter: Letter) -> str: ...


def configured() -> list[str]:
    """The adapters that are set up, by name."""
    return [name for name, found in settings.ADAPTERS.items() if found is not None]


def adapter(name: str) -> Adapter:
    from importlib import import_module

    found: Any = import_module(f"{__name__}.{name}")
    return found
