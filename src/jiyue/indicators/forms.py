"""What a person fills in about values, frameworks and evaluations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import COUNTY_TYPES, Unit
from jiyue.indicators.labels import Titles
from jiyue.indicators.models import (
    DONE,
    DRAFT,
    FINAL,
    PUBLISHED,
    PURPOSES,
    REVIEW,
    SELF,
    TRIAL,
    VINTAGES,
    Evaluation,
    FrameworkVersion,
)

BETWEEN = dict.fromkeys(map(ord, " ,\uff0c\u2009\u00a0"))
"""What people put between thousands."""
CONFIRMED = {
    "standard": N_("Standard line"),
    "excellence": N_("Excellence line"),
    "ideal": N_("Ideal value"),
    "weights": N_("Weights"),
    "formula": N_("Formula"),
}
OWN_TYPE = "own"
VARIANTS = {OWN_TYPE: N_("each unit by its own type"), **COUNTY_TYPES}


class UnitField(forms.ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.code} {unit.name}"


def units_for(actor: Actor, permission: str) -> Any:
    """The units of a form: those that the permission reaches, and for departments those of their own unit."""
    limits = actor.limits(permission)
    rows = Unit.objects.reached(actor, permission)
    if limits.organisations:
        for organisation in Organisation.objects.select_related("unit").filter(pk__in=limits.organisations):
            rows = rows | Unit.objects.below(organisation.unit)
    return rows.living().exclude(kind="village")


class FigureForm(forms.Form):
    """One figure; leave it empty when it is not known, and write nothing instead of 0."""

    figure = forms.CharField(
        label=N_("Figure"),
        max_length=60,
        help_text=N_("Exactly as in the paper. A figure that nobody knows is not entered, and is never 0."),
    )
    vintage = forms.ChoiceField(label=N_("Vintage"), initial=FINAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vintage"].choices = spoken_choices(VINTAGES)[1:]

    def clean_figure(self) -> str:
        said: str = self.cleaned_data["figure"]
        return said.translate(BETWEEN)


class ReasonedFigureForm(FigureForm):
    reason = forms.CharField(label=N_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class ValueForm(FigureForm):
    unit = UnitField(Unit.objects.none(), label=N_("Unit"))
    measure = forms.ChoiceField(label=N_("Measure"))
    period = forms.CharField(label=N_("Period"), max_length=8, help_text=N_("Such as 2025."))
    field_order = ("unit", "measure", "period", "figure", "vintage")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, "values.enter")
        self.fields["measure"].choices = [("", "—"), *Titles().items()]


class VerifyAllForm(forms.Form):
    unit = UnitField(Unit.objects.none(), label=N_("Figures of the unit and all below it"))
    period = forms.CharField(label=N_("Period"), max_length=8, required=False, help_text=N_("Empty for all."))
    measure = forms.ChoiceField(label=N_("Measure"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, "values.verify")
        self.fields["measure"].choices = [("", "—"), *Titles().items()]


class DraftForm(forms.Form):
    unit = UnitField(Unit.objects.none(), label=N_("Framework of the unit"))
    version = forms.CharField(label=N_("Version"), max_length=40, help_text=N_("Such as 2026 or 2026-trial."))
    note = forms.CharField(label=N_("What is to change, and why"), max_length=300, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, "frameworks.manage")


class TableForm(forms.Form):
    file = forms.FileField(
        label=N_("Table"),
        help_text=N_("YAML, csv or xlsx as this page gives it out; it replaces all indicators."),
    )


class IndicatorForm(forms.Form):
    """The fields of one indicator that a form changes; weights by variant."""

    zh = forms.CharField(label=N_("Name"), max_length=120, required=False)
    formula = forms.CharField(label=N_("Formula"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    standard = forms.CharField(label=N_("Standard line"), max_length=500, required=False)
    excellence = forms.CharField(label=N_("Excellence line"), max_length=500, required=False)
    ideal = forms.CharField(label=N_("Ideal value"), max_length=500, required=False)
    decimals = forms.CharField(label=N_("Decimals"), max_length=2, required=False)
    owner = forms.CharField(label=N_("Who delivers it"), max_length=120, required=False)
    source = forms.CharField(label=N_("Source of the figures"), max_length=500, required=False)
    note = forms.CharField(label=N_("Note"), max_length=500, required=False)

    def __init__(self, indicator: dict[str, Any], variants: list[str], *args: Any, **kwargs: Any) -> None:
        initial = {name: indicator.get(name, "") for name in self.base_fields}
        initial["source"] = indicator.get("source_zh") or initial["source"]
        weights = indicator.get("weights") or {}
        initial |= {f"weight_{v}": weights.get(v, "") for v in variants}
        super().__init__(*args, initial=initial, **kwargs)
        self.variants = variants
        for variant in variants:
            label = VARIANTS.get(variant, variant) if variant else N_("Weight")
            field = forms.CharField(label=label, max_length=20, required=False)
            field.help_text = N_("Weight in this variant") if variant else ""
            self.fields[f"weight_{variant}"] = field

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        weights = {variant: given[f"weight_{variant}"] for variant in self.variants}
        return {"weights": weights, **{name: given[name] for name in self.base_fields}}


class EvaluationForm(forms.Form):
    framework = forms.ModelChoiceField(FrameworkVersion.objects.none(), label=N_("Framework"))
    unit = UnitField(Unit.objects.none(), label=N_("Units below"))
    year = forms.IntegerField(label=N_("Year"), min_value=1980, max_value=2100)
    purpose = forms.ChoiceField(label=N_("Purpose"))
    parent = forms.ModelChoiceField(
        Evaluation.objects.none(),
        label=N_("Self-check that is reviewed"),
        required=False,
        help_text=N_("Only for a review: it stands beside this self-check."),
    )
    variant = forms.ChoiceField(label=N_("Weights"), initial=OWN_TYPE)
    as_of = day_field(N_("Ledgers as of"), required=False, help_text=N_("Empty for today."))
    title = forms.CharField(label=N_("Title"), max_length=120, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, "evaluations.run").exclude(kind="town")
        frameworks = FrameworkVersion.objects.reached(actor, "indicators.read")
        self.fields["framework"].queryset = frameworks.filter(state__in=(PUBLISHED, DRAFT))
        checks = Evaluation.objects.reached(actor, "indicators.read")
        self.fields["parent"].queryset = checks.filter(purpose=SELF, state=DONE)
        self.fields["purpose"].choices = spoken_choices(PURPOSES)[1:]
        self.fields["variant"].choices = spoken_choices(VARIANTS)[1:]
        self.initial.setdefault("year", timezone.localdate().year - 1)
        self.initial.setdefault("purpose", TRIAL)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("purpose") != REVIEW:
            given["parent"] = None
        return given


class ConfirmForm(forms.Form):
    unit = UnitField(Unit.objects.none(), label=N_("Confirmed for the unit"))
    field = forms.ChoiceField(label=N_("What is confirmed"))
    evidence = forms.ModelChoiceField(
        Evidence.objects.none(), label=N_("Document"), help_text=N_("Add it under evidence first.")
    )
    page = forms.IntegerField(label=N_("Page"), min_value=1, max_value=100_000, required=False)
    note = forms.CharField(label=N_("Note"), max_length=300, required=False)

    def __init__(self, actor: Actor, proofs: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, "frameworks.manage")
        self.fields["field"].choices = spoken_choices(CONFIRMED)[1:]
        self.fields["evidence"].queryset = proofs
