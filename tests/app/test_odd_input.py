"""Nothing in an address or a form breaks a page: odd numbers, odd letters, odd orders."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from app.counties import House, whole
from app.rows import LISTED, PAGES, WITH_ROW, address, asked
from jiyue.foundation.people.models import Account
from jiyue.foundation.ui.listing import LISTS
from jiyue.foundation.ui.output import OUTPUTS

ROLES = ("county_bureau", "supervision", "city_office", "enumerator")
DIGITS = "9" * 5000
LETTERS = ("\0", "a\0b", "%", "_", "'", '"', "\\", "{0}", "{{ 7*7 }}", "\u202e", "\U0010ffff", "x " * 5000)
NUMBERS = ("-1", "0", "1e309", "nan", "٣", "²", "9223372036854775808", DIGITS, "-" + DIGITS)
WORDS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-W01", "living", "open", "zh", "../../etc/passwd")
ODD = (*LETTERS, *NUMBERS, *WORDS)
NOT_UNICODE = ("%ED%A0%80", "%FF%FE", "%C0%80", "%")
"""A lone surrogate, bytes of no letter, a NUL written too long, half an escape."""
QUOTED = (*(quote(text, safe="") for text in ODD), *NOT_UNICODE)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def wang(built_house: House) -> Account:
    """Somebody who opens every page that is not for administrators, with a row in every list."""
    county = built_house.here()
    for role in ROLES[1:]:
        built_house.place.post(county.person, role, built_house.place.city)
    for make in LISTED.values():
        make(county)
    return county.person


def values() -> st.SearchStrategy[str]:
    return st.sampled_from(QUOTED) | st.text(max_size=20).map(lambda text: quote(text, safe=""))


def status(house: House, to: str, sent: str = "") -> int:
    client = house.client("county_bureau")
    answer = client.post(to, sent, content_type=FORM) if sent else client.get(to)
    whole(answer)
    return int(answer.status_code)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_a_list_answers_whatever_is_asked(listed, house: House, wang: Account) -> None:
    orders = [f"{sign}{column.name}" for column in listed.columns for sign in ("", "-", "--")]
    named = {f.name: values() for f in listed.filters}
    named |= {name: values() for name in ("page", "size", "columns", "unknown")}
    named["order"] = values() | st.sampled_from(orders)

    @seed(20)
    @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        query=st.fixed_dictionaries({}, optional=named),
        way=st.sampled_from(["/", *(f".{form}" for form in OUTPUTS)]),
    )
    def ask(query: dict[str, str], way: str) -> None:
        said = "&".join(f"{name}={value}" for name, value in query.items())
        assert status(house, f"/{listed.address}{way}?{said}") in (200, 403)

    ask()


ASKED = ("on", "page", "table", "with", "ref", "label", "back", "code", "next", "verdict")
SENT = (
    *("reason", "username", "password", "sealed", "code", "next", "problem", "repair", "text", "instead"),
    *("number", "page", "what", "title", "answer", "on"),
)


def rotated(names: tuple[str, ...], steps: int) -> Iterator[str]:
    """Every name with another odd value at each step."""
    for step in range(steps):
        yield "&".join(f"{n}={QUOTED[(i * steps + step) % len(QUOTED)]}" for i, n in enumerate(names))


@pytest.mark.parametrize("name", [n for n in PAGES if not asked(n) and n not in LISTED])
def test_a_page_answers_whatever_is_asked(name: str, house: House, wang: Account) -> None:
    for query in rotated(ASKED, 2):
        assert status(house, f"{address(name)}?{query}") < 500, query


@pytest.mark.parametrize("key", [DIGITS, "9223372036854775808", "%ED%A0%80"])
def test_a_number_that_no_row_has_is_not_there(key: str, house: House, wang: Account) -> None:
    for name in WITH_ROW:
        route = re.sub(r"<int:(pk|key|seq)>", key, str(PAGES[name].pattern)).replace("<int:number>", "1")
        to = f"documents/{key}.pdf" if name == "document-as" else route.replace("<str:name>", "1.xlsx")
        assert status(house, f"/{to}") in (403, 404, 405), to


@pytest.mark.parametrize("name", [n for n in PAGES if n in WITH_ROW or not asked(n)])
def test_a_form_answers_whatever_is_sent(name: str, house: House, wang: Account) -> None:
    to = address(name, house.here())
    for odd in ("a%00b", DIGITS, NOT_UNICODE[0]):
        sent = "&".join(f"{name}={odd}" for name in SENT)
        assert status(house, f"{to}?{sent}", sent) < 500, odd
