"""The pages of the office do what the actions do, and show what a person may do next."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from jiyue.foundation.people.models import Account
from jiyue.mechanisms.office import actions
from jiyue.mechanisms.office.models.bodies import Body
from jiyue.mechanisms.office.models.words import Brief
from jiyue.mechanisms.office.models.work import ActionItem
from mechanisms.office.conftest import Desk, day

BRIEF = {"year": "2025", "number": "3", "name": "创建工作简报", "issued_on": "2025-02-10"}


@pytest.fixture
def client_of(desk: Desk):
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=name))
        return client

    return signed_in


def text(answer) -> str:
    return answer.content.decode()


def rows(client: Client, address: str, **asked: str) -> list[dict[str, object]]:
    answer = client.get(f"{address}.json", asked)
    found: list[dict[str, object]] = json.loads(b"".join(answer.streaming_content))["rows"]
    return found


def test_a_form_enters_a_row_and_leads_to_it(desk: Desk, client_of) -> None:
    answer = client_of("li").post("/office/brief/add", {**BRIEF, "unit": desk.place.plain.pk}, follow=True)
    row = Brief.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("office-brief", args=[row.pk])
    assert (row.number, row.issued_on, row.entered_by.username) == (3, day(2, 10), "li")


def test_a_draft_is_kept_and_submitted_with_its_button(desk: Desk, client_of) -> None:
    li = client_of("li")
    li.post("/office/brief/add", {**BRIEF, "unit": desk.place.plain.pk, "draft": "on"})
    row = Brief.objects.get()
    assert row.state == "draft"
    li.post(reverse("office-brief-submit", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_refusal_keeps_what_was_filled_in(desk: Desk, client_of) -> None:
    desk.enter("brief", number=3)
    answer = client_of("li").post("/office/brief/add", {**BRIEF, "unit": desk.place.plain.pk})
    assert answer.status_code == 422
    assert "该单元台账中已有" in text(answer)
    assert 'value="创建工作简报"' in text(answer)


def test_the_button_to_verify_is_shown_to_another_person_only(desk: Desk, client_of) -> None:
    row = desk.enter("brief")
    verify = reverse("office-brief-verify", args=[row.pk])
    here = reverse("office-brief", args=[row.pk])
    assert verify not in text(client_of("li").get(here))
    assert verify in text(client_of("sun").get(here))
    client_of("sun").post(verify)
    row.refresh_from_db()
    assert row.state == "verified"


def test_an_action_item_is_entered_from_its_meeting(desk: Desk, client_of) -> None:
    meeting = desk.enter("meeting")
    li = client_of("li")
    add = f"{reverse('office-actionitem-add')}?meeting={meeting.pk}"
    assert add in text(li.get(reverse("office-meeting", args=[meeting.pk])))
    assert f'value="{meeting.pk}" selected' in text(li.get(add))
    facts = {"meeting": meeting.pk, "text": "调查", "responsible": "青禾镇", "due_on": "2025-06-01"}
    li.post(reverse("office-actionitem-add"), facts)
    assert ActionItem.objects.get().unit == desk.place.plain


def test_a_department_reports_and_the_office_closes(desk: Desk, client_of) -> None:
    row = desk.enter("actionitem", meeting=desk.enter("meeting"))
    here, he = reverse("office-actionitem", args=[row.pk]), client_of("he")
    assert reverse("office-actionitem-change", args=[row.pk]) not in text(he.get(here))
    he.post(reverse("office-actionitem-done", args=[row.pk]), {"on": "2025-06-01", "what": "已完成"})
    close = reverse("office-actionitem-close", args=[row.pk])
    assert close in text(client_of("li").get(here))
    client_of("li").post(close, {"on": "2025-06-02"})
    row.refresh_from_db()
    assert (row.done_by.username, row.closed_by.username) == ("he", "li")


def test_members_are_added_changed_and_taken_out(desk: Desk, client_of) -> None:
    body, li = desk.group(), client_of("li")
    facts = {"name": "张宁", "post": "县长", "office": "leader", "principal": "on", "from_on": "2025-02-01"}
    li.post(reverse("office-member-add", args=[body.pk]), facts)
    line = Body.objects.get().members.get()
    li.post(reverse("office-member-change", args=[line.pk]), {**facts, "until_on": "2025-09-01"})
    line.refresh_from_db()
    assert (line.principal, line.until_on) == (True, day(9))
    li.post(reverse("office-member-remove", args=[line.pk]), {"reason": "录错了人"})
    assert not Body.objects.get().members.exists()


def test_the_three_lists_show_one_problem_by_their_own_columns(desk: Desk, client_of) -> None:
    desk.enter("finding", inspection=desk.enter("inspection"), person="刘洋", leader="副县长")
    li = client_of("li")
    said = [rows(li, f"/office/{name}")[0] for name in ("problems", "rectifications", "responsibilities")]
    assert [one["number"] for one in said] == ["1", "1", "1"]
    assert (said[0]["inspection__name"], said[1]["remedy"], said[2]["person"]) == (
        "第三季度督查",
        "限期处置",
        "刘洋",
    )


def test_tasks_are_listed_by_how_they_stand(desk: Desk, client_of) -> None:
    desk.enter("instruction")
    desk.enter("instruction", number="批2", due_on=day(1, 1, 2099))
    late = rows(client_of("li"), "/office/instructions", standing="overdue")
    assert [row["number"] for row in late] == ["批〔2025〕7号"]


def test_the_circular_counts_what_was_sent_and_adopted_in_the_month(desk: Desk, client_of) -> None:
    town = desk.place.town
    desk.verified("information", unit=town, adopted_on=day(8, 1), adopted_in="工作简报第5期")
    desk.verified("information", unit=town, sent_on=day(7, 31))
    desk.verified("information", unit=town, sent_on=day(6, 30))
    desk.enter("information", unit=town)
    said = {m: rows(client_of("li"), "/office/circular", month=f"2025-{m}")[0] for m in ("07", "08")}
    names = ("sent", "adopted", "sent_so_far", "adopted_so_far")
    assert [said["07"][n] for n in names] == [2, 0, 3, 0]
    assert [said["08"][n] for n in names] == [0, 1, 3, 1]
    assert said["07"]["name"] == "青禾镇"


def test_a_unit_that_sent_nothing_this_month_is_shown_with_0(desk: Desk, client_of) -> None:
    desk.verified("information")
    assert rows(client_of("li"), "/office/circular", month="2024-01")[0]["sent"] == 0


def test_the_execution_of_a_rule_is_shown_for_a_year(desk: Desk, client_of) -> None:
    rule = desk.verified("rule", kind="rule", proof="会商记录", frequency="quarter", issued_on=day(1, 5))
    desk.verified("proof", rule=rule)
    row = rows(client_of("li"), "/office/execution", year="2025")[0]
    assert (row["due"], row["given"], row["rate"]) == (4, 1, "25.0 %")
    assert rows(client_of("li"), "/office/execution", year="2024")[0]["rate"] == "—"


def test_a_withdrawn_row_offers_to_be_brought_back_and_nothing_else(desk: Desk, client_of) -> None:
    row = desk.enter("brief")
    actions.withdraw(desk.li, row, "重复录入")
    page = text(client_of("sun").get(reverse("office-brief", args=[row.pk])))
    assert reverse("office-brief-bring-back", args=[row.pk]) in page
    assert reverse("office-brief-change", args=[row.pk]) not in page
    assert "重复录入" in page
