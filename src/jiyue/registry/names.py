"""Names as they are compared: one width, one kind of brackets, without the words for a company's form."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from jiyue.engine.yamls import load_rules


@cache
def _words() -> Any:
    return load_rules("registry_words.yaml")


def name_key(name: str) -> str:
    """``name`` as it is compared: NFKC, no blanks or brackets, company forms taken off the end."""
    words = _words()
    text = "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if not c.isspace())
    gone = dict.fromkeys(map(ord, words["ignored"]))
    text = text.translate(gone)
    forms: list[str] = words["company_forms"]
    form = max((f for f in forms if text.endswith(f)), key=len, default="")
    return text.removesuffix(form) or text
