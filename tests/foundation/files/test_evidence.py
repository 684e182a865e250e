"""Evidence: its grade says how it came here, a forwarded piece counts when a second person confirms it."""

from datetime import date
from decimal import Decimal

import pytest

from foundation.files import samples
from foundation.files.conftest import taken
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.files import actions, sheet_state
from jiyue.foundation.files.facts import metadata
from jiyue.foundation.files.linked import evidence_of
from jiyue.foundation.files.models import Evidence, StoredFile
from jiyue.foundation.people.models import Organisation

REF = "registry/enterprise/12"


@pytest.mark.parametrize(
    ("name", "make", "more", "grade", "state"),
    [
        ("a.jpg", samples.photo, {}, "B", "kept"),
        ("a.jpg", lambda: samples.photo(place=False), {}, "B", "kept"),
        ("a.jpg", lambda: samples.photo(place=False, time=False), {}, "C", "waiting"),
        ("a.jpg", samples.photo, {"forwarded": True}, "C", "waiting"),
        ("a.jpg", samples.picture, {}, "C", "waiting"),
        ("a.jpg", samples.photo, {"taken_in_app": True}, "A", "kept"),
        ("a.docx", samples.word, {}, "B", "kept"),
        ("a.csv", lambda: b"a,b\n", {}, "C", "waiting"),
    ],
)
def test_the_grade_says_how_it_came(office, name, make, more, grade, state) -> None:
    data = make() if make is not samples.picture else samples.picture("JPEG")
    found = office.add(data, name, **more)
    assert (found.grade, found.state) == (grade, state)


def test_time_and_place_of_a_photo_are_kept(office) -> None:
    found = office.add(samples.photo(), "现场.jpg")
    assert found.file.facts == {
        "taken_at": "2025-05-02T10:20:31+08:00",
        "place": ["33.450000", "119.300000"],
        "device": "HUAWEI ALN-AL00",
    }
    assert [m for m in metadata(found) if "33.450000, 119.300000" in m]


def test_the_internet_shows_no_place(office, settings) -> None:
    found = office.add(samples.photo(), "现场.jpg")
    settings.PROFILE = "internet"
    assert not [m for m in metadata(found) if "33.45" in m]


def test_a_forwarded_piece_counts_after_a_second_person_confirmed(office) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True)
    assert not Evidence.objects.counting().exists()
    actions.confirm(office.wang, found)
    kept = Evidence.objects.counting().get()
    assert kept.witness_id == office.wang.account
    assert kept.grade == "C"


def test_nobody_is_his_own_witness(office, refused) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True)
    refused("SAME_PERSON", actions.confirm, office.li, found)
    assert not Evidence.objects.counting().exists()


def test_a_stranger_is_no_witness(office, refused) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True)
    refused("NOT_ALLOWED", actions.confirm, office.stranger, found)


def test_what_counts_already_needs_no_witness(office, refused) -> None:
    refused("EVIDENCE_NO_WITNESS_NEEDED", actions.confirm, office.wang, office.add())


def test_withdrawn_evidence_stays_with_its_reason_and_counts_no_more(office, refused) -> None:
    found = office.add(link=(REF, "企业 12"))
    refused("REASON_MISSING", actions.withdraw, office.li, found, "  ")
    actions.withdraw(office.li, found, "传错文件")
    found.refresh_from_db()
    assert (found.state, found.withdrawn_for) == ("withdrawn", "传错文件")
    assert not Evidence.objects.counting().exists()
    assert evidence_of(REF, office.li).pieces == []
    assert found.file.place.is_file()
    refused("EVIDENCE_WITHDRAWN", actions.withdraw, office.li, found, "again")
    actions.restore(office.li, found)
    assert Evidence.objects.counting().get() == found


def test_a_restored_forwarded_piece_still_needs_its_witness(office) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True)
    actions.withdraw(office.li, found, "x")
    assert actions.restore(office.li, found).state == "waiting"


def test_the_same_file_is_one_content_and_two_pieces(office) -> None:
    data = samples.pdf()
    office.add(data, "a.pdf")
    office.add(data, "b.pdf")
    assert StoredFile.objects.count() == 1
    assert Evidence.objects.count() == 2


def test_a_row_lists_its_evidence(office) -> None:
    found = office.add(link=(REF, "企业 12"))
    actions.link(office.li, found, "indicators/indicator/C12", "投入强度")
    assert evidence_of(REF, office.li).pieces == [found]
    assert evidence_of("indicators/indicator/C12", office.wang).pieces == [found]
    assert evidence_of(REF, office.stranger).pieces == []
    actions.unlink(office.li, found.links.get(ref=REF))
    assert evidence_of(REF, office.li).pieces == []


@pytest.mark.parametrize("ref", ["", "12", "a/b", "a/b/c/d", "../a/1", "a/b/<x>", "A/b/1"])
def test_a_link_points_at_a_row(office, refused, ref) -> None:
    refused("EVIDENCE_BAD_REF", actions.link, office.li, office.add(), ref)


