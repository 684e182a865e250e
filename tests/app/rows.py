"""A row of any county behind each address, and one in each list: for sweeps over the whole program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from app import (
    rows_of_baseline,
    rows_of_evaluations,
    rows_of_files,
    rows_of_indicators,
    rows_of_ledgers,
    rows_of_office,
    rows_of_papers,
    rows_of_people,
    rows_of_upper,
    rows_of_work,
)
from app.counties import County

ROOMS = (
    rows_of_people,
    rows_of_baseline,
    rows_of_ledgers,
    rows_of_office,
    rows_of_papers,
    rows_of_files,
    rows_of_work,
    rows_of_indicators,
    rows_of_evaluations,
    rows_of_upper,
)
BEHIND: dict[str, Callable[[County], Any]] = {k: v for room in ROOMS for k, v in room.BEHIND.items()}
"""The row that a page asks for, by the name of its address."""
LISTED: dict[str, Callable[[County], Any]] = {k: v for room in ROOMS for k, v in room.LISTED.items()}
"""A row that a list shows, by the name of the list."""
KEYS = {
    "welcome": {"key": "no-such-key"},
    "come-in": {"key": "no-such-key"},
}
"""Pages that ask for something else than a row of a county."""
MORE: dict[str, Any] = {
    **rows_of_evaluations.MORE,
    "document-page": {"number": 1},
    "document-as": {"kind": "pdf"},
    "evidence-page": {"number": 1},
    "sheet-page": {"number": 1},
    "import-returned": {"name": "1.xlsx"},
    **rows_of_indicators.MORE,
    **rows_of_upper.MORE,
}


def patterns(found: Any = None) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program by name, without those of the API."""
    for entry in (found or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            yield str(entry.name), entry
        elif entry.app_name != "ninja":
            yield from patterns(entry)


PAGES = dict(patterns())


def asked(name: str) -> set[str]:
    """What the address asks for."""
    pattern = PAGES[name].pattern
    return set(pattern.converters) | set(pattern.regex.groupindex)


WITH_ROW = sorted(name for name in PAGES if asked(name) - {"form"} and name not in KEYS)


def address(name: str, here: County | None = None) -> str:
    """The address ``name`` with a new row of ``here``; KeyError for a page that nobody has thought of."""
    if name in KEYS:
        return reverse(name, kwargs=KEYS[name])
    if name not in WITH_ROW:
        return reverse(name, kwargs={"form": "json"} if asked(name) else {})
    assert here is not None, name
    key = next(k for k in ("pk", "key", "seq") if k in asked(name))
    row, more = BEHIND[name](here), MORE.get(name, {})
    return reverse(name, kwargs={key: row.pk, **(more(row) if callable(more) else more)})
