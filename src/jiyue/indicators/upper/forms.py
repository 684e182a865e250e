"""What a person fills in about tables of upper levels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.units.models import Unit
from jiyue.indicators.forms import UnitField, units_for
from jiyue.indicators.labels import Titles
from jiyue.indicators.upper.models import MANAGE, BlankTable
from jiyue.indicators.upper.writing import UNITS

MOST_BACK, MOST_DECIMALS = 10, 8
OWN_UNIT = N_("the unit that the table is filled for")


class TableForm(forms.Form):
    file = forms.FileField(
        label=N_("Blank table (.xlsx)"),
        help_text=N_("As the upper level sent it. It is kept unchanged; filled copies keep its format."),
    )
    title = forms.CharField(label=N_("Name of the table"), max_length=120)
    issuer = forms.CharField(label=N_("Who asks for it"), max_length=120, required=False)
    unit = UnitField(Unit.objects.none(), label=N_("For the unit and all below it"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, MANAGE)


class BindForm(forms.Form):
    """One cell and what belongs into it."""

    sheet = forms.ChoiceField(label=N_("Sheet"))
    cell = forms.CharField(label=N_("Cell"), max_length=10, help_text=N_("Such as C7, or choose it below."))
    measure = forms.ChoiceField(label=N_("Measure"))
    unit = UnitField(
        Unit.objects.none(),
        label=N_("Of which unit"),
        required=False,
    )
    back = forms.TypedChoiceField(label=N_("Of which year"), coerce=int, initial=0)
    as_unit = forms.ChoiceField(label=N_("Written in"), required=False)
    decimals = forms.IntegerField(
        label=N_("Decimals"),
        min_value=0,
        max_value=MOST_DECIMALS,
        required=False,
        help_text=N_("Empty for all that the figure has."),
    )

    def __init__(self, table: BlankTable, sheets: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]
        self.fields["measure"].choices = [("", "—"), *Titles().items()]
        units = Unit.objects.below(table.unit).living().exclude(kind="village")
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = translate(OWN_UNIT)
        self.fields["back"].choices = [(n, year_words(n)) for n in range(MOST_BACK + 1)]
        kept = translate(N_("as the measure is kept"))
        self.fields["as_unit"].choices = [("", kept), *((code, unit_words(code)) for code in UNITS)]


def year_words(back: int) -> str:
    """The year of a bound cell in words."""
    if not back:
        return translate(N_("the year that the table is filled for"))
    return translate(N_("{count} years before"), {"count": back})


class FillForm(forms.Form):
    unit = UnitField(Unit.objects.none(), label=N_("Filled for the unit"))
    year = forms.IntegerField(label=N_("Year"), min_value=1980, max_value=2100)

    def __init__(self, actor: Actor, table: BlankTable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, MANAGE).filter(path__startswith=table.unit.path)
        self.initial.setdefault("year", timezone.localdate().year - 1)
