"""Whatever way a matter takes through a chart that ships, no clock is left running at its end."""

import pytest

from jiyue.engine.workflow import known_charts, load_chart


def standings(chart):
    """Every state with every set of clocks that can run in it."""
    start = (chart.start.code, frozenset())
    found, todo = {start}, [start]
    while todo:
        state, running = todo.pop()
        for m in chart.moves_from[state].values():
            after = (m.to, running - set(m.stops) | set(m.starts))
            if after not in found:
                found.add(after)
                todo.append(after)
    return found


@pytest.mark.parametrize("name", known_charts())
def test_no_clock_runs_in_an_end_state(name):
    chart = load_chart(name)
    left = {
        (state, c) for state, running in standings(chart) for c in running if chart.states_by_code[state].end
    }
    assert left == set()


@pytest.mark.parametrize("name", known_charts())
def test_every_move_stops_only_clocks_that_may_run_there(name):
    chart = load_chart(name)
    found = standings(chart)
    idle = [
        (m.code, c)
        for m in chart.moves
        for c in m.stops
        if not any(state in m.origins and c in running for state, running in found)
    ]
    assert idle == []
