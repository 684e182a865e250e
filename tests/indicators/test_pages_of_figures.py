"""The pages of figures: sources beside each other, what counts, who may do what."""

import json

from django.test import Client

from indicators.office import Office
from jiyue.foundation.access import Actor
from jiyue.foundation.people.models import Account
from jiyue.indicators import actions
from jiyue.indicators.models import Value


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account))
    return client


def address(office: Office, period: str = "2025") -> str:
    return f"/indicators/values/{office.place.plain.pk}/construction_land/{period}/"


def form_of(office: Office) -> dict[str, object]:
    return {**office.about(unit=office.place.plain.pk), "vintage": "final"}


def text(client: Client, to: str) -> str:
    answer = client.get(to)
    assert answer.status_code == 200, (to, answer.status_code)
    return answer.content.decode()


def test_a_figure_shows_its_sources_beside_each_other_and_which_counts(office: Office) -> None:
    first = office.declared("120.50", vintage="preliminary")
    actions.verify(office.sun, first)
    office.declared("121.75")
    actions.review(office.qi, **office.about(figure="119"), reason="实地核查")
    page = text(client_of(office.li), address(office))
    assert all(words in page for words in ("120.50", "121.75", "119", "初步数", "实地核查"))
    self_check, review = page.index("自查"), page.index("审核")
    assert "120.50（" in page[self_check : self_check + 200]
    assert "119（" in page[review : review + 200]


def test_what_was_replaced_stays_to_be_seen(office: Office) -> None:
    office.declared("1.25")
    office.declared("2.5")
    page = text(client_of(office.li), address(office))
    assert page.index("2.5") < page.index("1.25") < page.index("已被后报数据取代")


def test_a_figure_that_nobody_gave_is_missing_and_not_0(office: Office) -> None:
    page = text(client_of(office.li), address(office))
    assert "不等于 0" in page


def test_delivered_through_the_page_and_verified_by_another(office: Office) -> None:
    office.declared("100", period="2024", origin="2024 年报表")
    li, sun = client_of(office.li), client_of(office.sun)
    asked = f"?unit={office.place.plain.pk}&measure=construction_land&period=2025"
    assert "2024 年报表" in text(li, f"/indicators/values/add{asked}")
    form = {
        "unit": office.place.plain.pk,
        "measure": "construction_land",
        "period": "2025",
        "vintage": "final",
    }
    answer = li.post("/indicators/values/add", {**form, "figure": "1,234.50"}, follow=True)
    assert answer.redirect_chain == [(address(office), 302)]
    made = Value.objects.get(period="2025")
    assert (made.figure, made.state) == ("1234.50", "submitted")
    assert f"/indicators/value/{made.pk}/verify" not in text(li, address(office))
    assert f"/indicators/value/{made.pk}/verify" in text(sun, address(office))
    assert sun.post(f"/indicators/value/{made.pk}/verify").status_code == 302
    made.refresh_from_db()
    assert made.state == "verified"


def test_a_bad_figure_is_named_above_the_form_which_keeps_what_was_typed(office: Office) -> None:
    form = {
        "unit": office.place.plain.pk,
        "measure": "construction_land",
        "period": "2025",
        "vintage": "final",
    }
    answer = client_of(office.li).post("/indicators/values/add", {**form, "figure": "约三百"})
    assert answer.status_code == 422
    assert "约三百" in answer.content.decode()


def test_several_are_verified_at_once_but_not_ones_own(office: Office) -> None:
    office.declared("1")
    office.declared("2", measure="land_area")
    mine = office.declared("3", measure="cultivated_land", actor=office.sun)
    answer = client_of(office.sun).post("/indicators/values/verify", {"unit": office.place.plain.pk})
    assert answer.status_code == 302
    assert set(Value.objects.filter(state="verified").values_list("figure", flat=True)) == {"1", "2"}
    mine.refresh_from_db()
    assert mine.state == "submitted"


def test_the_list_is_filtered_by_measure_unit_year_source_and_state(office: Office) -> None:
    office.declared("1")
    office.declared("2", measure="land_area", period="2024")
    office.declared("3", unit=office.place.town)
    li, town = client_of(office.li), office.place.town.pk

    def figures(asked: str) -> list[str]:
        return sorted(
            row["figure"] for row in json.loads(li.get(f"/indicators/values.json?{asked}").getvalue())["rows"]
        )

    assert figures("") == ["1", "2", "3"]
    assert figures("measure=建设用地") == ["1", "3"]
    assert figures("period=2024") == ["2"]
    assert figures(f"unit={town}") == ["3"]
    assert figures("source=counted") == []
    assert figures("state=submitted&measure=land_area") == ["2"]


def test_a_department_enters_and_neither_verifies_nor_overrides(office: Office) -> None:
    made = office.declared()
    tan = client_of(office.tan)
    page = text(tan, address(office))
    assert "/indicators/values/add" in page
    assert "override" not in page
    assert tan.get(f"{address(office)}override").status_code in (403, 404)
    assert tan.post(f"/indicators/value/{made.pk}/verify").status_code in (403, 404)
    assert tan.get(f"/indicators/value/{made.pk}/withdraw").status_code in (403, 404)


def test_figures_to_verify_stand_in_the_inbox_of_those_who_may(office: Office) -> None:
    office.declared()
    assert "1 项数据待核实" in text(client_of(office.sun), "/")
    assert "项数据待核实" not in text(client_of(office.li), "/")
