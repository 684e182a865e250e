"""The picture of a chart is whole and readable: nothing overlaps or is left out, the same bytes twice."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiyue.engine.workflow import Chart, chart_from_dict, known_charts, load_chart
from jiyue.engine.workflow.svg import draw
from workflow.cases import small, small_chart
from workflow.pictures import SVG, Picture

A4 = 297 / 210


def assert_clear(picture):
    """No box on another, no label on a box or a label, no arrow through a box, all within the view box."""
    assert [(a.name, b.name) for a, b in combinations(picture.states, 2) if a.meets(b)] == []
    assert [(a.name, b.name) for a in picture.labels for b in picture.states if a.meets(b)] == []
    assert [(a.name, b.name) for a, b in combinations(picture.labels, 2) if a.meets(b)] == []
    everything = [*picture.states, *picture.labels]
    assert [a.name for a in everything if a.left < 0 or a.right > picture.width] == []
    assert [a.name for a in everything if a.top < 0 or a.bottom > picture.height] == []
    points = [point for arrow in picture.arrows for point in arrow]
    assert [s.name for s in picture.states if any(s.holds(x, y, 1) for x, y in points)] == []
    assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", known_charts())
def test_shipped_charts_are_drawn_clear_and_whole(name, lang):
    chart = load_chart(name)
    picture = Picture(draw(chart, lang=lang))
    assert_clear(picture)
    assert sorted(s.name for s in picture.states) == sorted(s.code for s in chart.states)
    shown = [text.removeprefix("\N{BLACK DIAMOND} ") for text in picture.texts()]
    assert [x.code for x in (*chart.states, *chart.moves) if x.title(lang) not in shown] == []


@pytest.mark.parametrize("name", known_charts())
def test_readable_on_a_landscape_page(name):
    picture = Picture(draw(load_chart(name), lang="zh"))
    millimetres = max(picture.width / 297, picture.height / 210)
    assert 12.5 / millimetres > 2.4  # the labels, in millimetres: about 7 points


def test_same_bytes_twice_and_no_script():
    chart = load_chart("entrant")
    svg = draw(chart, lang="zh")
    assert draw(chart, lang="zh") == svg
    assert "<script" not in svg
    assert "href" not in svg


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_title_and_description_say_it_in_words(lang):
    chart = load_chart("edition")
    picture = Picture(draw(chart, lang=lang))
    assert picture.root.find(f"{SVG}title").text == chart.name.into(lang)
    lines = picture.root.find(f"{SVG}desc").text.splitlines()
    assert len(lines) == len(chart.moves)
    for line, m in zip(lines, chart.moves, strict=True):
        said = [m, *(chart.guards_by_code[g] for g in m.guards), chart.states_by_code[m.to]]
        assert all(thing.title(lang) in line for thing in said)


def test_signs_of_start_end_and_the_state_that_stands_out():
    chart = small_chart()
    plain, marked = Picture(draw(chart, lang="en")), Picture(draw(chart, lang="en", current="lent"))
    assert "now: Lent" in marked.texts()
    assert "now: Lent" not in plain.texts()
    groups = {g.get("data-state"): g for g in plain.root.iter(f"{SVG}g") if g.get("class") == "state"}
    rects = {code: len(g.findall(f"{SVG}rect")) for code, g in groups.items()}
    assert rects == {"wish": 1, "lent": 1, "done": 2}
    assert [code for code, g in groups.items() if g.findall(f"{SVG}circle")] == ["wish"]


def test_marks_in_titles_stay_texts():
    data = small()
    data["states"][1]["en"] = '<script>alert("1")</script> & more'
    data["en"] = "a <b> & c"
    picture = Picture(draw(chart_from_dict(data), lang="en"))
    assert '<script>alert("1")</script> & more' in picture.texts()
    assert picture.root.find(f"{SVG}script") is None


def test_a_chart_of_one_state():
    data = small() | {"moves": [], "roles": [], "guards": [], "documents": []}
    data["states"] = [{"code": "all", "zh": "全部", "en": "All", "start": True, "end": True}]
    assert_clear(Picture(draw(chart_from_dict(data), lang="zh")))


@st.composite
def charts(draw_from) -> Chart:
    """Any chart with a way to every state and from every state to an end."""
    count = draw_from(st.integers(1, 14))
    number = st.integers(0, count - 1)
    parents = [draw_from(st.integers(0, n - 1)) for n in range(1, count)]
    more = draw_from(
        st.lists(st.tuples(st.lists(number, min_size=1, max_size=6, unique=True), number), max_size=10)
    )
    ways = [([p], n) for n, p in enumerate(parents, start=1)] + more
    words = st.text("abcdefghij 开始审核退回", min_size=1, max_size=12).map(lambda t: t.strip() or "x")
    title = {"zh": draw_from(words), "en": draw_from(words)}
    states = [{"code": f"s{n}", **title, "start": n == 0, "end": n not in parents} for n in range(count)]
    moves = [
        {"code": f"m{k}", **title, "from": [f"s{n}" for n in origins], "to": f"s{to}", "roles": ["desk"]}
        for k, (origins, to) in enumerate(ways)
    ]
    roles = small()["roles"][1:] if moves else []
    return chart_from_dict(
        small() | {"states": states, "moves": moves, "roles": roles, "guards": [], "documents": []}
    )


@settings(max_examples=20, deadline=None)
@given(charts())
def test_any_chart_is_drawn_clear(chart):
    svg = draw(chart, lang="zh")
    assert_clear(Picture(svg))
    drawn = {g.get("data-state") for g in ElementTree.fromstring(svg).iter(f"{SVG}g")} - {None}
    assert drawn == {s.code for s in chart.states}
