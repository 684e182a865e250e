"""What publishing changes, what it leaves alone, and when an undo would lose the work of others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.imports.books import credit_code, parcel, rows_of, town_book, uploaded, write_enterprises
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.check import check_trail
from jiyue.foundation.imports import actions, staging
from jiyue.foundation.imports.models import CHECKED, CHECKING, PUBLISHED, UNDONE, Change, ImportBatch
from jiyue.foundation.jobs import actions as jobs
from jiyue.foundation.jobs.models import Job
from jiyue.foundation.jobs.worker import Worker
from jiyue.foundation.kept import restored
from jiyue.foundation.people.models import Grant
from jiyue.registry import actions as registry
from jiyue.registry.merging import merge
from jiyue.registry.models import Enterprise, FormerName, Parcel, RightsHolder


@pytest.fixture
def town(office):
    return office.towns[0]


def book(town, count=3, **kwargs) -> tuple[str, bytes]:
    return f"{town.name}.xlsx", town_book(rows_of(town.code, count, **kwargs))


def last_job_problems() -> set[str]:
    return {restored(p).code for p in Job.objects.first().problems}


def enterprises(tmp_path, *args, **kwargs) -> tuple[str, bytes]:
    return "企业.xlsx", write_enterprises(tmp_path / "企业.xlsx", *args, **kwargs).read_bytes()


def test_nothing_is_visible_before_it_is_published(office, town) -> None:
    batch = office.upload(book(town))
    assert (batch.state, batch.new) == (CHECKED, 3)
    assert Parcel._base_manager.count() == 0


def test_published_rows_wait_for_another_person_to_verify_them(office, place, town) -> None:
    office.published(book(town))
    row = Parcel.objects.living().first()
    assert (row.state, row.entered_by_id, row.owner_id) == (
        "submitted",
        office.li.pk,
        office.li.organisation_id,
    )
    with pytest.raises(Refused, match="SAME_PERSON"):
        registry.verify(office.actor, row)
    registry.verify(place.actor("王", "county_bureau", place.plain), row)


def test_the_same_workbook_again_changes_nothing(office, town) -> None:
    office.published(book(town))
    batch = office.upload(book(town))
    assert (batch.new, batch.changed, batch.same) == (0, 0, 3)
    with pytest.raises(Refused, match="IMPORT_NOTHING_TO_PUBLISH"):
        actions.publish(office.actor, batch.pk)


def test_an_empty_cell_leaves_what_is_there(office, town) -> None:
    office.published(book(town))
    rows = rows_of(town.code, 3, area=1100)
    rows[0][3] = None
    batch = office.published(("表.xlsx", town_book(rows)))
    assert batch.changed == 3
    assert Parcel.objects.get(code=parcel(town.code, 1)).use == "工业用地"


def test_a_changed_row_keeps_its_key_and_must_be_verified_again(office, place, town) -> None:
    office.published(book(town))
    before = Parcel.objects.get(code=parcel(town.code, 1))
    registry.verify(place.actor("王", "county_bureau", place.plain), before)
    office.published(book(town, area=1100))
    after = Parcel.objects.get(code=parcel(town.code, 1))
    assert (after.pk, after.state, str(after.area_m2)) == (before.pk, "submitted", "1101.0000")


def test_an_undo_gives_back_what_was_there(office, place, town) -> None:
    office.published(book(town))
    before = Parcel.objects.get(code=parcel(town.code, 1))
    registry.verify(place.actor("王", "county_bureau", place.plain), before)
    batch = office.published(book(town, count=5, area=1100))
    assert (batch.new, batch.changed) == (2, 3)
    actions.undo(office.actor, batch.pk, "报表有误")
    office.work()
    again = Parcel.objects.get(pk=before.pk)
    assert (again.state, str(again.area_m2), again.verified_by_id) == (
        "verified",
        "1001.0000",
        before.verified_by_id,
    )
    assert Parcel._base_manager.count() == 3
    assert not Change.objects.exists()
    assert check_trail().problem is None


def test_an_undo_does_not_lose_the_work_of_others(office, place, town) -> None:
    batch = office.published(book(town))
    row = Parcel.objects.get(code=parcel(town.code, 2))
    registry.verify(place.actor("王", "county_bureau", place.plain), row)
    actions.undo(office.actor, batch.pk, "报表有误")
    office.work()
    batch.refresh_from_db()
    assert (batch.state, Parcel.objects.living().count()) == (PUBLISHED, 3)
    assert last_job_problems() == {"IMPORT_CHANGED_SINCE"}


def test_an_undo_does_not_take_rows_away_that_others_use(office, town, tmp_path) -> None:
    batch = office.published(enterprises(tmp_path, 3, town.code), kind="registry.enterprises")
    FormerName.objects.create(enterprise=Enterprise.objects.first(), name="旧名")
    actions.undo(office.actor, batch.pk, "报表有误")
    office.work()
    assert last_job_problems() == {"IMPORT_REFERRED_TO"}
    assert Enterprise.objects.living().count() == 3


def test_an_undo_of_a_change_that_was_changed_again(office, place, town) -> None:
    office.published(book(town))
    batch = office.published(book(town, area=1100))
    row = Parcel.objects.get(code=parcel(town.code, 1))
    registry.change(office.actor, row, area_m2=row.area_m2 + 1)
    actions.undo(office.actor, batch.pk, "报表有误")
    office.work()
    assert last_job_problems() == {"IMPORT_CHANGED_SINCE"}
    assert str(Parcel.objects.get(pk=row.pk).area_m2) == "1102.0000"
    assert str(Parcel.objects.get(code=parcel(town.code, 2)).area_m2) == "1102.0000"


def test_an_undo_has_its_days(office, town) -> None:
    batch = office.published(book(town))
    ImportBatch.objects.filter(pk=batch.pk).update(published_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refused, match="IMPORT_UNDO_OVER"):
        actions.undo(office.actor, batch.pk, "报表有误")


def test_a_register_that_changed_after_the_check_is_looked_at_again(office, town) -> None:
    first, second = office.upload(book(town)), office.upload(book(town))
    actions.publish(office.actor, first.pk)
    office.work()
    actions.publish(office.actor, second.pk)
    office.work()
    second.refresh_from_db()
    assert (second.state, Parcel.objects.living().count()) == (CHECKED, 3)
    assert last_job_problems() == {"IMPORT_OVERTAKEN"}
    actions.check_again(office.actor, second.pk)
    office.work()
    second.refresh_from_db()
    assert (second.same, second.new) == (3, 0)


def test_a_cancelled_publication_changes_nothing(office, town) -> None:
    batch = actions.publish(office.actor, office.upload(book(town)).pk)
    jobs.cancel(office.actor, batch.job_id)
    batch.refresh_from_db()
    assert (batch.state, Parcel._base_manager.count()) == (CHECKED, 0)


def test_a_row_kept_by_another_county_is_refused(office, place, tmp_path) -> None:
    zhao = place.actor("赵", "county_bureau", place.river)
    registry.add(
        zhao,
        "enterprise",
        name="石桥公司",
        credit_code=credit_code(1),
        unit=place.other_town,
        status="operating",
    )
    batch = office.upload(enterprises(tmp_path, 3, office.towns[0].code), kind="registry.enterprises")
    assert (batch.bad, batch.new) == (1, 2)
    assert {p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)} == {"IMPORT_KEPT_ELSEWHERE"}


def test_the_same_row_in_two_files_is_a_question(office, town) -> None:
    batch = office.upload(("甲.xlsx", book(town)[1]), ("乙.xlsx", book(town)[1]))
    assert batch.bad == 3
    problem = staging.read_problems(batch.pk, staging.PROBLEMS)[0]
    assert (problem.code, problem.file, problem.params["first_file"]) == (
        "IMPORT_TWICE",
        "乙.xlsx",
        "甲.xlsx",
    )


def test_what_does_not_fit_into_the_table_is_a_problem_of_its_cell(office, town) -> None:
    rows = rows_of(town.code, 3)
    rows[0][3] = "用" * 61
    rows[1][2] = 10**15
    batch = office.upload(("表.xlsx", town_book(rows)))
    found = {p.code: (p.row, p.column) for p in staging.read_problems(batch.pk, staging.PROBLEMS)}
    assert found == {"IMPORT_TEXT_TOO_LONG": (5, "E"), "IMPORT_TOO_GREAT": (6, "D")}


def test_rights_holders_are_found_by_name(office, place, town) -> None:
    holder = registry.add(office.actor, "rightsholder", name="青禾公司", kind="organisation", unit=town)
    titles = "宗地代码,行政区代码,宗地面积,权利人\n"
    code = [parcel(town.code, n) for n in (1, 2)]
    lines = f"{code[0]},{town.code},10,青禾公司\n{code[1]},{town.code},10,无名公司\n"
    batch = office.upload(("表.csv", (titles + lines).encode()))
    assert [p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)] == ["REGISTRY_NO_HOLDER"]
    actions.publish(office.actor, batch.pk, faultless_only=True)
    office.work()
    assert Parcel.objects.get().holder == holder
    assert RightsHolder.objects.count() == 1


def test_personal_facts_are_sealed_and_shown_masked(office, town, tmp_path, client) -> None:
    office.published(enterprises(tmp_path, 2, town.code), kind="registry.enterprises")
    assert Enterprise.objects.get(credit_code=credit_code(1)).phone == "13800000001"
    again = enterprises(tmp_path, 2, town.code, address="农业路", start=0)
    batch = office.published(again, kind="registry.enterprises")
    assert batch.changed == 2
    client.force_login(office.li)
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert "农业路1号" in page
    assert "13800000001" not in page


def test_what_is_over_is_cleared_away(office, town) -> None:
    from jiyue.foundation.access import program
    from jiyue.foundation.jobs.queue import enqueue

    old = office.upload(book(town))
    done = office.published(book(town))
    ImportBatch.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=8))
    enqueue(program("test"), "imports.clear")
    office.work()
    old.refresh_from_db()
    assert (old.state, old.kept) == ("cancelled", False)
    assert not (staging.folder_of(old.pk) / staging.ROWS).exists()
    assert (staging.folder_of(done.pk) / staging.ROWS).exists()
    ImportBatch.objects.filter(pk=done.pk).update(published_at=timezone.now() - timedelta(days=31))
    enqueue(program("test"), "imports.clear")
    office.work()
    done.refresh_from_db()
    assert (done.state, done.kept) == (PUBLISHED, False)
    assert Parcel.objects.living().count() == 3


def test_an_undone_batch_stays_undone(office, town) -> None:
    batch = office.published(book(town))
    actions.undo(office.actor, batch.pk, "报表有误")
    office.work()
    batch.refresh_from_db()
    assert batch.state == UNDONE
    with pytest.raises(Refused, match="IMPORT_NOT_NOW"):
        actions.undo(office.actor, batch.pk, "再次")


def test_a_row_of_another_county_shows_nothing_of_what_stands_there(office, place) -> None:
    zhao = place.actor("赵", "county_bureau", place.river)
    registry.add(
        zhao,
        "enterprise",
        name="石桥公司",
        credit_code=credit_code(1),
        unit=place.other_town,
        status="operating",
        industry="C2613",
    )
    lines = "统一社会信用代码,企业名称,行政区代码,行业代码\n"
    lines += f"{credit_code(1)},我们的公司,{office.towns[0].code},Z9999\n"
    batch = office.upload(("表.csv", lines.encode()), kind="registry.enterprises")
    shown = staging.entries(batch.pk, "", 0, 9)
    assert len(shown) == 2
    assert {entry["before"] for entry in shown} == {None}


@pytest.mark.parametrize("work", ["change", "verify"])
def test_what_a_colleague_did_since_the_check_is_not_overwritten(office, place, town, work) -> None:
    office.published(book(town))
    batch = office.upload(book(town, area=1100))
    row = Parcel.objects.get(code=parcel(town.code, 1))
    if work == "change":
        registry.change(office.actor, row, address="工业路1号")
    else:
        registry.verify(place.actor("王", "county_bureau", place.plain), row)
    actions.publish(office.actor, batch.pk)
    office.work()
    assert last_job_problems() == {"IMPORT_OVERTAKEN"}
    assert restored(Job.objects.first().problems[0]).params["count"] == 1
    assert not Parcel.objects.filter(area_m2__gt=1100).exists()
    actions.check_again(office.actor, batch.pk)
    actions.publish(office.actor, office.checked(batch).pk)
    office.work()
    assert Parcel.objects.filter(area_m2__gt=1100).count() == 3


@pytest.mark.parametrize("theirs", ["甲公司", "石桥公司"])
def test_of_two_counties_with_one_code_an_import_means_its_own_row(office, place, theirs) -> None:
    zhao = place.actor("赵", "county_bureau", place.river)
    code, town = credit_code(1), office.towns[0]
    said = {"credit_code": code, "status": "operating"}
    registry.add(zhao, "enterprise", name=theirs, unit=place.other_town, **said)
    ours = registry.add(office.actor, "enterprise", name="平川公司", unit=town, **said)
    lines = f"统一社会信用代码,企业名称,行政区代码,行业代码\n{code},平川公司,{town.code},C2613\n"
    batch = office.published(("表.csv", lines.encode()), kind="registry.enterprises")
    assert (batch.state, batch.changed, batch.bad) == (PUBLISHED, 1, 0)
    assert Enterprise.objects.get(pk=ours.pk).industry == "C2613"


def refused_check(office, town) -> Job:
    """The job of a check that was cancelled before it began, of a batch that was checked again since."""
    made = actions.upload(office.actor, "registry.parcels", [uploaded(*book(town))], office.place.plain)
    old = jobs.cancel(office.actor, made.job_id)
    actions.check_again(office.actor, made.pk)
    return old


def test_an_old_check_does_not_begin_again_after_publication(office, town) -> None:
    old = refused_check(office, town)
    office.work()
    batch = ImportBatch.objects.get()
    actions.publish(office.actor, batch.pk)
    office.work()
    laid_down = (staging.folder_of(batch.pk) / staging.ROWS).stat().st_mtime_ns
    jobs.retry(office.actor, old.pk)
    office.work()
    assert {restored(p).code for p in Job.objects.get(pk=old.pk).problems} == {"IMPORT_NOT_NOW"}
    assert (staging.folder_of(batch.pk) / staging.ROWS).stat().st_mtime_ns == laid_down
    actions.undo(office.actor, batch.pk, "报表有误")
    assert office.checked(batch).state == UNDONE


def test_an_old_check_does_not_stop_the_one_that_waits(office, town) -> None:
    old = refused_check(office, town)
    jobs.retry(office.actor, old.pk)
    assert Worker().step()
    assert ImportBatch.objects.get().state == CHECKING
    assert office.checked(ImportBatch.objects.get()).state == CHECKED


def test_whoever_lost_the_county_by_then_checks_nothing(office, place, town) -> None:
    made = actions.upload(office.actor, "registry.parcels", [uploaded(*book(town))], place.plain)
    Grant.objects.filter(post__holdings__account=office.li).update(unit=place.river)
    assert office.checked(made).state == "failed"
    assert {restored(p).code for p in Job.objects.get(pk=made.job_id).problems} == {"IMPORT_NO_SUCH_BATCH"}


@pytest.mark.parametrize("work", ["merge", "close"])
def test_an_undo_does_not_take_away_what_was_merged_or_closed(office, town, work) -> None:
    batch = office.published(book(town))
    row = Parcel.objects.get(code=parcel(town.code, 1))
    if work == "merge":
        winner = registry.add(office.actor, "parcel", code=parcel(town.code, 9), unit=town)
        merge(office.actor, winner, row, take=(), reason="同一宗地")
    else:
        registry.close(office.actor, row, timezone.localdate(), "注销")
    actions.undo(office.actor, batch.pk, "报表有误")
    assert office.checked(batch).state == PUBLISHED
    assert last_job_problems() == {"IMPORT_CHANGED_SINCE"}


def test_a_rights_holder_of_another_county_is_not_found(office, place, town) -> None:
    zhao = place.actor("赵", "county_bureau", place.river)
    registry.add(zhao, "rightsholder", name="石桥公司", kind="organisation", unit=place.other_town)
    lines = f"宗地代码,行政区代码,宗地面积,权利人\n{parcel(town.code, 1)},{town.code},10,石桥公司\n"
    batch = office.upload(("表.csv", lines.encode()))
    assert [p.code for p in staging.read_problems(batch.pk, staging.PROBLEMS)] == ["REGISTRY_NO_HOLDER"]
