"""The dictionary says which room counts a measure, or that it is to come and declared until then."""

import json

from django.urls import reverse

from indicators.pages.ways import said
from jiyue.engine.contracts import to_come
from jiyue.engine.index import default_dictionary

LIST = "/indicators/measures/"


def rows(read, query=""):
    return json.loads(read(f"/indicators/measures.json{query}").getvalue())["rows"]


def test_every_measure_stands_on_it_with_its_room(read):
    page = said(read(reverse("measures")))
    for line in default_dictionary():
        assert line.code in page
    assert {row["code"]: row["room"] for row in rows(read)} == {
        line.code: line.owner_room for line in default_dictionary()
    }


def test_a_ledger_that_stands_and_one_that_is_to_come_are_told_apart(read):
    counted = said(read(f"{LIST}?q=cultivated_land_target"))
    assert "Land survey and statistics counted from its ledger" in counted
    awaited = said(read(f"{LIST}?q=patrols_planned"))
    assert "Patrol to come: declared figure jintan-50" in awaited


def test_those_to_come_are_counted_and_listed(read):
    listed = {code for one in to_come() for code in one.measures}
    assert {row["code"] for row in rows(read, "?standing=to_come")} == listed
    page = said(read(f"{LIST}?standing=to_come"))
    assert f"{len(listed)} measures, {len(listed)} of them still to come" in page


def test_each_says_which_indicators_rest_on_it(read):
    (row,) = rows(read, "?q=industrial_fixed_assets")
    assert row["indicators"].startswith("jintan-50 C12")


def test_what_fits_nothing_is_said(read):
    assert "No row fits these filters." in said(read(f"{LIST}?q=unheard-of"))
    assert rows(read, "?room=nowhere") == []
