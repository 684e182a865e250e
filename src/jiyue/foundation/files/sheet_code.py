"""The code of a printed sheet: eleven random signs and a check sign, in signs that nobody mixes up."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

BAD_CODE = define(
    "SHEET_BAD_CODE",
    N_("{value} is not the code of a sheet: it has twelve signs, and the last one checks the others."),
    N_("Compare it with the paper, beside the square code; the signs 0, 1, I, L and O never occur."),
)
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs, a prime number: the weighted sum finds each wrong sign and each swap of two signs."""
LENGTH = 12
_MARK = "JIYUE"
_WRITTEN = re.compile(rf"{_MARK}:([{SIGNS}]{{{LENGTH}}}):(\d{{1,4}}):(\d{{1,4}}):([0-9A-F]{{64}})")


def check_sign(signs: str) -> str:
    """The sign that makes the sum of place x value a multiple of 31, the check sign itself counting once."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, start=2))
    return SIGNS[-total % len(SIGNS)]


def new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return signs + check_sign(signs)


def shown(code: str) -> str:
    """``ABCD-EFGH-JKMN``: as it stands on the paper."""
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def read_code(text: str) -> str:
    """The code that somebody typed, in any width, case and grouping; Refused when it cannot be one."""
    signs = re.sub(r"[\s\-_.]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(signs) != LENGTH or set(signs) - set(SIGNS) or check_sign(signs[:-1]) != signs[-1]:
        raise Refused(BAD_CODE(field="code", value=text.strip()[:40]))
    return signs


@dataclass(frozen=True)
class OnPage:
    """What the square code of one page says."""

    code: str
    page: int
    pages: int
    hash: str

    def text(self) -> str:
        return f"{_MARK}:{self.code}:{self.page}:{self.pages}:{self.hash.upper()}"


def on_page(text: str) -> OnPage | None:
    """What a square code says; None for one that is not of a sheet."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found or check_sign(found[1][:-1]) != found[1][-1]:
        return None
    return OnPage(found[1], int(found[2]), int(found[3]), found[4].lower())
