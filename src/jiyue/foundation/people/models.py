"""Organisations, posts, accounts, and the grants that hang on posts, so that they pass on with the post."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.crypto.fields import EncryptedText, fingerprint, masked
from jiyue.foundation.rows import Row, Rows
from jiyue.foundation.units.models import Unit

SECTORS = {
    "government": N_("Government office"),
    "leading_group": N_("Leading group"),
    "bureau": N_("Natural-resources bureau"),
    "town": N_("Township"),
    "village": N_("Village"),
    "statistics": N_("Statistics"),
    "tax": N_("Tax"),
    "industry": N_("Industry and information"),
    "power": N_("Power company"),
    "ecology": N_("Ecology and environment"),
    "emergency": N_("Emergency management"),
    "finance": N_("Finance"),
    "police": N_("Police"),
    "planning": N_("Planning"),
    "water": N_("Water"),
    "agriculture": N_("Agriculture and forestry"),
    "supervision": N_("Supervision organ"),
    "zone": N_("Administration of a zone"),
    "enterprise": N_("Enterprise"),
    "survey": N_("Survey firm"),
    "experts": N_("Panel of experts"),
    "association": N_("Association"),
    "other": N_("Other"),
}


def now_in(day: date, prefix: str = "") -> Q:
    """Rows whose span of dates holds ``day``."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{start: None}) | Q(**{f"{start}__lte": day})) & (Q(**{end: None}) | Q(**{f"{end}__gte": day}))


def not_over(day: date, prefix: str = "") -> Q:
    """Rows whose span of dates ends on ``day`` or later, or never: those of now and of the time to come."""
    end = f"{prefix}valid_to"
    return Q(**{end: None}) | Q(**{f"{end}__gte": day})


class OrganisationRows(Rows):
    def living(self) -> Self:
        return self.filter(closed_on=None)


class Organisation(Row):
    """A bureau, department, town, enterprise, panel: who owns rows and employs people."""

    name = models.CharField(max_length=120)
    short = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=16, choices=list(SECTORS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    closed_on = models.DateField(null=True, blank=True)
    objects: Any = OrganisationRows.as_manager()
    scope_unit = "unit__path"
    scope_organisation = "pk"

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "unit"), condition=Q(closed_on=None), name="one_organisation_per_name"
            ),
        )

    def __str__(self) -> str:
        return self.short or self.name


def plain_number(phone: str) -> str:
    """``phone`` without blanks, dashes and the country code, so that equal numbers are equal texts."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdecimal() or c == "+")
    return kept.removeprefix("+86").removeprefix("0086").replace("+", "00")


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=Account.normalize_username(username or ""))


class AccountRows(Rows):
    def living(self, day: date | None = None) -> Self:
        """Accounts that may sign in on ``day`` (today)."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day or timezone.localdate()))

    def called(self, name: str) -> Self:
        """The account with this user name, however it is typed."""
        return self.filter(username=Account.normalize_username(name))

    def with_phone(self, phone: str) -> Self:
        """Accounts with this telephone number, found by its fingerprint."""
        number = plain_number(phone)
        return self.filter(phone_mark=fingerprint(number)) if number else self.none()


class Account(AbstractBaseUser):
    """A person who signs in. What the person may do hangs on posts, never on the account."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="accounts")
    phone: Any = EncryptedText(blank=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    email = models.CharField(max_length=120, blank=True)
    last_day = models.DateField(null=True, blank=True)
    """The last day on which the account may sign in."""
    password_at = models.DateTimeField(null=True, blank=True)
    totp: Any = EncryptedText(blank=True)
    totp_step = models.BigIntegerField(default=0)
    large_text = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=400, blank=True, db_index=True)
    """The name by which a single sign-on knows the account."""
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = Accounts.from_queryset(AccountRows)()
    scope_unit = "organisation__unit__path"
    scope_organisation = "organisation_id"
    scope_account = "pk"
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject",), condition=~Q(subject=""), name="one_account_per_subject"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.normalize_username(self.username)
        super().save(*args, **kwargs)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """One spelling for ``Li``, ``LI`` and full-width letters: another spelling gives no more tries."""
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username).casefold()).strip()

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_at = timezone.now()

    def set_phone(self, phone: str) -> None:
        self.phone = plain_number(phone)
        self.phone_mark = fingerprint(self.phone) if self.phone else ""

    @property
    def masked_phone(self) -> str:
        return masked(self.phone)

    @property
    def is_active(self) -> bool:
        return self.last_day is None or self.last_day >= timezone.localdate()

    @property
    def ref(self) -> str:
        return f"people/account/{self.pk}"


class OldPassword(models.Model):
    """Earlier passwords as hashes: they may not come back too soon."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="old_passwords")
    hash = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)


class PostRows(Rows):
    def living(self) -> Self:
        return self.filter(closed_on=None)


class Post(Row):
    """A post in an organisation. Grants belong to it; whoever holds it has them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    closed_on = models.DateField(null=True, blank=True)
    objects: Any = PostRows.as_manager()
    scope_unit = "organisation__unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("organisation", "title")

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"


class SpanRows(Rows):
    def on(self, day: date) -> Self:
        """Those that hold on ``day``."""
        return self.filter(now_in(day))

    def not_over(self, day: date) -> Self:
        """Those of ``day`` and of the time to come."""
        return self.filter(not_over(day))


class Holding(Row):
    """Who holds a post, or stands in for its holder, in a span of dates."""

    HOLDER, DEPUTY = "holder", "deputy"
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="holdings")
    kind = models.CharField(max_length=8, choices=[(HOLDER, N_("holder")), (DEPUTY, N_("deputy"))])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    objects: Any = SpanRows.as_manager()
    scope_unit = "post__organisation__unit__path"
    scope_account = "account"

    class Meta:
        ordering = ("-valid_from", "-pk")


class Grant(Row):
    """A role over a unit and all below it, from one day to another, for whoever holds the post."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    objects: Any = SpanRows.as_manager()
    scope_unit = "unit__path"

    class Meta:
        ordering = ("post", "role", "pk")


class LinkRows(Rows):
    def open(self) -> Self:
        """Links that still work."""
        return self.filter(used_at=None, closed_at=None, expires__gt=timezone.now())


class OneTimeLink(Row):
    """A link that works once: an invitation, or the way in for an enterprise. Only its digest is kept."""

    INVITE, ENTERPRISE = "invite", "enterprise"
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(
        max_length=10, choices=[(INVITE, N_("invitation")), (ENTERPRISE, N_("enterprise"))]
    )
    account = models.ForeignKey(Account, models.CASCADE, related_name="links")
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects: Any = LinkRows.as_manager()
    scope_account = "account"


class TokenRows(Rows):
    def open(self) -> Self:
        """Tokens that still work."""
        return self.filter(closed_at=None, expires__gt=timezone.now())


class Token(Row):
    """A key for programs, limited to some permissions of its account. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    permissions = models.JSONField(default=list)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    objects: Any = TokenRows.as_manager()
    scope_account = "account"

    @property
    def last_day(self) -> date:
        """The last day on which it works; it expires when that day is over."""
        return timezone.localdate(self.expires - timedelta(microseconds=1))
