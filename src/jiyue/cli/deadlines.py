"""`jiyue deadline` and `jiyue workday`: when a time limit ends, and how many working days lie between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from jiyue.cli.index import existing
from jiyue.cli.output import emit, note_problem, refusing, say, table
from jiyue.engine.calendar import (
    Between,
    Deadline,
    Skipped,
    WorkCalendar,
    deadline,
    deadline_of,
    parse_moment,
    parse_span,
    work_calendar,
    workdays_between,
)
from jiyue.engine.calendar.clocks import ClockDeadline
from jiyue.engine.calendar.spans import day_of, moment_text
from jiyue.engine.messages import N_, translate
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import NATIONAL
from jiyue.engine.sheet.text import decode

SPAN_OR_CLOCK = define(
    "SPAN_OR_CLOCK",
    N_("A deadline needs either a span or a time limit of the rules, and not both."),
    N_("Give --span, with --kind and --roll if needed, or --clock alone: the rule settles the rest."),
)
STATUS = {
    "firm": N_("firm"),
    "provisional": N_("provisional: it rests on a year whose official calendar is not there yet"),
}

REGION = Annotated[
    str, typer.Option("--region", metavar="CODE", help="Division code: its own days off count.")
]
TABLE = Annotated[
    Path | None,
    typer.Option("--table", metavar="FILE", help="A YAML file with your own table of days off."),
]
JSON = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@refusing
def run(
    start: Annotated[str, typer.Argument(help="A date, or a date with its hour: 2026-02-10T17:30.")],
    span: Annotated[str | None, typer.Option("--span", help="10d, 3m, 3y or 48h.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Days of a span: working or calendar (default calendar).")
    ] = None,
    roll: Annotated[
        bool, typer.Option("--roll", help="A last day off is followed by the next working day.")
    ] = False,
    clock: Annotated[
        str | None,
        typer.Option("--clock", metavar="CODE", help="A time limit of the rules, not a span."),
    ] = None,
    region: REGION = NATIONAL,
    own: TABLE = None,
    as_json: JSON = False,
) -> None:
    """The last day of a time limit: the day of the start is not counted."""
    if span is None and clock is None:
        raise typer.BadParameter(translate(N_("Give either --span or --clock.")))
    problems: list[Problem] = []
    if clock is not None and (span is not None or kind is not None or roll):
        problems.append(SPAN_OR_CLOCK(field="span", value=span))
    with _collecting(problems):
        moment = parse_moment(start)
    with _collecting(problems):
        length = None if span is None else parse_span(span, kind)
    with _collecting(problems):
        calendar = _calendar(region, own)
    if problems:
        raise Refused(problems)
    if length is None:
        limit = deadline_of(str(clock), moment, region=region, calendar=calendar)
        data, found = limit.as_dict(), limit.deadline
    else:
        limit = None
        found = deadline(moment, length, calendar=calendar, roll=roll)
        data = found.as_dict()
    if as_json:
        emit(data)
    else:
        _print(found, limit)


@refusing
def workdays(
    start: Annotated[str, typer.Argument(metavar="FROM", help="A date; it is not counted itself.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="A date, not earlier; it is counted.")],
    region: REGION = NATIONAL,
    own: TABLE = None,
    as_json: JSON = False,
) -> None:
    """Working days after FROM up to and with TO, as deadlines count them."""
    problems: list[Problem] = []
    with _collecting(problems):
        first = day_of(parse_moment(start, "from"))
    with _collecting(problems):
        last = day_of(parse_moment(end, "to"))
    with _collecting(problems):
        calendar = _calendar(region, own)
    if problems:
        raise Refused(problems)
    found = workdays_between(first, last, calendar)
    if as_json:
        emit(found.as_dict())
    else:
        _print_between(found)


@contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    """Keep what is refused inside, so that everything else that is wrong is said with it."""
    try:
        yield
    except Refused as refused:
        problems += refused.problems


def _calendar(region: str, own: Path | None) -> WorkCalendar:
    if own is None:
        return work_calendar(region)
    return work_calendar(region, [(own.name, decode(existing(own).read_bytes(), own.name))])


def _print(found: Deadline, limit: ClockDeadline | None) -> None:
    for warning in limit.warnings if limit else found.warnings:
        note_problem(warning)
    if limit is not None:
        verified = translate(N_("verified") if limit.clock.verified else N_("not verified"))
        say(f"{limit.clock.title()}  {limit.clock.span.text()}")
        say(f"  {translate(N_('Source'))}: {limit.clock.citation()} ({verified})")
    say(f"{moment_text(found.start)} -> {moment_text(found.due)}  {translate(STATUS[found.status])}")
    _print_skipped(found.skipped)


def _print_between(found: Between) -> None:
    for warning in found.warnings:
        note_problem(warning)
    count = {"count": found.workdays, "days": found.days}
    say(translate(N_("{count} working days in {days} days"), count) + f"  {translate(STATUS[found.status])}")
    for end in (found.start, found.end):
        say(f"  {end.day.isoformat()}  {end.why.text()}")
    _print_skipped(found.skipped)


def _print_skipped(skipped: tuple[Skipped, ...]) -> None:
    if skipped:
        rows: list[list[Any]] = [[s.first, s.last, s.why.text()] for s in skipped]
        table([translate(h) for h in (N_("Off from"), N_("to"), N_("Reason"))], rows)
