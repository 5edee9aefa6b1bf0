"""A user's file is checked with the lines of ``sim check``; nothing of it is left on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

import sim
from sim.app.answers.checked import checked, told
from sim.app.answers.memory import Memory

BROKEN = sorted((Path(__file__).parents[2] / "scenario" / "broken").glob("*.toml"))[::6]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_lines_are_those_of_the_shell(path):
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        pytest.skip("no text, which a page cannot send")
    with pytest.raises(sim.Refused) as refused:
        sim.load(path)
    expected = [str(problem) for problem in refused.value.problems]
    found = checked({"file": {"name": path.name, "text": text}}, Memory())
    if "extends" not in text:  # what lies beside the file is not at hand
        assert found == {"ok": False, "lines": expected}
    assert not found["ok"]


def test_a_good_file_may_extend_a_shipped_one_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    text = 'title = "Mine"\nextends = "article"\nwithout = ["crimea*"]\n'
    assert checked({"file": {"name": "mine.toml", "text": text}}, Memory()) == {"ok": True}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("extends", ["/etc/passwd", "../x.toml", "x.toml", "C:\\\\x"])
def test_a_file_extends_no_file_of_this_machine(extends, tmp_path):
    text = f'title = "Mine"\nextends = "{extends}"\n'
    found = checked({"file": {"name": "mine.toml", "text": text}}, Memory())
    assert not found["ok"] and "by their names alone" in found["lines"][0]


def test_messages_name_no_folder_of_this_machine():
    text = 'title = "Mine"\nextends = "nothing-like-it"\n[states.A]\n'
    found = checked({"file": {"name": "mine.toml", "text": text}}, Memory())
    assert not any(tempfile.gettempdir() in line for line in found["lines"])


@pytest.mark.parametrize(
    "name", ["\U0001f600" * 90 + ".toml", "\ud800.toml", "a/b.toml", ".toml", ""]
)
def test_a_name_that_no_file_has_is_refused(name):
    with pytest.raises(sim.InvalidInput, match="its name has to end in") as refused:
        checked({"file": {"name": name, "text": ""}}, Memory())
    assert str(refused.value).encode()


def test_an_error_has_its_lines():
    assert told(sim.InvalidInput("one\ntwo")) == {"error": "one", "lines": ["one", "two"]}
