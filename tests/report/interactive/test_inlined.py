"""Modules of JavaScript become one script: in order, each with its own names, no import left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.report import interactive
from sim.report.interactive.inlined import CannotInline, inlined

HERE = Path(interactive.__file__).parent
OF_REPORT = sorted(HERE.glob("*.js"))
MAIN = HERE / "main.js"


def written(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "main.js"


def test_a_module_comes_once_and_after_all_that_it_imports(tmp_path):
    main = written(
        tmp_path,
        main='import { a, b as c } from "./one.js";\nimport { two } from "./two.js";\na(c, two);\n',
        one='import { two } from "./two.js";\nconst hidden = two;\nexport function a() {}\n'
        "export const b = hidden;\n",
        two="export const two = 2;\nconst hidden = 3;\n",
    )
    script = inlined(main)
    places = [script.index(f"_{name} = (() =>") for name in ("two", "one", "main")]
    assert places == sorted(places) and script.count("_two = (() =>") == 1
    assert "const { a, b: c } = " in script and "return { a, b };" in script
    assert script.count("const hidden") == 2  # each in a function of its own
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import * as all from "./two.js";\n', "not known: import * as all"),
        ('import "./two.js";\n', "not known: import"),
        ("export default 3;\n", "not known: export default"),
        ("export { a };\n", "not known: export"),
        ("export let moving = 1;\n", "not known: export let"),
        ('const later = import("./two.js");\n', "not known: import("),
        ('import { two } from "/charts/two.js";\n', "write it as ./ or ../"),
        ('const end = "</script>";\n', "end a script"),
    ],
)
def test_what_cannot_be_put_into_one_script_is_refused(tmp_path, text, told):
    main = written(tmp_path, main=text, two="export const two = 2;\n")
    with pytest.raises(CannotInline, match=re.escape(told)):
        inlined(main)


def test_modules_in_a_circle_are_refused_by_name(tmp_path):
    main = written(
        tmp_path,
        main='import { two } from "./two.js";\nexport const one = 1;\n',
        two='import { one } from "./main.js";\nexport const two = 2;\n',
    )
    with pytest.raises(CannotInline, match=r"circle: main.js, two.js, main.js"):
        inlined(main)


def test_the_reports_script_imports_nothing_and_names_no_address():
    script = inlined(MAIN)
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", script)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|innerHTML|\beval\(|localStorage", script)
    assert len(script) < 100_000


@pytest.mark.parametrize("path", OF_REPORT, ids=lambda path: path.name)
def test_a_module_of_the_report_is_small_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 300 and max(map(len, lines)) <= 100 and text.startswith("/**")
    for name in re.findall(r"^(?:export )?function (\w+)", text, re.MULTILINE):
        assert re.search(rf"\*/\n(?:export )?function {name}\(", text), f"{name} says nothing"
