"""Receipt numbers: long enough that nobody guesses one, with a check character against slips of the pen.

Twelve characters of an alphabet of 31 (no I, L, O, 0, 1) carry 59 bits. The alphabet is a prime, so that a
weighted sum finds every wrong character and every two that changed places.
"""

from __future__ import annotations

import secrets

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

MISREAD = define(
    "RECEIPT_MISREAD",
    N_("{value} is no receipt number: a character is wrong or two have changed places."),
    N_("Compare it with your receipt; the letters I, L, O and the digits 0, 1 do not occur."),
)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


def new_receipt() -> str:
    """Such as ``7KQM-2ZD8-XW4R-H``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return written(body + check_character(body))


def check_character(body: str) -> str:
    return ALPHABET[sum(weight * ALPHABET.index(c) for weight, c in enumerate(body, start=2)) % len(ALPHABET)]


def written(plain: str) -> str:
    """In groups of four."""
    return "-".join(plain[i : i + GROUP] for i in range(0, len(plain), GROUP))


def read_receipt(text: str) -> str:
    """The receipt without blanks and dashes, in capitals. Refused: RECEIPT_MISREAD."""
    plain = "".join(c for c in text.upper() if c.isalnum())
    known = len(plain) == LENGTH + 1 and set(plain) <= set(ALPHABET)
    if not known or check_character(plain[:LENGTH]) != plain[LENGTH]:
        raise Refused(MISREAD(field="receipt", value=text[:40]))
    return plain
