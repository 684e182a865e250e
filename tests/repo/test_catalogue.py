"""Every message of the code has a Chinese translation with the same placeholders; no other stands there."""

import re
from functools import lru_cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from jiyue.engine.problems import KINDS
from paths import ROOT
from repo.modules import import_all

PO = ROOT / "src/jiyue/locale/zh_CN/LC_MESSAGES/jiyue.po"
METHODS = [("engine/**/templates/**", "jinja2"), ("**.py", "python")]
DJANGO_TAG = re.compile(r"""\{%\s*t\s+(?:"([^"]+)"|'([^']+)')""")
KEYWORDS = {"N_": None, "_": None, "translate": None}


@lru_cache
def asked() -> frozenset[str]:
    """The msgids of the code."""
    found = extract_from_dir(ROOT / "src/jiyue", METHODS, keywords=KEYWORDS)
    pages = [p.read_text("utf-8") for p in (ROOT / "src/jiyue").rglob("templates/**/*.html")]
    tags = {a or b for text in pages for a, b in DJANGO_TAG.findall(text)}
    return frozenset(msgid for _, _, msgid, _, _ in found if msgid) | tags


@lru_cache
def catalogue() -> Catalog:
    with Path(PO).open("rb") as source:
        return read_po(source, abort_invalid=True)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_every_message_is_translated() -> None:
    have = {m.id for m in catalogue() if m.id and m.string}
    assert sorted(asked() - have) == []


def test_no_translation_is_left_over() -> None:
    assert sorted({m.id for m in catalogue() if m.id} - asked()) == []
    assert list(catalogue().obsolete) == []


def test_no_translation_is_a_guess() -> None:
    assert [m.id for m in catalogue() if m.id and m.fuzzy] == []


def test_no_translation_is_the_english_text() -> None:
    speaks = [m for m in catalogue() if m.id and re.search("[a-z]{3}", re.sub(r"\{[^}]*\}", "", m.id))]
    assert [m.id for m in speaks if m.string == m.id] == []


def test_placeholders_are_the_same() -> None:
    pairs = [(m.id, m.string) for m in catalogue() if m.id and m.string]
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_every_problem_is_marked_for_translation() -> None:
    import_all()
    said = {text for kind in KINDS.values() for text in (kind.message, kind.remedy) if text}
    assert sorted(said - asked()) == []
