"""What the pages say is run: commands, code, numbers, tables."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.summary import summary
from sim.tally import tally

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return the `sim` commands of the README, few histories each."""
    lines = [line.split("#")[0].strip() for block in blocks(ROOT / "README.md", "") for line in block.splitlines()]
    return [re.sub(r"-n \d+", "-n 4", line) for line in lines if line.startswith("sim ")]


def test_the_commands_of_the_readme_work_in_their_order(tmp_path):
    assert len(commands()) >= 7
    for command in commands():
        words = shlex.split(command)[1:]
        if words[0] in ("run", "sweep") and "-n" not in words:
            words += ["-n", "4"]
        done = subprocess.run([sys.executable, "-m", "sim", *words], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"


def test_the_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\S+)", "\n".join(blocks(ROOT / "README.md", "")), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_on_the_pages_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scope: dict = {}
    for block in blocks(page, "python"):
        exec(compile(block.replace("histories=1000", "histories=20"), str(page), "exec"), scope)


def test_the_numbers_of_the_readme_are_those_of_the_run(thousand):
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    found = summary(tally(thousand))
    first, last = found["tilt"][0]["median"], found["tilt"][-1]["median"]
    sure = re.search(r"in (\d+) % of histories", found["finding"]).group(1)
    assert f"tilt from {first:+.2f} in early 2013 to {last:+.2f} in late 2015, and in {sure} % of 1,000" in text
    yes = {row["id"]: row["yes"] for row in found["questions"]}
    assert yes["economy-stays"] == 1000 and "more than four fifths in all 1,000" in text
    assert f"before Beijing in {yes['moscow-first']}." in text


def test_the_table_of_parameters_is_that_of_the_schema():
    script = runpy.run_path(str(ROOT / "docs" / "make_parameters.py"))
    assert (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8") == script["text"]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
