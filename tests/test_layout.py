"""The house, measured: modules and functions are small, and chance comes from one place."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIM, TESTS = ROOT / "sim", ROOT / "tests"
MODULES = sorted(SIM.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module, made once."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return all nodes of a module's syntax tree."""
    return list(ast.walk(tree_of(path)))


def wrong(law: Callable[[Path], Iterable[str]], paths: Iterable[Path] = MODULES) -> list[str]:
    """Return what a law finds wrong with files, a line for each fault, with the file's name.

    A law is one test for all of them: a test for each would be two thousand, which take longer to
    hand out than to run.
    """
    return [
        f"{path.relative_to(ROOT).as_posix()}: {fault}" for path in paths for fault in law(path)
    ]


def test_modules_and_functions_are_small():
    assert not wrong(large)


def large(path: Path) -> Iterator[str]:
    """Yield what is too long in a module, and functions that do not say what they do."""
    if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300:
        yield f"{lines} lines"
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            if length > 40:
                yield f"{node.name} has {length} lines"
            if (whole := node.end_lineno - node.lineno + 1) > 50:
                yield f"{node.name} has {whole} lines with its docstring"
            # ruff's rules ask it of functions and methods, not of functions inside them
            if not ast.get_docstring(node) and not node.name.startswith("_"):
                yield f"{node.name} says nothing"


def test_chance_comes_from_the_keyed_draws_alone():
    assert not wrong(other_chance)


OTHER_CHANCE = {"random", "default_rng", "shuffle_do", "shuffle", "batch_run"}


def other_chance(path: Path) -> Iterator[str]:
    """Yield where a module draws from something else."""
    if path.parent.name == "agents" and path.stem in ("generators", "isolation", "reach"):
        return  # they seed the generators that own behaviour may draw from, and draw from none
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute) and node.attr in OTHER_CHANCE:
            yield f"line {node.lineno}: {node.attr}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
            if names & {"random", "numpy.random"}:
                yield f"line {node.lineno}: {ast.unparse(node)}"


PLACES = re.compile(r"\.(\d+|\{\})[eEfFgG%]$")
TEMPLATE = re.compile(r"\{[^{}:]*:([^{}]*)\}")


def number_formats(path: Path) -> Iterator[str]:
    """Yield how numbers are written: what follows the colon in f-strings and templates."""
    for node in nodes_of(path):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = node.format_spec.values
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from TEMPLATE.findall(node.value)


def test_no_number_that_rounds_to_zero_can_be_written_with_a_sign():
    """Python's own `z` sees to it, and `sim.system.text.signed` where a plus is wanted too."""
    assert not wrong(signed_zeros)


def signed_zeros(path: Path) -> Iterator[str]:
    """Yield formats of numbers that would keep the sign of what rounds to zero."""
    for written in number_formats(path):
        if PLACES.search(written) and "z" not in written:
            yield f"write z{written}"
        if path != SIM / "system" / "text.py" and re.match(r"(.?[<>=^])?\+", written):
            yield f"{written}: use signed()"


POSIX = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}


def test_nothing_hangs_on_the_encoding_or_the_modules_of_one_system():
    """Windows reads files as something else than UTF-8 unless told, and lacks these modules."""
    assert not wrong(one_system)


def one_system(path: Path) -> Iterator[str]:
    """Yield what a module needs that not every system has, and files it opens without encoding."""
    for node in tree_of(path).body:
        names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
        names |= {node.module} if isinstance(node, ast.ImportFrom) else set()
        if POSIX & names:
            yield f"line {node.lineno}: {ast.unparse(node)}"
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and opens_text(node):
            named = any(word.arg == "encoding" for word in node.keywords)
            yield from [] if named else [f"line {node.lineno}: {ast.unparse(node)}"]


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


def test_what_declares_a_command_loads_nothing_heavy_before_it_must():
    assert not wrong(heavy, [*DECLARED, *COMMANDS, *SHELL])


def heavy(path: Path) -> Iterator[str]:
    """Yield what a module that declares a command imports and should not."""
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} - LIGHT
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from {node.module} - LIGHT - OF_OURS - {"sim.system.streams"}


NO_MODULE = {  # what these test instead of the module of their name
    "ensemble/test_determinism.py": "the same bits, however they are computed",
    "ensemble/test_slurm.py": "the script for a cluster with Slurm, in docs",
    "fuzz/test_fuzz.py": "files, words and requests that nobody meant",
    "model/test_third_parties.py": "what pairs of states think of others, added up as products",
    "torture/test_children.py": "commands that are tortured, and end with the torture",
    "cli/test_cli.py": "the command line as a person meets it",
    "game/test_play.py": "sim.play, a game from Python",
    "app/page/test_files.py": "files and pictures that go into the page and out of it",
    "app/page/test_links.py": "links to the page that nobody meant",
    "app/page/test_looks.py": "how the page looks, and who can read it",
    "app/page/test_notices.py": "what the page refuses and says, and words that keep to their room",
    "app/page/test_page.py": "the page in a browser",
    "app/page/test_topbar.py": "the pickers of scenarios",
    "report/charts/test_modules.py": "the modules of charts and page, in JavaScript",
    "model/test_numbers.py": "all numbers, from one end of their bounds to the other",
    "report/figures/test_many_states.py": "all figures, where states are many",
    "report/interactive/test_page.py": "a report in a browser without a network",
    "scenario/test_broken.py": "every file in scenario/broken",
    "scenario/test_load.py": "a scenario from the file to the object",
}


def test_tests_stand_where_what_they_test_stands():
    assert not wrong(elsewhere, sorted(TESTS.glob("*/**/test_*.py")))


def elsewhere(path: Path) -> Iterator[str]:
    """Yield that a file of tests has no module of its name."""
    room, name = path.parent.relative_to(TESTS), path.stem.removeprefix("test_")
    if room.parts[0] == "history" or path.relative_to(TESTS).as_posix() in NO_MODULE:
        return  # history: whole scenarios
    if not (SIM / room / f"{name}.py").exists() and not (SIM / room / name).is_dir():
        yield f"there is no sim/{room.as_posix()}/{name}"


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


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (large, "def f():\n    pass\n"),
        (large, '"""Long."""\n' + "\n" * 300),
        (other_chance, "import random\n"),
        (other_chance, "rng = numpy.random.default_rng()\n"),
        (signed_zeros, "f'{x:.2f}'\n"),
        (signed_zeros, "f'{x:+z.2f}'\n"),
        (one_system, "import fcntl\n"),
        (one_system, "path.read_text()\n"),
        (heavy, "import numpy\n"),
        (heavy, "from sim.model import rules\n"),
        (elsewhere, ""),
    ],
)
def test_every_law_finds_what_breaks_it(law, text, tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "TESTS", tmp_path)
    (tmp_path / "room").mkdir()
    path = tmp_path / "room" / "test_what_is_nowhere.py"
    path.write_text(text)
    assert list(law(path))
