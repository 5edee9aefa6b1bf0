"""The house, measured: modules and functions are small, and chance comes from one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SIM = Path(__file__).parents[1] / "sim"
MODULES = sorted(SIM.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
IDS = [path.relative_to(SIM).as_posix() for path in MODULES]


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_modules_and_functions_are_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_chance_comes_from_the_keyed_draws_alone(path):
    if path.parent.name == "agents" and path.stem in ("generators", "isolation", "reach"):
        return  # they seed the generators that own behaviour may draw from, and draw from none
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Attribute):
            assert node.attr not in (
                "random",
                "default_rng",
                "shuffle_do",
                "shuffle",
                "batch_run",
            ), node.attr
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert "random" not in names and "numpy.random" not in names


LIGHT = {
    "__future__",
    "os",
    "sys",
    "functools",
    "importlib",
    "collections.abc",
    "pathlib",
    "typing",
    "click",
}
OF_OURS = {
    "sim",
    "sim.errors",
    "sim.report.progress",
    "sim.shell.endings",
    "sim.shell.options",
    "sim.system.text",
}
COMMANDS = [*SIM.glob("*/command.py"), *SIM.glob("analysis/*/command.py")]
SHELL = [SIM / "shell" / "options.py", SIM / "shell" / "endings.py", SIM / "report" / "progress.py"]
DECLARED = [SIM / "cli" / f"{name}.py" for name in ("__init__", "scenarios", "import_")]


@pytest.mark.parametrize(
    "path", [*DECLARED, *COMMANDS, *SHELL], ids=lambda path: path.relative_to(SIM).as_posix()
)
def test_what_declares_a_command_loads_nothing_heavy_before_it_must(path):
    for node in TREES[path].body:
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= LIGHT
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module in LIGHT | OF_OURS | {"sim.system.streams"}, node.module
