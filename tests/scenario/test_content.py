"""A scenario as Python shows it: a line, a few lines in a notebook, a table of its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.scenario import resolved_toml, rows


def test_a_scenario_is_shown_in_a_line(article):
    shown = repr(article)
    assert shown.startswith("<Scenario article: “") and article.hash in shown
    assert "6 states: DPRK" in shown and "36 months, 2013-01 to 2015-12" in shown
    assert len(shown) < 300 and "\n" not in shown


def test_a_world_of_many_states_names_a_dozen_of_them():
    shown = repr(sim.load("world-2013"))
    assert ", ...;" in shown and len(shown) < 300


def test_a_notebook_shows_title_states_and_questions_and_nothing_that_a_file_could_smuggle_in(
    article,
):
    shown = replace(article, title="<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "36 months" in shown and article.questions[0].text.split("'")[0] in shown


@pytest.mark.parametrize("everything", [False, True])
def test_the_table_of_a_scenario_has_the_rows_that_show_prints(article, everything):
    table = article.to_frame(everything)
    listed = rows(article, everything)
    assert list(table["path"]) == [row.path for row in listed]
    assert np.array_equal(
        table["value"], [np.nan if r.value is None else r.value for r in listed], equal_nan=True
    )
    assert table["value"].dtype == table["low"].dtype == float
    ranged = table[table["low"].notna()]
    assert (ranged["low"] <= ranged["high"]).all() and len(ranged) > 10


def test_a_copy_has_the_same_hash_and_a_changed_copy_another(article):
    assert replace(article, title="Another title").hash == article.hash
    assert replace(article, months=35).hash != article.hash


def test_what_happened_is_written_back_and_changes_no_hash(world_of, tmp_path):
    states = '[sources]\nbook = "A Book"\n[states.A]\n[states.B]\n[[questions]]\nid = "q"\n'
    states += 'text = "?"\nlevel = { measure = "hedging", state = "A", above = 0.1 }\n'
    plain = world_of(states)
    known = world_of(
        states + 'fact = { happened = false, source = "book", note = "say \\"no\\"" }\n'
    )
    assert plain.questions[0].fact is None
    assert known.hash == plain.hash
    (tmp_path / "again.toml").write_text(resolved_toml(known), encoding="utf-8")
    again = sim.load(tmp_path / "again.toml").questions[0].fact
    assert (again.happened, again.source, again.note) == (False, "book", 'say "no"')
