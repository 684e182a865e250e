"""Every address of the room with a row in it is closed to every role of a foreign county."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.files.rows import ROWS
from jiyue.foundation.access import permissions, roles
from jiyue.foundation.files.urls import urlpatterns


def test_every_address_with_a_row_is_tried() -> None:
    assert {p.name for p in urlpatterns if p.pattern.converters} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_foreign_row_is_not_there(place, name) -> None:
    to = reverse(name, kwargs=ROWS[name](place))
    view = next(p.callback for p in urlpatterns if p.name == name)
    reach = permissions()[view.permission].reach
    client = Client()
    for role in roles():
        if role == "public":
            continue
        client.force_login(place.person(f"p{role}", role, place.plain))
        answers = {client.get(to).status_code, client.post(to, {"reason": "x"}).status_code}
        assert answers <= ({404, 405} if role in reach else {403}), role
    client.logout()
    assert client.get(to)["Location"].startswith("/sign-in")
