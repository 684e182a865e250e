"""State charts: the ways that a campaign, an entrant, a case may go, as data; moves, histories, pictures.

>>> from jiyue.engine.workflow import load_chart, move
>>> held = move(load_chart("edition"), "draft", "refuse", "authority", {"reason_given": None})
>>> held.guards
('reason_given',)
"""

from jiyue.engine.workflow.chart import Chart, Document, Guard, Move, Role, State
from jiyue.engine.workflow.chart_files import known_charts, load_chart
from jiyue.engine.workflow.chart_read import chart_from_dict
from jiyue.engine.workflow.history import Record, Standing, read_records, record, replay
from jiyue.engine.workflow.moving import Answers, Held, Moved, move, offers

__all__ = [
    "Answers",
    "Chart",
    "Document",
    "Guard",
    "Held",
    "Move",
    "Moved",
    "Record",
    "Role",
    "Standing",
    "State",
    "chart_from_dict",
    "known_charts",
    "load_chart",
    "move",
    "offers",
    "read_records",
    "record",
    "replay",
]
