"""The words for states, in one place for every output."""

from __future__ import annotations

from jiyue.engine.messages import N_, translate

STATES = {
    "met": N_("met"),
    "failed": N_("not met"),
    "undetermined": N_("undetermined"),
    "clear": N_("not fired"),
    "fired": N_("fired"),
    "excellent": N_("excellence"),
    "standard": N_("standard met"),
    "below": N_("below standard"),
    "missing": N_("missing"),
    "not_applicable": N_("not applicable"),
    "ok": N_("known"),
}


def state_word(state: str | None, lang: str | None = None) -> str:
    """The word for a gate, veto, level or state; empty for None."""
    return translate(STATES[state], lang=lang) if state else ""
