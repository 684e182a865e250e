"""What the facts of rows are called, and how they are shown."""

from __future__ import annotations

from typing import Any

from django.db.models import DateField, DecimalField

from jiyue.engine.messages import N_, translate
from jiyue.foundation.ui import figures
from jiyue.mechanisms.baseline.classes import classifications
from jiyue.mechanisms.baseline.figures import GROWTH, TITLES, VINTAGES
from jiyue.mechanisms.baseline.models import BaselineRow, Statistic, table_of

LABELS = {
    "unit": N_("Unit"),
    "year": N_("Year"),
    "classification": N_("Land classification"),
    "land_area": N_("Land area (ha)"),
    "new_construction": N_("New construction land in the year (ha)"),
    "new_urban_rural": N_("Of it urban-rural construction land (ha)"),
    "document": N_("Source document"),
    "measure": N_("Which figure"),
    "vintage": N_("Vintage"),
    "figure": N_("Value"),
    "price_base": N_("Price base (year)"),
    "note": N_("Note"),
    "basis": N_("Basis"),
    "area": N_("Area (ha)"),
    "year_from": N_("From year"),
    "year_to": N_("To year"),
    "document_number": N_("Document number"),
    "dated": N_("Dated"),
    "name": N_("Project"),
    "number": N_("Number of the paper"),
    "approved_on": N_("Approved on"),
    "exempt": N_("Freed from the duty by"),
    "works": N_("Kind of works"),
    "accepted_on": N_("Accepted on"),
    "occupation": N_("Occupation of cultivated land"),
    "compensation": N_("Compensation project"),
    "to_unit": N_("To unit"),
    "on": N_("On"),
}
WORDS = {"measure": TITLES, "vintage": VINTAGES}
"""What codes that rows keep are called."""
HELP = {
    "classification": N_("The classes that the survey of that year was made in."),
    "new_construction": N_("Gross: what the change survey moved into construction land, lawful or not."),
    "figure": N_(
        "As the document prints it, in the unit of the dictionary: money in 10 000 yuan, growth in %."
    ),
    "price_base": N_("Only for GDP at constant prices: the year on whose prices it stands."),
    "exempt": N_("The rule that frees the project from compensation; leave it empty where there is a duty."),
}


def label_of(model: type[BaselineRow], name: str) -> str:
    """The label of a fact, as a msgid."""
    if table_of(model) == "target" and name == "measure":
        return N_("Target")
    if table_of(model) == "boundarychange" and name == "unit":
        return N_("From unit")
    return LABELS[name]


def shown_fact(row: BaselineRow, name: str) -> str:
    """A fact as it is shown."""
    value: Any = getattr(row, name)
    field: Any = row._meta.get_field(name)
    if field.choices:
        return translate(dict(field.choices).get(value, "")) or figures.DASH
    if name == "classification":
        return classifications()[value].title()
    if name == "measure":
        return TITLES.get(value, value)
    if name == "figure" and isinstance(row, Statistic):
        return f"{value}%" if row.measure == GROWTH else figures.number(value)
    if isinstance(field, DecimalField):
        return figures.number(value, 4)
    if isinstance(field, DateField):
        return figures.day(value)
    return figures.DASH if value in (None, "") else str(value)
