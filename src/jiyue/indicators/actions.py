"""What is done to values: deliver, verify, withdraw, override, review. None is changed, only superseded."""

from __future__ import annotations

from collections.abc import Sequence

from jiyue.engine.index import Measure
from jiyue.engine.messages import N_, Word
from jiyue.engine.numbers import Fraction, exact
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.access import Actor, require
from jiyue.foundation.action import Deed, action
from jiyue.foundation.duties.actions import fulfil, reopen
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.periods import Period
from jiyue.foundation.units.models import Unit
from jiyue.indicators.frameworks import known_measures
from jiyue.indicators.models import (
    COUNTED,
    DECLARED,
    FINAL,
    OVERRIDE,
    REVIEW,
    SUBMITTED,
    VERIFIED,
    WITHDRAWN,
    Value,
)
from jiyue.indicators.superseding import put

MEASURE_UNKNOWN = define(
    "VALUE_MEASURE_UNKNOWN",
    N_("Neither the dictionary nor a framework knows a measure {value}."),
    N_("Choose a measure of the dictionary."),
)
NOT_WHOLE = define(
    "VALUE_NOT_WHOLE",
    N_("{measure} counts whole things, and {value} is no whole number."),
    N_("Give a whole number."),
)
NOT_YES_NO = define(
    "VALUE_NOT_YES_NO",
    N_("{measure} is answered with yes or no, and {value} is neither."),
    N_("Give 1 for yes, 0 for no."),
)
NOT_CURRENT = define(
    "VALUE_NOT_CURRENT",
    N_("This figure was withdrawn or replaced by a later one."),
    N_("Work on the figure that is current now."),
)
OF_LEDGER = define(
    "VALUE_OF_LEDGER",
    N_("This figure was counted from a ledger."),
    N_("Correct the rows of the ledger; where that cannot be done now, override the figure with a reason."),
)
OWN_REVIEW = define(
    "VALUE_OWN_REVIEW",
    N_("{organisation} belongs to {value} itself and cannot review its figures."),
    N_("Let somebody of another level or another unit review it."),
)
PERMISSION_OF = {DECLARED: "values.enter", OVERRIDE: "values.override", REVIEW: "values.review"}
"""Who enters, and who withdraws, the figures of a source."""


@action("values.enter", N_("{who} delivered {thing}"))
def declare(
    deed: Deed,
    *,
    unit: Unit,
    measure: str,
    period: str,
    figure: str,
    vintage: str = FINAL,
    origin: str = "",
    marks: Sequence[str] = (),
) -> Value:
    """Deliver a figure; somebody else verifies it. What is owed for it counts as handed in."""
    _reaches(deed, unit)
    made = _made(unit, measure, period, figure, source=DECLARED, vintage=vintage, origin=origin)
    made.marks = list(marks)
    _put(deed, made)
    fulfil(deed, measure=made.measure, unit=unit, period=made.period)
    return made


@action("values.override", N_("{who} overrode {thing}: {reason}"))
def override(
    deed: Deed, *, unit: Unit, measure: str, period: str, figure: str, reason: str, vintage: str = FINAL
) -> Value:
    """Set a figure in the place of the counted and the declared one, until it is withdrawn."""
    _reaches(deed, unit)
    made = _made(unit, measure, period, figure, source=OVERRIDE, vintage=vintage)
    made.reason = deed.because(reason)
    return _put(deed, made)


@action("values.review", N_("{who} reviewed {thing}: {reason}"))
def review(
    deed: Deed, *, unit: Unit, measure: str, period: str, figure: str, reason: str, vintage: str = FINAL
) -> Value:
    """Give the figure that a review found; it stands beside what the unit's self-check took.

    It counts at once: whoever gives it belongs to no organisation of the unit (VALUE_OWN_REVIEW).
    """
    _reaches(deed, unit)
    own = Organisation.objects.select_related("unit").filter(pk=deed.actor.organisation).first()
    if own is not None and own.unit.path.startswith(unit.path):
        raise Refused(OWN_REVIEW(field="unit", value=unit.name, organisation=own.name))
    made = _made(unit, measure, period, figure, source=REVIEW, vintage=vintage)
    made.reason, made.state = deed.because(reason), VERIFIED
    return _put(deed, made)


@action("values.verify", N_("{who} verified {thing}"))
def verify(deed: Deed, value: Value) -> Value:
    """Confirm a figure. Whoever entered it may not (SAME_PERSON)."""
    _hold(deed, value)
    deed.not_by(value.entered_by_id)
    if value.state == VERIFIED:
        deed.nothing_happened()
        return value
    deed.changed("state", value.state, VERIFIED)
    value.state, value.verified_by_id = VERIFIED, deed.actor.account
    value.save(update_fields=["state", "verified_by"])
    return value


@action("values.verify", N_("{who} verified {count} figures of {thing}"))
def verify_all(deed: Deed, unit: Unit, *, period: str = "", measure: str = "") -> int:
    """Confirm all figures of ``unit`` and those below that wait and that somebody else entered."""
    deed.reaches(path=unit.path, where=unit.name)
    waiting = Value.objects.current().filter(unit__path__startswith=unit.path, state=SUBMITTED)
    asked = {name: text for name, text in (("period", period), ("measure", measure)) if text}
    mine = waiting.filter(**asked).exclude(entered_by=deed.actor.account, entered_by__isnull=False)
    count = mine.update(state=VERIFIED, verified_by=deed.actor.account)
    deed.says(unit, thing=unit.name, count=count)
    if not count:
        deed.nothing_happened()
    return int(count)


