"""Scenarios are saved in one folder, under new names."""

from __future__ import annotations

import pytest

import sim
from sim.app import saving

REFUSED = [
    "", "..", ".", "../mine", "a/b", "/etc/mine", "C:mine", "a\\b", "mine.py", "mine.toml.py",
    ".mine", "-mine", "mine.TOML.toml", "~", "a b", "a\x00b", "a\nb", "x" * 200, "$(ls)", "-",
    "\u202emine", ".toml",
]  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_name_is_refused(name, tmp_path):
    with pytest.raises(sim.InvalidInput):
        saving.save("text", name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_scenario_is_saved_with_or_without_its_suffix(tmp_path):
    assert saving.save("one", "mine", tmp_path).name == "mine.toml"
    assert saving.save("two", "ours.toml", tmp_path).read_text() == "two"


def test_nothing_is_replaced_and_no_link_is_followed(tmp_path):
    (tmp_path / "there.toml").write_text("before")
    (tmp_path / "outside").mkdir()
    (tmp_path / "link.toml").symlink_to(tmp_path / "outside" / "new.toml")
    for name in ("there", "link"):
        with pytest.raises(sim.InvalidInput, match="exists already"):
            saving.save("text", name, tmp_path)
    assert (tmp_path / "there.toml").read_text() == "before"
    assert not list((tmp_path / "outside").iterdir())


def test_the_folder_must_be_there(tmp_path):
    with pytest.raises(sim.InvalidInput, match="there is no such folder"):
        saving.folder(tmp_path / "missing")
    (tmp_path / "file").write_text("")
    with pytest.raises(sim.InvalidInput):
        saving.folder(tmp_path / "file")
    assert saving.folder(None) is None
