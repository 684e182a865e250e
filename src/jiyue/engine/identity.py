"""Codes that identify an enterprise or a parcel: their form, and the check character of the credit code.

The alphabet, the multiplier and the forms stand in ``rules/identity.yaml`` (GB 32100-2015 for the credit
code).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from jiyue.engine.messages import N_
from jiyue.engine.problems import Problem, define
from jiyue.engine.yamls import load_rules

CREDIT_CODE_FORM = define(
    "CREDIT_CODE_FORM",
    N_("{value!r} is no unified social credit code: it has 18 digits and capitals, without I, O, S, V, Z."),
    N_("Copy the code from the licence; a registration number of 15 digits has its own field."),
)
CREDIT_CODE_CHECK = define(
    "CREDIT_CODE_CHECK",
    N_("The last character of {value} should be {expected}: a character was mistaken."),
    N_("Compare the code with the licence, character by character."),
)
OLD_NUMBER_FORM = define(
    "OLD_NUMBER_FORM",
    N_("{value!r} is no registration number: it has 15 digits."),
    N_("Copy the number from the old licence, or leave it empty."),
)
PARCEL_CODE_FORM = define(
    "PARCEL_CODE_FORM",
    N_("{value!r} is neither a parcel code of 19 characters nor a code of a real-estate unit of 28."),
    N_("Copy it from the certificate: 12 digits, two letters, 5 digits, perhaps a letter and 8 digits."),
)
INDUSTRY_FORM = define(
    "INDUSTRY_FORM",
    N_("{value!r} is no industry code."),
    N_("Write the letter of the section and up to four digits, such as C26 or 2614."),
)


def _rule(name: str) -> Any:
    return load_rules("identity.yaml")[name]


def tidy(code: str) -> str:
    """A code as it is compared: half width, capitals, no blanks or hyphens."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(c for c in text if not c.isspace() and c != "-")


def check_character(first: str) -> str:
    """The 18th character for the first 17 of a credit code; ValueError for a character it cannot hold."""
    rule = _rule("credit_code")
    alphabet, multiplier = rule["alphabet"], rule["multiplier"]
    size = len(alphabet)
    total = sum(alphabet.index(c) * pow(multiplier, i, size) for i, c in enumerate(first))
    return str(alphabet[-total % size])


def _misses(rule: str, code: str) -> bool:
    return not re.fullmatch(_rule(rule)["form"], code)


def credit_code_problem(code: str) -> Problem | None:
    """What is wrong with a tidy credit code (GB 32100-2015): its form, or its check character."""
    if _misses("credit_code", code):
        return CREDIT_CODE_FORM(field="credit_code", value=code)
    expected = check_character(code[:-1])
    if code[-1] != expected:
        return CREDIT_CODE_CHECK(field="credit_code", value=code, expected=expected)
    return None


def old_number_problem(code: str) -> Problem | None:
    return OLD_NUMBER_FORM(field="old_number", value=code) if _misses("old_number", code) else None


def parcel_code_problem(code: str) -> Problem | None:
    return PARCEL_CODE_FORM(field="code", value=code) if _misses("parcel", code) else None


def industry_problem(code: str) -> Problem | None:
    return INDUSTRY_FORM(field="industry", value=code) if _misses("industry", code) else None
