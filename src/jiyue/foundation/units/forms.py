"""What a person fills in about units."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import BECAME, COUNTY_TYPES, KINDS, Unit

ABOVE = ("province", "prefecture", "county", "town")
MOST_SUCCESSORS = 6
ENDS = ("split", "merged", "abolished")
SOURCE = N_("Document")
SOURCE_HELP = N_("Number and title of the approval, such as a reply of the State Council.")


class UnitChoice(forms.ModelChoiceField):
    """A unit that exists and that the actor may maintain."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def reach(self, actor: Actor, kinds: tuple[str, ...] = ABOVE) -> None:
        self.queryset = Unit.objects.reached(actor, "units.manage").living().filter(kind__in=kinds)

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.code} {unit.name}"


class LoadForm(forms.Form):
    under = forms.CharField(
        label=N_("Division code"),
        max_length=6,
        help_text=N_(
            "First digits of a province, prefecture or county, such as 3204; its ancestors come along."
        ),
    )
    down_to = forms.ChoiceField(label=N_("Down to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["down_to"].choices = [(k, translate(KINDS[k])) for k in ("town", "county", "village")]


class AddForm(forms.Form):
    kind = forms.ChoiceField(label=N_("Kind"))
    code = forms.CharField(
        label=N_("Division code"), max_length=24, help_text=N_("For a zone, the code of its approval.")
    )
    name = forms.CharField(label=N_("Name"), max_length=80)
    parent = UnitChoice(label=N_("Belongs to"))
    county_type = forms.ChoiceField(label=N_("County type"), required=False)
    valid_from = day_field(N_("Exists since"), required=False)
    source = forms.CharField(label=SOURCE, max_length=200, required=False, help_text=SOURCE_HELP)
    sample = forms.BooleanField(
        label=N_("An invented unit, for practice"),
        required=False,
        help_text=N_("Its pages are marked as sample data, and so are those of all units below it."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ("zone", "cluster", "village", "town", "county", "prefecture", "province")
        self.fields["kind"].choices = [(k, translate(KINDS[k])) for k in kinds]
        self.fields["county_type"].choices = spoken_choices(COUNTY_TYPES)
        self.fields["parent"].reach(actor)
        self.fields["parent"].required = not actor.limits("units.manage").everything


class ChangeForm(forms.Form):
    parent = UnitChoice(label=N_("Belongs to"), required=False)
    county_type = forms.ChoiceField(label=N_("County type"), required=False)

    def __init__(self, actor: Actor, unit: Unit, *args: Any, **kwargs: Any) -> None:
        initial = {"parent": unit.parent_id, "county_type": unit.county_type}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["parent"].reach(actor)
        if unit.parent and not self.fields["parent"].queryset.filter(pk=unit.parent_id).exists():
            del self.fields["parent"]
        if unit.kind == "county":
            self.fields["county_type"].choices = spoken_choices(COUNTY_TYPES)
        else:
            del self.fields["county_type"]


class CodeForm(forms.Form):
    """Another name, another code, or both, from a day on."""

    code = forms.CharField(label=N_("Division code"), max_length=24)
    name = forms.CharField(label=N_("Name"), max_length=80)
    on = day_field(N_("From this day on"))
    source = forms.CharField(label=SOURCE, max_length=200, required=False, help_text=SOURCE_HELP)


class CloseForm(forms.Form):
    on = day_field(N_("First day on which it no longer exists"))
    source = forms.CharField(label=SOURCE, max_length=200, help_text=SOURCE_HELP)


class SucceedForm(forms.Form):
    """What a unit became: up to six units, each with its share."""

    became = forms.ChoiceField(label=N_("Kind of change"))
    on = day_field(N_("On this day"))
    source = forms.CharField(label=SOURCE, max_length=200, required=False, help_text=SOURCE_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["became"].choices = [(k, translate(BECAME[k])) for k in ENDS]
        for i in range(1, MOST_SUCCESSORS + 1):
            label = translate(N_("Code of successor {number}"), {"number": i})
            self.fields[f"after_{i}"] = forms.CharField(label=label, max_length=24, required=i == 1)
            label = translate(N_("Share of successor {number} (%)"), {"number": i})
            self.fields[f"share_{i}"] = forms.DecimalField(
                label=label, max_digits=9, decimal_places=4, min_value=0, max_value=100, required=False
            )
        for name in self.fields:
            if name.startswith(("after_", "share_")):
                self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    def plain(self) -> list[Any]:
        """The fields that stand once."""
        return [field for field in self if not field.name.startswith(("after_", "share_"))]

    def rows(self) -> list[tuple[int, Any, Any]]:
        """The number, code and share of each successor."""
        return [(i, self[f"after_{i}"], self[f"share_{i}"]) for i in range(1, MOST_SUCCESSORS + 1)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        after: list[tuple[Unit, Decimal | None]] = []
        for i in range(1, MOST_SUCCESSORS + 1):
            code, share = given.get(f"after_{i}"), given.get(f"share_{i}")
            if not code:
                continue
            unit = Unit.objects.living().filter(code=code).order_by("-kind").first()
            if unit is None:
                self.add_error(
                    f"after_{i}", ValidationError(translate(N_("No unit that exists has this code.")))
                )
                continue
            after.append((unit, None if share is None else share / 100))
        given["after"] = after
        return given
