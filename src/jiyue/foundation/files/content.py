"""The content behind evidence: its row, and its removal once nothing speaks of it any more.

Content is removed under the lock of its row, so that evidence added at the same moment either keeps it or
is told to send it again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.files.models import DISPOSED, Evidence, StoredFile
from jiyue.foundation.files.previews import forget
from jiyue.foundation.files.store import Received

JUST_REMOVED = define(
    "FILE_JUST_REMOVED",
    N_("The content of {file} was removed while it was being added."),
    N_("Send the file again."),
)


def stored(received: Received) -> StoredFile:
    """The row of a received file, held until the transaction ends; Refused (FILE_JUST_REMOVED)."""
    found = received.found
    values = {"size": received.size, "kind": found.kind, "pages": found.pages, "facts": found.facts}
    rows = StoredFile.objects.select_for_update()
    kept, _ = rows.get_or_create(sha256=received.sha256, defaults=values)
    if not kept.place.is_file():
        raise Refused(JUST_REMOVED(file=received.name))
    if kept.removed_at is not None:
        kept.removed_at, kept.facts = None, found.facts
        kept.save(update_fields=["removed_at", "facts"])
    return kept


def disposed() -> QuerySet[StoredFile]:
    """Files whose content is still there though all evidence made of them was disposed of.

    What any other table of any room holds is kept.
    """
    of_it = Evidence.objects.filter(file=OuterRef("pk"))
    others = [
        ~Exists(held.related_model._base_manager.filter(**{held.field.name: OuterRef("pk")}))
        for held in StoredFile._meta.get_fields(include_hidden=True)
        if held.one_to_many and held.related_model is not Evidence
    ]
    return StoredFile.objects.filter(
        Exists(of_it), ~Exists(of_it.exclude(state=DISPOSED)), *others, removed_at=None
    )


def remove_disposed() -> int:
    """Remove the content of :func:`disposed` files and what was read from it, and say of how many."""
    count = 0
    for key in list(disposed().values_list("pk", flat=True)):
        with transaction.atomic():
            StoredFile.objects.select_for_update().get(pk=key)
            file = disposed().filter(pk=key).first()
            if file is None:
                continue
            file.place.unlink(missing_ok=True)
            forget(file.sha256)
            file.removed_at, file.facts = timezone.now(), {}
            file.save(update_fields=["removed_at", "facts"])
            count += 1
    return count
