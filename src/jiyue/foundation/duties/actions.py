"""What is done to duties: arrange them for a year, urge, mark, postpone, withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jiyue.engine.index.dictionary import default_dictionary
from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.periods import Frequency, Period
from jiyue.foundation.units.models import KINDS, Unit

MEASURE_NOT_KNOWN = define(
    "DUTY_MEASURE_UNKNOWN",
    N_("The dictionary knows no measure {value}."),
    N_("Choose a measure of rules/measures.csv."),
)
KIND_WITHOUT_MEASURE = define(
    "DUTY_KIND_WITHOUT_MEASURE",
    N_("{measure} is not counted for {value}, a unit of the kind {kind}."),
    N_("Choose units of the kinds that the dictionary names for the measure."),
)
NOTHING_TO_REPEAT = define(
    "NOTHING_TO_REPEAT",
    N_("Nothing was owed in {value}."),
    N_("Arrange the duties of the year instead."),
)
WITHDRAWN_DUTY = define(
    "DUTY_WITHDRAWN",
    N_("This duty was withdrawn."),
    N_("Arrange it again if it is owed after all."),
)
HANDED_IN = define(
    "DUTY_HANDED_IN",
    N_("This figure is handed in; nobody needs to be urged."),
    N_("If it is missing after all, take the mark back first."),
)


def _unfit(measures: Iterable[str], units: Iterable[Unit]) -> list[Problem]:
    problems: list[Problem] = []
    for code in measures:
        line = default_dictionary().get(code)
        if line is None:
            problems.append(MEASURE_NOT_KNOWN(field="measure", value=code))
            continue
        problems += [
            KIND_WITHOUT_MEASURE(field="units", value=u.name, measure=line.zh, kind=Word(KINDS[u.kind]))
            for u in units
            if u.kind not in line.unit_kinds
        ]
    return problems


@action("duties.manage", N_("{who} arranged {count} duties of {thing} for {year}"))
def arrange(
    deed: Deed,
    *,
    measures: Sequence[str],
    units: Sequence[Unit],
    organisation: Organisation,
    frequency: Frequency,
    year: int,
    days: int,
) -> int:
    """Let an organisation owe figures for every period of a year, each ``days`` after the period's last day.

    Figures that somebody owes already stay as they are. The number of new duties.
    """
    for unit in units:
        deed.reaches(path=unit.path)
    if problems := _unfit(measures, units):
        raise Refused(problems)
    made = [
        Duty(
            measure=measure,
            unit=unit,
            organisation=organisation,
            period=str(period),
            period_last=period.last,
            due_on=period.last + timedelta(days=days),
        )
        for measure in measures
        for unit in units
        for period in Period.of_year(year, frequency)
    ]
    return _add(deed, made, organisation.name, year)


def _add(deed: Deed, made: list[Duty], thing: str, year: int) -> int:
    owed = set(
        Duty.objects.standing()
        .filter(period__in={d.period for d in made})
        .values_list("measure", "unit", "period")
    )
    new = [d for d in made if (d.measure, d.unit_id, d.period) not in owed]
    Duty.objects.bulk_create(new)
    deed.says(thing=thing, count=len(new), year=year)
    if not new:
        deed.nothing_happened()
    return len(new)


@action("duties.manage", N_("{who} repeated the duties of the year before for {year}: {count}"))
def repeat(deed: Deed, year: int) -> int:
    """Arrange for ``year`` what was owed in the year before, as many days after each period.

    Raises :class:`Refused` (NOTHING_TO_REPEAT).
    """
    before = date(year - 1, 1, 1), date(year - 1, 12, 31)
    rows = Duty.objects.reached(deed.actor, "duties.manage").standing().filter(period_last__range=before)
    made = []
    for old in rows.select_related("unit"):
        deed.reaches(path=old.unit.path)
        was = Period.parse(old.period)
        period = Period(year, was.kind, was.number)
        made.append(
            Duty(
                measure=old.measure,
                unit=old.unit,
                organisation_id=old.organisation_id,
                period=str(period),
                period_last=period.last,
                due_on=period.last + (old.due_on - was.last),
            )
        )
    if not made:
        raise Refused(NOTHING_TO_REPEAT(field="year", value=year - 1))
    return _add(deed, made, str(year - 1), year)


def _hold(deed: Deed, duty: Duty) -> None:
    duty.refresh_from_db(from_queryset=Duty.objects.select_for_update())
    deed.reaches(path=duty.unit.path)
    if duty.withdrawn:
        raise Refused(WITHDRAWN_DUTY())


@action("duties.manage", N_("{who} urged {thing}: {reason}"))
def urge(deed: Deed, duty: Duty, text: str) -> Duty:
    """Let those who owe the figure read in their inbox, until it is handed in, that it is urgent and why."""
    _hold(deed, duty)
    if duty.done_on is not None:
        raise Refused(HANDED_IN())
    duty.urging = deed.because(text)
    duty.urged_at, duty.urged_by_id = timezone.now(), deed.actor.account
    duty.save()
    deed.says(duty, thing=str(duty))
    return duty


@action("duties.manage", N_("{who} marked as handed in: {thing}"))
def mark(deed: Deed, duty: Duty, on: date, note: str = "") -> Duty:
    """Say that the figure has come in."""
    _hold(deed, duty)
    deed.says(duty, thing=str(duty), on=on)
    deed.changed("done_on", duty.done_on, on)
    deed.changed("note", duty.note, note)
    if not deed.changes:
        deed.nothing_happened()
        return duty
    duty.done_on, duty.done_by_id, duty.note = on, deed.actor.account, note
    duty.save()
    return duty


@action("duties.manage", N_("{who} took back that it was handed in: {thing}: {reason}"))
def unmark(deed: Deed, duty: Duty, reason: str) -> Duty:
    _hold(deed, duty)
    deed.says(duty, thing=str(duty), reason=reason)
    deed.changed("done_on", duty.done_on, None)
    if not deed.changes:
        deed.nothing_happened()
    duty.done_on, duty.done_by, duty.note = None, None, ""
    duty.save()
    return duty


@action("duties.manage", N_("{who} put the due day of {thing} to {due}: {reason}"))
def postpone(deed: Deed, duty: Duty, due: date, reason: str) -> Duty:
    """Set another due day; whoever was urged has until then."""
    _hold(deed, duty)
    deed.says(duty, thing=str(duty), due=due, reason=reason)
    deed.changed("due_on", duty.due_on, due)
    if not deed.changes:
        deed.nothing_happened()
        return duty
    duty.due_on = due
    duty.urging, duty.urged_at, duty.urged_by = "", None, None
    duty.save()
    return duty


@action("duties.manage", N_("{who} withdrew the duty {thing}: {reason}"))
def withdraw(deed: Deed, duty: Duty, reason: str) -> Duty:
    """Say that the figure is not owed after all; the row stays."""
    _hold(deed, duty)
    deed.says(duty, thing=str(duty), reason=reason)
    deed.changed("withdrawn", duty.withdrawn, True)
    duty.withdrawn = True
    duty.save()
    return duty


def fulfil(deed: Deed, *, measure: str, unit: Unit, period: str) -> None:
    """In the deed that delivers a figure: what is owed for it is handed in."""
    owed = Duty.objects.standing().filter(measure=measure, unit=unit, period=period, done_on=None)
    for duty in owed.select_for_update():
        duty.done_on, duty.done_by_id = timezone.localdate(), deed.actor.account
        duty.save()
        deed.says(duty)


def reopen(deed: Deed, *, measure: str, unit: Unit, period: str) -> None:
    """In the deed that withdraws a figure: it is owed again."""
    done = Duty.objects.standing().filter(measure=measure, unit=unit, period=period, done_on__isnull=False)
    for duty in done.select_for_update():
        duty.done_on, duty.done_by, duty.note = None, None, ""
        duty.save()
        deed.says(duty)


def settle(figures: QuerySet[Any], account: int | None) -> int:
    """In the deed that publishes many figures: what is owed for any of them is handed in; how many duties.

    ``figures`` have ``measure``, ``unit`` and ``period``.
    """
    same = {name: OuterRef(name) for name in ("measure", "unit", "period")}
    owed = Duty.objects.standing().filter(Exists(figures.filter(**same)), done_on=None)
    return int(owed.update(done_on=timezone.localdate(), done_by=account))
