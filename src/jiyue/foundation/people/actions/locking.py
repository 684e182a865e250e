"""Signing in is locked after too many failures: the trail says so, once for each lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.access import Actor
from jiyue.foundation.action import Deed, action
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import digest
from jiyue.foundation.people.models import Account
from jiyue.foundation.policy import security


@action("account.own", N_("Signing in as {thing} was locked after {count} failures"))
def lock(deed: Deed, account: Account | None, typed: str, count: int) -> None:
    """Note the lock of an account. A name that nobody has is hidden: it may be a password typed there."""
    if account is None:
        deed.reaches()
        deed.hides(thing=typed)
    else:
        deed.reaches(path=account.organisation.unit.path)
        deed.says(account, thing=account.name)
    deed.says(count=count)


def note(request: HttpRequest, username: str, ip_address: str, **_: Any) -> None:
    """Receive ``axes.signals.user_locked_out``, which also tells of every further try while locked."""
    count, most = request.axes_failures_since_start, security("lock_after")
    account = Account.objects.called(username).select_related("organisation__unit").first()
    lines = AuditLine.objects.filter(
        action=lock.info.code,  # type: ignore[attr-defined]
        address=ip_address,
        params__thing=account.name if account else digest(username),
        at__gte=timezone.now() - timedelta(minutes=security("lock_minutes")),
    )
    if count == most or not lines.exists():
        lock(Actor(None, "", address=ip_address, program=True), account, username, count)
