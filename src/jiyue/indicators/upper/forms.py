"""What a person fills in about tables of upper levels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from jiyue.engine.index.report_words import unit_words
from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.units.models import Unit
from jiyue.indicators.forms import UnitField, units_for
from jiyue.indicators.labels import Titles
from jiyue.indicators.sheets import COLUMNS
from jiyue.indicators.upper.comparing import ROLES, Export
from jiyue.indicators.upper.models import MANAGE, BlankTable, UpperSystem
from jiyue.indicators.upper.writing import UNITS

MOST_BACK, MOST_DECIMALS, MOST_NAMES = 10, 8, 300
COLUMN_OF = {"figure": "value"}
"""The columns of the workbook of figures by role, where they are called otherwise."""
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


class ExportForm(forms.Form):
    file = forms.FileField(
        label=N_("Export (.xlsx, .xls or .csv)"),
        help_text=N_("One row for each unit, measure and year. It is kept unchanged."),
    )
    system = forms.CharField(
        label=N_("Name of the system"),
        max_length=120,
        help_text=N_("Always the same name: what its columns mean is remembered by it."),
    )
    unit = UnitField(Unit.objects.none(), label=N_("Figures of the unit and all below it"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(actor, MANAGE)


class ColumnsForm(forms.Form):
    """Which heading says what, and which measure each name of the export is; empty leaves a name out.

    The names are asked for once it is known which column holds them: ``named`` says for which one they were.
    """

    named = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, export: Export, system: UpperSystem, data: QueryDict | None = None, *args: Any, **kwargs: Any
    ) -> None:
        headings = {role: _guess(role, export, system) for role in ROLES}
        heading = data.get("measure", "") if data is not None else headings["measure"]
        self.said = _said_names(export, heading)
        titles = Titles()
        by_title = {title: code for code, title in titles.items()} | {code: code for code in titles}
        guesses = {f"name_{i}": system.names.get(n) or by_title.get(n, "") for i, n in enumerate(self.said)}
        self.unseen = data is not None and bool(self.said) and data.get("named") != heading
        if data is not None and self.unseen:
            data = data.copy()
            data["named"] = heading
            for name, code in guesses.items():
                data[name] = code
        super().__init__(data, *args, initial={**headings, **guesses, "named": heading}, **kwargs)
        offered = [("", "—"), *((said, said) for said in dict.fromkeys(export.headings) if said)]
        for role, words in ROLES.items():
            self.fields[role] = forms.ChoiceField(label=words, choices=offered)
        for number, name in enumerate(self.said):
            choices = [("", "—"), *titles.items()]
            self.fields[f"name_{number}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        if self.unseen:
            words = N_("Look at the names below: which measure is each of them? Then send it once more.")
            raise forms.ValidationError(translate(words))
        given: dict[str, Any] = super().clean() or self.cleaned_data
        return given

    def columns(self) -> dict[str, str]:
        return {role: self.cleaned_data[role] for role in ROLES}

    def names(self) -> dict[str, str]:
        chosen = {name: self.cleaned_data[f"name_{i}"] for i, name in enumerate(self.said)}
        return {name: code for name, code in chosen.items() if code}


def _guess(role: str, export: Export, system: UpperSystem) -> str:
    """The heading of a role: as remembered, else one that the workbook of figures knows as well."""
    remembered = system.columns.get(role, "")
    if remembered in export.headings:
        return str(remembered)
    known = next(column.titles for column in COLUMNS if column.name == COLUMN_OF.get(role, role))
    return next((said for said in export.headings if said in known), "")


def _said_names(export: Export, heading: str) -> list[str]:
    """The names in the column of measures."""
    if not heading or heading not in export.headings:
        return []
    place = export.headings.index(heading)
    found = dict.fromkeys(cells[place] for _, cells in export.rows if place < len(cells) and cells[place])
    return list(found)[:MOST_NAMES]
