"""What is filled in about notices and objections."""

from __future__ import annotations

from typing import Any

from django import forms

from jiyue.engine.messages import N_, translate
from jiyue.foundation.access import Actor
from jiyue.foundation.disclosure.clock import CALENDAR, CLOCKS
from jiyue.foundation.disclosure.models import KINDS
from jiyue.foundation.documents.models import Document
from jiyue.foundation.policy import policy
from jiyue.foundation.ui.deeds import day_field, spoken_choices
from jiyue.foundation.units.models import Unit


class NoticeForm(forms.Form):
    title = forms.CharField(label=N_("Title"), max_length=200)
    kind = forms.ChoiceField(label=N_("Kind"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=N_("Unit"))
    text = forms.CharField(
        label=N_("Text"), widget=forms.Textarea({"rows": 12}), help_text=N_("One paragraph a line.")
    )
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=N_("Document behind it"),
        required=False,
        help_text=N_("The public can read it with the notice."),
    )
    count = forms.IntegerField(label=N_("Length of the period"), min_value=1, max_value=365)
    clock = forms.ChoiceField(label=N_("Counted in"))
    contact = forms.CharField(
        label=N_("Where objections can be handed in besides"),
        max_length=200,
        required=False,
        help_text=N_("Office, telephone and address."),
    )

    def __init__(
        self, actor: Actor, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        usual = {"count": policy("notices.period"), "clock": CALENDAR}
        super().__init__(*args, initial={**usual, **(initial or {})}, **kwargs)
        self.fields["kind"].choices = spoken_choices(KINDS)
        self.fields["clock"].choices = spoken_choices(CLOCKS)[1:]
        self.fields["unit"].queryset = Unit.objects.reached(actor, "notices.draft")
        documents = Document.objects.reached(actor, "documents.read").in_force()
        self.fields["document"].queryset = documents


class StartForm(forms.Form):
    start = day_field(N_("First day of the notice"), help_text=N_("The clock begins on the day after it."))


class ResultForm(forms.Form):
    result = forms.CharField(label=N_("Result"), widget=forms.Textarea({"rows": 4}))


class ObjectionForm(forms.Form):
    """What the public fills in. ``website`` is a trap: people do not see it, programs fill it in."""

    text = forms.CharField(
        label=N_("What do you object to, and why?"),
        max_length=5000,
        widget=forms.Textarea({"rows": 8}),
        help_text=N_("Say what is wrong and what you know it from: place, time, papers."),
    )
    name = forms.CharField(
        label=N_("Your name"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=N_("You may leave it empty. It is kept sealed and never published."),
    )
    contact = forms.CharField(
        label=N_("How we can reach you"),
        max_length=120,
        required=False,
        help_text=N_("Telephone or mail, only for questions. You may leave it empty."),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(translate(N_("This field must stay empty.")))
        return ""


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=N_("Receipt number"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class FindingForm(forms.Form):
    finding = forms.CharField(label=N_("What was found"), widget=forms.Textarea({"rows": 5}))


class AnswerForm(forms.Form):
    upheld = forms.ChoiceField(label=N_("Is the objection right?"))
    text = forms.CharField(
        label=N_("Answer with the reason"),
        widget=forms.Textarea({"rows": 6}),
        help_text=N_("Name nobody: the answer may be published."),
    )
    release = forms.BooleanField(label=N_("Publish objection and answer with the notice"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upheld"].choices = spoken_choices({"yes": N_("yes"), "no": N_("no")})
