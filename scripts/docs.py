"""Write the generated parts of the reference pages: problems, commands, methods, from the code itself.

``python scripts/docs.py`` rewrites them; ``tests/repo/test_reference.py`` fails when they are out of date.
"""

from __future__ import annotations

import atexit
import importlib
import inspect
import json
import os
import pkgutil
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import jiyue
from jiyue.engine.index.aggregate import AGGREGATIONS
from jiyue.engine.index.impute import IMPUTATIONS
from jiyue.engine.index.methods import Parameter
from jiyue.engine.index.normalise import NORMALISATIONS
from jiyue.engine.index.recipe import STEPS
from jiyue.engine.index.treat import TREATMENTS
from jiyue.engine.index.weights import WEIGHTINGS
from jiyue.engine.problems import KINDS

ROOT = Path(__file__).resolve().parents[1]
START = "<!-- generated: make docs -->"
END = "<!-- end of the generated part -->"
METHODS = {
    "Methods to impute": IMPUTATIONS,
    "Methods to treat": TREATMENTS,
    "Methods to normalise": NORMALISATIONS,
    "Methods to weight": WEIGHTINGS,
    "Methods to aggregate": AGGREGATIONS,
}


def cell(text: str) -> str:
    """``text`` as one cell of a table."""
    return " ".join(text.split()).replace("|", r"\|").replace("<", "&lt;")


def load_application() -> None:
    """Make Django ready, on a data folder of its own, so that every module can be imported."""
    os.environ["JIYUE_DATA"] = tempfile.mkdtemp(prefix="jiyue-docs-")
    atexit.register(shutil.rmtree, os.environ["JIYUE_DATA"], ignore_errors=True)
    from jiyue.app.commands.start import start

    start(migrated=False)


def errors() -> str:
    """Every kind of problem: its code, what it says, the way out."""
    for module in pkgutil.walk_packages(jiyue.__path__, "jiyue."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    rows = [f"| `{k.code}` | {cell(k.message)} | {cell(k.remedy)} |" for _, k in sorted(KINDS.items())]
    return "\n".join(["| code | says | way out |", "|---|---|---|", *rows])


def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """``command`` and its sub-commands with their full names; hidden ones are left out."""
    yield path, command
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if not child.hidden:
            yield from walk(child, f"{path} {name}")


def spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    flags = ", ".join([*parameter.opts, *parameter.secondary_opts])
    takes = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return flags + takes


def default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = getattr(parameter.default, "value", parameter.default)
    if value is None or value is False or value == [] or callable(value):
        return ""
    return f"`{value}`"


def commands() -> str:
    """Every command with its arguments and options, from the command tree itself."""
    from typer.main import get_command

    from jiyue.cli import app

    parts = []
    for path, command in walk(get_command(app), "jiyue"):
        parts.append(f"## {path}\n")
        parts.append(inspect.cleandoc(command.help or "").replace("\f", "") + "\n")
        rows = [
            f"| `{spelling(p)}` | {cell(getattr(p, 'help', None) or '')} | {default(p)} |"
            for p in command.params
            if not p.hidden and p.name != "help"
        ]
        if rows:
            parts += ["| argument or option | meaning | default |", "|---|---|---|", *rows, ""]
    return "\n".join(parts).strip()


def written(value: object) -> str:
    """A default as YAML writes it; nothing where there is none."""
    return "" if value is None else f"`{json.dumps(value)}`"


def allowed(parameter: Parameter) -> str:
    return " or ".join(f"`{c}`" for c in parameter.choices) or parameter.kind


def steps() -> str:
    """Every step of a recipe with its options, then the named methods with their parameters."""
    parts = []
    for name, step in STEPS.items():
        parts += [f"### {name}", inspect.cleandoc(step.__doc__ or "").replace("``", "`"), ""]
        rows = [
            f"| `{f.name}` | {'required' if f.default is MISSING else written(f.default)} |"
            for f in fields(step)
            if f.default_factory is MISSING
        ]
        if rows:
            parts += ["| option | default |", "|---|---|", *rows, ""]
    for title, registry in METHODS.items():
        parts += [f"## {title}", "| method | parameter | is | default |", "|---|---|---|---|"]
        for method in registry.values():
            rows = [
                f"| `{method.name}` | `{name}` | {allowed(p)} | "
                + ("required |" if p.required else f"{written(p.default)} |")
                for name, p in method.parameters.items()
            ]
            parts += rows or [f"| `{method.name}` | | | |"]
        parts.append("")
    return "\n".join(parts).strip()


def addresses(resolver: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every page: its permission and its address."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            if "ninja" not in str(entry.app_name):
                yield from addresses(entry, prefix + str(entry.pattern))
        else:
            shown = re.sub(r"[\^$]", "", prefix + str(entry.pattern)).replace("\\.", ".")
            shown = re.sub(r"\(\?P<\w+>([^)]*)\)", r"\1", shown)
            yield entry.callback.permission, f"/{shown}"


def permissions() -> str:
    """The permission table, and the pages, actions and jobs that each permission opens."""
    from django.urls import get_resolver

    from jiyue.foundation.access import permissions, roles
    from jiyue.foundation.action import ACTIONS

    get_resolver().url_patterns  # noqa: B018 - loads the pages and, through them, the actions
    heads = ["permission", *(r.en for r in roles().values())]
    parts = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for p in permissions().values():
        cells = [f"`{p.code}`", *(p.reach.get(code, "") for code in roles())]
        parts.append("| " + " | ".join(cells) + " |")
    opened = sorted(addresses(get_resolver()))
    shipped = {code: a for code, a in ACTIONS.items() if a.module.startswith("jiyue.")}
    parts += ["", "## What each permission opens", "| permission | pages | actions |", "|---|---|---|"]
    for p in permissions().values():
        pages = " ".join(f"`{cell(a)}`" for code, a in opened if code == p.code)
        deeds = " ".join(f"`{a.code}`" for _, a in sorted(shipped.items()) if a.permission == p.code)
        parts.append(f"| {p.en} (`{p.code}`) | {pages} | {deeds} |")
    return "\n".join(parts)


def openapi() -> str:
    """What the API says of itself, as the file docs/reference/openapi.json."""
    from django.urls import get_resolver

    from jiyue.app.api import build

    get_resolver().url_patterns  # noqa: B018 - loads the lists that the API offers
    return json.dumps(build().get_openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


PAGES = {
    "docs/reference/errors.md": errors,
    "docs/reference/permissions.md": permissions,
    "docs/reference/commands.md": commands,
    "docs/reference/recipe.md": steps,
}
WHOLE = {"docs/reference/openapi.json": openapi}
"""Files that are generated from end to end."""


def filled(page: Path, generated: str) -> str:
    """The text of ``page`` with the part between the two marks replaced."""
    head, _, rest = page.read_text("utf-8").partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}\n{generated}\n{END}{tail}"


def main() -> None:
    load_application()
    texts = {name: filled(ROOT / name, generate()) for name, generate in PAGES.items()}
    texts |= {name: generate() for name, generate in WHOLE.items()}
    for name, text in texts.items():
        page = ROOT / name
        if not page.exists() or text != page.read_text("utf-8"):
            page.write_text(text, "utf-8")
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
