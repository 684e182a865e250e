"""What the worker does for messages: it lets those leave the house that are due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jiyue.engine.messages import N_
from jiyue.foundation.jobs.kinds import Done, job
from jiyue.foundation.messages.delivery import deliver_due
from jiyue.foundation.messages.models import Outgoing


def any_due() -> bool:
    return bool(Outgoing.objects.due(timezone.now()).exists())


@job(
    "messages.deliver",
    N_("Send messages by mail and webhook"),
    permission="system.work",
    every=timedelta(minutes=1),
    when=any_due,
)
def deliver(run: Any) -> Done:
    """Try each message that is due; one that fails is tried again later."""
    sent, failed = deliver_due()
    return Done(N_("{sent} messages sent, {failed} to be tried again."), {"sent": sent, "failed": failed})
