"""Charts from files: a known name, or a path."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define
from jiyue.engine.workflow.chart import Chart
from jiyue.engine.workflow.chart_read import chart_from_dict
from jiyue.engine.yamls import RULES_DIR, load_rules, read_yaml

UNKNOWN_CHART = define(
    "UNKNOWN_CHART",
    N_("There is no file of a state chart and no state chart named {value}."),
    N_("Give the path of a file, or one of {known}."),
)


def known_charts() -> list[str]:
    """The names of the charts that ship."""
    return sorted(p.stem for p in (RULES_DIR / "charts").glob("*.yaml"))


def load_chart(
    name: str | Path, *, guards: Collection[str] | None = None, clocks: Collection[str] | None = None
) -> Chart:
    """A checked chart by path (YAML) or by known name; :class:`Refused` says what is wrong.

    ``guards`` and ``clocks``: the codes that the program knows; left out, any will do.
    """
    path = Path(name)
    if path.is_file():
        return chart_from_dict(read_yaml(path), file=path.name, guards=guards, clocks=clocks)
    if str(name) not in known_charts():
        raise Refused(UNKNOWN_CHART(field="chart", value=str(name), known=", ".join(known_charts())))
    data = load_rules(f"charts/{name}.yaml")
    return chart_from_dict(data, file=f"{name}.yaml", guards=guards, clocks=clocks)
