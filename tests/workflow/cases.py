"""A small chart of a loan desk, and ways to try moves on a chart step by step."""

import copy
from datetime import datetime, timedelta, timezone

from jiyue.engine.workflow import Moved, chart_from_dict, move, record

NOON = datetime(2025, 10, 20, 12, tzinfo=timezone(timedelta(hours=8)))

_GUARD = {"zh": "有条件", "en": "It is so", "remedy_zh": "请补正。", "remedy_en": "Put it right."}
_SMALL = {
    "chart": "loan",
    "version": "1",
    "zh": "借阅",
    "en": "Loan",
    "source": "invented for the tests",
    "verified": False,
    "roles": [
        {"code": "reader", "zh": "读者", "en": "Reader"},
        {"code": "desk", "zh": "柜台", "en": "Desk"},
    ],
    "guards": [{"code": "card_valid", **_GUARD}, {"code": "on_shelf", **_GUARD}],
    "documents": [{"code": "slip", "zh": "借条", "en": "Slip"}],
    "states": [
        {"code": "wish", "zh": "想借", "en": "Wish", "start": True},
        {"code": "lent", "zh": "借出", "en": "Lent"},
        {"code": "done", "zh": "归还", "en": "Done", "end": True},
    ],
    "moves": [
        {
            "code": "lend", "zh": "借", "en": "lend", "from": "wish", "to": "lent", "roles": ["desk"],
            "guards": ["card_valid", "on_shelf"], "documents": ["slip"], "starts": ["loan.term"],
        },
        {
            "code": "bring", "zh": "还", "en": "bring back", "from": "lent", "to": "done",
            "roles": ["reader", "desk"], "stops": ["loan.term"],
        },
    ],
}  # fmt: skip


def small():
    """The plain data of the small chart, to be changed at will."""
    return copy.deepcopy(_SMALL)


def small_chart():
    return chart_from_dict(small())


class Way:
    """Walk a chart; every move is tried at a later moment, with all its guards true but the given ones."""

    def __init__(self, chart, start=None):
        self.chart = chart
        self.state = start or chart.start.code
        self.history = []

    def tried(self, code, role=None, **answers):
        found = self.chart.moves_from[self.state].get(code)
        known = dict.fromkeys(found.guards, True) if found else {}
        role = role or (found.roles[0] if found else "")
        return move(self.chart, self.state, code, role, known | answers)

    def go(self, *codes, **answers):
        """Do the moves one after the other; the last one must go through."""
        for code in codes:
            done = self.tried(code, **answers)
            assert isinstance(done, Moved), done
            self.state = done.state
            at = NOON + timedelta(days=len(self.history))
            self.history.append(record(done, actor="Alice", at=at))
        return done

    def refused(self, code, role=None, **answers):
        """The problems of a move that must not go through."""
        held = self.tried(code, role, **answers)
        assert not isinstance(held, Moved), held
        return held
