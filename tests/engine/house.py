"""A house of small rooms in a folder, whose modules are real and are imported as such."""

from textwrap import dedent

import pytest

from jiyue.engine.problems import Refused


class House:
    """Write rooms as packages below ``rooms``; :attr:`packages` are their names in the order of writing."""

    def __init__(self, folder):
        self.folder = folder / "rooms"
        self.folder.mkdir()
        self.packages = []

    def room(self, name, **modules):
        here = self.folder / name
        here.mkdir()
        (here / "__init__.py").touch()
        for module, text in modules.items():
            (here / f"{module}.py").write_text(dedent(text))
        self.packages.append(f"rooms.{name}")
        return self


def measures(*offers):
    """The text of a module that offers measures: (room, code, needs)."""
    lines = [
        f"Measure(room={room!r}, code={code!r}, needs={tuple(needs)!r}, count=count),"
        for room, code, needs in offers
    ]
    listed = "\n".join(lines)
    return (
        "import polars as pl\n"
        "from jiyue.engine.contracts import Counted, Measure\n"
        "def count(units, period, given):\n"
        "    return Counted({}, pl.DataFrame(schema=['unit', 'ref', 'adds']))\n"
        f"MEASURES = [\n{listed}\n]\n"
    )


def demo(room, *after):
    return (
        "from jiyue.engine.contracts import DemoRows\n"
        f"DEMO = [DemoRows(room={room!r}, after={after!r}, load=print)]\n"
    )


def problems(call):
    """What a call is refused for: (code, value) of every problem."""
    with pytest.raises(Refused) as caught:
        call()
    return [(p.code, p.value) for p in caught.value.problems]
