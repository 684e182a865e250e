"""A figure that is delivered settles what was owed for it; withdrawn, it is owed again."""

from datetime import date

import pytest

from indicators.office import Office
from jiyue.foundation.duties.models import Duty
from jiyue.indicators import actions


@pytest.fixture
def duty(office: Office) -> Duty:
    owed = {"measure": "construction_land", "unit": office.place.plain, "period": "2025"}
    return Duty.objects.create(**owed, organisation_id=office.tan.organisation, due_on=date(2026, 1, 31))


def test_the_duty_is_handed_in_by_the_same_deed(office: Office, duty: Duty) -> None:
    office.declared(actor=office.tan)
    duty.refresh_from_db()
    assert (duty.done_on is not None, duty.done_by_id) == (True, office.tan.account)


def test_other_periods_units_and_measures_stay_owed(office: Office, duty: Duty) -> None:
    office.declared(period="2024")
    office.declared(unit=office.place.town)
    office.declared(measure="land_area")
    duty.refresh_from_db()
    assert duty.done_on is None


def test_an_override_is_no_delivery(office: Office, duty: Duty) -> None:
    actions.override(office.li, **office.about(figure="3"), reason="核实")
    duty.refresh_from_db()
    assert duty.done_on is None


def test_a_withdrawn_figure_is_owed_again_unless_another_vintage_is_there(office: Office, duty: Duty) -> None:
    early, late = office.declared(vintage="preliminary"), office.declared(vintage="final")
    actions.withdraw(office.li, late, "错")
    duty.refresh_from_db()
    assert duty.done_on is not None
    actions.withdraw(office.li, early, "错")
    duty.refresh_from_db()
    assert duty.done_on is None
