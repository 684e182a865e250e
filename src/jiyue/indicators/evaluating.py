"""Evaluations: begun by a person, computed by the worker, kept for good. A kept one never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils import timezone

from jiyue.engine.index.evaluate import OWN
from jiyue.engine.messages import N_, translate
from jiyue.engine.numbers import decimal_text
from jiyue.engine.problems import Problem, Refused, define
from jiyue.foundation.action import Deed, action
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.queue import enqueue
from jiyue.foundation.kept import kept
from jiyue.foundation.units.models import Unit
from jiyue.indicators.counting import Tally
from jiyue.indicators.models import (
    COUNTED,
    DONE,
    DRAFT,
    FAILED,
    PUBLISHED,
    REVIEW,
    RUNNING,
    SELF,
    TRIAL,
    VERIFIED,
    WITHDRAWN,
    Evaluation,
    FrameworkVersion,
    UnitResult,
    Value,
)
from jiyue.indicators.superseding import put

FRAMEWORK_NOT_OUT = define(
    "FRAMEWORK_NOT_PUBLISHED",
    N_("The framework {value} is not published."),
    N_("Let another person publish it first; a trial may be made of a draft as well."),
)
FRAMEWORK_OUT_OF_USE = define(
    "FRAMEWORK_RETIRED",
    N_("The framework {value} is out of use."),
    N_("Choose a published version."),
)
NOTHING_TO_REVIEW = define(
    "EVALUATION_NOTHING_TO_REVIEW",
    N_("A review stands beside a kept self-check of the same unit, year and framework."),
    N_("Choose the self-check that is reviewed, or run it first."),
)
NOT_OF_FUTURE = define(
    "EVALUATION_OF_FUTURE",
    N_("The day {value} has not come yet."),
    N_("Choose the day as of which the ledgers count, today at the latest."),
)
ALREADY_KEPT = define(
    "EVALUATION_KEPT",
    N_("The evaluation {value} is kept and never changes."),
    N_("Run another one."),
)


@action("evaluations.run", N_("{who} began the evaluation {thing}"))
def begin(
    deed: Deed,
    *,
    framework: FrameworkVersion,
    unit: Unit,
    year: int,
    purpose: str,
    as_of: date | None = None,
    variant: str = OWN,
    title: str = "",
    parent: Evaluation | None = None,
    queued: bool = True,
) -> Evaluation:
    """Let the worker evaluate the units below ``unit``; with ``queued`` False the caller computes it.

    ``parent``: for a review, the kept self-check that it stands beside. Raises :class:`Refused`.
    """
    deed.reaches(path=unit.path, where=unit.name)
    today = timezone.localdate()
    _fit(framework, purpose, as_of or today, today)
    _beside(parent, framework, unit, year, purpose)
    made = Evaluation.objects.create(
        title=title or f"{unit.name} {year} {framework.title}"[:120],
        framework=framework,
        unit=unit,
        organisation_id=deed.actor.organisation,
        year=year,
        as_of=as_of or today,
        purpose=purpose,
        variant=variant,
        parent=parent,
        made_by_id=deed.actor.account,
    )
    if queued:
        made.job = enqueue(deed.actor, "indicators.evaluate", evaluation=made.pk)
        made.save(update_fields=["job"])
    deed.says(made, thing=str(made))
    return made


def _fit(framework: FrameworkVersion, purpose: str, as_of: date, today: date) -> None:
    problems = []
    if framework.state == DRAFT and purpose != TRIAL:
        problems.append(FRAMEWORK_NOT_OUT(field="framework", value=str(framework)))
    elif framework.state not in (DRAFT, PUBLISHED):
        problems.append(FRAMEWORK_OUT_OF_USE(field="framework", value=str(framework)))
    if as_of > today:
        problems.append(NOT_OF_FUTURE(field="as_of", value=as_of.isoformat()))
    if problems:
        raise Refused(problems)


def _beside(
    parent: Evaluation | None, framework: FrameworkVersion, unit: Unit, year: int, purpose: str
) -> None:
    if purpose != REVIEW and parent is None:
        return
    same = parent is not None and (parent.purpose, parent.state, parent.unit_id, parent.year) == (
        SELF,
        DONE,
        unit.pk,
        year,
    )
    if not (same and purpose == REVIEW and parent is not None and parent.framework_id == framework.pk):
        raise Refused(NOTHING_TO_REVIEW(field="parent"))


@action("evaluations.run", N_("{who} counted {count} figures anew for {thing}"))
def store_counted(deed: Deed, evaluation: Evaluation, tallies: Iterable[Tally]) -> int:
    """Write what the rooms counted as values where it differs; what they count no more is withdrawn.

    One after the other below the same highest unit, so that two evaluations do not write the same figure.
    """
    deed.reaches(path=evaluation.unit.path)
    highest = int(evaluation.unit.path.split("/")[1])
    Unit.objects.select_for_update().get(pk=highest)
    number = _Numbers(evaluation)
    new: list[Value] = []
    gone: list[int] = []
    for one in tallies:
        now = number.counted(one)
        figures = {number.unit(code): value for code, value in one.counted.values.items()}
        texts = {unit: decimal_text(v) for unit, v in figures.items() if unit and v is not None}
        gone += [pk for unit, (pk, _) in now.items() if unit not in texts]
        new += [
            Value(
                unit_id=unit,
                measure=one.measure,
                period=f"{one.year:04}",
                source=COUNTED,
                figure=text,
                state=VERIFIED,
                origin=one.room,
            )
            for unit, text in texts.items()
            if unit not in now or now[unit][1] != text
        ]
    put(new)
    words = translate(N_("The ledger does not give this figure any more."))
    for start in range(0, len(gone), 500):
        Value.objects.filter(pk__in=gone[start : start + 500]).update(state=WITHDRAWN, reason=words)
    deed.says(evaluation, thing=str(evaluation), count=len(new) + len(gone))
    if not new and not gone:
        deed.nothing_happened()
    return len(new) + len(gone)


class _Numbers:
    """The units of an evaluation by code, and the figures counted for them before."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.path = evaluation.unit.path
        above = [int(key) for key in self.path.strip("/").split("/")]
        units = Unit.objects.below(evaluation.unit) | Unit.objects.filter(pk__in=above)
        rows = units.order_by("-valid_to").values_list("code", "pk")
        self.by_code = dict(sorted(rows))

    def unit(self, code: str) -> int | None:
        return self.by_code.get(code)

    def counted(self, one: Tally) -> dict[int, tuple[int, str]]:
        rows = Value.objects.current().filter(
            measure=one.measure, period=f"{one.year:04}", source=COUNTED, unit__path__startswith=self.path
        )
        return {unit: (pk, figure) for unit, pk, figure in rows.values_list("unit", "pk", "figure")}


