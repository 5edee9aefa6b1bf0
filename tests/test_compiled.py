"""Machine code: kept in a folder that belongs to the sources it was made from."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sim import compiled


def test_the_cache_belongs_to_the_sources(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    first = compiled.cache_folder()
    copy = tmp_path / "sim"
    shutil.copytree(Path(compiled.__file__).parent, copy)
    monkeypatch.setattr(compiled, "__file__", str(copy / "compiled.py"))
    assert compiled.cache_folder() == first
    rule = copy / "month" / "settle.py"
    rule.write_text(rule.read_text() + "\n# changed\n")
    assert compiled.cache_folder() != first


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    folder = compiled.cache_folder()
    assert folder.parents[1] == Path(tempfile.gettempdir())
