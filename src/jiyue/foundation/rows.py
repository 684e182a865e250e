"""What every table of a room shares: scope in every query, and a reference to each row."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from jiyue.engine.problems import Refused
from jiyue.foundation.access import Actor, Limits


class NotThere(Refused):
    """The row does not exist, or lies outside what the actor reaches: both look the same."""


class Rows(models.QuerySet[Any]):
    """Rows that an actor reaches. A model says where its unit, organisation and account stand.

    ``scope_unit``: lookup of the unit's path; ``scope_organisation`` and ``scope_account``: lookups of ids;
    ``part_of(account)``: the rows that an account was asked to join, as a Q.
    """

    def reached(self, actor: Actor, permission: str) -> Self:
        """Only the rows that ``permission`` reaches for ``actor``; none when it reaches nothing."""
        limits = actor.limits(permission)
        if limits.everything:
            return self
        found = self.scope(limits, actor.account)
        return self.filter(found) if found else self.none()

    def scope(self, limits: Limits, account: int | None) -> Q:
        model: Any = self.model
        found = Q()
        if lookup := getattr(model, "scope_unit", None):
            for path in limits.paths:
                found |= Q(**{f"{lookup}__startswith": path})
        if limits.organisations and (lookup := getattr(model, "scope_organisation", None)):
            found |= Q(**{f"{lookup}__in": limits.organisations})
        if limits.oneself and account is not None and (lookup := getattr(model, "scope_account", None)):
            found |= Q(**{lookup: account})
        if limits.part and account is not None and (part_of := getattr(model, "part_of", None)):
            found |= part_of(account)
        return found


class Row(models.Model):
    """A row that audit, evidence and messages can point at."""

    objects: Any = Rows.as_manager()
    seen_with: ClassVar[tuple[str, ...]] = ()
    """Related rows that its page shows with it: whoever approves it approves them as well (``seen``)."""

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        """``room/table/key``: how anything points at this row."""
        meta = self._meta
        return f"{meta.app_label}/{meta.model_name}/{self.pk}"
