"""A value is never changed: a later one takes its place, a reason takes it back."""

import pytest
from django.db import IntegrityError, transaction

from indicators.office import Office
from jiyue.engine.problems import Refused
from jiyue.indicators import actions
from jiyue.indicators.models import Value


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_a_later_figure_takes_the_place_of_the_earlier_one_which_stays(office: Office) -> None:
    first = office.declared("120.50")
    second = office.declared("121")
    first.refresh_from_db()
    assert (first.figure, first.superseded_by) == ("120.50", second)
    assert list(Value.objects.current()) == [second]
    assert second.state == "submitted"


def test_vintages_stand_beside_each_other(office: Office) -> None:
    office.declared("120", vintage="preliminary")
    office.declared("121", vintage="final")
    assert Value.objects.current().count() == 2


def test_the_database_keeps_one_current_value(office: Office) -> None:
    made = office.declared()
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_whoever_delivered_a_figure_does_not_verify_it(office: Office) -> None:
    made = office.declared()
    with pytest.raises(Refused) as refused:
        actions.verify(office.li, made)
    assert codes(refused) == ["SAME_PERSON"]
    assert actions.verify(office.sun, made).state == "verified"


def test_a_department_delivers_for_its_unit_and_below_and_for_no_other(office: Office) -> None:
    made = office.declared(actor=office.tan)
    assert made.organisation is not None
    assert office.declared(actor=office.tan, unit=office.place.town).unit == office.place.town
    with pytest.raises(Refused) as refused:
        office.declared(actor=office.tan, unit=office.place.river)
    assert codes(refused) == ["NOT_ALLOWED"]


def test_a_department_withdraws_its_own_figure_only(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(office.tan, office.declared(), "错")
    assert codes(refused) == ["NOT_ALLOWED"]
    mine = office.declared(actor=office.tan)
    assert actions.withdraw(office.tan, mine, "错了").reason == "错了"


def test_what_was_withdrawn_or_superseded_is_left_alone(office: Office) -> None:
    first = office.declared("1")
    second = office.declared("2")
    for done in (lambda: actions.verify(office.sun, first), lambda: actions.withdraw(office.li, first, "x")):
        with pytest.raises(Refused) as refused:
            done()
        assert codes(refused) == ["VALUE_NOT_CURRENT"]
    actions.withdraw(office.li, second, "错")
    with pytest.raises(Refused) as refused:
        actions.withdraw(office.li, second, "再错")
    assert codes(refused) == ["VALUE_NOT_CURRENT"]
    assert not Value.objects.current().exists()


def test_an_override_says_why_and_waits_for_a_second_person(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.override(office.li, **office.about(figure="9"), reason=" ")
    assert codes(refused) == ["REASON_MISSING"]
    made = actions.override(office.li, **office.about(figure="9"), reason="外业核实")
    assert (made.state, made.reason) == ("submitted", "外业核实")
    actions.verify(office.sun, made)
    actions.withdraw_override(office.sun, made, "已更正台账")


def test_a_unit_does_not_review_itself(office: Office) -> None:
    made = actions.review(office.qi, **office.about(figure="9"), reason="实地核查")
    assert made.state == "verified"
    own = office.place.actor("he", "expert", office.place.plain)
    with pytest.raises(Refused) as refused:
        actions.review(own, **office.about(figure="9"), reason="实地核查")
    assert codes(refused) == ["VALUE_OWN_REVIEW"]


def test_a_source_is_withdrawn_by_those_who_may_give_it(office: Office) -> None:
    made = actions.review(office.qi, **office.about(figure="9"), reason="实地核查")
    for deed in (actions.withdraw, actions.withdraw_override):
        with pytest.raises(Refused) as refused:
            deed(office.qi, made, "x")
        assert codes(refused) == ["NOT_ALLOWED"]
    assert actions.withdraw_review(office.qi, made, "看错").state == "withdrawn"


def test_everything_that_is_wrong_with_a_figure_is_said_at_once(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.declared("many", measure="no_such", period="soon")
    assert codes(refused) == ["VALUE_MEASURE_UNKNOWN", "BAD_PERIOD", "NOT_A_NUMBER"]
    for figure, measure, code in (
        ("1.5", "villages", "VALUE_NOT_WHOLE"),
        ("2", "leading_group_in_force", "VALUE_NOT_YES_NO"),
    ):
        with pytest.raises(Refused) as refused:
            office.declared(figure, measure=measure)
        assert codes(refused) == [code]
