"""Guards: a lower room asks whether it may act, a room above it answers, and neither imports the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from jiyue.engine.contracts.offers import Guard
from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused, define

GUARD_UNKNOWN = define(
    "GUARD_UNKNOWN",
    N_("No room asks the question {value}."),
    N_("Correct its name; asked are: {known}."),
)
GUARD_ANSWERED_TWICE = define(
    "GUARD_ANSWERED_TWICE",
    N_("The question {value} has two answers."),
    N_("Let one room answer it."),
)
GUARD_NOBODY_ANSWERS = define(
    "GUARD_NOBODY_ANSWERS",
    N_("“{question}” must be answered first, and no room answers it."),
    N_("Install the room that answers {value}, or take it out of the required questions in the settings."),
)


@dataclass(frozen=True)
class Answer:
    """``why`` holds the reasons; a "yes" needs none. "undetermined": what it depends on is not known.

    ValueError for any other verdict without a reason.
    """

    verdict: Literal["yes", "no", "undetermined"]
    why: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if not (self.passes or self.why):
            raise ValueError(f"the answer {self.verdict} gives no reason")

    @property
    def passes(self) -> bool:
        """Only a "yes" passes: what is undetermined blocks."""
        return self.verdict == "yes"


YES = Answer("yes")


class Guards:
    """The questions of all rooms and who answers them; filled once at start.

    ``guards`` are the questions, such as ``load(Guard, packages)``; ``required`` the codes of those that must
    not go unanswered. Raises :class:`Refused` (GUARD_UNKNOWN) for a required code that nobody asks.
    """

    def __init__(self, guards: Iterable[Guard], required: Iterable[str] = ()) -> None:
        self._guards = {guard.code: guard for guard in guards}
        self._required = frozenset(required)
        self._answers: dict[str, Callable[..., Answer]] = {}
        if unknown := sorted(self._required - set(self._guards)):
            raise Refused(map(self._unknown, unknown))

    def register(self, code: str, answer: Callable[..., Answer]) -> None:
        """``answer(**facts)`` answers the question from now on.

        Raises :class:`Refused` (GUARD_UNKNOWN, GUARD_ANSWERED_TWICE).
        """
        self._guard(code)
        if code in self._answers:
            raise Refused(GUARD_ANSWERED_TWICE(value=code))
        self._answers[code] = answer

    def ask(self, code: str, /, **facts: Any) -> Answer:
        """The answer. Where nobody answers: "no" to a required question, "yes" to any other.

        Raises :class:`Refused` (GUARD_UNKNOWN); TypeError for other facts than the question names.
        """
        guard = self._guard(code)
        if set(facts) != set(guard.facts):
            raise TypeError(f"{code} comes with {sorted(guard.facts)}, not with {sorted(facts)}")
        if code in self._answers:
            return self._answers[code](**facts)
        if code in self._required:
            return Answer("no", (GUARD_NOBODY_ANSWERS(value=code, question=Word(guard.title)),))
        return YES

    def demand(self, code: str, /, **facts: Any) -> None:
        """Raise :class:`Refused` with the reasons unless the answer is "yes"."""
        answer = self.ask(code, **facts)
        if not answer.passes:
            raise Refused(answer.why)

    def _guard(self, code: str) -> Guard:
        if code not in self._guards:
            raise Refused(self._unknown(code))
        return self._guards[code]

    def _unknown(self, code: str) -> Problem:
        return GUARD_UNKNOWN(value=code, known=", ".join(sorted(self._guards)) or "-")
