"""Random moves by random roles under random answers: no illegal state, every refusal named, replay agrees.

What must come out is read from the YAML itself, without the code under test.
"""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jiyue.engine.workflow import Held, Moved, known_charts, load_chart, move, offers, record, replay
from jiyue.engine.yamls import load_rules
from workflow.cases import NOON

NO = st.sampled_from([False, None, "unanswered"])
GUARD_CODES = {False: "GUARD_FALSE", None: "GUARD_UNDETERMINED", "unanswered": "GUARD_UNANSWERED"}


def listed(value):
    return [value] if isinstance(value, str) else list(value or ())


class Walk(RuleBasedStateMachine):
    chart = None
    raw = None

    def __init__(self):
        super().__init__()
        self.state = next(s["code"] for s in self.raw["states"] if s.get("start"))
        self.history = []

    def expected(self, code, role, answers):
        """The codes of the refusal, or the next state."""
        same = [m for m in self.raw["moves"] if m["code"] == code]
        here = [m for m in same if self.state in listed(m["from"])]
        if not same:
            return ["MOVE_UNKNOWN"]
        if not here:
            return ["MOVE_NOT_FROM_HERE"]
        if role not in listed(here[0]["roles"]):
            return ["MOVE_NOT_FOR_ROLE"]
        asked = [(g, answers.get(g, "unanswered")) for g in listed(here[0].get("guards"))]
        refused = [f"{GUARD_CODES[a]} {g}" for g, a in asked if a is not True]
        return refused or here[0]["to"]

    def attempt(self, code, role, answers):
        expected = self.expected(code, role, answers)
        done = move(self.chart, self.state, code, role, answers)
        if isinstance(done, Held):
            said = [p.code if not p.code.startswith("GUARD") else f"{p.code} {p.rule}" for p in done.problems]
            assert said == expected
            assert all(p.message(lang) and p.remedy(lang) for p in done.problems for lang in ("zh", "en"))
            return
        assert done.state == expected
        self.history.append(record(done, actor=role, at=NOON))
        self.state = done.state

    def answers(self, data):
        """True for every guard but a few, mostly of those that are asked here."""
        everything = {g["code"]: True for g in self.raw["guards"]}
        asked = sorted(
            {g for m in self.raw["moves"] if self.state in listed(m["from"]) for g in listed(m.get("guards"))}
        )
        wrong = data.draw(st.dictionaries(st.sampled_from(asked or list(everything)), NO, max_size=4))
        return {g: a for g, a in (everything | wrong).items() if a != "unanswered"}

    @rule(data=st.data())
    def try_anything(self, data):
        code = data.draw(st.sampled_from([*sorted({m["code"] for m in self.raw["moves"]}), "no_such_move"]))
        role = data.draw(st.sampled_from([*(r["code"] for r in self.raw["roles"]), "nobody"]))
        self.attempt(code, role, self.answers(data))

    @precondition(lambda self: self.chart.moves_from[self.state])
    @rule(data=st.data(), sure=st.booleans())
    def try_what_is_offered(self, data, sure):
        role = data.draw(st.sampled_from([r["code"] for r in self.raw["roles"]]))
        offered = offers(self.chart, self.state, role)
        if offered:
            code = data.draw(st.sampled_from([m.code for m in offered]))
            everything = {g["code"]: True for g in self.raw["guards"]}
            self.attempt(code, role, everything if sure else self.answers(data))

    @invariant()
    def replay_gives_the_state(self):
        assert self.state in {s["code"] for s in self.raw["states"]}
        assert replay(self.chart, self.history).state == self.state


@pytest.mark.parametrize("name", known_charts())
def test_random_walks(name):
    parts = {"chart": load_chart(name), "raw": load_rules(f"charts/{name}.yaml")}
    machine = type(f"Walk_{name}", (Walk,), parts)
    case = machine.TestCase
    case.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
    case("runTest").runTest()


@pytest.mark.parametrize("name", known_charts())
def test_a_sure_walk_can_reach_every_state(name):
    chart = load_chart(name)
    yes = {g.code: True for g in chart.guards}
    reached, todo = {chart.start.code}, [chart.start.code]
    while todo:
        here = todo.pop()
        for role in chart.roles:
            for m in offers(chart, here, role.code):
                done = move(chart, here, m.code, role.code, yes)
                assert isinstance(done, Moved)
                if done.state not in reached:
                    reached.add(done.state)
                    todo.append(done.state)
    assert reached == {s.code for s in chart.states}
