"""What a person fills in about entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.crypto.fields import EncryptedText
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.ui.asking import whole_number
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import Unit
from jiyue.registry.labels import label_of, shown_fact
from jiyue.registry.models import TABLES, Entry, RightsHolder

OURS, THEIRS = "ours", "theirs"


class HolderField(forms.CharField):
    """A rights holder, by its name or by the number of its entry."""

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(
            help_text=N_("Its name as entered under rights holders, or # and the number of its entry."),
            **kwargs,
        )
        self.rows = RightsHolder.objects.reached(actor, "registry.read").living()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            found = RightsHolder.objects.filter(pk=value).first()
            return found.name if found and self.rows.filter(name=found.name).count() == 1 else f"#{value}"
        return value

    def clean(self, value: Any) -> RightsHolder | None:
        said = super().clean(value).strip()
        if not said:
            return None
        number = whole_number(said.removeprefix("#")) if said.startswith("#") else None
        rows = None if number is None else self.rows.filter(pk=number)
        found = list((self.rows.filter(name=said) if rows is None else rows)[:2])
        if len(found) == 1:
            return found[0]
        no_one, several = (
            N_("No rights holder has this name or number."),
            N_("Several have this name: give #."),
        )
        raise ValidationError(translate(several if found else no_one))


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.code} {unit.name}"


def _field(actor: Actor, model: type[Entry], name: str) -> forms.Field:
    """The form field of a fact."""
    column: Any = model._meta.get_field(name)
    label, needed = label_of(model, name), not column.blank
    units = Unit.objects.reached(actor, "registry.change").living()
    if name == "unit":
        return UnitField(units, label=label)
    if name == "organisation":
        rows = Organisation.objects.filter(closed_on=None, unit__in=units)
        return forms.ModelChoiceField(rows, label=label, required=False)
    if name == "holder":
        return HolderField(actor, label=label, required=False)
    if column.choices:
        choices = spoken_choices(dict(column.choices))
        return forms.ChoiceField(label=label, required=needed, choices=choices[1:] if needed else choices)
    if isinstance(column, models.DateField):
        return day_field(label, required=False)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(
            label=label,
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            required=False,
        )
    length = None if isinstance(column, EncryptedText) else column.max_length
    return forms.CharField(label=label, max_length=length, required=needed)


class EntryForm(forms.Form):
    """The facts of a new entry, or of one that is changed."""

    def __init__(self, actor: Actor, table: str, entry: Entry | None, *args: Any, **kwargs: Any) -> None:
        model = TABLES[table]
        self.entry = entry
        initial = {}
        if entry:
            names = [n for n in model.facts if n not in model.personal]
            initial = {n: getattr(entry, model._meta.get_field(n).attname) for n in names}
        super().__init__(*args, initial=initial, **kwargs)
        for name in model.facts:
            self.fields[name] = _field(actor, model, name)
            if entry and name in model.personal and getattr(entry, name):
                self.fields[name].help_text = N_("Leave it empty to keep what is there.")
        if table == "enterprise" and entry:
            self.fields["renamed_on"] = day_field(
                N_("Name changed on"),
                required=False,
                help_text=N_("The old name becomes a former name; leave it empty to correct a mistake."),
            )
        if "credit_code" in model.facts:
            self.fields["as_printed"] = forms.BooleanField(
                label=N_("The licence shows exactly this code"),
                required=False,
                help_text=N_(
                    "Only when the check character is refused and you compared it with the licence."
                ),
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.entry:
            kept = [n for n in self.entry.personal if not given.get(n)]
            given = {name: value for name, value in given.items() if name not in kept}
        return given


class ReasonForm(forms.Form):
    reason = forms.CharField(label=N_("Reason"), max_length=200)


class CloseForm(ReasonForm):
    on = day_field(N_("Ended on"))
    field_order = ("on", "reason")


class MergeForm(ReasonForm):
    """For each fact that differs: keep ours, or take theirs."""

    def __init__(self, rows: list[tuple[str, Any, Any]], winner: Entry, loser: Entry, *args: Any) -> None:
        super().__init__(*args)
        for name, ours, _ in rows:
            choices = [(OURS, shown_fact(winner, name)), (THEIRS, shown_fact(loser, name))]
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=label_of(winner, name),
                choices=choices,
                widget=forms.RadioSelect,
                initial=OURS if ours not in (None, "") else THEIRS,
            )

    def taken(self) -> list[str]:
        given = self.cleaned_data.items()
        return [name.removeprefix("take_") for name, value in given if value == THEIRS]

    def sides(self) -> list[tuple[str, Any, Any]]:
        """Each fact that differs with its two radio buttons."""
        fields = [self[name] for name in self.fields if name.startswith("take_")]
        return [(field, *field.subwidgets) for field in fields]
