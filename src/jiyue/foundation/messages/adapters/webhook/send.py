"""One letter as JSON, signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import httpx

from jiyue.engine.problems import Refused
from jiyue.foundation.messages.adapters import NOT_SENT, Letter
from jiyue.foundation.messages.adapters.webhook.settings import WebhookSettings
from jiyue.foundation.policy import policy

HEADER = "X-Jiyue-Signature"


def sign(secret: str, seconds: int, body: bytes) -> str:
    """``t=1760000000,sha256=...``: HMAC-SHA-256 over the time, a dot and the body."""
    mark = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},sha256={mark}"


def send(settings: WebhookSettings, letter: Letter) -> str:
    """The status of the answer. Refused (MESSAGE_NOT_SENT) for anything but 2xx, redirects too."""
    said = {
        "id": letter.key,
        "subject": letter.subject,
        "text": letter.body,
        "link": letter.link,
        "at": letter.at,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        HEADER: sign(settings.secret, int(time.time()), body),
    }
    try:
        answer = httpx.post(settings.url, content=body, headers=headers, timeout=policy("messages.timeout"))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refused(NOT_SENT(field="webhook", value=settings.host, what=type(error).__name__)) from None
    if not answer.is_success:
        raise Refused(NOT_SENT(field="webhook", value=settings.host, what=f"HTTP {answer.status_code}"))
    return f"HTTP {answer.status_code}"
