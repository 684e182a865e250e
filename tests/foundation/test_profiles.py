"""A server of the internet profile opens only what rules/profiles.yaml names, whoever asks."""

from jiyue.foundation.access import permissions, program
from jiyue.foundation.units.models import Unit


def test_the_intranet_opens_what_the_table_gives(place) -> None:
    assert place.actor("an", "audit_admin", place.city).can("audit.read")


def test_the_internet_closes_administration_even_to_administrators(place, settings) -> None:
    settings.PROFILE = "internet"
    for name, role, permission in (
        ("an", "audit_admin", "audit.read"),
        ("qu", "security_admin", "accounts.manage"),
        ("xi", "system_admin", "people.manage"),
        ("li", "county_bureau", "personal.reveal"),
    ):
        actor = place.actor(name, role, place.plain)
        assert not actor.can(permission)
        assert Unit.objects.reached(actor, permission).count() == 0


def test_the_internet_leaves_reporting_open(place, settings, client) -> None:
    settings.PROFILE = "internet"
    client.force_login(place.person("li", "county_bureau", place.plain))
    assert client.get("/units/").status_code == 200
    assert client.get("/public/notices/").status_code == 200
    assert client.get("/audit/").status_code == 403


def test_the_program_itself_is_not_limited(settings) -> None:
    settings.PROFILE = "internet"
    assert all(program("worker").limits(code).everything for code in permissions())
