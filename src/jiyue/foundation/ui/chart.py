"""A chart is its table: the page shows both, and the picture is drawn from the table by the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jiyue.foundation.ui import figures


@dataclass(frozen=True)
class Chart:
    """``columns``: the first names the rows, each other is a series; ``rows``: a name, then figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, *tuple[int | float | None, ...]]]
    kind: Literal["bar", "line", "stack"] = "bar"
    unit: str = ""

    def shown(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row: its name, and each figure as the browser reads it and as people do."""
        return [
            (name, [("" if v is None else str(v), figures.number(v)) for v in values])
            for name, *values in self.rows
        ]
