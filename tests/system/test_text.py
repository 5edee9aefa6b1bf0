"""Text: what anybody may have written, shown, kept and opened elsewhere without harm."""

from __future__ import annotations

import json
import re
import time
import xml.etree.ElementTree as xml
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.analysis.run.write import write
from sim.report import style
from sim.report.folder import write_table
from sim.scenario.problems import nearest
from sim.system.text import (
    capitalised,
    harmless_cell,
    in_a_line,
    in_percent,
    listed,
    many,
    minus,
    seeds_in_words,
    shortened,
    signed,
    visible,
)

HOSTILE = r"$\\frac{$ % {0} ^_ \\ <script>alert(1)</script> & \" [bold]x[/] 北京 🎉 שלום e\u0301"
WORLD = f"""
title = "=T {HOSTILE}"
start = 2000-01-01
months = 4
spin_up = 0
description = "<img src=x> {HOSTILE}"
[sources]
s = "@cmd {HOSTILE}"
[states._A]
name = "=A {HOSTILE}"
source = "s"
autonomy = {{ value = 0.3, range = [0.1, 0.5], note = "+1 {HOSTILE}" }}
[states.B]
name = "-2+3 {HOSTILE}"
[states."Č"]
name = "_under {HOSTILE}"
[[shocks]]
id = "q"
date = 2000-02-15
title = "Loan {HOSTILE}"
effects = [{{ path = "ties._A.B.stance", add = -0.3 }}]
[[questions]]
id = "lean"
text = "=HYPERLINK() {HOSTILE}"
level = {{ measure = "dependence", state = "_A", partner = "B", above = 0.3 }}
"""


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("from -0.38 to +0.71 (-1 to 1), ±-2", "from −0.38 to +0.71 (−1 to 1), ±−2"),
        ("-0.25 [-1..1]", "−0.25 [−1..1]"),
        ("2013-01 to 2015-12, DPRK-2, x=-0.5:-0.1:5, -n 20, a - 0.6", None),
    ],
)
def test_a_minus_sign_stands_before_negative_numbers_alone(text, set_as):
    assert minus(text) == (set_as or text)


@pytest.mark.parametrize(
    ("count", "word", "told"),
    [
        (1, "shock", "1 shock"),
        (2000, "shock", "2,000 shocks"),
        (0, "history", "0 histories"),
        (1, "history", "1 history"),
        (1200, "history", "1,200 histories"),
    ],
)
def test_a_count_and_its_word_agree(count, word, told):
    assert many(count, word) == told


@pytest.mark.parametrize(
    ("share", "told", "brief"),
    [
        (1.0, "100 %", "100 %"),
        (0.997, "more than 99 %", ">99 %"),
        (0.994, "99 %", "99 %"),
        (0.5, "50 %", "50 %"),
        (0.004, "less than 1 %", "<1 %"),
        (0.0, "0 %", "0 %"),
    ],
)
def test_only_all_are_100_per_cent_and_only_none_0(share, told, brief):
    assert (in_percent(share), in_percent(share, brief=True)) == (told, brief)


@pytest.mark.parametrize("digits", [0, 1, 2])
def test_with_decimals_too_what_is_not_all_is_never_all(digits):
    nearly = in_percent(1 - 1e-6, digits=digits), in_percent(1e-6, digits=digits)
    least = f"{10**-digits:.{digits}f}"
    assert nearly == (f"more than {100 - float(least):.{digits}f} %", f"less than {least} %")


def test_shares_that_add_up_to_all_but_for_their_last_bit_are_all():
    nearly = 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1
    assert nearly < 1 and in_percent(nearly) == "100 %"


def test_no_part_of_the_program_rounds_a_share_to_whole_per_cent_by_itself():
    rounds = re.compile(r"100 \* [^\n]*\.0f\} ?%|\.0%\}|Math\.round\(100 \*|percentile:z?\.0f")
    program = Path(sim.__file__).parent
    files = [*(program).rglob("*.py"), *(program).rglob("*.js")]
    assert [str(path) for path in files if rounds.search(path.read_text())] == []


