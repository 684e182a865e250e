"""What each measure counts, what it leaves out, and when "no row" means 0."""

from datetime import date

import pytest

from jiyue.engine.contracts import Period, Ref
from jiyue.mechanisms.office import actions
from jiyue.mechanisms.office.measures import MEASURES
from mechanisms.office.conftest import Desk, day

ALL = [measure.code for measure in MEASURES]
LEADER = {"name": "张宁", "post": "县长", "office": "leader", "principal": True, "from_on": day(2)}


def test_the_room_counts_every_measure_that_it_owns() -> None:
    from jiyue.engine.index.dictionary import default_dictionary

    assert sorted(ALL) == sorted(m.code for m in default_dictionary() if m.owner_room == "office")


@pytest.mark.parametrize("code", ALL)
def test_without_rows_and_without_the_statement_a_figure_is_missing(desk: Desk, code: str) -> None:
    assert desk.figure(code) is None


@pytest.mark.parametrize("code", ALL)
def test_without_rows_the_statement_that_the_year_is_whole_means_0(desk: Desk, code: str) -> None:
    desk.verified("wholeyear")
    assert desk.figure(code) == 0
    assert desk.place.river.code not in desk.counted(code).values


def test_a_statement_that_nobody_verified_means_nothing(desk: Desk) -> None:
    desk.enter("wholeyear")
    assert desk.figure("briefs_issued") is None


def test_a_statement_is_for_its_year(desk: Desk) -> None:
    desk.verified("wholeyear", year=2024)
    assert desk.figure("briefs_issued") is None


def test_a_leading_group_counts_while_its_document_stands_at_the_end_of_the_year(desk: Desk) -> None:
    desk.group()
    assert desk.figure("leading_group_in_force") == 1


@pytest.mark.parametrize(
    ("repealed", "figure"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (None, 1)], ids=str
)
def test_a_group_whose_document_was_repealed_by_the_end_of_the_year_does_not_count(
    desk: Desk, repealed: date | None, figure: int
) -> None:
    desk.verified("body", document=desk.verified("rule", repealed_on=repealed))
    desk.verified("wholeyear")
    assert desk.figure("leading_group_in_force") == figure


def test_two_groups_in_force_are_still_one_yes(desk: Desk) -> None:
    desk.group()
    desk.verified("body", name="另一小组", document=desk.verified("rule", number="平政发〔2025〕9号"))
    assert desk.figure("leading_group_in_force") == 1


def test_a_group_on_a_document_that_nobody_verified_does_not_count(desk: Desk) -> None:
    desk.verified("body", document=desk.enter("rule"))
    desk.verified("wholeyear")
    assert desk.figure("leading_group_in_force") == 0


def test_an_office_counts_with_named_staff_only(desk: Desk) -> None:
    office = desk.verified("body", kind="office", name="创建办公室", document=desk.verified("rule"))
    desk.verified("wholeyear")
    assert desk.figure("campaign_office_in_force") == 0
    staff = {**LEADER, "office": "staff", "principal": False}
    actions.add_line(desk.li, office, "member", **staff)
    actions.verify(desk.sun, office)
    assert desk.figure("campaign_office_in_force") == 1


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({}, 1),
        ({"principal": False}, 0),
        ({"office": "deputy"}, 0),
        ({"until_on": date(2025, 12, 30)}, 0),
        ({"until_on": date(2025, 12, 31)}, 1),
        ({"from_on": date(2026, 1, 1)}, 0),
    ],
    ids=str,
)
def test_the_principal_leader_heads_the_group_on_the_last_day_of_the_year(
    desk: Desk, facts: dict[str, object], figure: int
) -> None:
    group = desk.group()
    actions.add_line(desk.li, group, "member", **{**LEADER, **facts})
    actions.verify(desk.sun, group)
    desk.verified("wholeyear")
    assert desk.figure("principal_leader_chairs") == figure


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({}, 1),
        ({"issued_on": None}, 0),
        ({"issued_on": date(2026, 1, 5)}, 0),
        ({"first_year": 2026}, 0),
        ({"first_year": 2023, "last_year": 2024}, 0),
        ({"first_year": 2023, "last_year": 2025}, 1),
        ({"first_year": None}, 0),
        ({"repealed_on": date(2025, 7, 1)}, 0),
        ({"number": ""}, 0),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["plan", "decomposition"])
