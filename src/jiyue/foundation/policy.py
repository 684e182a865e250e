"""Figures of ``rules/`` that the ground floor itself needs, as whole numbers."""

from __future__ import annotations

from datetime import date
from functools import cache

from jiyue.engine.rulebook import default_rulebook

ROOMS = ("security.", "imports.")


@cache
def _shipped() -> dict[str, int]:
    return {f.code: int(f.value) for f in default_rulebook().figures if f.code.startswith(ROOMS)}


def security(name: str, default_on: date | None = None) -> int:
    """The figure ``security.<name>`` of rules/security.yaml."""
    return _shipped()[f"security.{name}"]


def imports(name: str) -> int:
    """The figure ``imports.<name>`` of rules/imports.yaml."""
    return _shipped()[f"imports.{name}"]
