"""The kinds of jobs: functions that the rooms offer in their modules ``work.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from jiyue.engine.problems import Problem
from jiyue.foundation.access import permissions
from jiyue.foundation.jobs.models import Job

Ended = Callable[[Job], None]


@dataclass(frozen=True)
class Done:
    """What a job says when it is done: a sentence, the ``ref`` of the row it leads to, what to mind."""

    word: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    ref: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class JobKind:
    """A kind of job, which an actor with ``permission`` may ask for.

    The ``function`` changes all or nothing, and running it a second time does no harm: a worker may die in
    the middle, and the next one starts it again, ``attempts`` times in all. ``page``: the name of the address
    of the row that a result refers to. ``ended``: called with it, in the transaction that closes
    a job which is not done. ``every``: it starts by itself, where ``when`` says that there is work.
    """

    code: str
    title: str
    permission: str
    function: Callable[..., Done | None]
    attempts: int
    page: str
    repeatable: bool
    ended: Ended | None
    every: timedelta | None
    when: Callable[[], bool]


KINDS: dict[str, JobKind] = {}
TITLES: dict[str, str] = {}


def job(
    code: str,
    title: str,
    *,
    permission: str,
    attempts: int = 1,
    page: str = "",
    repeatable: bool = True,
    ended: Ended | None = None,
    every: timedelta | None = None,
    when: Callable[[], bool] = lambda: True,
) -> Callable[[Callable[..., Done | None]], Callable[..., Done | None]]:
    """Make ``function(run, **arguments)`` the job ``code``; ValueError when the code is taken.

    KeyError for a permission that is not in the table.
    """
    permissions()[permission]

    def make(function: Callable[..., Done | None]) -> Callable[..., Done | None]:
        kind = JobKind(code, title, permission, function, attempts, page, repeatable, ended, every, when)
        if KINDS.setdefault(code, kind) is not kind:
            raise ValueError(f"job {code} is defined twice")
        TITLES[code] = title
        return function

    return make


def load_kinds() -> None:
    """Import the module ``work`` of every installed room."""
    for config in apps.get_app_configs():
        name = f"{config.name}.work"
        if config.name.startswith("jiyue.") and find_spec(name):
            import_module(name)
