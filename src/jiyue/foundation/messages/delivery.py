"""Taking messages out of the house, again and again until they are there."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import Letter, adapter
from jiyue.foundation.messages.models import SENT, STUCK, Outgoing
from jiyue.foundation.policy import policy


def deliver_due(limit: int = 50) -> tuple[int, int]:
    """Try up to ``limit`` messages that are due; how many were sent, and how many failed.

    A message is held for a while before it is tried, so that two workers do not try it at once; when a worker
    dies, it is due again. A receiver may therefore get one twice, with the same id, but never none.
    """
    sent = failed = 0
    for _ in range(limit):
        held = _hold_one()
        if held is None:
            break
        if _try(held):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _hold_one() -> Outgoing | None:
    """The one that has waited longest, held by moving its next time ahead."""
    with transaction.atomic():
        rows = Outgoing.objects.due(timezone.now()).order_by("next_at", "pk")
        rows = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        found: Outgoing | None = rows.first()
        if found is not None:
            found.tries += 1
            found.next_at = timezone.now() + timedelta(seconds=policy("messages.lease"))
            found.save(update_fields=["tries", "next_at"])
    return found


def _try(held: Outgoing) -> bool:
    config = settings.ADAPTERS.get(held.adapter)
    try:
        if config is None:
            raise LookupError(held.adapter)
        receipt = adapter(held.adapter).send(config, letter_of(held))
    except Refused as refused:
        return _failed(held, refused.problems[0].message("en"))
    except Exception as error:
        return _failed(held, type(error).__name__)
    Outgoing.objects.filter(pk=held.pk).update(
        state=SENT, receipt=receipt[:200], sent_at=timezone.now(), error=""
    )
    return True


def _failed(held: Outgoing, why: str) -> bool:
    """Later again, twice as late each time; after many tries somebody must look. Nothing is dropped."""
    wait = min(policy("messages.first_wait") * 2 ** (held.tries - 1), policy("messages.longest_wait"))
    state = STUCK if held.tries >= policy("messages.tries") else held.state
    later = timezone.now() + timedelta(seconds=wait)
    Outgoing.objects.filter(pk=held.pk).update(state=state, next_at=later, error=why[:300])
    return False


def letter_of(held: Outgoing) -> Letter:
    message = held.message
    link = f"{settings.SITE}{message.link}" if settings.SITE and message.link else ""
    subject = message.spoken("zh")
    return Letter(held.pk, held.to, subject, message.text or subject, link, message.at.isoformat())
