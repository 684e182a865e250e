"""Tables of days off and working weekends: the shipped ones, a bureau's own, and the law where there is none.

Source of the law: decree on national holidays (2024-11-10), articles 2, 4, 6 and 7; the yearly notices of the
General Office of the State Council apply it, and each stands in ``rules/calendar`` with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from jiyue.engine.fields import nearest
from jiyue.engine.messages import N_, Both, Word, current_language
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.rulebook import NATIONAL
from jiyue.engine.yamls import load_rules, parse_yaml

BAD_TABLE = define(
    "CALENDAR_TABLE_BAD",
    N_("The table of {value} cannot be used: {what}."),
    N_("Write it like those of rules/calendar/national.yaml: year, source, verified, off, work."),
)
NO_YEAR = N_("it has no year as a number")
NO_SOURCE = N_("it lacks its source, or verified: true or false")
BAD_DAY = N_("{day} is no day of that year or of the December before")
BAD_RUN = N_("a holiday needs its first and last day, in that order")
NO_NAME = N_("the holiday {name} has no name in Chinese and English")
NO_WEEKEND = N_("{day} is worked as a weekend, but it is no Saturday or Sunday")
NOTHING = N_("there is neither a list of tables nor one of regions")
SHAPE = N_("lists, keys and names do not stand as they should")
UNKNOWN = N_("it has an unknown field {name}{near}")
TWICE = N_("it stands twice in the file")
WORKED = N_("{day}, {name}, is a day off by law, but not in the table")

_FILE = {"names", "fixed", "tables", "regions"}
_REGION = {"jurisdiction", "zh", "en", "since", "source", "verified", "tables"}
_TABLE = {"year", "notice", "issued", "source", "verified", "off", "work"}
_RUN = {"holiday", "from", "to"}

WEEKEND = (5, 6)
NATIONAL_FILE = "calendar/national.yaml"
REGIONAL_FILE = "calendar/regional.yaml"
EXCHANGED = "(substituted from"
"""How the library marks a day off that a notice exchanged for a working weekend: no day off by law."""


@dataclass(frozen=True)
class Name:
    """A word in both languages."""

    zh: str
    en: str

    def text(self, lang: str | None = None) -> str:
        return self.zh if (lang or current_language()) == "zh" else self.en


@dataclass(frozen=True)
class Table:
    """One notice: days off and working weekends of ``year``, those of the December before included."""

    year: int
    jurisdiction: str
    off: dict[date, Name]
    work: dict[date, Name]
    source: str
    verified: bool
    notice: str = ""


@dataclass(frozen=True)
class Region:
    """An area that has days off of its own in every year from ``since`` on, known or not."""

    jurisdiction: str
    since: int


@dataclass(frozen=True)
class Tables:
    """Everything that is known: tables by jurisdiction and year, and the regions with days of their own."""

    tables: dict[tuple[str, int], Table]
    regions: tuple[Region, ...]


def shipped_names() -> dict[str, Name]:
    """The names of holidays and kinds of day that ship, by code."""
    return _names(load_rules(NATIONAL_FILE)) | _names(load_rules(REGIONAL_FILE))


def _names(data: Any) -> dict[str, Name]:
    return {str(code): Name(str(n["zh"]), str(n["en"])) for code, n in (data.get("names") or {}).items()}


def read_tables(data: Any, file: str) -> Tables:
    """The tables of one file: ``tables`` for the country, ``regions`` for areas with days of their own.

    Refused (CALENDAR_TABLE_BAD) with all that is wrong.
    """
    if not isinstance(data, dict) or not ("tables" in data or "regions" in data):
        raise Refused(BAD_TABLE(file=file, value=file, what=Word(NOTHING)))
    try:
        return _tables(data, file)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused(BAD_TABLE(file=file, value=file, what=Word(SHAPE))) from None


def _tables(data: dict[str, Any], file: str) -> Tables:
    names = shipped_names() | _names(data)
    problems = list(_unknown(data, _FILE, file, file))
    regions = []
    entries = [(NATIONAL, entry) for entry in data.get("tables") or ()]
    for area in data.get("regions") or ():
        place = str(area.get("jurisdiction"))
        problems += _unknown(area, _REGION, file, place)
        regions.append(Region(place, int(area.get("since", date.min.year))))
        entries += [(place, entry) for entry in area.get("tables") or ()]
    tables: dict[tuple[str, int], Table] = {}
    for place, entry in entries:
        table = _table(place, entry, names, file, problems)
        if (place, table.year) in tables:
            problems.append(BAD_TABLE(file=file, value=entry.get("year"), what=Word(TWICE)))
        tables[place, table.year] = table
    if problems:
        raise Refused(problems)
    return Tables(tables, tuple(regions))


def _unknown(data: dict[str, Any], known: set[str], file: str, owner: object) -> Iterator[Problem]:
    for name in sorted(data.keys() - known):
        params = {"name": name, "near": nearest(name, known)}
        yield BAD_TABLE(file=file, value=owner, what=Word(UNKNOWN, params))


def _table(
    place: str, entry: dict[str, Any], names: dict[str, Name], file: str, problems: list[Problem]
) -> Table:
    year = entry.get("year")

    def wrong(what: str, **params: object) -> None:
        problems.append(BAD_TABLE(file=file, value=year, what=Word(what, params)))

    problems += _unknown(entry, _TABLE, file, year)
    if type(year) is not int:
        wrong(NO_YEAR)
        year = date.max.year
    if not entry.get("source") or not isinstance(entry.get("verified"), bool):
        wrong(NO_SOURCE)
    off: dict[date, Name] = {}
    for run in entry.get("off") or ():
        problems += _unknown(run, _RUN, file, year)
        name = names.get(str(run.get("holiday")))
        if name is None:
            wrong(NO_NAME, name=run.get("holiday"))
            continue
        first, last = run.get("from"), run.get("to", run.get("from"))
        if not (_is_day(first) and _is_day(last) and first <= last):
            wrong(BAD_RUN)
        elif not (_belongs(first, year) and _belongs(last, year)):
            wrong(BAD_DAY, day=f"{first} - {last}")
        else:
            off |= {first + timedelta(i): name for i in range((last - first).days + 1)}
    work = {}
    for day in entry.get("work") or ():
        if not (_is_day(day) and _belongs(day, year)):
            wrong(BAD_DAY, day=day)
        elif day.weekday() not in WEEKEND:
            wrong(NO_WEEKEND, day=day)
        else:
            work[day] = names["working_weekend"]
    source = str(entry.get("source"))
    return Table(year, place, off, work, source, bool(entry.get("verified")), str(entry.get("notice", "")))


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def known_tables(extra: Iterable[tuple[str, str]] = ()) -> Tables:
    """The shipped tables, and those of ``extra`` (name, YAML text), which win for their year and area.

    A national table of ``extra`` gives off every feast day of its year. Refused (CALENDAR_TABLE_BAD).
    """
    found = [_shipped()]
    for name, text in extra:
        found.append(read_tables(parse_yaml(text, file=name), name))
        problems = [p for t in found[-1].tables.values() for p in _worked_feasts(t, name)]
        if problems:
            raise Refused(problems)
    tables = {key: table for known in found for key, table in known.tables.items()}
    return Tables(tables, tuple(region for known in found for region in known.regions))


def _worked_feasts(table: Table, file: str) -> Iterator[Problem]:
    """No notice makes a feast day a working day: where one is not off, the table is not complete."""
    feasts = statutory(table.year, in_lieu=False) if table.jurisdiction == NATIONAL else {}
    for day in sorted(feasts.keys() - table.off.keys()):
        name = Both(feasts[day].zh, feasts[day].en)
        yield BAD_TABLE(file=file, value=table.year, what=Word(WORKED, {"day": day, "name": name}))


@lru_cache(maxsize=1)
def _shipped() -> Tables:
    national = read_tables(load_rules(NATIONAL_FILE), NATIONAL_FILE)
    regional = read_tables(load_rules(REGIONAL_FILE), REGIONAL_FILE)
    return Tables(national.tables | regional.tables, regional.regions)


@lru_cache(maxsize=256)
def statutory(year: int, in_lieu: bool = True) -> dict[date, Name]:
    """Days off by law in ``year`` without the yearly notice: feast days, and with ``in_lieu`` the next
    working days for those on a weekend (articles 2 and 6). Beyond the lunar calendar of the library: the
    fixed ones."""
    from holidays.countries.china import China  # half the start of a command, and only these years need it

    if not China.start_year <= year <= China.end_year:
        names, fixed = shipped_names(), load_rules(NATIONAL_FILE)["fixed"]["days"]
        return {date(year, f["month"], f["day"]): names[f["holiday"]] for f in fixed}
    english, chinese = (
        China(years=year, language=lang, observed=in_lieu)  # type: ignore[no-untyped-call]
        for lang in ("en_US", "zh_CN")
    )
    return {day: Name(chinese[day], name) for day, name in english.items() if EXCHANGED not in name}
