"""One way to change anything: permission, scope, rule, transaction, change and one audit sentence.

Pages, API, commands and imports call the same actions; nothing else writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.foundation.access import Actor, permissions, require

SAME_PERSON = define(
    "SAME_PERSON",
    N_("{who} entered this and cannot approve it as well."),
    N_("Let another person of your office approve it."),
)
NO_REASON = define(
    "REASON_MISSING",
    N_("A reason is missing."),
    N_("Say why, in words that somebody understands who reads it in a year."),
)
P = ParamSpec("P")
R = TypeVar("R")
ACTIONS: dict[str, ActionInfo] = {}


@dataclass(frozen=True)
class ActionInfo:
    """An action as the permission table and the documentation list it."""

    code: str
    permission: str
    sentence: str
    module: str


@dataclass
class Deed:
    """One action under way: what it reaches, what its audit sentence says."""

    actor: Actor
    info: ActionInfo
    asked: bool = False
    params: dict[str, Any] = field(default_factory=dict)
    refs: list[str] = field(default_factory=list)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    personal: set[str] = field(default_factory=set)
    silent: bool = False
    unit_path: str = ""

    def reaches(
        self,
        *,
        path: str | None = None,
        organisation: int | None = None,
        account: int | None = None,
        part: bool = False,
        where: str = "",
    ) -> None:
        """Refuse unless the permission reaches a row there. Every action asks at least once."""
        self.asked = True
        self.unit_path = self.unit_path or path or ""
        allowed = self.actor.may(
            self.info.permission, path=path, organisation=organisation, account=account, part=part
        )
        require(self.actor, self.info.permission, where=where, allowed=allowed)

    def not_by(self, account: int | None) -> None:
        """Refuse when the actor is the ``account`` that entered the row."""
        if account is not None and account == self.actor.account:
            raise Refused(SAME_PERSON(who=self.actor.name))

    def says(self, *refs: object, **params: Any) -> None:
        """The parameters of the audit sentence, and the rows it is about (their ``ref``)."""
        self.refs.extend(str(r if isinstance(r, str) else r.ref) for r in refs)  # type: ignore[attr-defined]
        self.params.update(params)

    def hides(self, **params: Any) -> None:
        """Parameters that are personal: the trail keeps a salted digest of them only."""
        self.says(**params)
        self.personal.update(params)

    def changed(self, name: str, before: Any, after: Any) -> None:
        if before != after:
            self.changes[name] = (before, after)

    def because(self, reason: str) -> str:
        """The reason that the sentence gives; refuse without one."""
        if not reason.strip():
            raise Refused(NO_REASON(field="reason"))
        self.says(reason=reason.strip())
        return reason.strip()

    def nothing_happened(self) -> None:
        """The state was already as asked: no audit line."""
        self.silent = True


def action(
    permission: str, sentence: str
) -> Callable[[Callable[Concatenate[Deed, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make ``function(deed, ...)`` an action that is called as ``function(actor, ...)``.

    It runs in a transaction; the audit line stands in the same one. RuntimeError when the function never
    asked whether its permission reaches the row (:meth:`Deed.reaches`): a bug, not an input.
    """
    permissions()[permission]

    def make(function: Callable[Concatenate[Deed, P], R]) -> Callable[Concatenate[Actor, P], R]:
        room = function.__module__.removeprefix("jiyue.").partition(".actions")[0]
        info = ActionInfo(f"{room}.{function.__name__}", permission, sentence, function.__module__)
        ACTIONS[info.code] = info

        @wraps(function)
        def run(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
            from jiyue.foundation.audit.trail import record

            require(actor, permission, allowed=actor.can(permission))
            with transaction.atomic():
                deed = Deed(actor, info)
                result = function(deed, *args, **kwargs)
                if not deed.asked:
                    raise RuntimeError(f"{info.code} changed something without asking for its scope")
                if not deed.silent:
                    record(deed)
            return result

        run.info = info  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[Actor, P], R]", run)

    return make
