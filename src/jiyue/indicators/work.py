"""The job that evaluates: counts, gathers, computes, writes the package, keeps the result in one moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from jiyue.engine.index import evaluate, keep
from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.durable import settle
from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.jobs.run import Run
from jiyue.indicators import evaluating
from jiyue.indicators.counting import offered
from jiyue.indicators.frameworks import compiled_of
from jiyue.indicators.gather import Asked, gather
from jiyue.indicators.models import Evaluation
from jiyue.indicators.results import rows_of

GATHERING = N_("Counting from the ledgers and collecting figures")
STORING = N_("Writing down what was counted")
COMPUTING = N_("Computing values, scores and ranks")
PACKING = N_("Freezing the figures and writing the package")
KEEPING = N_("Keeping the result")
Progress = Callable[..., None]


@job(
    "indicators.evaluate",
    N_("Evaluation"),
    permission="evaluations.run",
    attempts=3,
    page="evaluation",
    ended=evaluating.give_up,
)
def run_evaluation(run: Run, evaluation: int) -> Done:
    """Evaluate as asked. A second run of a kept evaluation changes nothing."""
    if evaluating.take_up(evaluation, run.job):
        compute(run.actor, evaluation, run.progress, run.hold)
    found = Evaluation.objects.get(pk=evaluation)
    said = {"units": found.units, "complete": found.complete}
    return Done(N_("{units} units were evaluated, {complete} of them have a total."), said, found.ref)


def compute(
    actor: Actor, key: int, progress: Progress, hold: Callable[[], None] = lambda: None
) -> Evaluation:
    """Compute the evaluation ``key`` and keep it. Raises :class:`Refused` where it cannot be computed."""
    this = Evaluation.objects.select_related("unit", "framework").get(pk=key)
    compiled = compiled_of(this.framework)
    progress(GATHERING)
    asked = Asked(this.unit, this.year, this.as_of, this.purpose)
    gathered = gather(asked, compiled, offered(), lambda n, of: progress(GATHERING, n, of))
    progress(STORING)
    evaluating.store_counted(actor, this, gathered.tallies)
    progress(COMPUTING)
    result = evaluate(compiled, gathered.panel, year=this.year, variant=this.variant)
    rows = rows_of(this, compiled, gathered, result)
    progress(PACKING)
    draft = _folder() / f".{key}.zip"
    try:
        digest = keep(result, gathered.panel, compiled, draft, origin=gathered.origin)
        progress(KEEPING)
        settle(draft, _folder() / f"{digest}.zip")
    finally:
        draft.unlink(missing_ok=True)
    return evaluating.keep(actor, this, rows, digest, result.warnings, hold)


def _folder() -> Path:
    """Where packages lie; nobody but the program reads it."""
    folder = Path(settings.DATA) / "packages"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
