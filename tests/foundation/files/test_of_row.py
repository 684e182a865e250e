"""The panel of evidence that the detail pages of other rooms show."""

from decimal import Decimal

from django.template.loader import render_to_string

from foundation.files import samples
from jiyue.foundation.files import actions
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.files.sheet_state import sheet_state

REF = "registry/enterprise/12"


def shown(office, actor=None, **more: object) -> str:
    evidence = evidence_of(REF, actor or office.li, label="企业 12", back="/x")
    return render_to_string("files/of_row.html", {"evidence": evidence, **more})


def test_it_says_what_to_do_when_there_is_none(office) -> None:
    page = shown(office)
    assert "尚未关联佐证" in page
    assert (
        "/evidence/add?ref=registry%2Fenterprise%2F12&amp;label=%E4%BC%81%E4%B8%9A+12&amp;back=%2Fx" in page
    )


def test_it_shows_pieces_with_state_grade_and_passages(office) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True, link=(REF, "企业 12"))
    actions.box(office.li, found, page=1, left=0, top=0, width=1, height=Decimal("0.5"), note="门牌")
    page = shown(office)
    for said in ("投资汇总表", "待见证", "C（转发件）", "门牌", f"/evidence/{found.pk}?page=1#page"):
        assert said in page
    assert "投资汇总表" not in shown(office, office.stranger)


def test_who_may_not_add_is_not_asked_to(office) -> None:
    reader = office.place.actor("gu", "leading_group", office.place.plain)
    assert "/evidence/add" not in shown(office, reader)


def test_it_carries_the_mark_of_a_changed_table(office) -> None:
    sheet = actions.print_sheet(
        office.li,
        title="企业用地表",
        unit=office.place.plain,
        organisation=office.bureau,
        ref=REF,
        columns=["亩"],
        rows=[[Decimal("12.5")]],
    )
    same = shown(office, stamp=sheet_state(REF, [[Decimal("12.50")]]))
    assert "与现值相符" in same
    changed = shown(office, stamp=sheet_state(REF, [[Decimal("12.51")]]))
    assert "盖章件与现值不符" in changed
    assert f"/sheets/{sheet.pk}" in changed
