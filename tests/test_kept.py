"""What is kept in the repository: files that somebody wrote or drew here, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = {".ci", ".github", "benchmarks", "docs", "paper", "results", "scenarios", "sim", "tests"}
TEXT = {
    *(".bib", ".cff", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".md", ".py", ".pyi"),
    *(".svg", ".toml", ".txt", ".yaml", ".yml"),
}
LARGEST = 500_000  # bytes; no page, picture or table here is larger


@pytest.fixture(scope="module")
def kept() -> list[Path]:
    """Return the files of a clone, as paths from its top."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no clone")
    asked = ["git", "ls-files", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [
        path for name in listed.split("\0") if (path := Path(name)).name and (ROOT / path).exists()
    ]


def test_nobody_has_put_a_folder_at_the_top_by_mistake(kept):
    assert {path.parts[0] for path in kept if len(path.parts) > 1} == FOLDERS


def test_files_are_text_and_pictures_stand_with_the_pages(kept):
    others = [path for path in kept if path.suffix and path.suffix not in TEXT]
    pictures = [path for path in others if path.parent == Path("docs", "images")]
    assert {path.suffix for path in pictures} == {".png"}
    assert sorted(set(others) - set(pictures)) == [Path("sim/py.typed")]


def test_no_file_is_larger_than_what_is_written_or_drawn_here(kept):
    assert not [path for path in kept if (ROOT / path).stat().st_size > LARGEST]
