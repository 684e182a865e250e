"""A new value takes the place of the one from the same source; the older one stays and points at it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from jiyue.foundation.imports.rowwriter import update_where
from jiyue.indicators.models import Value

SAME = ("unit", "measure", "period", "source", "vintage")
"""What two values have in common of which only one may be current."""
PART = 500


def put(values: Sequence[Value]) -> None:
    """Save new ``values``, in the caller's transaction; each supersedes the current one of its kind."""
    for value in values:
        value.staged = True
    made = Value.objects.bulk_create(values, batch_size=PART)
    keys = [value.pk for value in made]
    for start in range(0, len(keys), PART):
        staged = Value._base_manager.filter(pk__in=keys[start : start + PART])
        supersede(staged)
        staged.update(staged=False)
    for value in made:
        value.staged = False


def supersede(staged: QuerySet[Value]) -> None:
    """Let the current values make way for ``staged`` ones, which are to be shown in the same transaction."""
    same = {name: OuterRef(name) for name in SAME}
    before = Value.objects.current().filter(**same).values("pk")[:1]
    pairs = staged.annotate(before=Subquery(before)).exclude(before=None).values_list("before", "pk")
    update_where(Value, [(old, {"superseded_by_id": None}, {"superseded_by_id": new}) for old, new in pairs])


def reinstate(hidden: QuerySet[Value]) -> None:
    """The way back: what values replaced that are staged again is current."""
    keys = list(hidden.values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        Value._base_manager.filter(superseded_by__in=keys[start : start + PART]).update(superseded_by=None)
