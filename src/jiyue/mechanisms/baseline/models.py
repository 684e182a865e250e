"""The ledgers of land survey, statistics, targets, farmland balance and boundaries."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ledger import LedgerRow, LedgerRows
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.areas import Areas, unpacked
from jiyue.mechanisms.baseline.classes import Classification, classifications
from jiyue.mechanisms.baseline.figures import TITLES, VINTAGES

TARGETS = {
    "cultivated_land_target": N_("Cultivated-land retention target"),
    "permanent_basic_farmland_target": N_("Permanent basic farmland target"),
}
BASES = {"plan": N_("Territorial plan"), "letter": N_("Responsibility letter")}
WORKS = {
    "consolidation": N_("Land consolidation"),
    "reclamation": N_("Land reclamation"),
    "development": N_("Land development"),
}
AREA = {"max_digits": 16, "decimal_places": 4}


class BaselineRow(LedgerRow):
    """A row that workbooks find again by its ``key``, which is made of its facts."""

    key = models.CharField(max_length=255, db_index=True, editable=False)

    class Meta:
        abstract = True

    def named_by(self) -> tuple[object, ...]:
        """What two rows share only when they say the same thing."""
        raise NotImplementedError

    def prepare(self) -> Self:
        self.key = "/".join(str(part) for part in self.named_by())
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)


class Survey(BaselineRow):
    """The yearly land survey of a unit: one record with its cells.

    ``land_area`` is the statutory control area, to which the cells must sum to the last digit. New
    construction land is the gross area that the year's change survey moved into it.
    """

    year = models.PositiveIntegerField(db_index=True)
    classification = models.CharField(max_length=20)
    land_area = models.DecimalField(**AREA, null=True, blank=True)
    areas = models.TextField(default="{}", editable=False)
    new_construction = models.DecimalField(**AREA, null=True, blank=True)
    new_urban_rural = models.DecimalField(**AREA, null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    title = N_("Land survey")
    facts = ("unit", "year", "classification", "new_construction", "new_urban_rural", "document")

    class Meta:
        ordering = ("-year", "unit__code", "pk")

    def __str__(self) -> str:
        return translate(N_("Land survey of {unit}, {year}"), {"unit": str(self.unit), "year": self.year})

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.year)

    @property
    def cells(self) -> Areas:
        return unpacked(self.areas)

    @property
    def classes(self) -> Classification:
        return classifications()[self.classification]


class StatisticRows(LedgerRows):
    def newest(self) -> Self:
        """Without figures that a later row of the same vintage has superseded."""
        same = {name: OuterRef(name) for name in ("unit", "measure", "year", "vintage")}
        later = Statistic.objects.living().filter(**same, pk__gt=OuterRef("pk"))
        later = later.filter(Q(price_base=OuterRef("price_base")) | Q(price_base=None))
        return self.filter(~Exists(later))


class Statistic(BaselineRow):
    """A figure of the statistics bureau in one vintage; never changed once verified, only superseded.

    ``figure`` is the exact decimal as the document prints it.
    """

    measure = models.CharField(max_length=60, db_index=True)
    year = models.PositiveIntegerField(db_index=True)
    vintage = models.CharField(max_length=12, choices=list(VINTAGES.items()))
    figure = models.CharField(max_length=40)
    price_base = models.PositiveIntegerField(null=True, blank=True)
    document = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    objects: Any = StatisticRows.as_manager()
    title = N_("Statistical figure")
    facts = ("unit", "measure", "year", "vintage", "figure", "price_base", "document", "note")

    class Meta:
        ordering = ("-year", "measure", "unit__code", "-pk")

    def __str__(self) -> str:
        said = {"unit": str(self.unit), "year": self.year, "measure": TITLES.get(self.measure, self.measure)}
        return translate(N_("{measure} of {unit}, {year}"), said)

    def named_by(self) -> tuple[object, ...]:
        named = (self.unit_id, self.measure, self.year, self.vintage)
        return (*named, self.price_base or "", self.figure)


class Target(BaselineRow):
    """An area that a plan or a responsibility letter lays on a unit for a span of years."""

    measure = models.CharField(max_length=60, choices=list(TARGETS.items()))
    basis = models.CharField(max_length=8, choices=list(BASES.items()))
    area = models.DecimalField(**AREA)
    year_from = models.PositiveIntegerField()
    year_to = models.PositiveIntegerField()
    document_number = models.CharField(max_length=80)
    dated = models.DateField(null=True, blank=True)
    title = N_("Target")
    facts = ("unit", "measure", "basis", "area", "year_from", "year_to", "document_number", "dated")

    class Meta:
        ordering = ("-year_from", "unit__code", "pk")

    def __str__(self) -> str:
        said = {"unit": str(self.unit), "year": self.year_from, "measure": translate(TARGETS[self.measure])}
        return translate(N_("{measure} of {unit}, {year}"), said)

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.measure, self.basis, self.document_number, self.year_from)


class Occupation(BaselineRow):
    """Cultivated land that an approved conversion takes. ``exempt``: the rule that frees it from the duty."""

    name = models.CharField(max_length=120)
    number = models.CharField(max_length=80)
    approved_on = models.DateField()
    area = models.DecimalField(**AREA)
    exempt = models.CharField(max_length=200, blank=True)
    title = N_("Occupation of cultivated land")
    facts = ("unit", "name", "number", "approved_on", "area", "exempt")

    class Meta:
        ordering = ("-approved_on", "pk")

    def __str__(self) -> str:
        return self.name

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.number, self.name)


class Compensation(BaselineRow):
    """Cultivated land that an accepted project has made."""

    name = models.CharField(max_length=120)
    number = models.CharField(max_length=80)
    works = models.CharField(max_length=16, choices=list(WORKS.items()))
    accepted_on = models.DateField()
    area = models.DecimalField(**AREA)
    title = N_("Compensation project")
    facts = ("unit", "name", "number", "works", "accepted_on", "area")

    class Meta:
        ordering = ("-accepted_on", "pk")

    def __str__(self) -> str:
        return self.name

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.number, self.name)


class Link(BaselineRow):
    """The area of a compensation project that stands for an occupation. What is not linked is reserve."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="links")
    compensation = models.ForeignKey(Compensation, models.PROTECT, related_name="links")
    area = models.DecimalField(**AREA)
    title = N_("Link of compensation and occupation")
    facts = ("occupation", "compensation", "area")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.occupation} ← {self.compensation}"

    def named_by(self) -> tuple[object, ...]:
        return (self.occupation_id, self.compensation_id)

    def prepare(self) -> Self:
        self.unit_id = self.occupation.unit_id
        return super().prepare()


