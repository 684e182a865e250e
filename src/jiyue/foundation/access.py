"""Who may do what, and where: roles, the one permission table, and the actor that every deed asks.

A permission has a reach for each role (``rules/permissions.csv``): ``all``, ``unit`` (the granted unit and
all below it), ``own`` (rows of the own organisation), ``part`` (rows that the account was asked to join),
``self`` (the account's own rows). The source of the table: docs/reference/permissions.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.conf import settings

from jiyue.engine.messages import N_, current_language
from jiyue.engine.problems import Problem, Refused, define
from jiyue.engine.yamls import RULES_DIR, load_rules

NOT_ALLOWED = define(
    "NOT_ALLOWED",
    N_("{who} may not do this: it needs the permission “{permission}”{where}."),
    N_("Ask the security administrator for a grant, or hand the work to somebody who has one."),
)
Reach = Literal["all", "unit", "own", "part", "self"]
REACHES: tuple[Reach, ...] = ("all", "unit", "own", "part", "self")
PUBLIC = "public"
OF_EVERY_ACCOUNT = frozenset({"home.read", "account.own"})
"""What an account may do before it has a post, and after: see its home page, guard its own account."""


@dataclass(frozen=True)
class Role:
    code: str
    zh: str
    en: str
    separate: bool
    """An administrator's role: nobody holds it together with any other."""

    def title(self) -> str:
        return self.zh if current_language() == "zh" else self.en


@dataclass(frozen=True)
class Permission:
    code: str
    room: str
    zh: str
    en: str
    reach: dict[str, Reach]
    """How far it goes, by role; roles that do not have it are not there."""

    def title(self) -> str:
        return self.zh if current_language() == "zh" else self.en


def _table(name: str) -> list[dict[str, str]]:
    with (RULES_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def roles() -> dict[str, Role]:
    rows = _table("roles.csv")
    return {r["code"]: Role(r["code"], r["zh"], r["en"], r["separate"] == "administrator") for r in rows}


@cache
def permissions() -> dict[str, Permission]:
    """The permission table; ValueError for a reach that is not known."""
    out = {}
    for row in _table("permissions.csv"):
        reach = {role: row[role] for role in roles() if row[role]}
        if strange := set(reach.values()) - set(REACHES):
            raise ValueError(f"{row['code']}: unknown reach {strange}")
        out[row["code"]] = Permission(row["code"], row["room"], row["zh"], row["en"], reach)  # type: ignore[arg-type]
    return out


@cache
def _on_the_internet() -> frozenset[str]:
    """The permissions of rules/profiles.yaml; ValueError for one that the table does not have."""
    found = frozenset(load_rules("profiles.yaml")["internet"])
    if strange := found - set(permissions()):
        raise ValueError(f"profiles.yaml names unknown permissions: {strange}")
    return found


def open_here(permission: str) -> bool:
    """Whether the profile of this server opens the permission to anybody at all."""
    return settings.PROFILE != "internet" or permission in _on_the_internet()


@dataclass(frozen=True)
class Held:
    """A role that an actor holds now: over the unit at ``path`` and all below it, for an organisation."""

    role: str
    unit: int
    path: str
    organisation: int | None


@dataclass(frozen=True)
class Limits:
    """Which rows a permission reaches: all, or those under ``paths``, of ``organisations``, of oneself."""

    everything: bool = False
    paths: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    part: bool = False
    oneself: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths or self.organisations) or self.part or self.oneself


@dataclass(frozen=True)
class Actor:
    """Who acts, with the roles held now. ``account`` is None for the public and for the program itself."""

    account: int | None
    name: str
    held: tuple[Held, ...] = ()
    organisation: int | None = None
    via: str = "web"
    address: str = ""
    program: bool = False
    tokens: frozenset[str] | None = field(default=None)
    """The permissions that an API token is limited to; None without a token."""

    def limits(self, permission: str) -> Limits:
        """How far ``permission`` goes for this actor; KeyError for one that is not in the table."""
        listed = permissions()[permission]
        if self.program:
            return Limits(everything=True)
        if not open_here(permission):
            return Limits()
        if self.tokens is not None and permission not in self.tokens:
            return Limits()
        found = list(self._reached(listed))
        return Limits(
            everything=any(r == "all" for r, _ in found),
            paths=frozenset(h.path for r, h in found if r == "unit" and h is not None),
            organisations=frozenset(
                h.organisation for r, h in found if r == "own" and h is not None and h.organisation
            ),
            part=any(r == "part" for r, _ in found),
            oneself=any(r == "self" for r, _ in found),
        )

    def _reached(self, permission: Permission) -> Iterator[tuple[Reach, Held | None]]:
        reach = permission.reach
        if PUBLIC in reach:
            yield reach[PUBLIC], None
        if self.account is not None and permission.code in OF_EVERY_ACCOUNT:
            yield "self", None
        for held in self.held:
            if held.role in reach:
                yield reach[held.role], held

    def may(
        self,
        permission: str,
        *,
        path: str | None = None,
        organisation: int | None = None,
        account: int | None = None,
        part: bool = False,
    ) -> bool:
        """Whether ``permission`` reaches a row: at the unit ``path``, of an organisation, of an account."""
        found = self.limits(permission)
        return (
            found.everything
            or (path is not None and any(path.startswith(p) for p in found.paths))
            or (organisation is not None and organisation in found.organisations)
            or (found.oneself and account is not None and account == self.account)
            or (found.part and part)
        )

    def can(self, permission: str) -> bool:
        """Whether the permission reaches anything at all: enough to open a page, not to see a row."""
        return bool(self.limits(permission))

    def has(self, role: str) -> bool:
        return any(h.role == role for h in self.held)


ANYBODY = Actor(None, "", via="web")


def program(name: str) -> Actor:
    """The program itself at work: migrations, the worker, a command of the system's owner."""
    return Actor(None, name, via="program", program=True)


def require(actor: Actor, permission: str, *, where: str = "", allowed: bool) -> None:
    """Raise :class:`Refused` (NOT_ALLOWED) unless ``allowed``."""
    if not allowed:
        raise Refused(not_allowed(actor, permission, where))


def not_allowed(actor: Actor, permission: str, where: str = "") -> Problem:
    """The refusal of ``actor`` in words."""
    who = actor.name or roles()[PUBLIC].title()
    place = f" ({where})" if where else ""
    return NOT_ALLOWED(who=who, permission=permissions()[permission].title(), where=place)
