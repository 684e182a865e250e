"""What a person fills in about the rows of the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import Unit
from jiyue.mechanisms.office.models import Line, OfficeRow

YEARS = {"min_value": 1980, "max_value": 2100}
NUMBERS = {"min_value": 1, "max_value": 9999}


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.code} {unit.name}"


def field_of(actor: Actor, model: type[models.Model], name: str) -> forms.Field:
    """The form field of a fact."""
    column: Any = model._meta.get_field(name)
    if name == "unit":
        return UnitField(Unit.objects.reached(actor, "office.change").living(), label=N_("Unit"))
    about: dict[str, Any] = {
        "label": column.verbose_name,
        "required": not column.blank,
        "help_text": column.help_text,
    }
    if isinstance(column, models.ForeignKey):
        rows = column.related_model.objects.reached(actor, "office.read").living()
        return forms.ModelChoiceField(rows.select_related("unit"), **about)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**{**about, "required": False})
    if column.choices:
        choices = spoken_choices(dict(column.choices))
        return forms.ChoiceField(**about, choices=choices[1:] if about["required"] else choices)
    if isinstance(column, models.DateField):
        return day_field(about.pop("label"), **about)
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(**about, **(YEARS if name.endswith("year") else NUMBERS))
    if isinstance(column, models.TextField):
        return forms.CharField(**about, max_length=20000, widget=forms.Textarea({"rows": 6}))
    return forms.CharField(**about, max_length=column.max_length)


class FactsForm(forms.Form):
    """The facts of a row or of a line: a new one, or ``found``."""

    def __init__(
        self,
        actor: Actor,
        model: type[OfficeRow | Line],
        found: OfficeRow | Line | None,
        *args: Any,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        home = Organisation.objects.filter(pk=actor.organisation).values_list("unit", flat=True).first()
        initial: dict[str, Any] = {"unit": home, **(asked or {})}
        if found:
            initial = {n: getattr(found, model._meta.get_field(n).attname) for n in model.facts}
        super().__init__(*args, initial=initial)
        for name in model.facts:
            self.fields[name] = field_of(actor, model, name)
        if found is None and issubclass(model, OfficeRow):
            self.fields["draft"] = forms.BooleanField(
                label=N_("Keep it as a draft"),
                required=False,
                help_text=N_("A draft is submitted later; until then nobody verifies it."),
            )


def asked_for(model: type[OfficeRow], said: Mapping[str, str]) -> dict[str, str]:
    """What an address says about a new row: the row that it is to belong to."""
    return {name: said[name] for name in model.facts if whole_number(said.get(name, "")) is not None}


class DoneForm(forms.Form):
    on = day_field(N_("Done on"))
    what = forms.CharField(label=N_("What was done"), max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()})


class CloseForm(forms.Form):
    on = day_field(N_("Closed off on"))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()})
