"""What waits for an actor, as the rooms offer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiyue.engine.contracts import TodoItem
from jiyue.foundation.access import Actor
from jiyue.foundation.todos import offered

ORDER = {"overdue": 0, "soon": 1, "normal": 2}


@dataclass(frozen=True)
class Waiting:
    """One kind of work with the things that wait."""

    title: str
    items: tuple[TodoItem, ...]


def waiting(actor: Actor, on: date) -> list[Waiting]:
    """Everything that waits for ``actor``, what is urged first, then what is overdue."""
    found = []
    for todo in offered():
        items = sorted(todo.items(actor, on), key=_urgency)
        if items:
            found.append(Waiting(todo.title, tuple(items)))
    return sorted(found, key=lambda w: _urgency(w.items[0]))


def count(actor: Actor, on: date) -> int:
    """How many things wait."""
    return sum(todo.count(actor, on) for todo in offered())


def _urgency(item: TodoItem) -> tuple[bool, int, date]:
    return not item.urged, ORDER[item.urgency], item.due or date.max
