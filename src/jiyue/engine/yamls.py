"""YAML read and written one way: safe, bounded, duplicate keys refused, texts kept as texts."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.constructor import ConstructorError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.reader import ReaderError

from jiyue.engine.messages import N_, Word
from jiyue.engine.problems import Refused, define
from jiyue.engine.sheet.text import decode

RULES_DIR = Path(__file__).resolve().parents[1] / "rules"
MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_NODES = 30_000
MAX_BITS = 256
"""An integer beyond it is no figure anybody measured."""

BAD_YAML = define(
    "BAD_YAML",
    N_("The file is not valid YAML: line {row}, {what}."),
    N_("Correct that line; a text with a colon or a leading sign needs quotation marks."),
)

TOO_LARGE = N_("it is too large")
TOO_DEEP = N_("lists and mappings are nested too deeply")
ANCHOR = N_("anchors (&), aliases (*) and tags (!) are not allowed")
KEY = N_("a key is no text")
NUMBER = N_("a number or a date cannot be read")
CHARACTER = N_("a character is not allowed there")
UNREADABLE = N_("it does not follow the rules of YAML")

# What ruamel.yaml says, by a piece of its words.
_WORDS = {
    "found duplicate key": N_("a key stands twice"),
    "mapping values are not allowed": N_("a colon stands where none may stand"),
    "could not find expected ':'": N_("a colon is missing after a key"),
    "cannot start any token": CHARACTER,
    "found unexpected end of stream": N_("a quotation mark is not closed"),
    "but got '<stream end>'": N_("a bracket is not closed"),
    "expected ',' or": N_("a comma or a closing bracket is missing"),
    "expected <block end>": N_("the indentation does not fit the lines above"),
    "did not find expected <document start>": N_("the indentation does not fit the lines above"),
    "but found another document": N_("the file holds more than one document"),
}
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Composer(Composer):
    """Builds the tree of a text; refuses what could multiply it or exhaust the machine."""

    nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        self.nodes += 1
        problem = None
        if isinstance(event, AliasEvent) or event.anchor is not None or event.tag is not None:
            problem = ANCHOR
        elif self.depth >= MAX_DEPTH:
            problem = TOO_DEEP
        elif self.nodes > MAX_NODES:
            problem = TOO_LARGE
        elif isinstance(parent, MappingNode) and index is None and not isinstance(event, ScalarEvent):
            problem = KEY
        if problem:
            raise ConstructorError(None, None, problem, event.start_mark)
        return super().compose_node(parent, index)


class _Constructor(SafeConstructor):
    """Plain data from the tree; what Python cannot read is refused with its line."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
        except (ValueError, OverflowError):
            raise ConstructorError(None, None, NUMBER, node.start_mark) from None
        if isinstance(value, int) and value.bit_length() > MAX_BITS:
            raise ConstructorError(None, None, NUMBER, node.start_mark)
        if isinstance(node, ScalarNode) and _SURROGATE.search(node.value):
            raise ConstructorError(None, None, CHARACTER, node.start_mark)
        return value


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    yaml.Constructor = _Constructor
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 110
    return yaml


def parse_yaml(text: str, *, file: str | None = None) -> Any:
    """The plain data of a YAML text without anchors, aliases or tags. Refused (BAD_YAML) with the line.

    At most MAX_BYTES characters, MAX_NODES keys and values, and MAX_DEPTH levels.
    """

    def bad(row: int, what: str) -> Refused:
        return Refused(BAD_YAML(file=file, row=row, what=Word(what)))

    if len(text) > MAX_BYTES:
        raise bad(1, TOO_LARGE)
    try:
        return _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise bad(mark.line + 1 if mark else 1, _words(error.problem or "")) from None
    except ReaderError as error:
        raise bad(text.count("\n", 0, error.position) + 1, CHARACTER) from None
    except (YAMLError, ValueError, OverflowError, RecursionError):
        raise bad(1, UNREADABLE) from None


def _words(problem: str) -> str:
    if problem in (TOO_LARGE, TOO_DEEP, ANCHOR, KEY, NUMBER, CHARACTER):
        return problem
    return next((words for piece, words in _WORDS.items() if piece in problem), UNREADABLE)


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file in UTF-8, UTF-16 with a mark, or GB18030; OSError, :class:`Refused`."""
    if path.stat().st_size > 2 * MAX_BYTES:
        raise Refused(BAD_YAML(file=path.name, row=1, what=Word(TOO_LARGE)))
    return parse_yaml(decode(path.read_bytes(), path.name), file=path.name)


def dump_yaml(data: Any) -> str:
    """``data`` (plain dicts, lists, texts, numbers) as YAML text, keys in their order."""
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


@lru_cache(maxsize=64)
def load_rules(name: str) -> Any:
    """The data of one shipped rules file, such as ``formula_words.yaml``. Do not change what is returned."""
    return parse_yaml((RULES_DIR / name).read_text("utf-8"), file=name)
