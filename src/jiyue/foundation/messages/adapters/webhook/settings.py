"""``JIYUE_WEBHOOK_URL`` and ``JIYUE_WEBHOOK_SECRET``, the key of the signature."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import BAD_ADDRESS

SHORTEST = 16


@dataclass(frozen=True)
class WebhookSettings:
    """The address may hold a key of its own, so only ``host`` is ever shown."""

    host: str
    url: str = field(repr=False)
    secret: str = field(repr=False)


def parse(url: str, secret: str) -> WebhookSettings | None:
    """None where no address is set. Refused (ADAPTER_SETTING); neither text is repeated."""
    if not url:
        return None
    try:
        found = urlsplit(url)
        host = found.hostname or ""
    except ValueError:
        host = ""
    if not host or found.scheme not in ("http", "https"):
        raise Refused(BAD_ADDRESS(field="JIYUE_WEBHOOK_URL", what="http[s]://host/path"))
    if len(secret) < SHORTEST:
        raise Refused(BAD_ADDRESS(field="JIYUE_WEBHOOK_SECRET", what=f">= {SHORTEST} characters"))
    return WebhookSettings(host, url, secret)
