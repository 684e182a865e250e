"""Blank tables of upper levels, what their cells are bound to, and how they were filled."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet, Subquery

from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import StoredFile
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit
from jiyue.indicators.models import SELF, Value
from jiyue.indicators.values import standing

READ, MANAGE = "upper.read", "upper.manage"


class TableRows(Rows):
    def reached(self, actor: Actor, permission: str) -> Self:
        """Those of the units that the permission reaches; to read and to fill also those of units above."""
        found = super().reached(actor, permission)
        if permission != READ:
            return found
        paths = actor.limits(permission).paths
        return found | self.filter(unit__path__in={above for path in paths for above in _above(path)})


def _above(path: str) -> list[str]:
    """The paths of the units that the one at ``path`` lies in, and its own."""
    keys = path.strip("/").split("/")
    first = "/" if path.startswith("/") else ""
    return [f"{first}{'/'.join(keys[:n])}/" for n in range(1, len(keys) + 1)]


class BlankTable(Row):
    """A workbook that an upper level wants filled, as it was sent. ``unit``: who uses it, with all below."""

    title = models.CharField(max_length=120)
    issuer = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    retired = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = TableRows.as_manager()
    scope_unit = "unit__path"

    class Meta:
        ordering = ("retired", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def latest(self) -> Binding | None:
        found: Binding | None = self.bindings.order_by("-number").first()
        return found


class Binding(Row):
    """One version of what the cells of a table are bound to. The first fill closes it for good."""

    table = models.ForeignKey(BlankTable, models.CASCADE, related_name="bindings")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    scope_unit = "table__unit__path"

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("table", "number"), name="one_binding_per_number"),)

    @property
    def closed(self) -> bool:
        return bool(self.fills.exists())


class BoundCell(Row):
    """A cell and the figure that belongs there: of ``unit``, or where that is None of the unit filled for;
    of the year filled for, or ``back`` years before; written in ``as_unit`` with ``decimals``, or as it is.
    """

    binding = models.ForeignKey(Binding, models.CASCADE, related_name="cells")
    sheet = models.CharField(max_length=80)
    cell = models.CharField(max_length=10)
    measure = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    back = models.PositiveSmallIntegerField(default=0)
    as_unit = models.CharField(max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True)
    scope_unit = "binding__table__unit__path"

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("binding", "sheet", "cell"), name="cell_bound_once"),)


class FillRows(Rows):
    def judged(self) -> Self:
        """With ``changed``: whether a cell of it would be filled otherwise today."""
        cells = FilledCell.objects.filter(fill=models.OuterRef("pk")).now()
        return self.annotate(changed=models.Exists(cells.changed()))


class Fill(Row):
    """A table filled for a unit and a year: kept with the values that it took, which never change.

    ``data_hash`` is over the blank workbook, the cells and the figures (RFC 8785).
    """

    binding = models.ForeignKey(Binding, models.PROTECT, related_name="fills")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    data_hash = models.CharField(max_length=64)
    filled = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = FillRows.as_manager()
    scope_unit = "unit__path"

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.binding.table.title} {self.unit.name} {self.year}"


class CellRows(Rows):
    def now(self) -> Self:
        """With ``now`` and ``figure_now``: the value that would be taken today."""
        chosen: QuerySet[Value] = standing(SELF)
        return self.annotate(
            now=Subquery(chosen.values("pk")[:1]), figure_now=Subquery(chosen.values("figure")[:1])
        )

    def changed(self) -> Self:
        """Of rows with :meth:`now`, those whose figure is another one now, is gone, or has come."""
        gone_or_come = Q(figure="", now__isnull=False) | (~Q(figure="") & Q(now=None))
        return self.filter(gone_or_come | (~Q(figure="") & Q(now__isnull=False) & ~Q(figure=F("figure_now"))))


class FilledCell(Row):
    """One bound cell of a fill: the value that it took and what was written; both empty where none counts."""

    fill = models.ForeignKey(Fill, models.CASCADE, related_name="cells")
    sheet = models.CharField(max_length=80)
    cell = models.CharField(max_length=10)
    measure = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    value = models.ForeignKey(Value, models.PROTECT, null=True, related_name="+")
    figure = models.CharField(max_length=60, blank=True)
    as_unit = models.CharField(max_length=30, blank=True)
    written = models.CharField(max_length=80, blank=True)
    objects: Any = CellRows.as_manager()
    scope_unit = "fill__unit__path"

    class Meta:
        ordering = ("pk",)


class UpperSystem(Row):
    """A system of an upper level whose exports are compared: which heading says what, and its own words.

    ``columns``: heading by role (unit, measure, year, figure); ``names``: codes of measures by their names.
    """

    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("name", "unit"), name="one_system_per_name"),)

    def __str__(self) -> str:
        return self.name


class Reconciliation(Row):
    """An export compared with the verified figures of ``unit`` and all below it, as of ``compared_at``.

    ``rows_read``: of the export; those whose unit, measure, year or figure is not understood stand among the
    lines with that standing.
    """

    system = models.ForeignKey(UpperSystem, models.PROTECT, related_name="reconciliations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    rows_read = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.system.name} {self.unit.name}"


SAME, DIFFERENT, MISSING_HERE, EXTRA_HERE, NOT_READ = "same", "different", "missing", "extra", "unread"


class Line(Row):
    """One figure of a reconciliation. ``theirs`` and ``ours`` are decimal texts, '' where there is none.

    ``difference`` is ours less theirs; ``relative`` that in percent of theirs, None where theirs is 0.
    """

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    unit_said = models.CharField(max_length=120)
    measure = models.CharField(max_length=60, blank=True)
    measure_said = models.CharField(max_length=200)
    period = models.CharField(max_length=8, blank=True)
    theirs = models.CharField(max_length=80, blank=True)
    ours = models.CharField(max_length=60, blank=True)
    value = models.ForeignKey(Value, models.PROTECT, null=True, related_name="+")
    standing = models.CharField(max_length=10, db_index=True)
    difference = models.CharField(max_length=130, blank=True)
    relative = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    explained = models.CharField(max_length=300, blank=True)
    explained_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    scope_unit = "reconciliation__unit__path"

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.unit_said} {self.period} {self.measure_said}"
