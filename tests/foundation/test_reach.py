"""A permission reaches the granted unit and all below it, and nothing beside."""

from jiyue.foundation.units.models import Unit


def test_a_county_bureau_reaches_its_county_and_towns(place) -> None:
    actor = place.actor("li", "county_bureau", place.plain)
    seen = set(Unit.objects.reached(actor, "units.read").values_list("name", flat=True))
    assert seen == {"平川县", "青禾镇"}


def test_an_office_of_the_city_reaches_both_counties(place) -> None:
    actor = place.actor("wang", "city_office", place.city)
    assert Unit.objects.reached(actor, "units.read").count() == 5


def test_a_permission_that_the_role_lacks_reaches_nothing(place) -> None:
    actor = place.actor("zhao", "village", place.town)
    assert not actor.can("audit.read")
    assert Unit.objects.reached(actor, "audit.read").count() == 0


def test_a_post_that_ended_gives_nothing(place) -> None:
    from datetime import date

    from jiyue.foundation.people.actors import actor_of
    from jiyue.foundation.people.models import Holding

    account = place.person("sun", "county_bureau", place.plain)
    Holding.objects.filter(account=account).update(valid_to=date(2021, 1, 1))
    assert actor_of(account, date(2020, 6, 1)).can("units.read")
    assert not actor_of(account, date(2021, 1, 2)).can("units.read")


def test_a_moved_unit_takes_its_subtree_along(place) -> None:
    place.plain.parent = None
    place.plain.save()
    place.town.refresh_from_db()
    assert place.town.path == f"/{place.plain.pk}/{place.town.pk}/"