@action("evaluations.run", N_("{who} kept the evaluation {thing}: {units} units, {complete} with a total"))
def keep(
    deed: Deed,
    evaluation: Evaluation,
    rows: Sequence[UnitResult],
    package: str,
    warnings: Iterable[Problem] = (),
    hold: Callable[[], None] = lambda: None,
) -> Evaluation:
    """The moment at which an evaluation is there: its rows, and the hash of its package."""
    hold()
    found: Evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    deed.reaches(path=evaluation.unit.path)
    if found.state == DONE:
        raise Refused(ALREADY_KEPT(value=str(found)))
    UnitResult.objects.bulk_create(rows, batch_size=200)
    found.state, found.package, found.kept_at = DONE, package, timezone.now()
    found.units, found.complete = len(rows), sum(1 for row in rows if row.total is not None)
    found.warnings, found.problems = [kept(w) for w in warnings], []
    found.save()
    deed.says(found, thing=str(found), units=found.units, complete=found.complete)
    return found


def give_up(job: Job) -> None:
    """A job was not done: its evaluation says why."""
    problems = Job.objects.values_list("problems", flat=True).get(pk=job.pk)
    Evaluation.objects.filter(job=job, state=RUNNING).update(state=FAILED, problems=problems)


def note_failure(evaluation: int, problems: Iterable[Problem]) -> None:
    """An evaluation that was not computed by a job says why."""
    told = [kept(problem) for problem in problems]
    Evaluation.objects.filter(pk=evaluation, state=RUNNING).update(state=FAILED, problems=told)


def take_up(evaluation: int, job: Job) -> bool:
    """Begin, or begin again; False where it is kept already."""
    mine = Evaluation.objects.filter(pk=evaluation, job=job)
    return bool(mine.exclude(state=DONE).update(state=RUNNING, problems=[]))
