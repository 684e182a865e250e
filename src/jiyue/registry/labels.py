"""What the facts of entries are called, and how they are shown."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, DecimalField

from jiyue.engine.messages import N_, translate
from jiyue.foundation.crypto.fields import masked
from jiyue.foundation.ui import figures
from jiyue.registry.models import Entry

LABELS = {
    "name": N_("Name"),
    "credit_code": N_("Unified social credit code"),
    "old_number": N_("Registration number before it (15 digits)"),
    "industry": N_("Industry code"),
    "status": N_("Business status"),
    "unit": N_("Unit"),
    "address": N_("Address"),
    "organisation": N_("Organisation that signs in"),
    "contact": N_("Contact person"),
    "phone": N_("Telephone"),
    "kind": N_("Person or organisation"),
    "id_number": N_("Identity number"),
    "code": N_("Parcel code"),
    "area_m2": N_("Area (m²)"),
    "use": N_("Use"),
    "right": N_("Type of right"),
    "holder": N_("Rights holder"),
    "registered_on": N_("Registered on"),
    "term_end": N_("Term ends on"),
    "licence": N_("Licence number"),
    "mineral": N_("Mineral"),
    "area_km2": N_("Area (km²)"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
}


def label_of(entry: Entry | type[Entry], name: str) -> str:
    """The label of a fact, as a msgid."""
    if name == "name" and entry._meta.model_name == "mine":
        return N_("Name of the mine")
    return LABELS[name]


def shown_fact(entry: Entry, name: str) -> str:
    """A fact as it is shown; sealed ones are masked."""
    value: Any = getattr(entry, name)
    if name in entry.personal:
        return masked(value) if value else figures.DASH
    field = entry._meta.get_field(name)
    if field.choices:
        return translate(dict(field.choices).get(value, "")) or figures.DASH
    if isinstance(field, DecimalField):
        return figures.number(value)
    if isinstance(field, DateField):
        return figures.day(value)
    return figures.DASH if value in (None, "") else str(value)
