"""Evidence of the county 平川县, and the people who deal with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from foundation.files import samples
from jiyue.foundation.access import Actor
from jiyue.foundation.files import actions
from jiyue.foundation.files.actions import Description
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.files.store import Received, receive
from jiyue.foundation.people.models import Organisation


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


def taken(name: str, data: bytes) -> Received:
    return receive(name, ContentFile(data).chunks())


@dataclass
class Office:
    """平川县自然资源局 with 李敏 who adds and 王强 who confirms; 临河县 is foreign."""

    place: Any
    bureau: Organisation
    li: Actor
    wang: Actor
    stranger: Actor

    def said(self, title: str = "投资汇总表", **more: object) -> Description:
        values: dict = {"unit": self.place.plain, "organisation": self.bureau, "retain_years": 10, **more}
        return Description(title=title, **values)

    def add(self, data: bytes | None = None, name: str = "汇总表.pdf", **more: object) -> Evidence:
        content = samples.pdf(2) if data is None else data
        return actions.add_evidence(self.li, taken(name, content), self.said(), **more)


@pytest.fixture
def office(place: Any) -> Office:
    bureau = Organisation.objects.create(name="平川县自然资源局", sector="bureau", unit=place.plain)
    return Office(
        place,
        bureau,
        place.actor("li", "county_bureau", place.plain, organisation=bureau),
        place.actor("wang", "county_bureau", place.plain, organisation=bureau),
        place.actor("sun", "county_bureau", place.river),
    )


@pytest.fixture
def refused() -> Iterator[Callable]:
    """``refused(code, function, ...)``: the call is refused with this problem, in words with a remedy."""
    from jiyue.engine.problems import Refused

    def check(code: str, function: Callable, *args: object, **kwargs: object) -> None:
        with pytest.raises(Refused) as caught:
            function(*args, **kwargs)
        assert [p.code for p in caught.value.problems] == [code]
        assert all(p.message("zh") and p.remedy("zh") for p in caught.value.problems)

    return check