class WholeYear(BaselineRow):
    """Somebody answers for it that the farmland balance of a year is whole: what is not there is 0."""

    year = models.PositiveIntegerField()
    document = models.CharField(max_length=200, blank=True)
    title = N_("Year of the balance entered in full")
    facts = ("unit", "year", "document")

    class Meta:
        ordering = ("-year", "unit__code", "pk")

    def __str__(self) -> str:
        said = {"unit": str(self.unit), "year": self.year}
        return translate(N_("Farmland balance of {unit}, {year}: whole"), said)

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.year)


class BoundaryChange(BaselineRow):
    """Area that moved from one unit to another on a day."""

    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    area = models.DecimalField(**AREA)
    on = models.DateField()
    number = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    title = N_("Change of boundaries")
    facts = ("unit", "to_unit", "area", "on", "number", "note")

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return f"{self.unit} → {self.to_unit}"

    def named_by(self) -> tuple[object, ...]:
        return (self.unit_id, self.to_unit_id, self.on, self.number)


TABLES: dict[str, type[BaselineRow]] = {
    "survey": Survey,
    "statistic": Statistic,
    "target": Target,
    "occupation": Occupation,
    "compensation": Compensation,
    "link": Link,
    "wholeyear": WholeYear,
    "boundarychange": BoundaryChange,
}


def table_of(row: LedgerRow | type[LedgerRow]) -> str:
    return str(row._meta.model_name)
