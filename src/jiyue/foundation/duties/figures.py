"""Figures of ``rules/duties.yaml``, and the names of measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from jiyue.engine.index.dictionary import default_dictionary
from jiyue.engine.messages import current_language
from jiyue.engine.rulebook import default_rulebook
from jiyue.foundation.periods import Frequency


@cache
def _figures() -> dict[str, int]:
    return {f.code: int(f.value) for f in default_rulebook().figures if f.code.startswith("duties.")}


def soon_days() -> int:
    """Days before the due day from which a duty counts as due soon."""
    return _figures()["duties.soon_days"]


def days_after(frequency: Frequency) -> int:
    """Days after the end of a period in which its figures are due, where nobody says otherwise."""
    return _figures()[f"duties.after_{frequency}"]


class Measures(Mapping[str, str]):
    """The titles of measures by code, in the language of the page."""

    def __getitem__(self, code: str) -> str:
        found = default_dictionary().get(code)
        if found is None:
            raise KeyError(code)
        return found.zh if current_language() == "zh" else found.en

    def __iter__(self) -> Iterator[str]:
        return (m.code for m in default_dictionary())

    def __len__(self) -> int:
        return sum(1 for _ in default_dictionary())


MEASURES = Measures()