def test_a_plan_counts_when_it_is_issued_and_for_the_year(
    desk: Desk, kind: str, facts: dict[str, object], figure: int
) -> None:
    desk.verified("rule", **{"kind": kind, "first_year": 2025, **facts})
    desk.verified("wholeyear")
    code = {"plan": "creation_plan_in_force", "decomposition": "target_decomposition_in_force"}[kind]
    assert desk.figure(code) == figure


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({}, 1),
        ({"form": "video"}, 1),
        ({"form": "circulated"}, 0),
        ({"kind": "office"}, 0),
        ({"minutes": "  "}, 0),
        ({"held_on": date(2024, 12, 31)}, 0),
        ({"held_on": date(2026, 1, 1)}, 0),
    ],
    ids=str,
)
def test_meetings_of_the_group_held_in_the_year_count_with_minutes(
    desk: Desk, facts: dict[str, object], figure: int
) -> None:
    desk.verified("meeting", **facts)
    desk.verified("wholeyear")
    assert desk.figure("leading_group_meetings") == figure


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({}, 1),
        ({"sent_on": None}, 0),
        ({"issued_on": None, "sent_on": None}, 0),
        ({"year": 2024, "issued_on": date(2024, 12, 30)}, 0),
    ],
    ids=str,
)
def test_numbered_briefs_count_when_the_upper_office_was_sent_them(
    desk: Desk, facts: dict[str, object], figure: int
) -> None:
    desk.verified("brief", **facts)
    desk.verified("wholeyear")
    assert desk.figure("briefs_issued") == figure


def test_a_number_of_a_brief_counts_once_however_it_came_in_twice(desk: Desk) -> None:
    first = desk.verified("brief")
    twin = desk.verified("brief", number=2)
    type(twin).objects.filter(pk=twin.pk).update(number=first.number, key=first.key)
    counted = desk.counted("briefs_issued")
    assert counted.values == {desk.place.plain.code: 1}
    assert counted.rows["adds"].to_list() == ["1", "0"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "falsifications_confirmed"),
        ({"kind": "violation", "found_by": "group"}, "serious_violations_named"),
    ],
    ids=str,
)
def test_confirmed_cases_count_in_the_year_in_which_they_were_confirmed(
    desk: Desk, facts: dict[str, object], code: str
) -> None:
    desk.verified("confirmedcase", **facts)
    desk.verified("confirmedcase", **facts, document="平审报〔2025〕12号", found_on=date(2024, 1, 1))
    assert desk.figure(code) == 1


def test_rows_that_are_not_verified_any_more_do_not_count(desk: Desk) -> None:
    row = desk.verified("brief")
    actions.change(desk.li, row, name="创建工作简报（更正）")
    assert desk.figure("briefs_issued") is None


def test_contributing_rows_say_what_the_row_said_and_in_which_version(desk: Desk) -> None:
    brief = desk.verified("brief", total=15)
    row = desk.counted("briefs_issued").rows.row(0, named=True)
    assert Ref.parse(row["ref"]) == Ref("office", "brief", str(brief.pk), 2)
    assert (row["unit"], row["number"], row["total"], row["sent_on"]) == ("329921", "1", "15", "2025-02-12")


def test_a_repealed_document_changes_the_version_that_a_group_was_counted_by(desk: Desk) -> None:
    group = desk.group()
    refs = desk.counted("leading_group_in_force").rows["ref"].to_list()
    assert str(group.document.as_it_stands) in refs  # type: ignore[attr-defined]


def test_a_unit_is_found_by_the_code_that_it_has_in_the_year(desk: Desk) -> None:
    desk.place.plain.valid_from = date(2025, 3, 1)
    desk.place.plain.save()
    desk.verified("wholeyear", year=2024)
    before = Period(date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31))
    assert desk.figure("briefs_issued", before) is None
