"""Enterprises, rights holders, cadastral parcels and mines, and how two entries became one."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.crypto.fields import EncryptedText, fingerprint
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.pinyin import pinyin
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit
from jiyue.registry.names import name_key

SUBMITTED, VERIFIED, WITHDRAWN = "submitted", "verified", "withdrawn"
STATES = {SUBMITTED: N_("to be verified"), VERIFIED: N_("verified"), WITHDRAWN: N_("withdrawn")}
STATUSES = {
    "operating": N_("operating"),
    "stopped": N_("stopped"),
    "moved": N_("moved away"),
    "revoked": N_("licence revoked"),
    "dissolved": N_("dissolved"),
}
HOLDER_KINDS = {"person": N_("person"), "organisation": N_("organisation")}
RIGHTS = {
    "grant": N_("Grant"),
    "allocation": N_("Allocation"),
    "lease": N_("Lease by the state"),
    "contribution": N_("Contribution at a valuation"),
    "operation": N_("Authorised operation"),
    "collective": N_("Collective construction land"),
    "homestead": N_("Homestead"),
    "contract": N_("Contracted land"),
    "other": N_("Other"),
}


class EntryRows(Rows):
    def published(self) -> Self:
        """Without the rows of an import that is not committed yet: nobody sees those."""
        return self.filter(staged=False)

    def living(self) -> Self:
        """Entries that count: published, not withdrawn, not merged into another."""
        return self.published().filter(merged_into=None).exclude(state=WITHDRAWN)

    def reached(self, actor: Actor, permission: str) -> Self:
        return super().reached(actor, permission).published()


class Entry(Row):
    """What every entry has. ``owner`` keeps it; ``entered_by`` may not verify it.

    A merged entry stays and points at the one it became. An import stages its rows with ``staged`` and its
    ``batch``; committing it is one update of ``staged``.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=SUBMITTED, db_index=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    closed_on = models.DateField(null=True, blank=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    staged = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = EntryRows.as_manager()
    scope_unit = "unit__path"
    title: ClassVar[str]
    """What one such entry is called, as a msgid."""
    facts: ClassVar[tuple[str, ...]]
    """The fields that a person fills in: what differences and merges compare."""
    personal: ClassVar[tuple[str, ...]] = ()
    """Those of ``facts`` that are sealed and shown masked."""

    class Meta:
        abstract = True

    def prepare(self) -> Self:
        """Fill what is computed from the facts. ``save`` calls it; call it before ``bulk_create``."""
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    @property
    def standing(self) -> Self:
        """The entry that this one became, or itself."""
        return self.merged_into or self


class Named(Entry):
    """An entry that is found by its name, also in pinyin or with another company form."""

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True, editable=False)
    pinyin = models.CharField(max_length=1000, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def prepare(self) -> Self:
        self.name_key, self.pinyin = name_key(self.name), pinyin(self.name)
        return self


class Enterprise(Named):
    """An enterprise: one identity through new names."""

    credit_code = models.CharField(max_length=18, blank=True, db_index=True)
    old_number = models.CharField(max_length=15, blank=True, db_index=True)
    industry = models.CharField(max_length=5, blank=True)
    status = models.CharField(max_length=10, choices=list(STATUSES.items()), default="operating")
    address = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="enterprises"
    )
    contact = EncryptedText(blank=True)
    phone = EncryptedText(blank=True)
    scope_organisation = "organisation_id"
    seen_with = ("former_names",)
    title = N_("Enterprise")
    facts = (
        "name",
        "credit_code",
        "old_number",
        "industry",
        "status",
        "unit",
        "address",
        "organisation",
        "contact",
        "phone",
    )
    personal = ("contact", "phone")

    class Meta:
        ordering = ("name", "pk")


class FormerName(Row):
    """A name that an enterprise had, in a span of days where it is known."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True, editable=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = (F("valid_to").asc(nulls_first=True), "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class RightsHolder(Named):
    """A person or an organisation that holds rights to land or minerals."""

    kind = models.CharField(max_length=12, choices=list(HOLDER_KINDS.items()), default="organisation")
    credit_code = models.CharField(max_length=18, blank=True, db_index=True)
    id_number = EncryptedText(blank=True)
    id_mark = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone = EncryptedText(blank=True)
    address = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="rights_holders"
    )
    scope_organisation = "organisation_id"
    title = N_("Rights holder")
    facts = ("name", "kind", "credit_code", "id_number", "phone", "unit", "address", "organisation")
    personal = ("id_number", "phone")

    class Meta:
        ordering = ("name", "pk")

    def prepare(self) -> Self:
        self.id_mark = fingerprint(self.id_number) if self.id_number else ""
        return super().prepare()


class Parcel(Entry):
    """A cadastral parcel as it is registered. Its area is exact, in square metres."""

    code = models.CharField(max_length=28, db_index=True)
    area_m2 = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    use = models.CharField(max_length=60, blank=True)
    right = models.CharField(max_length=12, choices=list(RIGHTS.items()), blank=True)
    holder = models.ForeignKey(RightsHolder, models.PROTECT, null=True, blank=True, related_name="parcels")
    address = models.CharField(max_length=200, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    term_end = models.DateField(null=True, blank=True)
    scope_organisation = "holder__organisation_id"
    title = N_("Parcel")
    facts = ("code", "area_m2", "use", "right", "holder", "unit", "address", "registered_on", "term_end")

    class Meta:
        ordering = ("code", "pk")

    def __str__(self) -> str:
        return self.code


class Mine(Named):
    """A mine with its mining licence."""

    licence = models.CharField(max_length=40, db_index=True)
    mineral = models.CharField(max_length=60, blank=True)
    area_km2 = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    holder = models.ForeignKey(RightsHolder, models.PROTECT, null=True, blank=True, related_name="mines")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    scope_organisation = "holder__organisation_id"
    title = N_("Mine")
    facts = ("name", "licence", "mineral", "area_km2", "holder", "unit", "valid_from", "valid_to")

    class Meta:
        ordering = ("name", "pk")


TABLES: dict[str, type[Entry]] = {
    "enterprise": Enterprise,
    "rightsholder": RightsHolder,
    "parcel": Parcel,
    "mine": Mine,
}


class Merge(Row):
    """Two entries of ``table`` became one: ``loser`` points at ``winner``. Enough is kept to undo it."""

    table = models.CharField(max_length=12)
    loser = models.BigIntegerField(db_index=True)
    winner = models.BigIntegerField(db_index=True)
    reason = models.CharField(max_length=200)
    before = EncryptedText()
    """JSON: the winner's facts as they were and became, the former names that moved, who followed."""
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    scope_unit = "unit__path"

    class Meta:
        ordering = ("-merged_at", "-pk")


class KeptApart(Row):
    """Somebody looked and said that two entries of ``table`` are not the same."""

    table = models.CharField(max_length=12)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    said_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "first", "second"), name="kept_apart_once"),)


def resolve(ref: str) -> Entry:
    """The entry that a ref such as ``registry/enterprise/7`` leads to, after all merges; DoesNotExist."""
    _, table, key = ref.split("/")
    found: Entry = TABLES[table].objects.published().select_related("merged_into").get(pk=int(key))
    return found.standing
