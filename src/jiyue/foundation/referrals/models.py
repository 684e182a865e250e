"""Matters that one room hands to another, and the answer that comes back."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models

from jiyue.engine.messages import N_
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

SENT, TAKEN, ANSWERED, RETURNED = "sent", "taken", "answered", "returned"
STATES = {
    SENT: N_("handed over"),
    TAKEN: N_("taken up"),
    ANSWERED: N_("answered"),
    RETURNED: N_("returned"),
}
LAMPS = {SENT: "bad", TAKEN: "mind", ANSWERED: "good", RETURNED: "idle"}
STILL_OPEN = (SENT, TAKEN)


class ReferralRows(Rows):
    def waiting_for(self, room: str) -> Self:
        """What a room has to take up or to answer, the most urgent first."""
        rows = self.filter(to_room=room, state__in=STILL_OPEN)
        return rows.order_by(models.F("deadline").asc(nulls_last=True), "pk")

    def sent_by_room(self, room: str) -> Self:
        return self.filter(from_room=room)

    def about_ref(self, ref: str) -> Self:
        return self.filter(about=ref)

    def still_open(self) -> Self:
        return self.filter(state__in=STILL_OPEN)

    def overdue(self, on: date) -> Self:
        return self.still_open().filter(deadline__lt=on)


class Referral(Row):
    """A matter on its way: from a room, to a room, about a row, with evidence."""

    from_room = models.CharField(max_length=20)
    to_room = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=40)
    """What it is, in the words of the receiving room, such as ``clue``."""
    what = models.TextField()
    about = models.CharField(max_length=120, blank=True, db_index=True)
    """The row of the sending room (its ref)."""
    evidence = models.JSONField(default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Whose people sent it."""
    deadline = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=SENT)
    sent_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    """What came of it, or why it was returned."""
    answer_about = models.CharField(max_length=120, blank=True)
    """The row of the receiving room that it became."""
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    objects: Any = ReferralRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.what[:60]
