"""Figures of ``rules/files.yaml``: sizes, pixels, pages, years."""

from __future__ import annotations

from functools import cache

from jiyue.engine.rulebook import default_rulebook

MB = 2**20


@cache
def _figures() -> dict[str, int]:
    return {f.code: int(f.value) for f in default_rulebook().figures if f.code.startswith("files.")}


def limit(name: str) -> int:
    """The figure ``files.<name>``; KeyError for one that is not there."""
    return _figures()[f"files.{name}"]


def size_limit(kind: str) -> int:
    """The most bytes of a file of this kind."""
    return limit(f"mb.{kind}") * MB
