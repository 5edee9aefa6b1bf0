"""Tables on the terminal: plain text within 80 columns, whatever is in the cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.terminal import WIDTH, table_text


def test_columns_are_aligned_and_numbers_stand_to_the_right():
    text = table_text(("state", "tilt"), [("DPRK", "+0.5"), ("ROK", "-12.25")], numeric=1)
    assert text.splitlines() == ["state    tilt", "DPRK     +0.5", "ROK    -12.25"]


def test_markup_emoji_and_colours_of_rich_are_no_markup_here(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = table_text(("[bold]x[/bold]", ":smile:"), [("[red]a[/red]", "ties.A.B[0]")])
    assert text == "[bold]x[/bold]  :smile:\n[red]a[/red]    ties.A.B[0]"


def test_the_first_column_may_be_kept_on_one_line():
    row = ("a label of some length, kept whole", *("a long cell that may be folded",) * 3)
    firm = table_text(("", "", "", ""), [row], firm=True)
    assert row[0] in firm and max(map(len, firm.splitlines())) <= WIDTH


def test_the_first_column_is_folded_where_numbers_would_be_broken_for_its_sake():
    rows = [("2014 Q1 to 2014 Q2 change, rank correlation (trained)", *["0.156"] * 4)]
    heads = ("scores", "before", "after", "no change", "affinity alone")
    words = table_text(heads, rows, numeric=1, firm=True).split()
    assert words.count("0.156") == 4
    assert {"before", "after", "affinity", "alone", "correlation", "(trained)"} <= set(words)


def test_no_word_is_broken_where_there_is_room_for_words():
    rows = [("North Korea's wish for autonomy " * 3, "states.DPRK.autonomy", "diplomacy-turns")]
    heads = ("what the parameter is " * 4, "path " * 9, "question " * 5)
    words = " ".join(table_text(heads, rows).split())
    for word in ("autonomy", "states.DPRK.autonomy", "diplomacy-turns", "parameter", "question"):
        assert word in words


def test_words_that_are_too_long_are_broken_at_their_marks():
    row = ("shocks.crimea.effects.0.amount-of-what-the-effect-changes", "x" * 50)
    lines = [line.split()[0] for line in table_text(("", ""), [row]).splitlines() if line.split()]
    assert lines[0].startswith("shocks.") and lines[0].endswith((".", "-"))


@given(st.lists(st.lists(st.text("ab c", max_size=60), min_size=4, max_size=4), max_size=5))
def test_no_line_is_wider_than_the_terminal(rows):
    text = table_text(("one", "two", "three", "four"), rows)
    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert "\x1b" not in text


def test_no_line_ends_between_a_number_and_its_per_cent_sign():
    rows = [("a question of many words, so that its column is folded " * 2, *["100 % (50 %)"] * 6)]
    lines = table_text(("", *"ABCDEF"), rows, numeric=1).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not any(cell.startswith("%") for line in lines for cell in line.split("  ") if cell)
    assert sum(line.count("100 %") for line in lines) == 6
    assert sum(line.count("(50 %)") for line in lines) == 6


@pytest.mark.parametrize("width", range(40, 90, 5))
def test_no_line_ends_between_a_number_and_half_of_its_interval(width):
    head = ("", *["words of a head"] * 2)
    text = table_text(head, [("x" * 9, "+0.05 ±0.02*", "-0.06 ±0.07")], 1, width=width)
    assert "+0.05 ±0.02*" in text and "-0.06 ±0.07" in text
