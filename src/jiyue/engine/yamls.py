"""YAML read and written one way: safe, duplicate keys refused, texts kept as texts."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from jiyue.engine.messages import N_
from jiyue.engine.problems import Refused, define

RULES_DIR = Path(__file__).resolve().parents[1] / "rules"
MAX_BYTES = 4_000_000

BAD_YAML = define(
    "BAD_YAML",
    N_("The file is not valid YAML: line {row}, {what}."),
    N_("Correct that line; a text with a colon or a leading sign needs quotation marks."),
)


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 110
    return yaml


def parse_yaml(text: str, *, file: str | None = None) -> Any:
    """The plain data of a YAML text; anchors may not multiply it. Refused (BAD_YAML) with the line."""
    if len(text) > MAX_BYTES or text.count("&") > 100:
        raise Refused(BAD_YAML(file=file, row=1, what="too large or too many anchors"))
    try:
        return _yaml().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused(BAD_YAML(file=file, row=line, what=error.problem or "unreadable")) from None
    except (YAMLError, ValueError) as error:
        raise Refused(BAD_YAML(file=file, row=1, what=str(error).splitlines()[0])) from None


def dump_yaml(data: Any) -> str:
    """``data`` (plain dicts, lists, texts, numbers) as YAML text, keys in their order."""
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


@lru_cache(maxsize=64)
def load_rules(name: str) -> Any:
    """The data of one shipped rules file, such as ``formula_words.yaml``. Do not change what is returned."""
    return parse_yaml((RULES_DIR / name).read_text("utf-8"), file=name)
