"""What a person fills in about duties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.duties.figures import MEASURES, days_after
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.periods import FREQUENCIES, Frequency
from jiyue.foundation.ui.deeds import day_field
from jiyue.foundation.units.models import Unit


class ArrangeForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=N_("Who owes it"))
    measures = forms.MultipleChoiceField(label=N_("Measures"), help_text=N_("Several with Ctrl."))
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=N_("For which units"), help_text=N_("Several with Ctrl.")
    )
    frequency = forms.ChoiceField(label=N_("How often"))
    year = forms.IntegerField(label=N_("Year"), min_value=1980, max_value=2100)
    days = forms.IntegerField(
        label=N_("Days after the end of the period"), min_value=0, max_value=366, required=False
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": timezone.localdate().year}, **kwargs)
        units = Unit.objects.reached(actor, "duties.manage").living()
        self.fields["units"].queryset = units.exclude(kind="village")
        rows = Organisation.objects.filter(closed_on=None, unit__in=units)
        self.fields["organisation"].queryset = rows
        self.fields["measures"].choices = list(MEASURES.items())
        self.fields["frequency"].choices = [(k, translate(words)) for k, words in FREQUENCIES.items()]
        usual = {"year": days_after("year"), "quarter": days_after("quarter"), "month": days_after("month")}
        self.fields["days"].help_text = translate(
            N_("Empty for the usual: {year} after a year, {quarter} after a quarter, {month} after a month."),
            usual,
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("days") is None and (frequency := given.get("frequency")):
            known: Frequency = frequency
            given["days"] = days_after(known)
        return given


class RepeatForm(forms.Form):
    year = forms.IntegerField(label=N_("Year to arrange"), min_value=1981, max_value=2100)


class MarkForm(forms.Form):
    on = day_field(N_("Handed in on"))
    note = forms.CharField(label=N_("Note"), max_length=200, required=False)


class UrgeForm(forms.Form):
    text = forms.CharField(
        label=N_("What you say to them"),
        max_length=200,
        help_text=N_("Stands in the inbox of those who owe the figure until it is handed in."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=N_("Reason"), max_length=200)


class PostponeForm(ReasonForm):
    due = day_field(N_("New due day"))
    field_order = ("due", "reason")
