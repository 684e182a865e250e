"""The system administrator keeps organisations and posts; nobody else does, and nothing in use is closed."""

import pytest

from foundation.people.conftest import act, post_of
from jiyue.engine.problems import Refused
from jiyue.foundation.audit.models import AuditLine
from jiyue.foundation.audit.trail import spoken
from jiyue.foundation.people.actions.accounts import close_account, move_account
from jiyue.foundation.people.actions.organisations import (
    change_organisation,
    close_organisation,
    close_post,
    open_organisation,
    open_post,
    rename_post,
)
from jiyue.foundation.people.models import SECTORS, Organisation, Post


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {p.code for p in refused.value.problems}


def test_an_organisation_of_every_department_can_be_opened(place, zhao) -> None:
    for sector in SECTORS:
        open_organisation(act(zhao), name=f"{sector}局", sector=sector, unit=place.plain)
    assert set(Organisation.objects.values_list("sector", flat=True)) == set(SECTORS)
    assert "税务" not in spoken(AuditLine.objects.latest("seq"))
    assert "other局" in spoken(AuditLine.objects.latest("seq"))


def test_a_name_is_unique_within_a_unit_only(place, zhao) -> None:
    open_organisation(act(zhao), name="统计局", sector="statistics", unit=place.plain)
    open_organisation(act(zhao), name="统计局", sector="statistics", unit=place.river)
    with pytest.raises(Refused) as refused:
        open_organisation(act(zhao), name=" 统计局 ", sector="statistics", unit=place.plain)
    assert codes(refused) == {"NAME_TAKEN"}


def test_an_organisation_cannot_stand_below_itself(place, zhao) -> None:
    above = open_organisation(act(zhao), name="市局", sector="bureau", unit=place.city)
    below = open_organisation(act(zhao), name="分局", sector="bureau", unit=place.city, parent=above)
    with pytest.raises(Refused) as refused:
        change_organisation(act(zhao), above, name="市局", sector="bureau", parent=below)
    assert codes(refused) == {"PARENT_BELOW"}


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "county_bureau", "city_office"])
def test_no_other_role_opens_organisations(place, role) -> None:
    actor = act(place.person("wu", role, place.city))
    with pytest.raises(Refused) as refused:
        open_organisation(actor, name="新局", sector="other", unit=place.city)
    assert codes(refused) == {"NOT_ALLOWED"}
    assert not Organisation.objects.filter(name="新局").exists()


def test_a_post_that_is_held_is_not_closed(place, zhao, li) -> None:
    with pytest.raises(Refused) as refused:
        close_post(act(zhao), post_of(li))
    assert codes(refused) == {"POST_STILL_HELD"}


def test_an_organisation_is_closed_when_nothing_is_left_in_it(place, zhao, qian, li, days) -> None:
    post, bureau = post_of(li), li.organisation
    with pytest.raises(Refused) as refused:
        close_organisation(act(zhao), bureau)
    assert codes(refused) == {"STILL_USED"}
    close_account(act(qian), li, days.yesterday)
    close_post(act(zhao), post)
    close_organisation(act(zhao), bureau)
    bureau.refresh_from_db()
    assert bureau.closed_on == days.today
    with pytest.raises(Refused) as refused:
        open_post(act(zhao), bureau, title="新岗")
    assert codes(refused) == {"CLOSED_ALREADY"}


def test_nobody_moves_into_a_closed_organisation(place, zhao, qian, li) -> None:
    empty = open_organisation(act(zhao), name="撤销局", sector="other", unit=place.plain)
    close_organisation(act(zhao), empty)
    with pytest.raises(Refused) as refused:
        move_account(act(qian), li, empty)
    assert codes(refused) == {"CLOSED_ALREADY"}


def test_a_post_is_renamed_and_keeps_its_grants(place, zhao, li) -> None:
    post = post_of(li)
    rename_post(act(zhao), post, title="耕地保护岗")
    assert Post.objects.get(pk=post.pk).title == "耕地保护岗"
    assert act(li).can("units.read")


def test_saving_without_a_change_writes_no_line(place, zhao, li) -> None:
    before = AuditLine.objects.count()
    rename_post(act(zhao), post_of(li), title=post_of(li).title)
    assert AuditLine.objects.count() == before
