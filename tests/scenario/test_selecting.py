"""Selecting: numbers of a scenario by state, tie, parameter, shock, path and origin."""

from __future__ import annotations

import pytest

from sim.errors import InvalidInput
from sim.scenario import load, rows
from sim.scenario.selecting import selected

ARTICLE = load("article")
ROWS = rows(ARTICLE)


def paths(*words, where=None):
    """Return the paths of what is selected."""
    return [row.path for row in selected(ARTICLE, ROWS, words, where)]


def test_nothing_selects_all():
    assert paths() == [row.path for row in ROWS]


@pytest.mark.parametrize("name", ["DPRK", "prk", "north korea", "731"])
def test_a_state_selects_its_table_its_ties_and_what_shocks_do_to_it(name):
    found = paths(name)
    assert "states.DPRK.autonomy" in found and "ties.CHN.DPRK.affinity" in found
    assert any(path.startswith("shocks.jang-purge") for path in found)
    assert all("DPRK" in path for path in found)


def test_two_states_select_the_ties_between_them():
    found = paths("Russia", "DPRK")
    assert {path for path in found if path.startswith("ties")} == {
        path for path in paths("ties") if path.startswith(("ties.RUS.DPRK", "ties.DPRK.RUS"))
    }


def test_parameters_tables_shocks_and_paths_select():
    assert all(".obstacle" in path for path in paths("obstacle"))
    assert paths("dynamics") and all(path.startswith("dynamics.") for path in paths("dynamics"))
    assert all(path.startswith("shocks.crimea.") for path in paths("crimea"))
    assert paths("states.prk.need") == [f"states.DPRK.need.{n}" for n in (
        "economy", "security", "recognition")]  # fmt: skip
    assert len(paths("ties.*.DPRK.affinity")) == 5


def test_origin_selects():
    assert all(row.source == "judgement" for row in selected(ARTICLE, ROWS, (), "judgement"))
    assert {row.source for row in selected(ARTICLE, ROWS, (), "data")} <= {*ARTICLE.sources}
    assert {row.origin for row in selected(ARTICLE, ROWS, (), "default")} == {"default"}
    assert {row.source for row in selected(ARTICLE, ROWS, (), "cinc")} == {"cinc"}
    assert paths(where="article.toml") and not set(paths(where="article.toml")) & set(
        paths(where="default")
    )


@pytest.mark.parametrize(
    ("words", "where", "told"),
    [
        (("DPRKK",), None, "is no state, tie, table, parameter or shock of article (did you mean"),
        (("Atlantis",), None, "'Atlantis' is no state"),
        (("Chile",), None, "of article (there are DPRK, RUS, CHN"),
        ((), "judgment", "did you mean 'judgement'"),
    ],
)
def test_what_means_nothing_is_refused_with_the_nearest(words, where, told):
    with pytest.raises(InvalidInput) as refused:
        selected(ARTICLE, ROWS, words, where)
    assert told in str(refused.value)
