"""Own classes from files: the file that is named is the one that is loaded, whatever its name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import sim
from sim.agents.own import OwnClass
from sim.ensemble.how import How
from sim.ensemble.workers import Workers
from sim.errors import FAILED, USAGE
from sim.shell.behaviour import own_states

CLASS = """
import numpy as np
import sim
from sim.schema import HOLD

class {name}(sim.State):
    mark = "{mark}"
    def choose(self, values):
        return np.full(len(values), HOLD)
"""


def written(path: Path, name: str = "Recluse", mark: str = "", more: str = "") -> Path:
    """Write a file with a class and return where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(more + CLASS.format(name=name, mark=mark))
    return path


@pytest.fixture(scope="module")
def workers():
    """A process to load in."""
    with Workers(1) as one:
        yield one


@pytest.mark.parametrize(
    "name",
    [
        "random",
        "json",
        "numpy",
        "mesa",
        "sim",
        "copy",
        "types",
        "my-state",
        "2nd",
        "class",
        "a.b",
        "ünï",
        "x y",
    ],
)
def test_a_file_is_loaded_whatever_its_name(article, workers, tmp_path, name):
    file = written(tmp_path / f"{name}.py", mark=name)
    found = own_states((f"DPRK={file}:Recluse",), article, workers)
    results = sim.run(article, 1, states=found, how=How(workers))
    assert results.histories == 1
    import json
    import random

    assert random.__file__ != str(file) and json.__file__ != str(file)


def test_two_files_of_one_name_are_two(tmp_path):
    kinds = [
        OwnClass(written(tmp_path / folder / "mine.py", mark=folder), "Recluse").load()
        for folder in ("a", "b")
    ]
    assert [kind.mark for kind in kinds] == ["a", "b"] and kinds[0] is not kinds[1]
    again = OwnClass(tmp_path / "a" / ".." / "a" / "mine.py", "Recluse").load()
    assert again is kinds[0]


def test_a_file_may_use_the_modules_beside_it_but_they_hide_no_installed_one(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "helper_beside.py").write_text("MARK = 'elsewhere'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for folder in ("a", "b"):
        written(
            tmp_path / folder / "mine.py",
            more="import string, helper_beside\nFOUND = helper_beside.MARK\n",
        )
        (tmp_path / folder / "helper_beside.py").write_text(f"MARK = '{folder}'\n")
        (tmp_path / folder / "string.py").write_text("raise RuntimeError('not this one')\n")
        (tmp_path / folder / "scipy.py").write_text("raise RuntimeError('not this one')\n")
    for folder in ("a", "b"):
        kind = OwnClass(Path(folder) / "mine.py", "Recluse").load()
        assert folder == sys.modules[kind.__module__].FOUND
    for finder in [finder for finder in sys.meta_path if type(finder).__name__ == "_Siblings"]:
        assert finder.find_spec("scipy") is None and finder.find_spec("string") is None


def test_a_link_is_the_file_that_it_leads_to(tmp_path):
    file = written(tmp_path / "there" / "mine.py", mark="there")
    (tmp_path / "link.py").symlink_to(file)
    assert OwnClass(tmp_path / "link.py", "Recluse").load() is OwnClass(file, "Recluse").load()


@pytest.mark.parametrize(
    ("content", "told", "code"),
    [
        (b"def (:\n", "mine.py:1: it is not Python: ", FAILED),
        (b"x = 1\n\ny = '\xff'\n", "it is not Python: (unicode error)", FAILED),
        (b"x = 1\0\n", "it is not Python: ", FAILED),
        (b"(" * 5000, "it is not Python: ", FAILED),
        (
            b"raise RuntimeError('at once')\n",
            "mine.py cannot be run: RuntimeError: at once",
            FAILED,
        ),
        (b"import sys; sys.exit(0)\n", "mine.py cannot be run: SystemExit: 0", FAILED),
        (
            b"import os; os._exit(0)\n",
            "mine.py cannot be run: its process ended (exit code 0)",
            FAILED,
        ),
        (
            b"import no_such_module_at_all\n",
            "cannot be run: ModuleNotFoundError: No module named",
            FAILED,
        ),
        (b"class Recluse: pass\n", "Recluse in ", USAGE),
        (b"Recluse = 3\n", "is no subclass of sim.State", USAGE),
        (b"from sim import State as Recluse\n", "is no subclass of sim.State", USAGE),
        (
            b"import sim\nclass Recluse(sim.State):\n    def step(self): pass\n",
            "Recluse would decide by the rules, as nothing calls its 'step'",
            USAGE,
        ),
        (
            CLASS.format(name="Recluze", mark="").encode(),
            "called 'Recluse' (did you mean 'Recluze'?)",
            USAGE,
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(article, workers, tmp_path, content, told, code):
    (tmp_path / "mine.py").write_bytes(content)
    with pytest.raises(sim.SimError) as refused:
        own_states((f"DPRK={tmp_path / 'mine.py'}:Recluse",), article, workers)
    assert told in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.exit_code == code


def test_only_files_of_a_sensible_size_are_read(article, workers, tmp_path):
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "large.py").write_text("#" * 1_000_001)
    (tmp_path / "dead.py").symlink_to(tmp_path / "nowhere.py")
    refusals = {"folder": "is a folder", "pipe": "is no regular file", "large": "is larger than"}
    refusals |= dict.fromkeys(("dead", "nowhere", "a\0b"), "there is no file")
    for name, told in refusals.items():
        with pytest.raises(sim.InvalidInput, match=told):
            own_states((f"DPRK={tmp_path}/{name}.py:Recluse",), article, workers)


def test_a_state_behaves_by_one_class(article, workers, tmp_path):
    file = written(tmp_path / "mine.py")
    with pytest.raises(sim.InvalidInput, match="DPRK is given two classes"):
        own_states((f"DPRK={file}:Recluse", f"DPRK={file}:Recluse"), article, workers)
