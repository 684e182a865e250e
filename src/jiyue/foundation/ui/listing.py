"""A list: filters in the address, a table, the same rows as .json, .csv and .xlsx at their own address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from jiyue.engine.messages import N_, translate
from jiyue.foundation.pages import ActorRequest, page
from jiyue.foundation.ui import figures
from jiyue.foundation.ui.filters import Filter, Filters
from jiyue.foundation.ui.output import OUTPUTS

SIZES = (20, 50, 100, 200)
LISTS: list[type[ListPage]] = []
"""Every list of the installed rooms, for the API."""
ANY_KEY = 918273645


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the key in the address ``name``."""
    before, _, after = reverse(name, args=[ANY_KEY]).partition(str(ANY_KEY))
    return before, after


def address_of(name: str, key: object) -> str:
    """The address of one row. By a whole number it is put together: ``reverse`` is slow in long lists."""
    if not isinstance(key, int):
        return reverse(name, args=[key])
    before, after = _around(name)
    return f"{before}{key}{after}"


@dataclass(frozen=True)
class Column:
    """One column: ``name`` is its lookup in the rows; ``kind`` text, number, day, state or yes."""

    name: str
    title: str
    kind: str = "text"
    unit: str = ""
    decimals: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    """What a code means, as msgids."""
    lamps: Mapping[str, str] = field(default_factory=dict)
    """The tone of a state by code: good, bad, mind, idle."""
    to: str = ""
    """The name of the address that the cell leads to, by ``key``."""
    key: str = "pk"
    shown: bool = True
    sortable: bool = True
    say: Callable[[Mapping[str, Any]], str] | None = None
    """Makes the text from the row, which then holds the lookups in ``needs`` as well."""
    needs: tuple[str, ...] = ()

    def heading(self) -> str:
        unit = f"（{self.unit}）" if self.unit else ""
        return translate(self.title) + unit

    def text(self, value: Any) -> str:
        """The cell as text."""
        if self.kind == "number":
            return figures.number(value, self.decimals)
        if self.kind == "day":
            return figures.day(value)
        if self.kind == "yes":
            return figures.yes_no(value)
        if self.words and value in self.words:
            return translate(self.words[value])
        return figures.DASH if value in (None, "") else str(value)

    def said(self, row: Mapping[str, Any]) -> str:
        """The cell of a row as text."""
        return self.say(row) if self.say else self.text(row[self.name])

    def cell(self, row: Mapping[str, Any]) -> str:
        """The cell as HTML; everything in it is escaped."""
        value = row[self.name]
        text = escape(self.said(row))
        if self.kind == "state" and value in self.lamps:
            text = f'<span class="lamp lamp-{self.lamps[value]}">{text}</span>'
        if self.to and row.get(self.key) is not None:
            text = f'<a href="{address_of(self.to, row[self.key])}">{text}</a>'
        return f'<td class="right">{text}</td>' if self.right else f"<td>{text}</td>"

    @property
    def right(self) -> bool:
        return self.kind == "number"


