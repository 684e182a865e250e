"""Chinese names as they are typed on a keyboard."""

from __future__ import annotations

import unicodedata

from pypinyin import lazy_pinyin


def pinyin(name: str) -> str:
    """The syllables of ``name`` without tones, then their first letters: both are found by typing."""
    heard = lazy_pinyin(unicodedata.normalize("NFKC", name).lower())
    syllables = [kept for syllable in heard if (kept := "".join(c for c in syllable if c.isalnum()))]
    return f"{''.join(syllables)} {''.join(s[0] for s in syllables)}"
