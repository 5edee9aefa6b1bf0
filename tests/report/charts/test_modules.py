"""The charts' and the page's modules keep to the house's rules, and can be put into one file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SIM = Path(__file__).parents[3] / "sim"
CHARTS = sorted((SIM / "report" / "charts").glob("*.js"))
MODULES = [*CHARTS, *sorted((SIM / "app" / "page").rglob("*.js"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_small_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 300 and max(map(len, lines)) <= 100
    assert text.startswith("/**")
    for _, name in re.findall(r"^(?<!\*/\n)export (async )?function (\w+)", text, re.M):
        before = text[: text.index(f"function {name}(")].rstrip("export async").rstrip()
        assert before.endswith("*/"), f"{name} says nothing"


def test_charts_know_nothing_of_the_app_and_export_no_name_twice():
    names: dict[str, Path] = {}
    for path in CHARTS:
        text = path.read_text(encoding="utf-8")
        for source in re.findall(r'from "([^"]+)"', text):
            assert re.fullmatch(r"\./\w+\.js", source), f"{path.name} imports {source}"
        for name in re.findall(r"^export (?:async )?(?:function|const) (\w+)", text, re.M):
            assert name not in names, f"{name} is in {path.name} and in {names[name].name}"
            names[name] = path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_reaches_the_network_or_writes_what_the_content_policy_forbids(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert "innerHTML" not in text and 'setAttribute("style"' not in text and "style:" not in text
