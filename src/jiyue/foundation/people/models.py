"""Organisations, posts, accounts, and the grants that hang on posts, so that they pass on with the post."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from jiyue.engine.messages import N_
from jiyue.foundation.crypto.fields import EncryptedText
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


class Organisation(Row):
    """A bureau, department, town, enterprise, panel: who owns rows and employs people."""

    name = models.CharField(max_length=120)
    short = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=16, choices=list(SECTORS.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    closed_on = models.DateField(null=True, blank=True)
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


class Accounts(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class AccountRows(Rows):
    def living(self) -> Self:
        return self.filter(is_active=True)


class Account(AbstractBaseUser):
    """A person who signs in. What the person may do hangs on posts, never on the account."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="accounts")
    phone = EncryptedText(blank=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    email = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    password_at = models.DateTimeField(null=True, blank=True)
    totp = EncryptedText(blank=True)
    totp_step = models.BigIntegerField(default=0)
    large_text = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=200, blank=True, db_index=True)
    """The name by which a single sign-on knows the account."""
    made_at = models.DateTimeField(auto_now_add=True)
    objects: Any = Accounts.from_queryset(AccountRows)()
    scope_unit = "organisation__unit__path"
    scope_organisation = "organisation_id"
    scope_account = "pk"
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"people/account/{self.pk}"


class OldPassword(models.Model):
    """Earlier passwords as hashes: they may not come back too soon."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="old_passwords")
    hash = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)


class Post(Row):
    """A post in an organisation. Grants belong to it; whoever holds it has them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    closed_on = models.DateField(null=True, blank=True)
    scope_unit = "organisation__unit__path"
    scope_organisation = "organisation_id"

    class Meta:
        ordering = ("organisation", "title")

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"


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
    scope_unit = "unit__path"

    class Meta:
        ordering = ("post", "role", "pk")


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


class Token(Row):
    """A key for programs, limited to some permissions of its account. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    permissions = models.JSONField(default=list)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    scope_account = "account"
