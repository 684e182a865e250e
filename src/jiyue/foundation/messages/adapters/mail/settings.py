"""``JIYUE_MAIL_URL``: ``smtp://user:password@host:25/?from=a@b.cn``; ``smtps://`` for TLS from the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import BAD_ADDRESS

Security = Literal["none", "starttls", "tls"]
PORTS = {"none": 25, "starttls": 587, "tls": 465}
WHAT = "smtp[s]://[user:password@]host[:port]/?from=address[&starttls=1]"


@dataclass(frozen=True)
class MailSettings:
    host: str
    port: int
    sender: str
    security: Security = "none"
    user: str = ""
    password: str = field(default="", repr=False)


def parse(text: str) -> MailSettings | None:
    """None where nothing is set. Refused (ADAPTER_SETTING); the text itself is never repeated."""
    if not text:
        return None
    try:
        url = urlsplit(text)
        asked = parse_qs(url.query)
        port = url.port
    except ValueError:
        raise Refused(BAD_ADDRESS(field="JIYUE_MAIL_URL", what=WHAT)) from None
    sender = asked.get("from", [""])[0]
    if url.scheme not in ("smtp", "smtps") or not url.hostname or "@" not in sender:
        raise Refused(BAD_ADDRESS(field="JIYUE_MAIL_URL", what=WHAT))
    security: Security = "tls" if url.scheme == "smtps" else "none"
    if security == "none" and asked.get("starttls", ["0"])[0] == "1":
        security = "starttls"
    return MailSettings(
        url.hostname,
        port or PORTS[security],
        sender,
        security,
        unquote(url.username or ""),
        unquote(url.password or ""),
    )
