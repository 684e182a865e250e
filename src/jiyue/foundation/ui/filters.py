"""Filters of lists. What is asked for stands in the address, so that a link shows the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jiyue.engine.messages import translate

LONGEST = 200
"""Characters of a filter that count."""
Choices = Mapping[str, str] | Callable[[HttpRequest], Mapping[str, str]]


@dataclass(frozen=True)
class Filter:
    """One field of the bar above a list. ``name`` is its parameter."""

    name: str
    title: str
    kind: str = "text"

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        raise NotImplementedError


@dataclass(frozen=True)
class Search(Filter):
    """Rows where one of ``fields`` contains the words."""

    fields: tuple[str, ...] = ()

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        for word in said.split():
            found = Q()
            for name in self.fields:
                found |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(found)
        return rows


@dataclass(frozen=True)
class Choice(Filter):
    """Rows whose ``lookup`` is one of a few codes; none for a code that is not on offer."""

    kind: str = "choice"
    choices: Choices = field(default_factory=dict)
    lookup: str = ""

    def offered(self, request: HttpRequest) -> Mapping[str, str]:
        return self.choices(request) if callable(self.choices) else self.choices

    def options(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [(code, translate(words)) for code, words in self.offered(request).items()]

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        return rows.filter(**{self.lookup or self.name: said})


@dataclass(frozen=True)
class Day(Filter):
    """Rows from or up to a day, by ``lookup`` such as ``at__date__gte``."""

    kind: str = "date"
    lookup: str = ""

    def apply(self, rows: QuerySet[Any], said: str) -> QuerySet[Any]:
        try:
            asked = date.fromisoformat(said)
        except ValueError:
            return rows.none()
        return rows.filter(**{self.lookup: asked})


def tidy(said: str, longest: int = LONGEST) -> str:
    """What somebody typed, as long as it may be, without the NUL that PostgreSQL refuses."""
    return said[:longest].replace("\0", "").strip()


class Filters:
    """The filters of a list with what was asked for."""

    def __init__(self, filters: Sequence[Filter], request: HttpRequest) -> None:
        self.filters, self.request = filters, request
        self.said = {f.name: tidy(request.GET.get(f.name, "")) for f in filters}

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for one in self.filters:
            if not (said := self.said[one.name]):
                continue
            if isinstance(one, Choice) and said not in set(one.offered(self.request)):
                return rows.none()
            rows = one.apply(rows, said)
        return rows

    @property
    def active(self) -> bool:
        return any(self.said.values())

    def fields(self) -> list[dict[str, Any]]:
        """What the template shows."""
        return [
            {
                "name": f.name,
                "title": translate(f.title),
                "kind": f.kind,
                "said": self.said[f.name],
                "options": f.options(self.request) if isinstance(f, Choice) else [],
            }
            for f in self.filters
        ]
