"""The public names: a verb for every question, loaded when asked for, typed for editors."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.cli import TABLE

ROOT = Path(__file__).parents[1]
OF_FILES = {
    "list",
    "show",
    "check",
    "new",
    "import",
    "results",
    "sample-data",
}  # commands that only read and write files
FOR_EYES = {"app"}  # a page that asks what the verbs ask
OF_RESULTS = {
    "list_results",
    "rerun",
    "export",
    "figure",
    "archive",
    "verify",
}  # what the command line does with a results folder
OF_PYTHON = {"load", "write", *OF_RESULTS}  # what the command line does for every question


def test_every_question_of_the_command_line_has_a_verb_and_the_other_way_round():
    assert set(TABLE) - OF_FILES - FOR_EYES == set(sim.VERBS) - OF_PYTHON


@pytest.mark.parametrize("name", [*sim.VERBS, *sim.NOUNS])
def test_help_says_what_a_public_name_is(name):
    thing = getattr(sim, name)
    lines = (inspect.getdoc(thing) or "").splitlines()
    assert lines and lines[0].endswith(".")
    assert name in dir(sim)


def test_the_page_on_python_has_every_verb():
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert [verb for verb in sim.VERBS if f"`sim.{verb}(" not in page] == []


@pytest.mark.parametrize("name", sim.VERBS)
def test_a_verb_takes_few_arguments_each_with_a_type(name):
    given = inspect.signature(getattr(sim, name)).parameters.values()
    assert len(given) <= 6
    assert all(one.annotation is not inspect.Parameter.empty for one in given)


def test_an_unknown_name_is_an_attribute_error_as_of_any_module():
    with pytest.raises(AttributeError, match="no attribute 'forecast'"):
        _ = sim.forecast


def test_importing_the_package_loads_nothing_heavy():
    program = (
        "import sys, sim\n"
        "dir(sim)\n"
        "print([name for name in ('numpy', 'numba', 'pandas', 'mesa', 'matplotlib', 'pydantic',\n"
        "       'click', 'scipy', 'sklearn', 'jinja2', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_stub_names_what_there_is_where_it_is():
    stub = ast.parse((ROOT / "sim" / "__init__.pyi").read_text(encoding="utf-8"))
    named = {
        alias.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert named == {**sim.VERBS, **sim.NOUNS}


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "sim" / "py.typed").exists()
