"""Who owes what by when: arranged for a year, lit by day, reminded politely."""

from contextlib import closing
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.people_known import Place
from jiyue.engine.problems import Refused
from jiyue.foundation.access import Actor
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.duties import actions
from jiyue.foundation.duties.figures import days_after, soon_days
from jiyue.foundation.duties.models import Duty
from jiyue.foundation.duties.reminders import reminders
from jiyue.foundation.duties.todo import items
from jiyue.foundation.people.models import Account, Organisation


@pytest.fixture
def li(place: Place) -> Actor:
    return place.actor("li", "county_bureau", place.plain)


@pytest.fixture
def statistics(place: Place) -> Organisation:
    return Organisation.objects.create(name="平川县统计局", sector="statistics", unit=place.plain)


def arrange(place: Place, li: Actor, who: Organisation, frequency: str = "quarter", **kwargs: object) -> int:
    facts = {"measures": ["construction_land"], "units": [place.plain], "year": 2025, "days": 15}
    return actions.arrange(li, organisation=who, frequency=frequency, **{**facts, **kwargs})


def test_a_year_has_a_duty_for_each_period(place: Place, li: Actor, statistics: Organisation) -> None:
    assert arrange(place, li, statistics) == 4
    due = dict(Duty.objects.values_list("period", "due_on"))
    assert due == {
        "2025Q1": date(2025, 4, 15),
        "2025Q2": date(2025, 7, 15),
        "2025Q3": date(2025, 10, 15),
        "2025Q4": date(2026, 1, 15),
    }
    assert arrange(place, li, statistics) == 0


def test_the_lamp_turns_with_the_days(place: Place, li: Actor, statistics: Organisation) -> None:
    arrange(place, li, statistics, "year", days=days_after("year"))
    due = date(2026, 1, 31)
    for days, lamp in ((-soon_days() - 1, "later"), (-soon_days(), "soon"), (0, "soon"), (1, "overdue")):
        assert Duty.objects.lit(due + timedelta(days=days)).get().lamp == lamp
    actions.mark(li, Duty.objects.get(), due)
    assert Duty.objects.lit(due + timedelta(days=99)).get().lamp == "done"
    actions.unmark(li, Duty.objects.get(), "数据不全")
    assert Duty.objects.lit(due + timedelta(days=99)).get().lamp == "overdue"


def test_the_next_year_repeats_this_one(place: Place, li: Actor, statistics: Organisation) -> None:
    arrange(place, li, statistics)
    gone = Duty.objects.get(period="2025Q2")
    actions.withdraw(li, gone, "改报年度")
    assert actions.repeat(li, 2026) == 3
    assert Duty.objects.get(period="2026Q1").due_on == date(2026, 4, 15)
    with pytest.raises(Refused, match="NOTHING_TO_REPEAT"):
        actions.repeat(li, 2030)


