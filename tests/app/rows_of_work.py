"""Jobs and imports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.counties import County
from foundation.imports.books import rows_of, town_book, uploaded
from jiyue.foundation.imports import actions, staging
from jiyue.foundation.imports.models import CHECKED, ImportBatch
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.people.actors import actor_of

BOOK = town_book(rows_of("329921100", 1))


def job(here: County) -> Job:
    """What the person asked for."""
    return Job.objects.create(kind="people.sessions", account=here.person, who=here.person.name)


def batch(here: County) -> ImportBatch:
    """Parcels that the clerk uploaded; one workbook has come back with its errors."""
    actor = actor_of(here.clerk, date.today())
    file = uploaded(here.called(".xlsx"), BOOK)
    made = actions.upload(actor, "registry.parcels", [file], here.unit)
    (staging.returned_folder(made.pk, fresh=True) / "1.xlsx").write_bytes(BOOK)
    ImportBatch.objects.filter(pk=made.pk).update(state=CHECKED)
    return made


DEEDS = ("answer", "correct", "file", "leave-out", "check", "publish", "cancel", "undo")
BEHIND: dict[str, Callable[[County], Any]] = {
    **dict.fromkeys(("job", "job-state", "job-cancel", "job-retry"), job),
    "import": batch,
    "import-returned": batch,
    **{f"import-{deed}": batch for deed in DEEDS},
}
LISTED: dict[str, Callable[[County], Any]] = {"jobs": job, "imports": batch}