def test_no_text_of_the_program_can_say_1_histories_or_1_months():
    sources = Path(sim.__file__).parent.rglob("*.py")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources}
    alone = r":,\} histories|\.months(:,)?\} months(?! are)"
    assert not [name for name, text in texts.items() if re.search(alone, text)]


@pytest.mark.parametrize(
    ("seeds", "words"),
    [
        ([7], "seed 7"),
        ([1, 2], "seeds 1, 2"),
        ([3, 4, 5], "seeds 3 to 5"),
        ([5, 4, 3], "seeds 5, 4, 3"),
        (range(1, 40, 2), "seeds 1, 3, 5, 7, 9, 11, 13, 15, ... (20 in all)"),
    ],
)
def test_seeds_are_listed_or_told_by_their_ends(seeds, words):
    assert seeds_in_words(seeds) == words


@given(st.floats(-1e6, 1e6), st.integers(0, 4) | st.none())
def test_a_number_has_a_sign_exactly_if_what_is_written_is_not_zero(value, digits):
    text = signed(value, digits)
    written = float(text)
    assert text[0] == ("+" if written > 0 else "-" if written < 0 else "0")
    assert abs(written - value) <= (abs(value) * 1e-5 if digits is None else 0.5001 * 10**-digits)


def test_a_sign_stands_before_what_is_not_zero_alone():
    assert [signed(value) for value in (0.19, -0.031, 0.0, -0.0, -0.004, 0.004)] == [
        "+0.19", "-0.03", "0.00", "0.00", "0.00", "0.00",
    ]  # fmt: skip
    assert (signed(-0.4, 0), signed(0.25, None), signed(-0.0, None)) == ("0", "+0.25", "0")
    assert (signed(float("nan")), signed(float("-inf"))) == ("nan", "-inf")


