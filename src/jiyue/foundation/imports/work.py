"""The jobs of imports: check, publish, undo, and the daily clearing of the staging folder."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import polars as pl
from django.db.models import F, Q
from django.utils import timezone

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Problem, Refused
from jiyue.engine.sheet.annotate import write_annotated
from jiyue.foundation.audit.models import AuditHead
from jiyue.foundation.imports import actions, staging
from jiyue.foundation.imports.answers import whole
from jiyue.foundation.imports.judging import BAD, CHANGED, NEW, SAME, Judged, judge
from jiyue.foundation.imports.kinds import Context, sheet_kind
from jiyue.foundation.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    OPEN,
    PUBLISHED,
    PUBLISHING,
    UNDOING,
    UNDONE,
    ImportBatch,
)
from jiyue.foundation.imports.publishing import changed_since, noted, stage, staged_rows, sweep
from jiyue.foundation.imports.reading import Read, read_batch
from jiyue.foundation.imports.rowwriter import delete
from jiyue.foundation.jobs.kinds import Done, Ended, job
from jiyue.foundation.jobs.run import Run
from jiyue.foundation.policy import policy

READING = N_("Reading the workbooks")
JUDGING = N_("Comparing the rows with what is there")
RETURNING = N_("Writing the workbooks with the errors in them")
SWEEPING = N_("Taking away what is left of an earlier attempt")
MOMENT = N_("Making it visible")


def _back(state: str) -> Ended:
    return lambda job: actions.give_back(job, state)


@job(
    "imports.check",
    N_("Check of workbooks"),
    permission="imports.run",
    attempts=3,
    page="import",
    ended=_back(CHECKING),
)
def check(run: Run, batch: int) -> Done:
    """Read the workbooks, judge every row, and lay everything into the staging folder.

    Refused (IMPORT_NOT_NOW) unless the batch waits for this very job: what was laid down is needed to undo.
    """
    this = actions.reached_batch(run.actor, batch)
    mine = ImportBatch.objects.filter(pk=batch, job=run.job)
    if not mine.filter(state__in=(*OPEN, CHECKING)).update(state=CHECKING):
        raise Refused(actions.NOT_NOW(value=batch, state=Word(this.get_state_display())))
    kind, answers = sheet_kind(this.kind), whole(this.answers)
    read = read_batch(this, kind, answers, lambda n, of: run.progress(READING, n, of))
    run.progress(JUDGING)
    context = Context(run.actor, this.organisation_id, run.actor.account)
    judged = judge(kind, context, read, this.unit.path, frozenset(answers["confirmed"]))
    run.progress(RETURNING)
    _return(this, judged.problems)
    _lay_down(this, read, judged)
    run.hold()
    counts = judged.counts
    mine.filter(state=CHECKING).update(
        state=CHECKED,
        rows=judged.rows.height,
        new=counts[NEW],
        changed=counts[CHANGED],
        same=counts[SAME],
        bad=counts[BAD],
        questions=len(judged.problems),
        totals=sum(len(layout["totals"]) for layout in read.layouts),
    )
    return Done(
        N_("{rows} rows were checked; {bad} need attention."),
        {"rows": judged.rows.height, "bad": counts[BAD]},
        this.ref,
    )


def _lay_down(batch: ImportBatch, read: Read, judged: Judged) -> None:
    staging.write_frame(batch.pk, staging.ROWS, judged.rows)
    names = ("_file", "_sheet", "label", "unit", "field", "before", "of", "now", "change", "verdict")
    schema = {**dict.fromkeys(names, pl.String), "number": pl.Boolean}
    schema |= {"_row": pl.Int64, "problem": pl.Int64}
    staging.write_frame(batch.pk, staging.ENTRIES, pl.DataFrame(judged.entries, schema=schema))
    staging.write_problems(batch.pk, staging.PROBLEMS, judged.problems)
    staging.write_problems(batch.pk, staging.NOTICES, read.notices)
    staging.write_layouts(batch.pk, read.layouts)
    bad = judged.rows.filter(pl.col("_verdict") == BAD)["_file"].to_list()
    rows = judged.rows["_file"].to_list()
    for file in batch.files.all():
        file.rows, file.bad = rows.count(file.name), bad.count(file.name)
        file.save(update_fields=["rows", "bad"])


def _return(batch: ImportBatch, problems: list[Problem]) -> None:
    """The workbooks with the errors in them; several also as one zip file."""
    folder = staging.returned_folder(batch.pk, fresh=True)
    written = []
    for file in batch.files.all():
        mine = [p for p in problems if p.file == file.name]
        source = staging.file_path(batch.pk, file.number, file.name)
        if not any(p.sheet for p in mine):
            continue
        target = folder / f"{file.number}.xlsx"
        write_annotated(source, target, mine)
        written.append((target, f"{source.stem}.xlsx"))
    if len(written) > 1:
        with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_STORED) as archive:
            for path, name in written:
                archive.write(path, name)


@job(
    "imports.publish",
    N_("Publishing of rows"),
    permission="imports.run",
    attempts=3,
    page="import",
    repeatable=False,
    ended=_back(PUBLISHING),
)
def publish(run: Run, batch: int) -> Done:
    """Stage the rows, then make them visible in one moment."""
    this = ImportBatch.objects.get(pk=batch)
    if this.state != PUBLISHED:
        kind = sheet_kind(this.kind)
        run.progress(SWEEPING)
        sweep(kind, this)
        inserted, _ = stage(kind, this, run.actor, run.progress)
        run.progress(MOMENT)
        this = actions.make_visible(run.actor, batch, run, inserted, noted(this))
    said = {"new": this.new, "changed": this.changed}
    return Done(N_("{new} rows are new, {changed} were changed."), said, this.ref)


@job(
    "imports.undo",
    N_("Undoing of an import"),
    permission="imports.run",
    attempts=3,
    page="import",
    repeatable=False,
    ended=_back(UNDOING),
)
def undo(run: Run, batch: int) -> Done:
    """Make the rows of a batch invisible in one moment, then take them away."""
    this = ImportBatch.objects.get(pk=batch)
    kind = sheet_kind(this.kind)
    if this.state != UNDONE:
        head = AuditHead.objects.filter(pk=1).first()
        changed_since(kind, this, run.actor, run.progress)
        run.progress(MOMENT)
        this = actions.take_back(run.actor, batch, run, noted(this), head.seq if head else 0)
    sweep(kind, this)
    said = {"new": this.new, "changed": this.changed}
    return Done(N_("{new} rows were taken away, {changed} are as they were before."), said, this.ref)


@job(
    "imports.clear",
    N_("Clearing of the staging folder"),
    permission="system.work",
    attempts=3,
    every=timedelta(days=1),
)
def clear(run: Run) -> Done:
    """Forget uploads whose time is over, and rows that a broken attempt has left."""
    now = timezone.now()
    old = now - timedelta(days=policy("imports.staging_days"))
    undo_over = now - timedelta(days=policy("imports.undo_days"))
    over = Q(state__in=(CANCELLED, UNDONE)) | Q(state__in=OPEN, made_at__lt=old)
    over |= Q(state=PUBLISHED, published_at__lt=undo_over)
    count = 0
    for this in ImportBatch.objects.filter(over, kept=True):
        run.progress(SWEEPING)
        delete(staged_rows(sheet_kind(this.kind), this))
        delete(this.changes.all())
        staging.forget(this.pk)
        ImportBatch.objects.filter(pk=this.pk).update(
            kept=False, state=CANCELLED if this.state in OPEN else F("state")
        )
        count += 1
    return Done(N_("{count} uploads were cleared away."), {"count": count})
