"""Records replay to the state and its running clocks; the first that does not fit is named."""

import dataclasses
import json
from datetime import datetime, timedelta

import pytest

from jiyue.engine.problems import Refused
from jiyue.engine.workflow import chart_from_dict, read_records, record, replay
from workflow.cases import NOON, Way, small, small_chart

CHART = small_chart()


@pytest.fixture
def history():
    way = Way(CHART)
    way.go("lend", "bring")
    return way.history


def refusal(history, chart=CHART):
    with pytest.raises(Refused) as caught:
        replay(chart, history)
    return caught.value.problems[0]


def test_state_moment_and_running_clocks(history):
    assert replay(CHART, []) == replay(CHART, iter(()))
    assert (replay(CHART, []).state, replay(CHART, []).since) == ("wish", None)
    lent = replay(CHART, history[:1])
    assert (lent.state, lent.since, lent.clocks) == ("lent", NOON, {"loan.term": NOON})
    done = replay(CHART, history)
    assert (done.state, done.since, done.clocks) == ("done", NOON + timedelta(days=1), {})


def test_a_missing_record_breaks_the_chain(history):
    problem = refusal(history[1:])
    assert (problem.code, problem.row, problem.value) == ("RECORD_BROKEN_CHAIN", 1, "lent")


def test_moments_do_not_go_backwards(history):
    early = dataclasses.replace(history[1], at=NOON - timedelta(minutes=1))
    problem = refusal([history[0], early])
    assert (problem.code, problem.row) == ("RECORD_NOT_IN_ORDER", 2)
    same = dataclasses.replace(history[1], at=NOON)
    assert replay(CHART, [history[0], same]).state == "done"


def test_another_version_of_the_chart_is_another_chart(history):
    changed = chart_from_dict(small() | {"en": "Loans"})
    assert changed.version == CHART.version
    problem = refusal(history, changed)
    assert (problem.code, problem.row) == ("RECORD_OTHER_CHART", 1)
    assert history[0].hash[:12] in problem.message("en")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "reader"}, "role"),
        ({"answers": {"card_valid": True}}, "guard"),
        ({"answers": {"card_valid": True, "on_shelf": None}}, "guard"),
        ({"move": "burn"}, "move"),
    ],
)
def test_what_could_not_have_happened(history, change, field):
    problem = refusal([dataclasses.replace(history[0], **change)])
    assert (problem.code, problem.row, problem.field) == ("RECORD_NOT_ALLOWED", 1, field)


def test_another_goal(history):
    problem = refusal([dataclasses.replace(history[0], to="done")])
    assert (problem.code, problem.value) == ("RECORD_WRONG_GOAL", "done")


def test_plain_data_and_back(history):
    plain = json.loads(json.dumps([r.as_dict() for r in history]))
    assert read_records(plain) == history


def test_bad_plain_data_is_named_whole(history):
    rows = [r.as_dict() for r in history]
    rows[0] |= {"at": "2025-10-20T12:00:00", "actor": ""}
    rows[1] |= {"answers": {"x": 1.5}, "documents": ["slip"], "extra": 1}
    with pytest.raises(Refused) as caught:
        read_records([*rows, "bring"])
    found = {(p.rule, p.field or p.value) for p in caught.value.problems}
    assert found == {
        ("record 1", "at"), ("record 1", "actor"), ("record 2", "answers"), ("record 2", "documents"),
        ("record 2", "extra"), ("history", "record 3"),
    }  # fmt: skip


def test_a_record_takes_a_moment_with_its_zone_and_due_documents_only():
    moved = Way(CHART).tried("lend")
    kept = record(moved, actor="Bob", at=NOON, documents={"slip": "2025-7"}, evidence=["sha256:1"])
    assert (kept.documents, kept.evidence, kept.answers) == (
        {"slip": "2025-7"},
        ("sha256:1",),
        {"card_valid": True, "on_shelf": True},
    )
    with pytest.raises(ValueError, match="zone"):
        record(moved, actor="Bob", at=datetime(2025, 10, 20))
    with pytest.raises(ValueError, match="bill"):
        record(moved, actor="Bob", at=NOON, documents={"bill": "1"})
