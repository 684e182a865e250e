"""What a person fills in about rows of the ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.baseline.areas import OWNERSHIPS, Areas
from jiyue.mechanisms.baseline.classes import LandClass, classifications
from jiyue.mechanisms.baseline.figures import TITLES
from jiyue.mechanisms.baseline.labels import HELP, label_of
from jiyue.mechanisms.baseline.models import BaselineRow, Compensation, Link, Occupation, Statistic, Survey

KINDS = ("province", "prefecture", "county", "town")
"""The kinds of unit whose figures the dictionary asks this room for."""


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.code} {unit.name}"


def _choices(model: type[BaselineRow], name: str, column: Any) -> Mapping[str, str] | None:
    if column.choices:
        return dict(column.choices)
    if name == "classification":
        return {code: found.title() for code, found in classifications().items()}
    if name == "measure" and model is Statistic:
        return TITLES
    return None


def _rows(actor: Actor, model: type[BaselineRow], name: str) -> Any:
    """The rows that a fact which points at a row may choose from; the action says what is out of reach."""
    if model is Link:
        side: type[BaselineRow] = Occupation if name == "occupation" else Compensation
        return side.objects.reached(actor, "baseline.change").living()
    if name == "to_unit":
        return Unit.objects.living().filter(kind__in=KINDS)
    return Unit.objects.reached(actor, "baseline.read").living().filter(kind__in=KINDS)


def field_of(actor: Actor, model: type[BaselineRow], name: str) -> forms.Field:
    """The form field of a fact."""
    column: Any = model._meta.get_field(name)
    said: dict[str, Any] = {
        "label": label_of(model, name),
        "help_text": HELP.get(name, ""),
        "required": not column.blank,
    }
    if isinstance(column, models.ForeignKey):
        kind = UnitField if column.related_model is Unit else forms.ModelChoiceField
        return kind(_rows(actor, model, name), **said)
    if (choices := _choices(model, name, column)) is not None:
        return forms.ChoiceField(choices=spoken_choices(choices), **said)
    if isinstance(column, models.DateField):
        return day_field(**said)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(max_digits=16, decimal_places=4, **said)
    if isinstance(column, models.PositiveIntegerField):
        return forms.IntegerField(min_value=0, max_value=9999, **said)
    return forms.CharField(max_length=column.max_length, **said)


class RowForm(forms.Form):
    """The facts of a new row, or of one that is changed."""

    def __init__(
        self, actor: Actor, model: type[BaselineRow], row: BaselineRow | None, *args: Any, **kwargs: Any
    ) -> None:
        initial = {n: getattr(row, model._meta.get_field(n).attname) for n in model.facts} if row else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for name in model.facts:
            self.fields[name] = field_of(actor, model, name)


class AreasForm(forms.Form):
    """The cells of a survey: a field for each class and ownership, and the land area they must sum to."""

    def __init__(self, survey: Survey, *args: Any) -> None:
        cells = survey.cells
        initial: dict[str, Any] = {"land_area": survey.land_area}
        for code, sides in cells.items():
            initial |= {f"{code}_{side}": area for side, area in sides.items()}
        super().__init__(*args, initial=initial)
        self.survey = survey
        self.fields["land_area"] = self._area(N_("Land area (ha)"))
        for one in survey.classes.classes:
            for side, words in OWNERSHIPS.items():
                field = self._area(words)
                field.widget.attrs["aria-label"] = f"{one.title()} {translate(words)}"
                self.fields[f"{one.code}_{side}"] = field

    @staticmethod
    def _area(label: str) -> forms.DecimalField:
        widget = forms.TextInput({"inputmode": "decimal"})
        return forms.DecimalField(
            label=label, max_digits=16, decimal_places=4, min_value=0, required=False, widget=widget
        )

    def areas(self) -> Areas:
        """What was filled in; an empty cell is not there."""
        found: Areas = {}
        for one in self.survey.classes.classes:
            sides: dict[str, Decimal] = {
                side: area
                for side in OWNERSHIPS
                if (area := self.cleaned_data.get(f"{one.code}_{side}")) is not None
            }
            if sides:
                found[one.code] = sides
        return found

    def rows(self) -> Iterator[tuple[LandClass, bool, list[forms.BoundField]]]:
        """The lines to fill in: a group (True) without fields, or a class with a field for each side."""
        for group in self.survey.classes.groups:
            yield group, True, []
            for one in group.classes:
                yield one, False, [self[f"{one.code}_{side}"] for side in OWNERSHIPS]
