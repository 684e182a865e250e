"""Two counties with somebody of every role in each: who tries, and where the rows are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from foundation.people_known import Place
from jiyue.foundation.access import PUBLIC, Actor, roles
from jiyue.foundation.people.actors import actor_of
from jiyue.foundation.people.models import Account, Organisation
from jiyue.foundation.units.models import Unit

ROLES = sorted(set(roles()) - {PUBLIC})


@dataclass(frozen=True)
class County:
    """Where a row is to be: the unit, and the person in its bureau whose row it is, if it is anybody's.

    Every row that is made for a county says its name somewhere.
    """

    place: Place
    unit: Unit
    person: Account
    clerk: Account
    """Somebody there who may enter rows."""

    @property
    def bureau(self) -> Organisation:
        return self.person.organisation

    def called(self, what: str) -> str:
        return f"{self.unit.name}{what}"


@dataclass
class House:
    """平川县, whose people try, and 临河县, which is foreign to them."""

    place: Place
    people: dict[str, Account] = field(default_factory=dict)
    neighbours: dict[str, Account] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in ROLES:
            self.people[role] = self.place.person(f"平川县{role}", role, self.place.plain)
            self.neighbours[role] = self.place.person(f"临河县{role}", role, self.place.river)
            self.clients[role] = Client()
            self.clients[role].force_login(self.people[role])

    def here(self, role: str = "county_bureau") -> County:
        return County(self.place, self.place.plain, self.people[role], self.people["county_bureau"])

    def there(self, role: str = "county_bureau") -> County:
        return County(self.place, self.place.river, self.neighbours[role], self.neighbours["county_bureau"])

    def actor(self, role: str) -> Actor:
        return actor_of(self.people[role], date.today())

    def client(self, role: str = PUBLIC) -> Client:
        """A browser in which the person of 平川县 with ``role`` is signed in, or nobody."""
        return self.clients.get(role) or Client()

    def status(self, role: str, to: str, **posted: str) -> int:
        """What is answered to somebody with ``role``; sent as a form where something is ``posted``."""
        client = self.client(role)
        answer = client.post(to, posted) if posted else client.get(to)
        whole(answer)
        return int(answer.status_code)


def whole(answer: Any) -> bytes:
    """An answer to its end, so that a file behind it is closed; ``close`` would close the database too."""
    return bytes(answer.getvalue())
