"""What the log may say: no key of a one-time link, which stands in the address that is asked for."""

from __future__ import annotations

import logging
import re

KEY = re.compile(r"/(welcome|come-in)/[^/\s?#\"'<>]+")


class NoKeys(logging.Formatter):
    """Writes dots for the keys of invitations, in messages and in tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return KEY.sub(r"/\1/…", super().format(record))
