"""Units that are evaluated or that report, their codes through the years, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from jiyue.engine.messages import N_
from jiyue.foundation.pinyin import pinyin
from jiyue.foundation.rows import Row, Rows

KINDS = {
    "province": N_("Province"),
    "prefecture": N_("Prefecture"),
    "county": N_("County"),
    "town": N_("Town"),
    "village": N_("Village"),
    "zone": N_("Development zone"),
    "cluster": N_("Industrial cluster"),
}
COUNTY_TYPES = {"land": N_("Land type"), "mixed": N_("Mixed type"), "mineral": N_("Mineral type")}
BECAME = {
    "recoded": N_("recoded"),
    "renamed": N_("renamed"),
    "upgraded": N_("changed in rank"),
    "split": N_("split"),
    "merged": N_("merged"),
    "abolished": N_("abolished"),
}


class Dated(Rows):
    def on(self, day: date) -> Self:
        """Rows whose span of dates holds ``day``."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )


class UnitRows(Dated):
    def living(self) -> Self:
        """Units that have no last day."""
        return self.filter(valid_to=None)

    def coded(self, code: str, day: date | None = None) -> Self:
        """The units that have, or on ``day`` had, this division code; earlier codes find them too.

        One unit, but for the few prefectures that share a code with their only county.
        """
        spans = UnitCode.objects.filter(code=code)
        if day is not None:
            spans = spans.on(day)
        return self.filter(pk__in=spans.values("unit"))

    def below(self, unit: Unit) -> Self:
        """``unit`` and everything under it."""
        return self.filter(path__startswith=unit.path)


class Unit(Row):
    """One unit. It keeps its identity through new codes and names; a split or a merger makes new units."""

    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    code = models.CharField(max_length=24, db_index=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=160, db_index=True, editable=False)
    county_type = models.CharField(max_length=8, blank=True, choices=list(COUNTY_TYPES.items()))
    pinyin = models.CharField(max_length=160, blank=True, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sample = models.BooleanField(default=False)
    objects: Any = UnitRows.as_manager()
    scope_unit = "path"

    class Meta:
        ordering = ("code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "code"), condition=Q(valid_to=None), name="one_living_unit_per_code"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pinyin = pinyin(self.name)[:160]
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            old, self.path = self.path, path
            type(self).objects.filter(pk=self.pk).update(path=path)
            if old:
                for child in type(self).objects.filter(parent=self):
                    child.parent = self
                    child.save()


class UnitCode(Row):
    """A code and a name that a unit had in a span of time, and where that is said."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=24, db_index=True)
    name = models.CharField(max_length=80)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    objects: Any = Dated.as_manager()
    scope_unit = "unit__path"

    class Meta:
        ordering = (F("valid_from").asc(nulls_first=True), "pk")


class UnitLink(Row):
    """What became of a unit: ``before`` was split into, merged into, replaced by ``after``."""

    before = models.ForeignKey(Unit, models.CASCADE, related_name="successors")
    after = models.ForeignKey(Unit, models.CASCADE, related_name="predecessors")
    became = models.CharField(max_length=10, choices=list(BECAME.items()))
    on = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    scope_unit = "before__path"

    class Meta:
        ordering = ("on", "pk")
