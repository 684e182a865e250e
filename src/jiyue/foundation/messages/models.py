"""Messages inside the house, who has read them, and what leaves the house for mail and webhooks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from jiyue.engine.messages import N_, translate
from jiyue.foundation.people.models import Account, Grant, Post, now_in
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

UNREAD, READ = "unread", "read"
READ_STATES = {UNREAD: N_("unread"), READ: N_("read")}


class MessageRows(Rows):
    def to(self, account: int, on: date) -> Self:
        """Messages to an account, to the posts it holds on a day, or to its roles in their units."""
        posts = Post.objects.filter(now_in(on, "holdings__"), holdings__account=account)
        grants = Grant.objects.filter(now_in(on)).filter(
            now_in(on, "post__holdings__"), post__holdings__account=account, post__closed_on=None
        )
        role_there = Exists(grants.filter(role=OuterRef("role"), unit=OuterRef("unit")))
        return self.filter(Q(account=account) | Q(post__in=posts.values("pk")) | role_there)

    def with_reading(self, account: int) -> Self:
        """With ``reading``: read or unread by ``account``."""
        seen = MessageRead.objects.filter(message=OuterRef("pk"), account=account)
        return self.annotate(reading=Case(When(Exists(seen), then=Value(READ)), default=Value(UNREAD)))

    def unread(self, account: int, on: date) -> Self:
        return self.to(account, on).exclude(readings__account=account)


class Plainly(DjangoJSONEncoder):
    """Writes Chinese as it is, so that SQLite finds it."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**{**said, "ensure_ascii": False})


class Message(Row):
    """One message: a sentence of the catalogue with its parameters, or a text that somebody wrote.

    It goes to an account, to whoever holds a post, or to a role in a unit.
    """

    sentence = models.CharField(max_length=300)
    params = models.JSONField(default=dict, encoder=Plainly)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    """The address of the row that it is about, within the house."""
    ref = models.CharField(max_length=120, blank=True, db_index=True)
    who = models.CharField(max_length=80, blank=True)
    """Who sent it, as the reader sees it."""
    sent_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    objects: Any = MessageRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, post=None, unit=None, role="")
                | Q(account=None, post__isnull=False, unit=None, role="")
                | Q(account=None, post=None, unit__isnull=False) & ~Q(role=""),
                name="one_kind_of_recipient",
            ),
        )

    def __str__(self) -> str:
        return self.spoken()

    def spoken(self, lang: str | None = None) -> str:
        """The sentence in a language; what a person wrote has no parameters and may hold braces."""
        return translate(self.sentence, {**self.params, "who": self.who} if self.params else None, lang)


class MessageRead(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="readings")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("message", "account"), name="read_once"),)


WAITING, SENT, STUCK = "waiting", "sent", "stuck"
OUT_STATES = {WAITING: N_("waiting"), SENT: N_("sent"), STUCK: N_("needs a look")}
OUT_LAMPS = {WAITING: "mind", SENT: "good", STUCK: "bad"}


class OutgoingRows(Rows):
    def due(self, now: datetime) -> Self:
        return self.filter(state=WAITING, next_at__lte=now)


class Outgoing(Row):
    """A message on its way out of the house. It is tried again until it is sent; it is never dropped."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="outgoing")
    adapter = models.CharField(max_length=20)
    to = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=list(OUT_STATES.items()), default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_index=True)
    error = models.CharField(max_length=300, blank=True)
    """What went wrong last, without any secret."""
    receipt = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    objects: Any = OutgoingRows.as_manager()

    class Meta:
        ordering = ("-pk",)
