"""What the pages tell a reader to type works, and gives what they say."""

import contextlib
import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiyue.cli import app
from paths import ROOT

TUTORIAL = (ROOT / "docs/tutorial/first-evaluation.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the tutorial."""
    here = tmp_path_factory.mktemp("tutorial")
    for name, body in re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL):
        (here / name).write_text(body, "utf-8")
    return here


def jiyue(folder: Path, *words: str) -> Result:
    with contextlib.chdir(folder):
        return CliRunner().invoke(app, words)


def test_commands_of_the_tutorial_work_and_print_what_it_shows(folder: Path) -> None:
    blocks = re.findall(r"^```console\n\$ jiyue (.+)\n((?:.*\n)*?)```", TUTORIAL, re.MULTILINE)
    assert len(blocks) >= 4
    for command, shown in blocks:
        done = jiyue(folder, *shlex.split(command))
        assert done.exit_code == 0, f"{command}\n{done.output}"
        if shown:
            assert [line.rstrip() for line in done.stdout.splitlines()] == shown.splitlines(), command


def test_figures_of_the_tutorial_come_out(folder: Path) -> None:
    done = jiyue(folder, "index", "measures.csv", "--framework", "tutorial.yaml", "--json")
    results = {r["name"]: r for r in json.loads(done.stdout)["results"]}
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TUTORIAL.splitlines()
        if re.match(r"\| (Alpha|Beta|Gamma) \|", line)
    ]
    assert len(table) == len(results) == 3
    for name, a, a_score, b, b_score, veto, total, standard, rank in table:
        result = results[name]
        said = [(a, a_score, "A01"), (b, b_score, "B01")]
        for value, score, code in said:
            indicator = result["indicators"][code]
            assert indicator["value"] == (None if value == "missing" else float(value))
            assert indicator["score"] == (float(score) if score else None)
        assert result["vetoes"] == {"E01": veto}
        if total.startswith("none"):
            assert result["total"] is None
            assert [result["lower"], result["upper"]] == [float(t) for t in re.findall(r"\d+", total)]
        else:
            assert result["total"] == float(total)
        assert result["standard"] == standard
        assert result["rank"] == (None if rank == "none" else int(rank))


def test_tutorial_is_right_about_the_forgotten_factor(folder: Path, tmp_path: Path) -> None:
    wrong = (folder / "tutorial.yaml").read_text("utf-8").replace("/ villages * 100", "/ villages")
    (tmp_path / "wrong.yaml").write_text(wrong, "utf-8")
    done = jiyue(tmp_path, "framework", "check", "wrong.yaml", "--json")
    assert done.exit_code == 1
    assert [e["code"] for e in json.loads(done.stdout)["errors"]] == ["UNIT_FACTOR"]


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "docs/reference/formula.md", "docs/how-to/write-a-chart.md"]
)
def test_python_examples_run(page: str) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        said = re.search(r"^describe\(.+?\)\s+# '(.+)'$", block, re.MULTILINE)
        names: dict[str, object] = {}
        exec(block, names)
        if said:
            found = eval('describe(formula.tree, scope, "en")', names)
            assert found == said[1]