@given(st.text(st.characters() | st.sampled_from("\u202e\u2066\x1b\x9b\ud800")))
def test_what_is_visible_holds_no_control_character_and_can_be_written(text):
    shown = visible(text)
    shown.encode("utf-8")
    assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert visible(shown) == shown
    assert (
        in_a_line(text).splitlines() in ([], [in_a_line(text)])
        or "\u2028" in text
        or "\u2029" in text
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_what_is_text_stays_as_it_is(text):
    assert visible(text) == text


@given(st.sampled_from("=+-@\t\r"), st.text())
def test_a_cell_of_text_is_no_formula(first, rest):
    cell = harmless_cell(first + rest)
    assert cell[0] not in "=+-@\t\r" or all(character in "+-.0123456789eE" for character in cell)


@given(st.floats() | st.integers())
def test_a_number_stays_a_number_in_a_cell(number):
    if str(number) not in ("-inf",):
        assert harmless_cell(str(number)) == str(number)


def test_a_table_keeps_its_numbers_and_disarms_its_text(tmp_path):
    table = pd.DataFrame(
        {"=name": ["=1+1", "-a", "plain", "@x"], "n": [-1.5, 2.0, -3e-9, 0.0], "k": [-1, 2, 3, 4]}
    )
    for name in ("t.csv", "t.csv.gz"):
        write_table(table, tmp_path / name)
        again = pd.read_csv(tmp_path / name)
        assert list(again["'=name"]) == ["'=1+1", "'-a", "plain", "'@x"]
        assert again[["n", "k"]].equals(table[["n", "k"]])
    assert list(table.columns) == ["=name", "n", "k"]


def test_messages_repeat_the_beginning_of_what_is_endless():
    told = shortened(f"there is no state '{'x' * 10**6}'\n{'y ' * 10**6}")
    assert (
        len(told) < 1000 and "(1,000,002 characters)" in told and "(2,000,000 characters)" in told
    )
    assert shortened("there is no state 'x'") == "there is no state 'x'"


def test_an_endless_word_is_near_to_nothing_at_once():
    begin = time.perf_counter()
    assert nearest("DPR" * 10**6, ["DPRK", "x" * 10**6]) == " (there is DPRK)"
    assert time.perf_counter() - begin < 1
    assert nearest("DPRC", ["DPRK"]) == " (did you mean 'DPRK'?)"


class _Tags(HTMLParser):
    """Which tags a page has, and what its pictures show."""

    def __init__(self, text: str):
        super().__init__()
        self.seen: dict[str, list] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.seen.setdefault(tag, []).append(dict(attrs))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> tuple[sim.Scenario, Path]:
    """A scenario all of whose texts are hostile, and the folder of its run."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "world.toml").write_text(WORLD, encoding="utf-8")
    scenario = sim.load(place / "world.toml")
    return scenario, write(sim.run(scenario, histories=5, seed=1), place / "out")


def test_hostile_names_are_in_the_results_as_they_are_and_do_nothing(hostile):
    scenario, folder = hostile
    for path in folder.rglob("*"):
        if path.suffix in (".svg", ".html", ".txt", ".toml", ".csv", ".json"):
            text = path.read_text(encoding="utf-8")
            assert visible(text) == text, path
    tags = _Tags((folder / "report.html").read_text(encoding="utf-8")).seen
    ours = [{"type": "application/json", "id": "live-data"}, {"type": "module"}]
    assert tags.get("script") == ours  # and none of the scenario's
    assert all(picture["src"].startswith("data:") for picture in tags["img"])
    for path in (folder / "figures").glob("*.svg"):
        xml.parse(path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["title"] == scenario.title
    again = sim.load(folder / "resolved.toml")
    assert again.hash == scenario.hash and again.title == scenario.title


def test_a_dollar_is_drawn_as_a_dollar_wherever_it_stands(tmp_path):
    def labelled(text):
        def draw(canvas):
            axes = canvas.add_subplot()
            axes.set(title=text, xlabel=text, xlim=(0, 1))
            axes.set_xticks([0, 1], [text, text])
            axes.annotate(text, (0.5, 0.5))
            style.legend(canvas, axes.plot([0, 1]), [text])
            style.head(canvas, text, text)

        return style.drawn(6, 4, draw)

    for text in (r"$\frac{$", "$x_1^2$ 5 % \\alpha", r"A \$ b"):
        figure = labelled(text)
        style.save(figure, tmp_path / "f")
        drawn = (tmp_path / "f.svg").read_text(encoding="utf-8")
        assert drawn.count(f">{text}</text>") == 8, text


def test_a_legend_shows_a_name_that_begins_with_an_underscore(tmp_path):
    figure = style.drawn(
        4, 3, lambda canvas: style.legend(canvas, canvas.add_subplot().plot([0, 1]), ["_A"])
    )
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["_A"]
    style.save(figure, tmp_path / "f")
    assert ">_A</text>" in (tmp_path / "f.svg").read_text(encoding="utf-8")


def test_an_endless_title_is_drawn_at_once_and_leaves_room():
    begin = time.perf_counter()
    figure = style.drawn(6, 4, lambda canvas: style.head(canvas, "word " * 10**6, "x" * 10**6))
    assert time.perf_counter() - begin < 5
    assert all(len(text.get_text()) <= 1600 for text in figure.texts)


def test_labels_begin_with_a_capital_but_for_what_somebody_types():
    told = {
        "seclusion of Kim": "Seclusion of Kim",
        "change, 2013-01 to 2015-12": "Change, 2013-01 to 2015-12",
        "etc. and more": "Etc. and more",
        "Russia's quarrel": "Russia's quarrel",
        "states.DPRK.autonomy": "states.DPRK.autonomy",
        "moscow-first": "moscow-first",
        "tilt_last": "tilt_last",
        "": "",
        " ": " ",
    }
    assert {words: capitalised(words) for words in told} == told


@pytest.mark.parametrize(
    ("words", "told"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_listed_as_in_a_sentence(words, told):
    assert listed(words) == told
    assert listed(words, "or") == told.replace(" and ", " or ")
