"""What work the installed rooms offer in their modules ``todo.py``; no room is imported by name."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from jiyue.engine.contracts import Todo, load


@cache
def offered() -> tuple[Todo, ...]:
    """The kinds of work of all installed rooms."""
    rooms = [c.name for c in apps.get_app_configs() if c.name.startswith("jiyue.")]
    return tuple(load(Todo, rooms))
