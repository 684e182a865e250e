"""A bad chart is refused whole, every problem named, before anything moves."""

import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.workflow import chart_from_dict, load_chart
from workflow.cases import small


def problems(data, **known):
    with pytest.raises(Refused) as caught:
        chart_from_dict(data, **known)
    assert all(p.message("zh") and p.remedy("zh") and p.message("en") for p in caught.value.problems)
    return caught.value.problems


def found(data, **known):
    return [(p.code, p.value) for p in problems(data, **known)]


def changed(part, number, **fields):
    data = small()
    data[part][number] |= fields
    return data


def test_the_small_chart_is_good():
    assert chart_from_dict(small(), guards={"card_valid", "on_shelf"}, clocks={"loan.term"}).code == "loan"


@pytest.mark.parametrize(
    ("part", "number", "fields", "expected"),
    [
        ("moves", 0, {"to": "lend"}, "UNKNOWN_NAME lend"),
        ("moves", 1, {"from": ["lentt"]}, "UNKNOWN_NAME lentt"),
        ("moves", 1, {"roles": ["reader", "deks"]}, "UNKNOWN_NAME deks"),
        ("moves", 1, {"guards": ["on_shelve"]}, "UNKNOWN_NAME on_shelve"),
        ("moves", 1, {"documents": ["slipp"]}, "UNKNOWN_NAME slipp"),
        ("moves", 0, {"roles": []}, "NO_ROLE lend"),
        ("moves", 0, {"guards": ["on_shelf"]}, "UNUSED card_valid"),
        ("moves", 0, {"documents": []}, "UNUSED slip"),
        ("moves", 0, {"to": "done"}, "CLOCK_NEVER_STARTED loan.term, UNREACHABLE lent"),
        ("moves", 1, {"to": "lent"}, "DEAD_END lent, DEAD_END wish, UNREACHABLE done"),
        ("moves", 0, {"starts": []}, "CLOCK_NEVER_STARTED loan.term"),
        ("moves", 1, {"code": "lend", "from": ["wish", "lent"]}, "TWO_MOVES lend"),
        ("states", 0, {"start": False}, "NOT_ONE_START 0"),
        ("states", 1, {"start": True}, "NOT_ONE_START 2"),
        ("states", 2, {"end": False}, "NO_END None"),
        ("roles", 0, {"code": "desk"}, "DUPLICATE_CODE desk, UNKNOWN_NAME reader"),
        ("guards", 0, {"code": "on_shelf"}, "DUPLICATE_CODE on_shelf, UNKNOWN_NAME card_valid"),
    ],
)
def test_each_fault_has_its_name(part, number, fields, expected):
    said = [f"{code} {value}" for code, value in found(changed(part, number, **fields))]
    assert ", ".join(sorted(said)) == ", ".join(f"CHART_{e}" for e in expected.split(", "))


@pytest.mark.parametrize(
    ("part", "number", "fields", "field"),
    [
        ("moves", 0, {"code": "Lend it"}, "code"),
        ("moves", 0, {"zh": ""}, "zh"),
        ("moves", 0, {"starts": ["Loan Term"]}, "starts"),
        ("moves", 0, {"from": []}, "from"),
        ("moves", 0, {"guards": {"a": 1}}, "guards"),
        ("states", 0, {"start": "perhaps"}, "start"),
        ("guards", 0, {"remedy_en": None}, "remedy_en"),
        ("guards", 0, {"verified": True}, "source"),
        ("guards", 0, {"source": 5}, "source"),
        ("guards", 0, {"source": "a law \ud800"}, "source"),
        ("states", 0, {"en": "\udfff"}, "en"),
    ],
)
def test_each_bad_field_is_named(part, number, fields, field):
    assert [(p.code, p.field) for p in problems(changed(part, number, **fields))] == [("BAD_FIELD", field)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"roles": 5}, "roles"),
        ({"documents": "slip"}, "documents"),
        ({"guards": {"code": "on_shelf"}}, "guards"),
        ({"version": None}, "version"),
        ({"version": 1}, "version"),
        ({"source": "\ud800"}, "source"),
    ],
)
def test_each_bad_field_of_the_chart_itself_is_named(fields, field):
    assert [(p.code, p.field) for p in problems(small() | fields)] == [("BAD_FIELD", field)]


def test_an_unknown_field_is_named_with_the_likely_one():
    data = small()
    data["moves"][0]["guard"] = ["on_shelf"]
    data["title"] = "Loan"
    problem = problems(data)[1]
    assert (problem.code, problem.value) == ("UNKNOWN_FIELD", "guard")
    assert "guards?" in problem.message("en")


def test_everything_at_once():
    data = small()
    data["moves"][0] |= {"roles": [], "guards": ["card_vallid", "on_shelf"]}
    data["states"][0]["start"] = False
    assert sorted(code for code, _ in found(data)) == [
        "CHART_NOT_ONE_START",
        "CHART_NO_ROLE",
        "CHART_UNKNOWN_NAME",
        "CHART_UNUSED",
    ]


def test_guards_and_clocks_that_the_program_does_not_know():
    assert found(small(), guards={"card_valid", "on_shelves"}) == [("CHART_GUARD_NOT_ANSWERED", "on_shelf")]
    assert found(small(), clocks={"loan.time"}) == [("CHART_UNKNOWN_CLOCK", "loan.term")] * 2


def test_clocks_of_a_plan_need_no_rule():
    data = changed("moves", 0, starts=["plan.term"])
    data["moves"][1]["stops"] = ["plan.term"]
    assert chart_from_dict(data, clocks=set()).clocks == ("plan.term",)


@pytest.mark.parametrize("data", [None, [], "chart", {}, {"states": [], "moves": {}}])
def test_what_is_no_chart(data):
    assert found(data) == [("NOT_A_CHART", None)]


def test_entries_that_are_no_mappings_and_empty_lists():
    assert ("BAD_FIELD", "wish") in found(small() | {"states": ["wish"]})
    assert [code for code, _ in found(small() | {"states": [], "moves": []})].count(
        "CHART_NOT_ONE_START"
    ) == 1


def test_a_chart_of_any_size_is_not_taken():
    data = small()
    data["states"] += [{"code": f"s{n}", "zh": "态", "en": "S"} for n in range(200)]
    assert found(data) == [("CHART_TOO_LARGE", 203)]


def test_files_and_names(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("states: [\n", "utf-8")
    for name, code in ((path, "BAD_YAML"), ("no-such-chart", "UNKNOWN_CHART")):
        with pytest.raises(Refused) as caught:
            load_chart(name)
        assert [p.code for p in caught.value.problems] == [code]
