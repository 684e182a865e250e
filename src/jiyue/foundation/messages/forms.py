"""Writing a message by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.people.models import Account


class MessageForm(forms.Form):
    account = forms.ModelChoiceField(Account.objects.none(), label=N_("To whom"))
    subject = forms.CharField(label=N_("In one sentence"), max_length=200)
    text = forms.CharField(label=N_("Text"), required=False, widget=forms.Textarea({"rows": 8}))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Account.objects.reached(actor, "messages.send").living()
        self.fields["account"].queryset = rows.exclude(pk=actor.account)
