"""The notebooks run from top to bottom, in this process, with few histories."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]


def code(path: Path) -> list[str]:
    """Return the cells of code of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def shown(cell: str, scope: dict) -> object:
    """Run a cell as Jupyter does, and return the value of its last line, if that is one."""
    tree = ast.parse(cell)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "a cell", "exec"), scope)
    return (
        None if last is None else eval(compile(ast.Expression(last.value), "a cell", "eval"), scope)
    )


@pytest.mark.usefixtures("small_defaults")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_runs_and_what_it_shows_can_be_drawn(path, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    if path.stem != "print":  # which puts words in the place of others
        request.getfixturevalue("blank_figures")
    scope: dict = {}
    for number, cell in enumerate(code(path), 1):
        few = re.sub(r"^HISTORIES = \d+$", "HISTORIES = 10", cell, flags=re.MULTILINE)
        value = shown(few.replace("histories=8)", "histories=2)"), scope)
        ours = type(value).__module__.startswith("sim") and not isinstance(value, Figure)
        if ours and hasattr(value, "_repr_html_"):
            assert value._repr_html_(), f"cell {number} shows nothing"
    assert scope["HISTORIES"] == 10


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_kept_without_outputs_and_opens_anywhere(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


def test_the_article_has_ten_cells():
    assert len(code(NOTEBOOKS[NAMES.index("article")])) == 10
