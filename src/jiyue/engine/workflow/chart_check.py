"""A chart is checked whole before it is used: names, ways, roles, clocks, and that nothing stands unused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from jiyue.engine.fields import nearest
from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, define
from jiyue.engine.workflow.chart import Chart, Move, Named

DUPLICATE = define(
    "CHART_DUPLICATE_CODE",
    N_("The code {value} stands {count} times among the {what} of the chart."),
    N_("Give each of them a code of its own."),
)
TWO_MOVES = define(
    "CHART_TWO_MOVES",
    N_("The move {value} stands twice for the state {state}."),
    N_("Give one of them another code, or take the state out of one of them."),
)
UNKNOWN = define(
    "CHART_UNKNOWN_NAME",
    N_("The move {rule} names {value}, which is not among the {what} of the chart.{near}"),
    N_("Add it there, or correct the name."),
)
UNUSED = define(
    "CHART_UNUSED",
    N_("No move uses {value}, which stands among the {what} of the chart."),
    N_("Name it in a move, or remove it."),
)
NOT_ONE_START = define(
    "CHART_NOT_ONE_START",
    N_("The chart has {value} start states; it needs exactly one."),
    N_("Mark the one state with start: true in which everything begins."),
)
NO_END = define(
    "CHART_NO_END",
    N_("The chart has no end state."),
    N_("Mark each state with end: true after which nothing more is owed."),
)
UNREACHABLE = define(
    "CHART_UNREACHABLE",
    N_("No way leads from the start to the state {value}."),
    N_("Add a move that leads there, or remove the state."),
)
DEAD_END = define(
    "CHART_DEAD_END",
    N_("No way leads from the state {value} to an end."),
    N_("Add a move that leads on, or mark the state with end: true."),
)
NO_ROLE = define(
    "CHART_NO_ROLE",
    N_("The move {value} is for nobody."),
    N_("Name at least one role that may do it."),
)
NO_ANSWER = define(
    "CHART_GUARD_NOT_ANSWERED",
    N_("The program cannot answer the guard {value}.{near}"),
    N_("Correct the name, or take the guard out; a guard that nobody answers would refuse for ever."),
)
NO_CLOCK = define(
    "CHART_UNKNOWN_CLOCK",
    N_("The move {rule} names the clock {value}, which the rules do not have.{near}"),
    N_("Correct the name, or add the clock to the rules."),
)
NEVER_STARTED = define(
    "CHART_CLOCK_NEVER_STARTED",
    N_("The move {rule} stops the clock {value}, which no way that leads to it starts."),
    N_("Start it in an earlier move, or do not stop it here."),
)

ROLES, GUARDS, DOCUMENTS = N_("roles"), N_("guards"), N_("documents")
STATES = N_("states")

PLANNED = "plan."
"""Begins the codes of clocks that end on a date of the plan at hand, not by a time limit of the rules."""


def check(
    chart: Chart, file: str | None, *, guards: Collection[str] | None, clocks: Collection[str] | None
) -> Iterator[Problem]:
    """Everything that is wrong with a chart whose fields have been read; ways only when all names are right.

    ``guards`` and ``clocks``: the codes known to the program; None leaves them unchecked.
    """
    problems = [*_names(chart, file), *_known(chart, file, guards, clocks)]
    yield from problems
    if not any(p.kind in (DUPLICATE, UNKNOWN, NOT_ONE_START, TWO_MOVES) for p in problems):
        yield from _ways(chart, file)
        yield from _clocks(chart, file)


def _names(chart: Chart, file: str | None) -> Iterator[Problem]:
    parts: Sequence[tuple[str, Sequence[Named], str]] = (
        ("roles", chart.roles, ROLES),
        ("guards", chart.guards, GUARDS),
        ("documents", chart.documents, DOCUMENTS),
        ("states", chart.states, STATES),
    )
    for field, things, what in parts:
        for code, count in Counter(t.code for t in things).items():
            if count > 1:
                yield DUPLICATE(file=file, field=field, value=code, count=count, what=Word(what))
        known = {t.code for t in things}
        used = [(m.code, code) for m in chart.moves for code in _named_by(m, field)]
        for rule, code in used:
            if code not in known:
                near = nearest(code, known)
                yield UNKNOWN(file=file, field=field, rule=rule, value=code, what=Word(what), near=near)
        if field != "states":
            for code in sorted(known - {code for _, code in used}):
                yield UNUSED(file=file, field=field, value=code, what=Word(what))
    starts = sum(s.start for s in chart.states)
    if starts != 1:
        yield NOT_ONE_START(file=file, field="start", value=starts)
    for m in chart.moves:
        if not m.roles:
            yield NO_ROLE(file=file, field="roles", value=m.code, rule=m.code)
    for (code, state), count in Counter((m.code, o) for m in chart.moves for o in m.origins).items():
        if count > 1:
            yield TWO_MOVES(file=file, field="from", value=code, rule=code, state=state)


def _named_by(m: Move, field: str) -> tuple[str, ...]:
    by_field: Mapping[str, tuple[str, ...]] = {
        "roles": m.roles,
        "guards": m.guards,
        "documents": m.documents,
        "states": (*m.origins, m.to),
    }
    return by_field[field]


def _known(
    chart: Chart, file: str | None, guards: Collection[str] | None, clocks: Collection[str] | None
) -> Iterator[Problem]:
    if guards is not None:
        for guard in chart.guards:
            if guard.code not in guards:
                near = nearest(guard.code, guards)
                yield NO_ANSWER(file=file, field="guards", value=guard.code, rule=guard.code, near=near)
    if clocks is not None:
        for m in chart.moves:
            for clock in dict.fromkeys((*m.starts, *m.stops)):
                if clock not in clocks and not clock.startswith(PLANNED):
                    yield NO_CLOCK(
                        file=file, field="clocks", rule=m.code, value=clock, near=nearest(clock, clocks)
                    )


def _ways(chart: Chart, file: str | None) -> Iterator[Problem]:
    onward = _steps(chart)
    ends = {s.code for s in chart.states if s.end}
    reached = _closure({chart.start.code}, onward)
    if not ends:
        yield NO_END(file=file, field="end")
    for state in chart.states:
        if state.code not in reached:
            yield UNREACHABLE(file=file, field="states", value=state.code)
        elif ends and not ends & _closure({state.code}, onward):
            yield DEAD_END(file=file, field="states", value=state.code)


def _clocks(chart: Chart, file: str | None) -> Iterator[Problem]:
    """A clock can only be stopped where some way has started it."""
    onward = _steps(chart)
    for clock in dict.fromkeys(code for m in chart.moves for code in m.stops):
        started = {m.to for m in chart.moves if clock in m.starts}
        running = _closure(started, onward)
        for m in chart.moves:
            if clock in m.stops and not running & set(m.origins):
                yield NEVER_STARTED(file=file, field="stops", rule=m.code, value=clock)


def _steps(chart: Chart) -> dict[str, set[str]]:
    return {s.code: {m.to for m in chart.moves_from[s.code].values()} for s in chart.states}


def _closure(states: set[str], onward: Mapping[str, set[str]]) -> set[str]:
    """``states`` and all that moves lead to from them."""
    found, todo = set(states), list(states)
    while todo:
        new = onward[todo.pop()] - found
        found |= new
        todo += new
    return found