def test_what_a_kind_of_unit_does_not_count_is_refused(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    zone = place.plain
    zone.kind = "zone"
    with pytest.raises(Refused) as refused:
        arrange(place, li, statistics, measures=["construction_land", "moonshine"], units=[zone])
    codes = [p.code for p in refused.value.problems]
    assert codes == ["DUTY_KIND_WITHOUT_MEASURE", "DUTY_MEASURE_UNKNOWN"]
    assert not Duty.objects.exists()


def test_a_reminder_says_who_owes_what_since_when_in_chinese(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    arrange(place, li, statistics)
    owed = Duty.objects.filter(period__in=["2025Q1", "2025Q2"]).select_related("unit", "organisation")
    [made] = reminders(owed, date(2025, 7, 10), "平川县自然资源局")
    assert made.text.splitlines() == [
        "平川县统计局：感谢支持。截至2025年7月10日，尚有以下 2 项数据待报送：",
        "1. 平川县 2025年第1季度 建设用地，应于2025年4月15日前报送，逾期 86 天",
        "2. 平川县 2025年第2季度 建设用地，应于2025年7月15日前报送，还有 5 天",
        "请尽快报送；如有困难，请及时告知。谢谢！平川县自然资源局",
    ]


def test_a_department_sees_its_own_duties_and_marks_none(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    arrange(place, li, statistics)
    clerk = place.actor("qian", "department", place.plain, organisation=statistics)
    other = place.actor("wu", "department", place.plain)
    assert Duty.objects.reached(clerk, "duties.read").count() == 4
    assert not Duty.objects.reached(other, "duties.read").exists()
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.mark(clerk, Duty.objects.first(), date(2025, 4, 1))


def test_the_inbox_shows_ones_own_duties_or_one_reminder(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    arrange(place, li, statistics)
    clerk = place.actor("qian", "department", place.plain, organisation=statistics)
    on = date(2025, 7, 10)
    assert [i.urgency for i in items(clerk, on)] == ["overdue", "soon"]
    [reminder] = items(li, on)
    assert (reminder.address, reminder.urgency) == ("/duties/reminders", "overdue")
    assert items(place.actor("zhou", "county_bureau", place.river), on) == []


def test_what_is_urged_stands_first_in_the_inbox_of_those_who_owe_it(
    place: Place, li: Actor, statistics: Organisation, client: Client
) -> None:
    year = timezone.localdate().year
    arrange(place, li, statistics, year=year + 1)
    last = Duty.objects.get(period=f"{year + 1}Q4")
    clerk = place.actor("qian", "department", place.plain, organisation=statistics)
    assert items(clerk, timezone.localdate()) == []
    client.force_login(Account.objects.get(pk=li.account))
    assert "催办" in client.get(f"/duties/{last.pk}/").content.decode()
    client.post(f"/duties/{last.pk}/urge", {"text": "省厅提前调度，请本周内报送。"})
    [item] = items(clerk, timezone.localdate())
    assert (item.urged, item.urgency) == ("li：省厅提前调度，请本周内报送。", "normal")
    arrange(place, li, statistics, year=year - 1)
    client.force_login(Account.objects.get(pk=clerk.account))
    home = client.get("/").content.decode()
    assert home.index("省厅提前调度，请本周内报送。") < home.index("逾期</span>")
    assert "催办 1" in home
    assert "催办了" in spoken(AuditLine.objects.get(action="foundation.duties.urge"))


def test_urging_ends_when_the_figure_is_there_or_put_off(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    arrange(place, li, statistics, year=2030)
    one, other = Duty.objects.order_by("due_on")[:2]
    clerk = place.actor("qian", "department", place.plain, organisation=statistics)
    for duty in (one, other):
        actions.urge(li, duty, "请尽快报送。")
    actions.mark(li, one, date(2029, 1, 1))
    actions.postpone(li, other, date(2031, 1, 1), "口径调整")
    assert items(clerk, date(2029, 1, 1)) == []
    with pytest.raises(Refused, match="DUTY_HANDED_IN"):
        actions.urge(li, one, "请尽快报送。")
    with pytest.raises(Refused, match="REASON_MISSING"):
        actions.urge(li, other, " ")
    with pytest.raises(Refused, match="NOT_ALLOWED"):
        actions.urge(clerk, other, "请尽快报送。")


def test_a_note_is_not_changed_without_a_line_in_the_trail(
    place: Place, li: Actor, statistics: Organisation
) -> None:
    arrange(place, li, statistics, "year")
    duty = actions.mark(li, Duty.objects.get(), date(2026, 1, 20), "纸质")
    lines = AuditLine.objects.count()
    actions.mark(li, duty, date(2026, 1, 20), "纸质")
    assert AuditLine.objects.count() == lines
    actions.mark(li, duty, date(2026, 1, 20), "电子")
    assert AuditLine.objects.count() == lines + 1
    assert Duty.objects.get().note == "电子"


def test_pages_arrange_mark_and_export(
    place: Place, li: Actor, statistics: Organisation, client: Client
) -> None:
    client.force_login(Account.objects.get(username="li"))
    facts = {
        "organisation": statistics.pk,
        "measures": ["construction_land", "land_area"],
        "units": [place.plain.pk],
        "frequency": "year",
        "year": 2020,
    }
    answer = client.post("/duties/arrange", facts, follow=True)
    assert "新增 2 项任务" in answer.content.decode()
    duty = Duty.objects.get(measure="construction_land")
    assert duty.due_on == date(2021, 1, 31)
    assert "平川县统计局" in client.get("/duties/reminders").content.decode()
    client.post(f"/duties/{duty.pk}/mark", {"on": "2021-01-20"})
    rows = client.get("/duties/", {"lamp": "overdue"}).content.decode()
    assert "土地总面积" in rows
    assert "2020年" in rows
    assert f"/duties/{duty.pk}/" not in rows
    with closing(client.get("/duties.xlsx")) as book:
        assert len(b"".join(book.streaming_content)) > 1000


@pytest.mark.parametrize("said", ["abc", "9" * 4400])
def test_no_duty_fits_a_choice_that_is_not_offered(place, client, statistics, li, said: str) -> None:
    arrange(place, li, statistics)
    client.force_login(Account.objects.get(pk=li.account))
    assert "construction" not in client.get("/duties/", {"organisation": said}).content.decode()
    assert client.get("/api/duties", {"organisation": said[:9]}).json()["count"] == 0