class ListPage:
    """A list of a room. Subclasses say the columns, the filters and which rows the actor reaches."""

    name: ClassVar[str]
    address: ClassVar[str]
    permission: ClassVar[str]
    title: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    order: ClassVar[Sequence[str]] = ("pk",)
    empty: ClassVar[str] = N_("Nothing here yet.")
    crumbs: ClassVar[Sequence[tuple[str, str]]] = ()
    template: ClassVar[str] = "ui/list.html"
    of: Mapping[str, Any]
    """What the address asks for, where the list belongs to one row."""

    def prepare(self, request: ActorRequest) -> None:
        """Find what the list belongs to, before anything else."""

    def rows(self, request: ActorRequest) -> QuerySet[Any]:
        """The rows that the actor reaches, before any filter."""
        raise NotImplementedError

    def actions(self, request: ActorRequest) -> list[tuple[str, str, bool]]:
        """Buttons at the right of the heading: words, address, filled or not."""
        return []

    def facts(self, request: ActorRequest, count: int) -> list[str]:
        """The line below the heading."""
        return [translate(N_("{count} rows"), {"count": figures.number(count)})]

    def heading(self, request: ActorRequest, count: int) -> str:
        return translate(self.title)

    # --- from here on the same for every list

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "address"):
            LISTS.append(cls)

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """The page, and its rows in three formats."""
        listing = page(cls.permission)(cls._view)
        formats = "|".join(OUTPUTS)
        return [
            path(f"{cls.address}/", listing, name=cls.name),
            re_path(rf"^{cls.address}\.(?P<form>{formats})$", listing, name=f"{cls.name}-as"),
        ]

    @classmethod
    def _view(cls, request: ActorRequest, form: str = "", **kwargs: Any) -> HttpResponseBase:
        made = cls()
        made.of = kwargs
        made.prepare(request)
        filters = Filters(made.filters, request)
        chosen = made.chosen(request)
        rows = filters.apply(made.rows(request)).order_by(*made.ordering(request))
        if form:
            values = rows.values(*_lookups(chosen))
            return OUTPUTS[form](made.name, chosen, values.iterator(2000))
        return made.show(request, filters, rows, chosen)

    def offered(self, request: HttpRequest) -> Sequence[Column]:
        """The columns that there are; a list that belongs to a row may have its own."""
        return self.columns

    def chosen(self, request: HttpRequest) -> list[Column]:
        """The columns that the reader wants: from the address, else as remembered, else the usual ones."""
        key = f"columns:{self.name}"
        if "columns" in request.GET:
            request.session[key] = request.GET.getlist("columns")
        wanted = request.session.get(key) if request.session.get(key) else None
        offered = self.offered(request)
        found = [c for c in offered if (c.name in wanted if wanted else c.shown)]
        return found or [c for c in offered if c.shown]

    def ordering(self, request: HttpRequest) -> list[Any]:
        said = request.GET.get("order", "")
        known = {c.name for c in self.offered(request) if c.sortable}
        return [said, "pk"] if said.removeprefix("-") in known else list(self.order)

    def show(
        self, request: ActorRequest, filters: Filters, rows: QuerySet[Any], chosen: list[Column]
    ) -> HttpResponseBase:
        size = next((s for s in SIZES if str(s) == request.GET.get("size")), SIZES[1])
        pages = self.pages(filters, rows, _lookups(chosen), size)
        shown: Page = pages.get_page(request.GET.get("page"))
        count = shown.paginator.count
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "list": self,
            "heading": self.heading(request, count),
            "facts": self.facts(request, count),
            "actions": self.actions(request),
            "crumbs": [(translate(words), reverse(name)) for words, name in self.crumbs],
            "filters": filters,
            "columns": [(c, c.heading(), self.sort_of(request, c)) for c in chosen],
            "all_columns": [(c.name, c.heading(), c in chosen) for c in self.offered(request)],
            "table": [mark_safe("".join(c.cell(row) for c in chosen)) for row in shown],  # noqa: S308
            "page": shown,
            "size": size,
            "sizes": SIZES,
            "formats": [
                (f, f"{reverse(f'{self.name}-as', kwargs={**self.of, 'form': f})}?{query.urlencode()}")
                for f in OUTPUTS
            ],
            **self.more(request),
        }
        return render(request, self.template, context)

    def pages(self, filters: Filters, rows: QuerySet[Any], lookups: list[str], size: int) -> Paginator:
        """The rows in pages of ``size``."""
        return Paginator(rows.values(*lookups), size)

    def more(self, request: ActorRequest) -> dict[str, Any]:
        """What a list's own template needs besides."""
        return {}

    def sort_of(self, request: HttpRequest, column: Column) -> tuple[str, str]:
        """What a click on the heading asks for, and how the list is sorted by it now."""
        now = request.GET.get("order", "")
        if not column.sortable:
            return "", "none"
        if now == column.name:
            return f"-{column.name}", "ascending"
        return column.name, "descending" if now == f"-{column.name}" else "none"


def _lookups(columns: Iterable[Column]) -> list[str]:
    """What the columns read of each row."""
    found = [name for c in columns for name in (c.name, *c.needs, *([c.key] if c.to else []))]
    return list(dict.fromkeys(found))
