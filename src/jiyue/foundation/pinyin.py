"""Chinese names as they are typed on a keyboard."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg


def pinyin(name: str) -> str:
    """The syllables of ``name`` without tones, then their first letters: both are found by typing."""
    words = seg(unicodedata.normalize("NFKC", name).lower())
    syllables = [
        kept for word in words for kept in (_plain(word) if word.isascii() else _heard(word)) if kept
    ]
    return f"{''.join(syllables)} {''.join(s[0] for s in syllables)}"


@lru_cache(maxsize=65536)
def _heard(word: str) -> tuple[str, ...]:
    """The syllables of one word; names share most of their words."""
    return tuple(kept for syllable in lazy_pinyin(word) for kept in _plain(syllable))


def _plain(syllable: str) -> tuple[str, ...]:
    return ("".join(c for c in syllable if c.isalnum()),)
