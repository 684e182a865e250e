"""A row of 临河县 behind each address of the room, for sweeps over all pages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from foundation.files import samples
from foundation.files.conftest import taken
from jiyue.foundation.access import program
from jiyue.foundation.files import actions
from jiyue.foundation.files.actions import Description
from jiyue.foundation.files.models import Evidence
from jiyue.foundation.people.models import Organisation

TEST = program("test")


def organisation(place: Any) -> Organisation:
    return Organisation.objects.get_or_create(name="临河县自然资源局", sector="bureau", unit=place.river)[0]


def evidence(place: Any) -> Evidence:
    said = Description(title="临河县文件", unit=place.river, organisation=organisation(place))
    return actions.add_evidence(TEST, taken("a.png", samples.picture()), said, link=("room/table/1", ""))


def passage(place: Any) -> dict[str, Any]:
    whole = {"left": Decimal(0), "top": Decimal(0), "width": Decimal(1), "height": Decimal(1)}
    return {"key": actions.box(TEST, evidence(place), page=1, **whole).pk}


def sheet(place: Any) -> dict[str, Any]:
    more = {"unit": place.river, "organisation": organisation(place), "ref": "room/table/1"}
    return {"key": actions.print_sheet(TEST, title="表", columns=["甲"], rows=[["1"]], **more).pk}


def piece(place: Any) -> dict[str, Any]:
    return {"key": evidence(place).pk}


def first_page(make: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    return lambda place: {**make(place), "number": 1}


ROWS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "evidence-one": piece,
    "evidence-describe": piece,
    "evidence-box": piece,
    "evidence-link": piece,
    "evidence-confirm": piece,
    "evidence-withdraw": piece,
    "evidence-restore": piece,
    "evidence-file": piece,
    "evidence-page": first_page(piece),
    "passage-picture": passage,
    "passage-unbox": passage,
    "evidence-unlink": lambda place: {"key": evidence(place).links.get().pk},
    "sheet-one": sheet,
    "sheet-pdf": sheet,
    "sheet-page": first_page(sheet),
}
