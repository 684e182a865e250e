"""Messages are a msgid with parameters; the catalogues in ``jiyue/locale`` turn them into a language.

The msgid is the English text itself. Nothing here needs Django: the catalogues are plain gettext files.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

LOCALE_DIR = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = {"zh": "zh_CN", "en": "en"}
DEFAULT_LANGUAGE = "zh"

_language: ContextVar[str] = ContextVar("jiyue_language", default=DEFAULT_LANGUAGE)


def N_(msgid: str) -> str:  # noqa: N802 - the conventional name that extraction tools look for
    """Mark ``msgid`` for extraction without translating it."""
    return msgid


def current_language() -> str:
    """The language of this context: ``zh`` or ``en``."""
    return _language.get()


@contextmanager
def language(lang: str) -> Iterator[None]:
    """Speak ``lang`` (``zh`` or ``en``) inside the block; ValueError for any other."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(LANGUAGES)}")
    token = _language.set(lang)
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("jiyue", str(LOCALE_DIR), [LANGUAGES[lang]], fallback=lang == "en")


class Word(str):
    """A parameter that is itself a msgid with ``params``: it is translated when the message around it is."""

    __slots__ = ("params",)
    params: Mapping[str, Any]

    def __new__(cls, msgid: str, params: Mapping[str, Any] | None = None) -> Word:
        word = super().__new__(cls, msgid)
        word.params = params or {}
        return word


class Both(str):
    """A parameter that rules data give in both languages; as a text it is the English one."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, zh: str, en: str) -> Both:
        text = super().__new__(cls, en)
        text.zh = zh
        return text

    def into(self, lang: str | None = None) -> str:
        """The text in ``lang`` (default: the current language)."""
        return self.zh if (lang or current_language()) == "zh" else str(self)


def translate(msgid: str, params: Mapping[str, Any] | None = None, lang: str | None = None) -> str:
    """``msgid`` in ``lang`` (default: the current language) with ``params`` filled in."""
    text = _catalogue(lang or current_language()).gettext(msgid) if msgid else ""
    if not params:
        return text
    return text.format_map({k: _said(v, lang) for k, v in params.items()})


def _said(value: Any, lang: str | None) -> Any:
    if isinstance(value, Word):
        return translate(value, value.params, lang)
    return value.into(lang) if isinstance(value, Both) else value
