"""One move: from a state, by a role, under guards that the caller answered; it goes through or says why not.

Pure: nothing is changed and no time is read. Who keeps the state writes what :class:`Moved` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.engine.workflow.chart import Chart, Document, Guard, Move, named

UNKNOWN_MOVE = define(
    "MOVE_UNKNOWN",
    N_("{chart} has no move {value}."),
    N_("Moves that it has: {known}."),
)
NOT_FROM_HERE = define(
    "MOVE_NOT_FROM_HERE",
    N_("{move} cannot be done while the state is {state}."),
    N_("It can be done from {origins}."),
)
NOT_FOR_ROLE = define(
    "MOVE_NOT_FOR_ROLE",
    N_("{move} is not for {role}."),
    N_("It is for {roles}."),
)
GUARD_FALSE = define(
    "GUARD_FALSE",
    N_("{move} is refused, for this does not hold: {condition}."),
    N_("{remedy}"),
)
GUARD_UNDETERMINED = define(
    "GUARD_UNDETERMINED",
    N_("{move} is refused, for nobody can tell yet whether this holds: {condition}."),
    N_("Find out what is missing. {remedy}"),
)
GUARD_UNANSWERED = define(
    "GUARD_UNANSWERED",
    N_("{move} is refused, for nobody checked whether this holds: {condition}."),
    N_("Have it checked. {remedy}"),
)

Answers: TypeAlias = Mapping[str, bool | None]
"""Guard codes with what is known of each: True, False, or None where it is undetermined."""


@dataclass(frozen=True)
class Moved:
    """A move that goes through: ``move`` leads from ``origin`` to ``state``, all its guards being true."""

    chart: Chart = field(repr=False)
    move: Move
    origin: str
    role: str

    @property
    def state(self) -> str:
        return self.move.to

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers that are due now."""
        return tuple(self.chart.documents_by_code[code] for code in self.move.documents)

    @property
    def starts(self) -> tuple[str, ...]:
        """Clocks that begin to run."""
        return self.move.starts

    @property
    def stops(self) -> tuple[str, ...]:
        """Clocks that end; those of them that never ran are nothing to mind."""
        return self.move.stops


@dataclass(frozen=True)
class Held:
    """A move that does not go through; ``problems`` says why: every refusing guard, in the chart's order."""

    problems: tuple[Problem, ...]

    @property
    def guards(self) -> tuple[str, ...]:
        """Codes of the guards that refused; empty when it is the move, the state or the role."""
        return tuple(str(p.rule) for p in self.problems if p.kind in _REFUSED_BY_GUARD)


_REFUSED_BY_GUARD = (GUARD_FALSE, GUARD_UNDETERMINED, GUARD_UNANSWERED)


def move(chart: Chart, state: str, code: str, role: str, answers: Answers) -> Moved | Held:
    """What comes of it when ``role`` does the move ``code`` in ``state``.

    Only True lets a guard pass; False, undetermined and unanswered each refuse in their own words. TypeError
    for an answer that is none of True, False, None.
    """
    found = chart.moves_from.get(state, {}).get(code)
    if found is None:
        return Held((_not_here(chart, state, code),))
    if role not in found.roles:
        return Held((_not_for(chart, found, role),))
    refusals = [_refusal(found, chart.guards_by_code[guard], answers) for guard in found.guards]
    problems = tuple(p for p in refusals if p is not None)
    return Held(problems) if problems else Moved(chart, found, state, role)


def offers(chart: Chart, state: str, role: str) -> tuple[Move, ...]:
    """The moves that ``role`` may try in ``state``, whatever their guards will say."""
    return tuple(m for m in chart.moves_from.get(state, {}).values() if role in m.roles)


def _not_here(chart: Chart, state: str, code: str) -> Problem:
    same = [m for m in chart.moves if m.code == code]
    if not same:
        known = named({m.code: m for m in chart.moves}.values())
        return UNKNOWN_MOVE(field="move", value=code, chart=chart.name, known=known)
    origins = named(chart.states_by_code[o] for m in same for o in m.origins)
    here = chart.states_by_code.get(state)
    return NOT_FROM_HERE(
        field="state",
        value=state,
        rule=code,
        move=same[0].name,
        state=here.name if here else state,
        origins=origins,
    )


def _not_for(chart: Chart, found: Move, role: str) -> Problem:
    who = chart.roles_by_code.get(role)
    roles = named(chart.roles_by_code[r] for r in found.roles)
    return NOT_FOR_ROLE(
        field="role",
        value=role,
        rule=found.code,
        move=found.name,
        role=who.name if who else role,
        roles=roles,
    )


def _refusal(found: Move, guard: Guard, answers: Answers) -> Problem | None:
    kind = GUARD_UNANSWERED
    if guard.code in answers:
        answer = answers[guard.code]
        if answer is True:
            return None
        if answer is not False and answer is not None:
            raise TypeError(f"the answer of guard {guard.code} is {answer!r}, not True, False or None")
        kind = GUARD_UNDETERMINED if answer is None else GUARD_FALSE
    return kind(
        field="guard",
        value=guard.code,
        rule=guard.code,
        move=found.name,
        condition=guard.name,
        remedy=guard.remedy,
    )
