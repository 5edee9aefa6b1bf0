"""The house, measured: modules and functions are small, and chance comes from one place."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIM, TESTS = ROOT / "sim", ROOT / "tests"
MODULES = sorted(SIM.rglob("*.py"))
IDS = [path.relative_to(SIM).as_posix() for path in MODULES]


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module: made once, and not by test processes that need none."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_modules_and_functions_are_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{node.name} has {length} lines"
            whole = node.end_lineno - node.lineno + 1
            assert whole <= 50, f"{node.name} has {whole} lines with its docstring"
            # ruff's rules ask it of functions and methods, not of functions inside them
            assert ast.get_docstring(node) or node.name.startswith("_"), f"{node.name} says nothing"


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_chance_comes_from_the_keyed_draws_alone(path):
    if path.parent.name == "agents" and path.stem in ("generators", "isolation", "reach"):
        return  # they seed the generators that own behaviour may draw from, and draw from none
    for node in ast.walk(tree_of(path)):
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


PLACES = re.compile(r"\.(\d+|\{\})[eEfFgG%]$")
TEMPLATE = re.compile(r"\{[^{}:]*:([^{}]*)\}")


def number_formats(tree: ast.AST) -> Iterator[str]:
    """Yield how numbers are written: what follows the colon in f-strings and templates."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = node.format_spec.values
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from TEMPLATE.findall(node.value)


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_no_number_that_rounds_to_zero_can_be_written_with_a_sign(path):
    """Python's own `z` sees to it, and `sim.system.text.signed` where a plus is wanted too."""
    for written in number_formats(tree_of(path)):
        if PLACES.search(written):
            assert "z" in written, f"write z{written}"
        if path != SIM / "system" / "text.py":
            assert not re.match(r"(.?[<>=^])?\+", written), f"{written}: use signed()"


POSIX = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_nothing_hangs_on_the_encoding_or_the_modules_of_one_system(path):
    """Windows reads files as something else than UTF-8 unless told, and lacks these modules."""
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            assert not POSIX & {alias.name for alias in node.names}
        assert not (isinstance(node, ast.ImportFrom) and node.module in POSIX)
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and opens_text(node):
            assert any(word.arg == "encoding" for word in node.keywords), ast.unparse(node)


def opens_text(call: ast.Call) -> bool:
    """Say whether a call opens, reads or writes a file as text without naming its encoding."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if called in ("read_text", "write_text"):
        return len(call.args) == (called == "write_text")  # else the encoding is the next
    built_in = isinstance(call.func, ast.Name) and call.func.id == "open"
    mode = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")][built_in:]
    words = [one.value for one in mode if isinstance(one, ast.Constant)]
    in_words = [word for word in words if isinstance(word, str) and set(word) <= set("rwaxb+t")]
    return (built_in or (called == "open" and bool(in_words))) and not any(
        "b" in word for word in in_words
    )


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
    "sim.system.named",
    "sim.system.text",
}
COMMANDS = [*SIM.glob("*/command.py"), *SIM.glob("analysis/*/command.py")]
SHELL = [SIM / "shell" / "options.py", SIM / "shell" / "endings.py", SIM / "report" / "progress.py"]
DECLARED = [SIM / "cli" / f"{name}.py" for name in ("__init__", "scenarios", "import_")]


@pytest.mark.parametrize(
    "path", [*DECLARED, *COMMANDS, *SHELL], ids=lambda path: path.relative_to(SIM).as_posix()
)
def test_what_declares_a_command_loads_nothing_heavy_before_it_must(path):
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= LIGHT
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module in LIGHT | OF_OURS | {"sim.system.streams"}, node.module


NO_MODULE = {  # what these test instead of the module of their name
    "ensemble/test_determinism.py": "the same bits, however they are computed",
    "fuzz/test_fuzz.py": "files, words and requests that nobody meant",
    "torture/test_children.py": "commands that are tortured, and end with the torture",
    "cli/test_cli.py": "the command line as a person meets it",
    "game/test_play.py": "sim.play, a game from Python",
    "app/page/test_files.py": "files and pictures that go into the page and out of it",
    "app/page/test_links.py": "links to the page that nobody meant",
    "app/page/test_looks.py": "how the page looks, and who can read it",
    "app/page/test_page.py": "the page in a browser",
    "report/charts/test_modules.py": "the modules of charts and page, in JavaScript",
    "model/test_numbers.py": "all numbers, from one end of their bounds to the other",
    "report/figures/test_many_states.py": "all figures, where states are many",
    "report/interactive/test_page.py": "a report in a browser without a network",
    "scenario/test_broken.py": "every file in scenario/broken",
    "scenario/test_load.py": "a scenario from the file to the object",
}


@pytest.mark.parametrize(
    "path",
    sorted(TESTS.glob("*/**/test_*.py")),
    ids=lambda path: path.relative_to(TESTS).as_posix(),
)
def test_tests_stand_where_what_they_test_stands(path):
    room, name = path.parent.relative_to(TESTS), path.stem.removeprefix("test_")
    if room.parts[0] == "history" or path.relative_to(TESTS).as_posix() in NO_MODULE:
        return  # history: whole scenarios
    assert (SIM / room / f"{name}.py").exists() or (SIM / room / name).is_dir()


def test_every_room_has_tests():
    rooms = {path.name for path in SIM.iterdir() if (path / "__init__.py").exists()}
    assert rooms - {"shell"} <= {path.name for path in TESTS.iterdir()}  # cli tests the shell


def test_the_workflow_names_every_python_that_the_package_names():
    yaml = pytest.importorskip("yaml")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: 3." in line]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == named
    others = {(place["system"].split("-")[0], place["python"]) for place in matrix["include"]}
    assert others == {(s, p) for s in ("macos", "windows") for p in ("3.11", "3.12", "3.13")}


FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_for_issues_ask_something(path):
    form = pytest.importorskip("yaml").safe_load(path.read_text(encoding="utf-8"))
    if path.stem == "config":
        assert form == {"blank_issues_enabled": True}
        return
    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert all(part["attributes"]["label"] for part in asked)
    assert len({part["id"] for part in asked}) == len(asked)
    assert any(part.get("validations", {}).get("required") for part in asked)


def test_hooks_before_a_commit_are_the_tools_of_make_check():
    yaml = pytest.importorskip("yaml")
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    entries = {hook.get("entry", "").split(" --")[0] for repo in hooks for hook in repo["hooks"]}
    makefile = (ROOT / "Makefile").read_text()
    for tool in ("ruff format", "ruff check", "lint-imports", "mypy"):
        assert tool in entries and f"$(BIN)/{tool}" in makefile
