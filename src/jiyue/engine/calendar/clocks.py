"""Time limits of laws and policies by code: what ``rules/clocks`` holds, and the dates that follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from jiyue.engine.calendar.days import WorkCalendar, work_calendar
from jiyue.engine.calendar.deadlines import Deadline, deadline
from jiyue.engine.calendar.spans import Moment, Span, day_of, parse_span
from jiyue.engine.messages import N_, Word, translate
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import NATIONAL, Rule, choose, read_rules, unverified
from jiyue.engine.yamls import RULES_DIR, load_rules, parse_yaml

BAD_CLOCK = define(
    "CLOCK_BAD",
    N_("The time limit {value} cannot be used: {what}."),
    N_("Correct the entry; docs/reference/rules.md lists the fields of a time limit."),
)
SPAN = N_("its span or kind cannot be read")
BOUND = N_("bound must be at_most or at_least")
FLAG = N_("roll and before must be true or false, and not both true")

ARTICLE = N_("article {article}")

Bound = Literal["at_most", "at_least"]


@dataclass(frozen=True, kw_only=True)
class Clock(Rule):
    """A time limit: ``at_most`` a limit to keep, ``at_least`` a period that must pass (an announcement).

    ``roll``: a last day off is followed by the next working day. ``before``: counted back from the event,
    such as the expiry of a licence.
    """

    span: Span
    article: str
    bound: Bound = "at_most"
    roll: bool = False
    before: bool = False

    def citation(self, lang: str | None = None) -> str:
        """The source, with its article."""
        if not self.article:
            return self.source
        return f"{self.source} {translate(ARTICLE, {'article': self.article}, lang)}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "count": self.span.count,
            "unit": self.span.unit,
            "bound": self.bound,
            "roll": self.roll,
            "before": self.before,
            "article": self.article,
            "zh": self.zh,
            "en": self.en,
            "source": self.source,
            "verified": self.verified,
            "valid_from": self.valid_from and self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat(),
            "jurisdiction": self.jurisdiction,
        }


@dataclass(frozen=True)
class ClockDeadline:
    """What a time limit comes to from one start."""

    clock: Clock
    deadline: Deadline

    @property
    def due(self) -> Moment:
        return self.deadline.due

    @property
    def warnings(self) -> list[Problem]:
        """That nobody has verified the limit, or a table that its end rests on, where that is so."""
        loose = [] if self.clock.verified else [unverified(self.clock, self.clock.span.word)]
        return [*loose, *self.deadline.warnings]

    def as_dict(self, lang: str | None = None) -> dict[str, Any]:
        return {
            **self.deadline.as_dict(lang),
            "clock": self.clock.as_dict(),
            "warnings": [w.as_dict(lang) for w in self.warnings],
        }


def read_clocks(data: Any, file: str) -> list[Clock]:
    """The time limits of one rules file: ``clocks: [{code, span, kind, article, source, verified, ...}]``.

    Refused: BAD_RULE, CLOCK_BAD.
    """
    out: list[Clock] = []
    problems: list[Problem] = []
    for row, entry, common in read_rules(data, "clocks", "span", file):
        bound = entry.get("bound", "at_most")
        roll, before = entry.get("roll", False), entry.get("before", False)
        what = None
        if bound not in ("at_most", "at_least"):
            what = BOUND
        elif not isinstance(roll, bool) or not isinstance(before, bool) or (roll and before):
            what = FLAG
        try:
            span = parse_span(str(entry["span"]), entry.get("kind"))
        except Refused:
            what = SPAN
        if what:
            problems.append(BAD_CLOCK(file=file, row=row, value=common["code"], what=Word(what)))
        else:
            article = str(entry.get("article", ""))
            out.append(Clock(span=span, article=article, bound=bound, roll=roll, before=before, **common))
    if problems:
        raise Refused(problems)
    return out


def known_clocks(extra: Iterable[tuple[str, str]] = ()) -> list[Clock]:
    """The shipped time limits, after those of ``extra`` (name, YAML text) such as a bureau's own versions."""
    own = (c for name, text in extra for c in read_clocks(parse_yaml(text, file=name), name))
    return [*own, *_shipped()]


@lru_cache(maxsize=1)
def _shipped() -> tuple[Clock, ...]:
    names = (path.relative_to(RULES_DIR).as_posix() for path in sorted((RULES_DIR / "clocks").glob("*.yaml")))
    return tuple(c for name in names for c in read_clocks(load_rules(name), name))


def clock(
    code: str, *, on: date, jurisdiction: str = NATIONAL, clocks: Iterable[Clock] | None = None
) -> Clock:
    """The time limit ``code`` in force ``on`` a date, the nearest jurisdiction first.

    Raises :class:`Refused` (RULE_MISSING, RULE_EXPIRED).
    """
    return choose(known_clocks() if clocks is None else clocks, code, on=on, jurisdiction=jurisdiction)


def deadline_of(
    code: str,
    start: Moment,
    *,
    region: str = NATIONAL,
    calendar: WorkCalendar | None = None,
    clocks: Iterable[Clock] | None = None,
) -> ClockDeadline:
    """The end of the time limit ``code`` from ``start``, by the rule in force on that day in ``region``.

    ``calendar`` defaults to the working days of ``region``. Refused as :func:`clock` and
    :func:`~jiyue.engine.calendar.deadlines.deadline` are.
    """
    found = clock(code, on=day_of(start), jurisdiction=region, clocks=clocks)
    calendar = calendar or work_calendar(region)
    return ClockDeadline(
        found, deadline(start, found.span, calendar=calendar, roll=found.roll, before=found.before)
    )


def deadlines_in_turn(
    codes: Sequence[str],
    start: Moment,
    *,
    region: str = NATIONAL,
    calendar: WorkCalendar | None = None,
    clocks: Iterable[Clock] | None = None,
) -> list[ClockDeadline]:
    """Time limits one after the other, each from the end of the one before: announcement, then listing."""
    known = known_clocks() if clocks is None else list(clocks)
    steps: list[ClockDeadline] = []
    for code in codes:
        since = steps[-1].due if steps else start
        steps.append(deadline_of(code, since, region=region, calendar=calendar, clocks=known))
    return steps
