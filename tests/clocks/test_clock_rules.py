"""Time limits are rules: by date and place, with source and verified mark, and all that ship can be used."""

from datetime import date, datetime

import pytest

from jiyue.engine.calendar import clock, deadline_of, known_clocks
from jiyue.engine.calendar.clocks import read_clocks
from jiyue.engine.problems import Refused
from jiyue.engine.rulebook import choose
from jiyue.engine.yamls import parse_yaml

CODES = {c.code for c in known_clocks()}


def test_everything_that_ships_is_named_sourced_and_unambiguous():
    known = known_clocks()
    assert len(known) > 100
    assert [c.code for c in known if not (c.source and c.zh and c.en)] == []
    assert [c.code for c in known if c.verified and not c.article and c.jurisdiction == "CN"] == []
    places = [(c.code, c.jurisdiction, c.valid_from) for c in known]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("code", sorted(CODES))
def test_everything_that_ships_gives_a_date(code):
    limit = next(c for c in known_clocks() if c.code == code)
    start = datetime(2026, 3, 2, 8)
    if not limit.in_force(start.date()):
        start = datetime.combine(limit.valid_to, start.time())
    found = deadline_of(code, start, region=limit.jurisdiction)
    assert (found.due < start.date()) == limit.before
    assert found.as_dict("en")["clock"]["article"] == limit.article
    assert bool(found.warnings) == (not limit.verified)


def test_2_3_5_and_7_days_of_the_penalty_law_are_working_days_and_others_are_not():
    """Administrative Penalty Law, article 85."""
    days = [
        c for c in known_clocks() if c.code.startswith("penalty.") and c.span.unit in ("working", "calendar")
    ]
    assert len(days) > 8
    assert [c.code for c in days if (c.span.unit == "working") != (c.span.count in (2, 3, 5, 7))] == []


def test_up_to_ten_days_of_the_enforcement_law_are_working_days():
    """Administrative Enforcement Law, article 69."""
    days = [
        c
        for c in known_clocks()
        if c.code.startswith("enforcement.") and c.span.unit in ("working", "calendar")
    ]
    assert len(days) > 5
    assert [c.code for c in days if (c.span.unit == "working") != (c.span.count <= 10)] == []


def test_the_period_of_a_party_rolls():
    """Civil Code, article 203: whoever applies, starts or restores has the next working day."""
    codes = {"licence.request_hearing", "exploration.start", "land.emergency_approval"}
    codes |= {"land.restore_temporary_use", "penalty.pay_fine", "idle.answer"}
    assert {c.code for c in known_clocks() if c.code in codes and c.roll} == codes


def test_deposits_ended_with_2017_and_nobody_verified_their_steps():
    steps = [c for c in known_clocks() if c.code in ("restoration.answer_request", "restoration.review")]
    assert [(c.valid_to, c.verified) for c in steps] == [(date(2017, 12, 31), False)] * 2


def test_a_law_or_rule_without_its_article_says_so():
    files = ("idle.", "market.", "patrol.stop")
    loose = [c for c in known_clocks() if c.code.startswith(files) and not c.article]
    assert len(loose) > 5
    assert [c.code for c in loose if "article not read" not in c.source] == []


def test_the_version_in_force_on_the_day_counts():
    assert clock("exploration.licence", on=date(2025, 6, 30)).span.count == 3
    with pytest.raises(Refused) as refused:
        clock("exploration.licence", on=date(2025, 7, 1))
    assert refused.value.problems[0].code == "RULE_EXPIRED"
    assert clock("exploration.right_term", on=date(2025, 7, 1)).span.count == 5


def test_the_nearest_jurisdiction_counts():
    on = date(2026, 3, 2)
    assert clock("case.file", on=on).span.unit == "working"
    assert clock("case.file", on=on, jurisdiction="411102").span.count == 7
    assert clock("mining_trade.notice", on=on, jurisdiction="510100").jurisdiction == "510000"


def test_an_unknown_code_is_named():
    with pytest.raises(Refused) as refused:
        deadline_of("penalty.forgive", date(2026, 3, 2))
    assert (refused.value.problems[0].code, refused.value.problems[0].value) == (
        "RULE_MISSING",
        "penalty.forgive",
    )


OWN = """
source: invented
verified: false
jurisdiction: "320413"
clocks:
  - {code: penalty.decide, span: 60d, article: "1"}
"""


def test_a_bureau_brings_its_own_limits():
    clocks = known_clocks([("own.yaml", OWN)])
    on = date(2026, 6, 10)
    assert choose(clocks, "penalty.decide", on=on, jurisdiction="320413").span.count == 60
    assert choose(clocks, "penalty.decide", on=on, jurisdiction="320402").span.count == 90
    assert deadline_of("penalty.decide", on, region="320413", clocks=clocks).due == date(2026, 8, 9)


def test_an_unverified_limit_says_so():
    warning = deadline_of("market.listing", date(2026, 3, 2)).warnings[0]
    assert (warning.code, warning.value) == ("UNVERIFIED_FIGURE", "market.listing")
    assert "10 days" in warning.message("en")
    assert deadline_of("penalty.decide", date(2026, 3, 2)).warnings == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{code: x, span: 3d, kind: bank}", "CLOCK_BAD"),
        ("{code: x, span: soon}", "CLOCK_BAD"),
        ("{code: x, span: 3d, bound: about}", "CLOCK_BAD"),
        ("{code: x, span: 3d, roll: true, before: true}", "CLOCK_BAD"),
        ("{code: x, span: 3d, roll: perhaps}", "CLOCK_BAD"),
        ("{code: x}", "BAD_RULE"),
        ("{code: x, span: 3d, verified: maybe}", "BAD_RULE"),
        ("{code: x, span: 3d, valid_from: once}", "BAD_RULE"),
    ],
)
def test_a_bad_entry_is_refused_by_its_row(entry, code):
    text = f"source: s\nverified: false\nclocks:\n  - {{code: good, span: 3d}}\n  - {entry}\n"
    with pytest.raises(Refused) as refused:
        read_clocks(parse_yaml(text), "own.yaml")
    assert [(p.code, p.row, p.file) for p in refused.value.problems] == [(code, 2, "own.yaml")]
