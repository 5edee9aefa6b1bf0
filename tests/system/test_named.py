"""Files that are named after a folder, and what names no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InvalidInput
from sim.system.named import file_beside, file_named


@pytest.mark.parametrize("written", ["results", "results/", "results/.", ".", "..", "deep/.."])
def test_a_file_beside_a_folder_does_not_lie_in_it(tmp_path, monkeypatch, written):
    (tmp_path / "here" / "results").mkdir(parents=True)
    (tmp_path / "here" / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    found = file_beside(Path(written), "file.csv")
    assert found.resolve().parent == Path(written).resolve().parent


def test_beside_the_root_of_all_there_is_only_the_root():
    assert file_beside(Path("/"), "file.csv") == Path("/file.csv")


@pytest.mark.parametrize("written", ["", ".", "..", "/", "a/.."])
def test_what_names_no_file_is_refused(written):
    with pytest.raises(InvalidInput, match="is not the name of a file"):
        file_named(written)


def test_a_name_is_taken_as_it_is():
    assert file_named("a/b.csv") == Path("a/b.csv")
