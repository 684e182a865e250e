"""Every page of an office with a row behind it, and whom each lets in."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.county import County
from app.keyboard import Keyboard
from jiyue.engine.yamls import RULES_DIR

SEED = "import runpy; runpy.run_module('app.rows_for_pages', run_name='__main__')"
ADMINISTRATORS = {"system_admin": "zhao", "security_admin": "qian", "audit_admin": "sun"}

with (RULES_DIR / "permissions.csv").open(encoding="utf-8") as file:
    TABLE = {row["code"]: row for row in csv.DictReader(file)}


@dataclass
class Furnished:
    """The addresses of all pages with their permissions, and people at browsers of their own."""

    county: County
    pages: dict[str, tuple[str, str]]
    people: dict[str, Keyboard] = field(default_factory=dict)

    def reader(self, name: str) -> Keyboard:
        """Somebody whom the page lets in: an administrator who sees all, else Quan with all other roles."""
        row = TABLE[self.pages[name][0]]
        whole = [who for role, who in ADMINISTRATORS.items() if row[role] == "all"]
        who = whole[-1] if whole and row["public"] != "all" else "quan"
        if who not in self.people:
            self.people[who] = self.county.enter(who)
        return self.people[who]

    def shown(self, name: str) -> Keyboard | None:
        """A reader at the page ``name``; None where the address is no page to look at."""
        reader, to = self.reader(name), self.pages[name][1]
        answer = reader.context.request.get(reader.site.base + to)
        assert answer.status < 500, f"{name}: {to}"
        if answer.status != 200 or not answer.body().startswith(b"<!doctype html>"):
            return None
        reader.open(to)
        return reader

    @contextmanager
    def reading(self, **cookies: str) -> Iterator[None]:
        """Everybody reads in another way for a while, as these cookies say."""
        said = [{"name": n, "value": v, "url": self.county.site.base} for n, v in cookies.items()]
        for person in self.people.values():
            person.context.add_cookies(said)
        yield
        for person in self.people.values():
            for name in cookies:
                person.context.clear_cookies(name=name)

    @contextmanager
    def on_a_phone(self) -> Iterator[None]:
        self._size({"width": 390, "height": 844})
        yield
        self._size({"width": 1440, "height": 900})

    def _size(self, size: dict[str, int]) -> None:
        for person in self.people.values():
            person.page.set_viewport_size(size)


def furnished(county: County) -> Furnished:
    return Furnished(county, json.loads(county.site.office.python(SEED).stdout))
