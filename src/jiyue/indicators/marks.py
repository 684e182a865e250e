"""What a mark beside a figure says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jiyue.engine.index.report_words import Words
from jiyue.engine.messages import N_, translate

MARKS = {
    "doubtful": N_("doubtful"),
    "unverified_rule": N_("rule not verified"),
    "override": N_("override"),
    "review": N_("review"),
    "not_verified": N_("figure not verified"),
    "incomplete": N_("incomplete"),
    "preliminary": N_("preliminary"),
}
Marked = tuple[str, str]
"""Word, tone."""


def mark_words(marks: Iterable[str], words: Words, verified: bool = True) -> list[Marked]:
    """Marks in words, each once; a rule that nobody verified is one."""
    found: Sequence[str] = [*dict.fromkeys(m for m in marks if m), *([] if verified else ["unverified_rule"])]
    return [(translate(MARKS[m]) if m in MARKS else words.mark(m), _tone(m)) for m in found]


def _tone(mark: str) -> str:
    return "mind" if mark in ("doubtful", "unverified_rule", "not_verified", "incomplete") else "plain"
