"""verify and explain on a package that somebody altered: a refusal or a difference, never a traceback."""

import json

import polars as pl
import pytest

from cli.calls import jiyue

DATA = """unit,kind,parent,year,measure,value
t1,town,,2025,industrial_land,10
t1,town,,2025,industrial_tax,5
t2,town,,2025,industrial_land,10
t2,town,,2025,industrial_tax,7
"""
ODD = [None, True, 0, -1, 1.5, "", "1/0", "\u4e59", [], [1], {}, {"a": []}]


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "data.csv").write_text(DATA, "utf-8")
    call = jiyue(
        "index", tmp_path / "data.csv", "--framework", "town-contest", "--out", tmp_path / "kept", "--json"
    )
    assert call.code == 0
    return tmp_path / "kept"


def codes(kept):
    """The codes of the errors of both commands; () where one answers."""
    found = []
    for arguments in (("verify", kept), ("explain", kept, "t1")):
        call = jiyue(*arguments, "--json")
        found.append(tuple(e["code"] for e in call.json.get("errors", ())))
        assert (call.code == 1) or not found[-1]
    return found


def altered(kept, part, change):
    file = kept / f"{part}.json"
    data = json.loads(file.read_text("utf-8"))
    change(data)
    file.write_text(json.dumps(data), "utf-8")


@pytest.mark.parametrize("field", ["code", "name", "kind", "parent"])
@pytest.mark.parametrize("value", [[], {}, 1, None])
def test_ill_typed_units(kept, field, value):
    altered(kept, "units", lambda units: units[0].update({field: value}))
    assert codes(kept)[1] == ("NOT_A_PACKAGE",)


def test_units_that_are_each_others_parents(kept):
    def circle(units):
        units[0]["parent"], units[1]["parent"] = units[1]["code"], units[0]["code"]

    altered(kept, "units", circle)
    assert codes(kept)[1] == ("PARENT_CIRCLE",)


@pytest.mark.parametrize("value", ["1/0", "1/x", "ten", "nan", "9" * 9000])
def test_values_that_are_no_figures(kept, value):
    table = pl.read_parquet(kept / "measures.parquet")
    table.with_columns(value=pl.lit(value)).write_parquet(kept / "measures.parquet")
    assert codes(kept)[1][0] in ("NOT_A_PACKAGE", "NOT_A_NUMBER", "NOT_FINITE")


def test_messages_are_in_words(kept):
    altered(kept, "units", lambda units: units[0].pop("code"))
    message = jiyue("explain", kept, "t1", "--json").json["errors"][0]["message"]
    assert "units" in message
    assert "KeyError" not in message


def places(data, path=()):
    """The path of every value of a document."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


PARTS = ["attributes", "call", "dictionary", "framework", "reading", "recipe", "result", "units"]


@pytest.mark.parametrize("part", PARTS)
def test_any_value_of_a_part(kept, part):
    file = kept / f"{part}.json"
    text = file.read_text("utf-8")
    paths = [p for p in places(json.loads(text)) if p]
    for i, path in enumerate(paths[:: max(1, len(paths) // 12)]):
        data = json.loads(text)
        here = data
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = ODD[i % len(ODD)]
        file.write_text(json.dumps(data), "utf-8")
        codes(kept)
    for value in ODD:
        file.write_text(json.dumps(value), "utf-8")
        codes(kept)
