"""Figures of ``rules/`` that the ground floor itself needs, as whole numbers."""

from __future__ import annotations

from datetime import date
from functools import cache

from jiyue.engine.rulebook import default_rulebook


@cache
def _shipped() -> dict[str, int]:
    wanted = ("security.", "notices.", "messages.", "imports.")
    return {f.code: int(f.value) for f in default_rulebook().figures if f.code.startswith(wanted)}


def policy(code: str) -> int:
    """The whole figure ``code`` of the rules, such as ``notices.period``."""
    return _shipped()[code]


def security(name: str, default_on: date | None = None) -> int:
    """The figure ``security.<name>`` of rules/security.yaml."""
    return policy(f"security.{name}")
