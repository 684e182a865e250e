"""What the rooms count from their ledgers, each measure after those that it needs."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.apps import apps

from jiyue.engine.contracts import Counted, Measure, Period, Values, load_measures
from jiyue.engine.index import default_dictionary
from jiyue.foundation.units.models import Unit
from jiyue.indicators.models import Evaluation

Key = tuple[str, int]
"""A measure and a year."""


@dataclass(frozen=True)
class Tally:
    """What ``room`` counted of one measure in one year."""

    measure: str
    year: int
    room: str
    counted: Counted


def offered() -> tuple[Measure, ...]:
    """The measures that the installed rooms count."""
    rooms = [config.name for config in apps.get_app_configs() if config.name.startswith("jiyue.")]
    return load_measures(rooms, default_dictionary())


def with_needs(keys: Iterable[Key], measures: Sequence[Measure]) -> set[Key]:
    """``keys`` and what must be known to count them."""
    found = set(keys)
    for measure in reversed(measures):
        for year in [year for code, year in found if code == measure.code]:
            found.update((code, year) for code in measure.needs)
    return found


def tallies(
    measures: Sequence[Measure],
    keys: Iterable[Key],
    units: Callable[[str], Sequence[str]],
    given: Callable[[Key], Values],
    as_of: date,
    year: int,
) -> Iterator[Tally]:
    """Count ``keys``. ``units``: the codes that a measure is counted for; ``given``: the figures that count,
    asked for after everything that goes before was counted.

    Earlier years count what stood on the same day of theirs.
    """
    wanted: dict[str, list[int]] = {}
    for code, of in sorted(keys):
        wanted.setdefault(code, []).append(of)
    for measure in measures:
        for of in wanted.get(measure.code, ()):
            period = Period(date(of, 1, 1), date(of, 12, 31), _years_before(as_of, year - of), as_of)
            needs: Mapping[str, Values] = {code: given((code, of)) for code in measure.needs}
            codes = units(measure.code)
            if codes:
                yield Tally(measure.code, of, measure.room, measure.count(codes, period, needs))


def recounted(evaluation: Evaluation, unit: Unit, measure: str, year: int) -> Counted | None:
    """What the ledgers give today for one unit, as of the same day; None for a measure that no room counts.

    None as well for one that is counted from the figures of others: those are settled by an evaluation.
    """
    for one in offered():
        if one.code == measure and not one.needs:
            key = {(measure, year)}
            told = tallies([one], key, lambda _: [unit.code], lambda _: {}, evaluation.as_of, evaluation.year)
            return next(told).counted
    return None


def _years_before(day: date, years: int) -> date:
    year = day.year - years
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if leap_day and not isleap(year) else day.day)
