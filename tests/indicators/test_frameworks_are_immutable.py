"""Frameworks: a new version is drafted, published by another person, then never changed."""

from pathlib import Path

import pytest

from indicators.office import Office
from jiyue.engine.index import known_frameworks, write_framework
from jiyue.engine.problems import Refused
from jiyue.indicators import drafting
from jiyue.indicators.differences import differences
from jiyue.indicators.frameworks import framework_of, load_shipped
from jiyue.indicators.models import FrameworkVersion


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def shipped() -> FrameworkVersion:
    return FrameworkVersion.objects.get(code="jintan-50", unit=None)


def drafted(office: Office, version: str = "2026") -> FrameworkVersion:
    return drafting.draft(office.li, shipped(), unit=office.place.plain, version=version, note="提高标准")


def test_the_frameworks_of_the_program_are_published_once(place: object) -> None:
    assert load_shipped() == 0
    rows = FrameworkVersion.objects.all()
    assert {(r.state, r.unit) for r in rows} == {("published", None)}
    assert len(rows) == len(known_frameworks())
    assert all(framework_of(r).hash == r.digest for r in rows)


def test_what_a_later_program_ships_under_the_same_number_stands_beside(place: object) -> None:
    FrameworkVersion.objects.filter(code="hdi").update(digest="0" * 64)
    assert load_shipped() == 1
    assert load_shipped() == 0
    assert FrameworkVersion.objects.filter(code="hdi", version__contains="+").count() == 1


def test_a_draft_says_line_by_line_what_changed(office: Office) -> None:
    made = drafted(office)
    drafting.edit(office.li, made, "C12", standard="5000", excellence="9000")
    drafting.edit(office.li, made, "B06", weights={"land": "2", "mixed": "2", "mineral": "2"})
    found = {
        (d.code, d.field): (d.before, d.after)
        for d in differences(framework_of(shipped()), framework_of(made))
    }
    assert found["C12", "standard"] == ("4812", "5000")
    assert found["C12", "excellence"] == ("8984", "9000")
    assert {code for code, _ in found} <= {"C12", "B06"}
    assert framework_of(made).by_code["C12"].verified is False


def test_weights_that_do_not_sum_are_kept_in_a_draft_and_refused_at_publication(office: Office) -> None:
    made = drafted(office)
    drafting.edit(office.li, made, "C12", weights={"land": "1", "mixed": "1", "mineral": "1"})
    assert {p.code for p in drafting.problems_of(made)} == {"FRAMEWORK_WEIGHTS_SUM"}
    with pytest.raises(Refused) as refused:
        drafting.publish(office.sun, made)
    assert set(codes(refused)) == {"FRAMEWORK_WEIGHTS_SUM"}


def test_another_person_publishes_it_and_then_it_never_changes(office: Office) -> None:
    made = drafted(office)
    with pytest.raises(Refused) as refused:
        drafting.publish(office.li, made)
    assert codes(refused) == ["SAME_PERSON"]
    assert drafting.publish(office.sun, made).state == "published"
    for change in (
        lambda: drafting.edit(office.li, made, "C12", standard="1"),
        lambda: drafting.publish(office.sun, made),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert codes(refused) == ["FRAMEWORK_NOT_A_DRAFT"]


def test_what_ships_belongs_to_nobody_who_could_change_it(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        drafting.retire(office.qi, shipped(), "不用了")
    assert codes(refused) == ["NOT_ALLOWED"]


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_table_that_was_given_out_comes_back(office: Office, tmp_path: Path, ending: str) -> None:
    made = drafted(office)
    digest = made.digest
    path = tmp_path / f"table.{ending}"
    write_framework(framework_of(made), path)
    drafting.replace_by(office.li, made, path)
    assert (made.version, made.digest) == ("2026", digest)


def test_a_version_number_is_used_once(office: Office) -> None:
    drafted(office)
    with pytest.raises(Refused) as refused:
        drafted(office)
    assert codes(refused) == ["FRAMEWORK_VERSION_TAKEN"]


def test_a_county_sees_what_ships_and_its_own_and_no_foreign_draft(office: Office) -> None:
    made = drafted(office)
    assert made in FrameworkVersion.objects.reached(office.li, "indicators.read")
    foreign = FrameworkVersion.objects.reached(office.zhou, "indicators.read")
    assert made not in foreign
    assert shipped() in foreign
    assert not FrameworkVersion.objects.reached(office.zhou, "frameworks.manage").filter(unit=None).exists()
