"""A figure of a rule is dated, placed and sourced; what is missing or not in force is an error naming it."""

from datetime import date

import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.rulebook import Rulebook, default_rulebook, read_figures

FIGURES = {
    "source": "order 1",
    "verified": True,
    "figures": [
        {"code": "line", "value": "60", "valid_to": date(2019, 12, 31)},
        {"code": "line", "value": "75", "valid_from": date(2020, 1, 1), "valid_to": date(2029, 12, 31)},
        {"code": "line", "value": "70", "valid_from": date(2020, 1, 1), "jurisdiction": "320000"},
        {"code": "loose", "value": 0.5, "verified": False, "source": "from memory"},
    ],
}


@pytest.fixture
def book():
    return Rulebook(read_figures(FIGURES, "order.yaml"))


def test_by_date(book):
    assert book.figure("line", on=date(2019, 6, 1)).value == 60
    assert book.figure("line", on=date(2021, 6, 1)).value == 75


def test_the_nearest_jurisdiction_wins(book):
    assert book.figure("line", on=date(2021, 6, 1), jurisdiction="320413").value == 70
    assert book.figure("line", on=date(2021, 6, 1), jurisdiction="410000").value == 75


def test_missing_and_expired_are_named(book):
    with pytest.raises(Refused) as missing:
        book.figure("nothing", on=date(2021, 1, 1))
    assert (missing.value.problems[0].code, missing.value.problems[0].value) == ("RULE_MISSING", "nothing")
    with pytest.raises(Refused) as expired:
        book.figure("line", on=date(2031, 1, 1))
    assert expired.value.problems[0].code == "RULE_EXPIRED"
    assert "2029-12-31" in expired.value.problems[0].message("en")


def test_unverified_figures_are_carried(book):
    book.figure("line", on=date(2021, 1, 1))
    assert book.unverified() == []
    book.figure("loose", on=date(2021, 1, 1))
    assert [p.value for p in book.unverified()] == ["loose"]


def test_a_figure_without_a_source_is_refused():
    with pytest.raises(Refused) as caught:
        read_figures({"figures": [{"code": "x", "value": 1, "verified": False}]}, "x.yaml")
    assert "source" in caught.value.problems[0].message("en")


def test_everything_that_ships_can_be_read():
    assert all(f.source for f in default_rulebook().figures)