@action("values.enter", N_("{who} withdrew {thing}: {reason}"))
def withdraw(deed: Deed, value: Value, reason: str) -> Value:
    """Take a delivered figure back; it stays to be seen and counts nowhere, and is owed again."""
    return _withdrawn(deed, value, reason, DECLARED)


@action("values.override", N_("{who} withdrew {thing}: {reason}"))
def withdraw_override(deed: Deed, value: Value, reason: str) -> Value:
    """Let the counted or declared figure count again."""
    return _withdrawn(deed, value, reason, OVERRIDE)


@action("values.review", N_("{who} withdrew {thing}: {reason}"))
def withdraw_review(deed: Deed, value: Value, reason: str) -> Value:
    """Let the review take the figure of the self-check."""
    return _withdrawn(deed, value, reason, REVIEW)


WITHDRAW = {DECLARED: withdraw, OVERRIDE: withdraw_override, REVIEW: withdraw_review}
"""The deed that withdraws a value, by its source."""


def _withdrawn(deed: Deed, value: Value, reason: str, source: str) -> Value:
    _hold(deed, value)
    if value.source == COUNTED:
        raise Refused(OF_LEDGER())
    permission = PERMISSION_OF[value.source]
    if value.source != source:
        require(deed.actor, permission, allowed=False)
    deed.changed("state", value.state, WITHDRAWN)
    value.state, value.reason = WITHDRAWN, deed.because(reason)
    value.save(update_fields=["state", "reason"])
    if source == DECLARED and not _delivered(value):
        reopen(deed, measure=value.measure, unit=value.unit, period=value.period)
    return value


def _delivered(value: Value) -> bool:
    same = {"unit": value.unit_id, "measure": value.measure, "period": value.period}
    return bool(Value.objects.current().filter(source=DECLARED, **same).exists())


def own_organisation(actor: Actor, unit: Unit) -> int | None:
    """The actor's organisation where it may speak of ``unit``: its own unit or one below."""
    found = Organisation.objects.filter(pk=actor.organisation).values_list("pk", "unit__path").first()
    return found[0] if found and unit.path.startswith(found[1]) else None


def _reaches(deed: Deed, unit: Unit) -> None:
    deed.reaches(path=unit.path, organisation=own_organisation(deed.actor, unit), where=unit.name)


def _hold(deed: Deed, value: Value) -> None:
    """Read the value anew and keep others from working on it meanwhile; refuse one that is not current."""
    value.refresh_from_db(from_queryset=Value.objects.select_for_update())
    unit = value.unit
    near = own_organisation(deed.actor, unit) == value.organisation_id
    deed.reaches(path=unit.path, organisation=value.organisation_id if near else None, where=unit.name)
    if value.state == WITHDRAWN or value.superseded_by_id is not None:
        raise Refused(NOT_CURRENT())
    deed.says(value, thing=_thing(value))


def _made(unit: Unit, measure: str, period: str, figure: str, **facts: str) -> Value:
    """A value that is not saved; Refused with everything that is wrong with it."""
    line = known_measures().get(measure)
    problems: list[Problem] = []
    if line is None:
        problems.append(MEASURE_UNKNOWN(field="measure", value=measure))
    for check in (lambda: Period.parse(period), lambda: fits(line, figure)):
        try:
            check()
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    said = str(Period.parse(period))
    return Value(unit=unit, measure=measure, period=said, figure=figure.strip(), state=SUBMITTED, **facts)


def fits(line: Measure | None, figure: str) -> Fraction:
    """The exact figure. Raises :class:`Refused` for one that its measure cannot have."""
    value = exact(figure)
    if line is not None and line.value_type == "integer" and value.denominator != 1:
        raise Refused(NOT_WHOLE(field="figure", value=figure, measure=line.zh))
    if line is not None and line.value_type == "boolean" and value not in (0, 1):
        raise Refused(NOT_YES_NO(field="figure", value=figure, measure=line.zh))
    return value


def _put(deed: Deed, made: Value) -> Value:
    Unit.objects.select_for_update().get(pk=made.unit_id)  # one figure of a unit after the other
    made.organisation_id, made.entered_by_id = deed.actor.organisation, deed.actor.account
    same = {"unit": made.unit, "measure": made.measure, "period": made.period}
    before = Value.objects.current().filter(source=made.source, vintage=made.vintage, **same)
    deed.changed("figure", before.values_list("figure", flat=True).first(), made.figure)
    put([made])
    deed.says(made, thing=_thing(made))
    return made


def _thing(value: Value) -> Word:
    """How the audit trail names a value."""
    line = known_measures().get(value.measure)
    named = {"measure": line.zh if line else value.measure, "unit": value.unit.name}
    return Word(
        N_("{unit} {period} {measure} = {figure}"), {**named, "period": value.period, "figure": value.figure}
    )
