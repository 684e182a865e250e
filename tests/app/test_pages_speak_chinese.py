"""No page of the program shows an English sentence to somebody who reads Chinese."""

import re
from html import unescape

from app.counties import ROLES, House
from app.rows import PAGES, WITH_ROW, address

QUIET = re.compile(r"<(script|style|code|pre|svg)\b.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r"""(?:aria-label|title|placeholder|alt|data-[a-z]+)=(?:"([^"]*)"|'([^']*)')""")
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:[ ,.;:’'-]+[a-z]{2,}){2,}\b")
"""Three English words or more after each other."""


def english(page: str) -> list[str]:
    """The English phrases among the words and spoken labels of a page."""
    shown = QUIET.sub(" ", page)
    said = [" ".join(pair) for pair in SPOKEN.findall(shown)]
    words = " ".join(unescape(re.sub(r"<[^>]+>", " | ", shown)).split())
    return [found.group() for text in (words, *map(unescape, said)) for found in SENTENCE.finditer(text)]


def pages(house: House) -> list[tuple[str, str]]:
    """Every page that answers with HTML, as the first role sees it that may open it."""
    found = []
    for name in sorted(PAGES):
        for role in ("city_office", *ROLES):
            answer = house.client(role).get(address(name, house.here(role)))
            body = bytes(answer.getvalue())
            if answer.status_code == 200:
                if answer.headers["Content-Type"].startswith("text/html"):
                    found.append((name, body.decode()))
                break
    return found


def test_a_page_that_speaks_english_would_be_found() -> None:
    assert english("<p>已核实</p><p>No figure is there.</p>") == ["No figure is there"]
    assert english('<button aria-label="Filter the rows">查询</button>') == ["Filter the rows"]
    assert english("<p>jintan-50 C12，GB/T 8170</p>") == []


def test_every_page_speaks_chinese(house: House) -> None:
    shown = pages(house)
    assert {name for name, _ in shown} >= {"values", "measures", "evaluation", "evaluation-unit", "units"}
    assert len(shown) > len(WITH_ROW) / 2
    assert [(name, found) for name, page in shown if (found := english(page))] == []
