"""What a user can meet stands in the reference pages: problems, commands, rule files, settings."""

import dataclasses
import importlib.util
import re
from types import ModuleType

import pytest
import typer.main

import jiyue.cli
from jiyue.engine.index.framework import Framework, Goalposts, Group, Indicator, Scoring
from jiyue.engine.problems import KINDS
from jiyue.engine.workflow import Chart, Guard, Move, Record, Role, State
from paths import ROOT
from repo.modules import import_all
from repo.tree import files

REFERENCE = ROOT / "docs/reference"
RULES = ROOT / "src/jiyue/rules"


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts/docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "page", [f"docs/reference/{name}.md" for name in ("errors", "commands", "recipe", "permissions")]
)
def test_generated_part_is_up_to_date(docs: ModuleType, page: str) -> None:
    path = ROOT / page
    assert docs.START in path.read_text("utf-8")
    assert docs.filled(path, docs.PAGES[page]()) == path.read_text("utf-8"), "run: make docs"


@pytest.mark.parametrize("name", ["docs/reference/openapi.json"])
def test_generated_file_is_up_to_date(docs: ModuleType, name: str) -> None:
    assert docs.WHOLE[name]() == (ROOT / name).read_text("utf-8"), "run: make docs"


def test_every_problem_code_is_documented() -> None:
    import_all()
    page = (REFERENCE / "errors.md").read_text("utf-8")
    assert len(KINDS) > 20
    assert [code for code in KINDS if f"| `{code}` |" not in page] == []


def test_every_command_and_option_is_documented() -> None:
    page = (REFERENCE / "commands.md").read_text("utf-8")
    sections = {}
    for part in page.split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        sections[title.strip()] = body
    todo = [("jiyue", typer.main.get_command(jiyue.cli.app))]
    missing = []
    while todo:
        path, command = todo.pop()
        todo += [(f"{path} {name}", child) for name, child in getattr(command, "commands", {}).items()]
        body = sections.get(path)
        if body is None:
            missing.append(path)
            continue
        if not command.help:
            missing.append(f"{path}: what it does")
        for parameter in command.params:
            if parameter.name == "help":
                continue
            if not getattr(parameter, "help", None):
                missing.append(f"{path} {parameter.name}: its meaning")
            spelled = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
            wanted = [parameter.metavar] if parameter.metavar and len(spelled) == 1 else spelled
            missing += [f"{path} {word}" for word in wanted if word not in body]
    assert missing == []


def test_every_rule_file_is_documented() -> None:
    page = (REFERENCE / "rules.md").read_text("utf-8")
    found = [p.relative_to(RULES).as_posix() for p in sorted(RULES.rglob("*")) if p.is_file()]
    found = [name for name in found if "__pycache__" not in name]
    assert found
    assert [name for name in found if f"`{name}`" not in page] == []


def test_every_documented_rule_file_exists() -> None:
    page = (REFERENCE / "rules.md").read_text("utf-8")
    names = re.findall(r"^\| `([\w./-]+\.\w+)` \|", page, re.MULTILINE)
    assert names
    assert [name for name in names if not (RULES / name).is_file()] == []


@pytest.mark.parametrize("table", [Framework, Indicator, Group, Goalposts, Scoring])
def test_every_field_of_a_framework_is_documented(table: type) -> None:
    page = (REFERENCE / "data-formats.md").read_text("utf-8")
    names = {f.name for f in dataclasses.fields(table)}
    if table is Framework:
        names = names - {"code"} | {"framework"}
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", page)) == []


@pytest.mark.parametrize("table", [Chart, Guard, Move, Record, Role, State])
def test_every_field_of_a_chart_is_documented(table: type) -> None:
    page = (REFERENCE / "charts.md").read_text("utf-8")
    names = {{"origins": "from", "origin": "from"}.get(f.name, f.name) for f in dataclasses.fields(table)}
    assert sorted(name for name in names if not re.search(rf"`{name}\b", page)) == []


def test_every_column_of_the_dictionary_is_documented() -> None:
    page = (REFERENCE / "rules.md").read_text("utf-8")
    columns = (RULES / "measures.csv").read_text("utf-8").splitlines()[0].split(",")
    assert [name for name in columns if f"`{name}`" not in page] == []


def settings_used() -> set[str]:
    read = [p for p in files() if p.suffix == ".py" or p.name in ("Makefile", "run")]
    return set(re.findall(r"\bJIYUE_[A-Z_]+\b", "\n".join(p.read_text("utf-8") for p in read)))


def settings_documented() -> set[str]:
    page = (REFERENCE / "settings.md").read_text("utf-8")
    return set(re.findall(r"^\| `(JIYUE_\w+)` \|", page, re.MULTILINE))


def test_every_setting_is_documented() -> None:
    assert "JIYUE_SHARED" in settings_used()
    assert sorted(settings_used() - settings_documented()) == []


def test_no_setting_is_invented() -> None:
    assert sorted(settings_documented() - settings_used()) == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_opens_with_the_two_commands(readme: str) -> None:
    first_screen = "\n".join((ROOT / readme).read_text("utf-8").splitlines()[:15])
    assert "make run" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_lists_the_commands(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    names = typer.main.get_command(jiyue.cli.app).commands
    assert [name for name in names if f"jiyue {name}" not in text] == []


def test_glossary_pairs_every_term() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (REFERENCE / "glossary.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| Chinese")
    ]
    assert len(rows) > 60
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    chinese = [row[0] for row in rows]
    assert sorted({term for term in chinese if chinese.count(term) > 1}) == []
