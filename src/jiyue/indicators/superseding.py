"""A new value takes the place of the one from the same source; the older one stays and points at it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, QuerySet, Subquery

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
        supersede(Value._base_manager.filter(pk__in=keys[start : start + PART]))
    for value in made:
        value.staged = False


def supersede(staged: QuerySet[Value]) -> int:
    """Let ``staged`` values appear and take the place of the current ones; how many they replaced."""
    after = staged.filter(**{name: OuterRef(name) for name in SAME}).order_by("-pk").values("pk")[:1]
    before = Value.objects.current().annotate(after=Subquery(after)).filter(after__isnull=False)
    pairs = list(before.values_list("pk", "after"))
    for old, new in pairs:
        Value._base_manager.filter(pk=old).update(superseded_by=new)
    staged.update(staged=False)
    return len(pairs)


def reinstate(published: QuerySet[Value]) -> None:
    """The way back: ``published`` values are hidden again, and what they replaced is current."""
    keys = list(published.values_list("pk", flat=True))
    published.update(staged=True)
    for start in range(0, len(keys), PART):
        Value._base_manager.filter(superseded_by__in=keys[start : start + PART]).update(superseded_by=None)
