"""Figures of ``rules/`` that the ground floor itself needs, as whole numbers."""

from __future__ import annotations

from functools import cache

from jiyue.engine.rulebook import default_rulebook

ROOMS = ("security.", "imports.", "notices.", "messages.")


@cache
def _shipped() -> dict[str, int]:
    return {f.code: int(f.value) for f in default_rulebook().figures if f.code.startswith(ROOMS)}


def policy(code: str) -> int:
    """The whole figure ``code`` of the rules, such as ``notices.period``."""
    return _shipped()[code]


def security(name: str) -> int:
    """The figure ``security.<name>`` of rules/security.yaml."""
    return policy(f"security.{name}")
