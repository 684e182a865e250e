"""Forms of evidence and sheets. Labels are msgids; choices are said in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.files.actions import Description
from jiyue.foundation.files.kinds import KINDS
from jiyue.foundation.files.limits import limit
from jiyue.foundation.files.models import CLASSES, Evidence
from jiyue.foundation.people.models import Organisation
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import Unit

PERCENT = Decimal(100)
PERMANENT = "permanent"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """One file or several."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in given]


def accepted() -> str:
    """What a file field offers to choose."""
    return ",".join(ending for kind in KINDS.values() for ending in kind.endings)


def periods(kept: str = "") -> list[tuple[str, str]]:
    """Retention periods to choose from, with the one that is ``kept`` now."""
    years = {limit("retention_short"), limit("retention_long")} | ({int(kept)} if kept.isdigit() else set())
    said = [(str(n), translate(N_("{years} years"), {"years": n})) for n in sorted(years)]
    return [*said, (PERMANENT, translate(N_("permanent")))]


def years_of(chosen: str) -> int | None:
    return None if chosen == PERMANENT else int(chosen)


class DescriptionForm(forms.Form):
    """What people say about evidence."""

    title = forms.CharField(label=N_("Title"), max_length=200)
    issuer = forms.CharField(
        label=N_("Issued by"),
        max_length=120,
        required=False,
        help_text=N_("The office or firm that made the paper, such as the statistics bureau."),
    )
    dated = day_field(N_("Date of the paper"), required=False)
    period = forms.CharField(
        label=N_("Period that it speaks about"),
        max_length=40,
        required=False,
        help_text=N_("Such as 2025, 2025 Q1 or 2025-03."),
    )
    organisation = forms.ModelChoiceField(label=N_("Owner"), queryset=Organisation.objects.none())
    unit = forms.ModelChoiceField(label=N_("Unit that it is about"), queryset=Unit.objects.none())
    classification = forms.ChoiceField(
        label=N_("Classification"), help_text=N_("State secrets must not be kept in this program.")
    )
    retention = forms.ChoiceField(label=N_("Retention"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Organisation.objects.reached(actor, "evidence.add").filter(closed_on=None)
        self.fields["organisation"].queryset = owners
        self.fields["unit"].queryset = units_of(actor, owners)
        self.fields["classification"].choices = spoken_choices(CLASSES)[1:]
        self.fields["retention"].choices = periods(self.initial.get("retention", ""))

    def said(self, title: str = "") -> Description:
        """The clean data; ``title`` stands in where none was given."""
        given = self.cleaned_data
        return Description(
            title=given["title"] or title,
            issuer=given["issuer"],
            dated=given["dated"],
            period=given["period"],
            organisation=given["organisation"],
            unit=given["unit"],
            classification=given["classification"],
            retain_years=years_of(given["retention"]),
        )


def units_of(actor: Actor, owners: QuerySet[Any]) -> QuerySet[Any]:
    """Units that the actor may add evidence about: those reached, and those of the organisations."""
    reached = Unit.objects.reached(actor, "evidence.add").values("pk")
    return Unit.objects.filter(Q(pk__in=reached) | Q(pk__in=owners.values("unit"))).order_by("code", "pk")


def usual(actor: Actor) -> dict[str, Any]:
    """What the fields hold before anybody fills them in."""
    own = Organisation.objects.filter(pk=actor.organisation).first()
    return {
        "organisation": own,
        "unit": own and own.unit_id,
        "classification": "internal",
        "retention": str(limit("retention_short")),
    }


def described(evidence: Evidence) -> Mapping[str, Any]:
    names = ("title", "issuer", "dated", "period", "organisation", "unit", "classification")
    years = evidence.retain_years
    retention = PERMANENT if years is None else str(years)
    return {**{name: getattr(evidence, name) for name in names}, "retention": retention}


class AddForm(DescriptionForm):
    """Several files with what they have in common."""

    files = ManyFiles(
        label=N_("Files"),
        help_text=N_(
            "PDF, OFD, pictures, Excel, Word, text, zip or MP4; several at once if they belong together."
        ),
    )
    forwarded = forms.BooleanField(
        label=N_("Forwarded, for example from a chat group: a second person must confirm it"), required=False
    )
    ref = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    label = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    field_order = ("files", "title")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = N_("Left empty, each file takes its own name.")
        self.fields["files"].widget.attrs["accept"] = accepted()


class ScanForm(forms.Form):
    """A stamped copy that comes back."""

    file = forms.FileField(
        label=N_("Scan"), help_text=N_("PDF, JPEG, PNG or TIFF, whole pages, 200 to 300 dots per inch.")
    )
    code = forms.CharField(
        label=N_("Sheet code"),
        max_length=40,
        required=False,
        help_text=N_(
            "Only when the square code cannot be read: the twelve signs beside it. "
            "A second person then confirms."
        ),
    )
    retention = forms.ChoiceField(label=N_("Retention"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retention"].choices = periods()
        self.fields["file"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp"


class LinkForm(forms.Form):
    ref = forms.CharField(max_length=120)
    label = forms.CharField(max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=N_("Reason"), max_length=300, help_text=N_("It stays readable with the evidence.")
    )


def share(label: str, value: str) -> forms.DecimalField:
    """A share of the page in per cent."""
    box = forms.NumberInput({"step": "0.1", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=PERCENT, max_digits=7, decimal_places=4, widget=box, initial=value
    )


class BoxForm(forms.Form):
    """A passage: a page and a box in per cent of it."""

    page = forms.IntegerField(label=N_("Page"), min_value=1)
    left = share(N_("Left %"), "10")
    top = share(N_("Top %"), "10")
    width = share(N_("Width %"), "40")
    height = share(N_("Height %"), "10")
    note = forms.CharField(label=N_("What it says"), max_length=300, required=False)

    def box(self) -> dict[str, Any]:
        """Exact fractions of the page."""
        given = self.cleaned_data
        return {name: given[name] / PERCENT for name in ("left", "top", "width", "height")}