@pytest.mark.parametrize(
    ("dated", "years", "last"),
    [
        (date(2024, 3, 1), 10, date(2034, 12, 31)),
        (date(2024, 12, 31), 30, date(2054, 12, 31)),
        (date(2024, 3, 1), None, None),
    ],
)
def test_retention_counts_from_the_next_first_of_january(office, dated, years, last) -> None:
    found = actions.add_evidence(
        office.li, taken("a.pdf", samples.pdf()), office.said(dated=dated, retain_years=years)
    )
    assert found.due_on == last


def test_what_is_due_is_listed_and_not_deleted(office) -> None:
    found = actions.add_evidence(
        office.li, taken("a.pdf", samples.pdf()), office.said(dated=date(2010, 3, 1), retain_years=10)
    )
    assert not Evidence.objects.due(date(2020, 12, 31)).exists()
    assert Evidence.objects.due(date(2021, 1, 1)).get() == found
    assert found.file.place.is_file()


def test_a_new_description_keeps_file_and_grade(office) -> None:
    found = office.add(samples.photo(), "现场.jpg")
    said = office.said("新题名", dated=date(2020, 1, 1), classification="personal")
    actions.describe(office.li, found, said)
    found.refresh_from_db()
    assert (found.title, found.classification, found.grade) == ("新题名", "personal", "B")
    assert found.due_on == date(2030, 12, 31)
    line = AuditLine.objects.first()
    assert line.changes["title"] == ["投资汇总表", "新题名"]
    assert "新题名" in spoken(line)


def test_nobody_adds_for_a_foreign_unit(office, refused) -> None:
    river = office.place.river
    there = Organisation.objects.create(name="临河县局", sector="bureau", unit=river)
    add = actions.add_evidence
    pdf = taken("a.pdf", samples.pdf())
    refused("NOT_ALLOWED", add, office.li, pdf, office.said(unit=river, organisation=there))
    refused("NOT_ALLOWED", add, office.li, pdf, office.said(unit=river))
    refused("EVIDENCE_FAR_UNIT", add, office.li, pdf, office.said(organisation=there))


def test_a_department_adds_for_its_own_organisation_only(office, refused) -> None:
    tax = Organisation.objects.create(name="平川县税务局", sector="tax", unit=office.place.plain)
    clerk = office.place.actor("zhou", "department", office.place.plain, organisation=tax)
    actions.add_evidence(clerk, taken("a.pdf", samples.pdf()), office.said(organisation=tax))
    pdf = taken("a.pdf", samples.pdf())
    refused("NOT_ALLOWED", actions.add_evidence, clerk, pdf, office.said())
    far = office.said(organisation=tax, unit=office.place.river)
    refused("EVIDENCE_FAR_UNIT", actions.add_evidence, clerk, pdf, far)


def test_every_deed_leaves_a_sentence(office) -> None:
    found = office.add(samples.photo(), "群里.jpg", forwarded=True, link=(REF, "企业 12"))
    actions.confirm(office.wang, found)
    box = dict.fromkeys(("left", "top", "width", "height"), Decimal("0.1"))
    actions.unbox(office.li, actions.box(office.li, found, page=1, **box))
    actions.withdraw(office.li, found, "重复")
    said = [spoken(line) for line in AuditLine.objects.order_by("seq")]
    assert said == [
        "li上传了佐证“投资汇总表”，等级 C",
        "wang见证了转发件“投资汇总表”",
        "li框选了“投资汇总表”第 1 页的段落",
        "li取消了“投资汇总表”第 1 页的框选",
        "li撤回了佐证“投资汇总表”：重复",
    ]


def test_what_was_witnessed_and_changes_needs_a_new_witness(office) -> None:
    kept = actions.confirm(office.wang, office.add(forwarded=True))
    same = actions.describe(office.li, kept, office.said())
    assert (same.state, same.witness_id) == ("kept", office.wang.account)
    changed = actions.describe(office.li, kept, office.said("另一张表"))
    assert (changed.state, changed.witness_id, changed.witnessed_at) == ("waiting", None, None)
    assert AuditLine.objects.first().action.endswith("describe")


def test_nobody_is_witness_of_what_he_described_himself(office, refused) -> None:
    found = actions.describe(office.wang, office.add(forwarded=True), office.said("另一张表"))
    refused("SAME_PERSON", actions.confirm, office.wang, found)
    assert not Evidence.objects.counting().exists()


def test_a_link_stands_in_the_history_of_a_row_that_the_actor_reads(office, monkeypatch) -> None:
    monkeypatch.setattr(sheet_state, "REACHES", {})
    sheet_state.row_reach("registry/enterprise")(lambda ref, actor: ref.endswith("/12"))
    for ref, told in ((REF, True), ("registry/enterprise/13", False), ("far/row/1", False)):
        found = office.add()
        actions.link(office.li, found, ref)
        assert (ref in AuditLine.objects.first().refs) is told
        actions.unlink(office.li, found.links.get())
        assert (ref in AuditLine.objects.first().refs) is told
