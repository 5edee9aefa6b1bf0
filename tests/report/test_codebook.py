"""Codebook and state codes: every column described, and codes of the field where there are any."""

from __future__ import annotations

import numpy as np

import sim
from sim.countries.codes import CODES, ISO3
from sim.outcomes.table import outcome_table
from sim.report.codebook import codebook
from sim.report.tables import identity, runs_table


def test_the_table_of_codes_is_that_of_the_countries():
    from sim.countries.names import world

    assert world()[1] == ISO3
    assert set(ISO3.values()) == CODES


def test_states_have_the_codes_of_the_field(thousand):
    table = identity(thousand, "state", [*thousand.codes, "CHN:RUS"])
    assert list(table["state_iso3"]) == ["PRK", "RUS", "CHN", "JPN", "KOR", "USA", ""]
    assert list(table["state_ccode"][:6]) == [731, 365, 710, 740, 732, 2]
    assert table["state_ccode"].isna().tolist() == [False] * 6 + [True]


def test_made_up_states_have_no_codes_of_the_field(world_of):
    world = world_of("[states.ONE]\n[states.PER]\n[states.OLD]\nccode = 300\n")
    table = identity(sim.run(world, 1), "state", ["ONE", "PER", "OLD"])
    assert list(table["state_iso3"]) == ["", "PER", ""]
    assert table["state_ccode"].isna().tolist() == [True, True, False]


def test_labels_of_the_table_of_histories_are_words(thousand):
    table = runs_table(outcome_table(thousand))
    postures = thousand.posture_labels("DPRK")
    last = [postures[code] for code in thousand.postures("DPRK")[:, -1]]
    assert list(table["posture_last_DPRK"]) == last
    labels = {*thousand.scenario.month_labels, ""}
    assert set(table["first_summit_RUS"]) <= labels
    np.testing.assert_array_equal(table["hedging_DPRK"], thousand.hedging("DPRK")[:, -1])


def test_meanings_are_particular_and_bounds_are_kept(thousand):
    book = codebook(thousand).set_index(["file", "column"])
    runs = book.loc["runs.csv"]
    tilt = runs.loc["tilt_2014_H1"]
    assert tilt["meaning"].startswith(
        "North Korea's tilt from China (-1) to Russia (+1) in the first half of 2014"
    )
    assert tilt["bounds"] == "-1..1"
    assert runs.loc["answer_moscow_first"]["meaning"].startswith("1 if yes: DPRK's first")
    assert runs["meaning"].is_unique
    table = runs_table(outcome_table(thousand))
    for column, row in runs.iterrows():
        if row["bounds"] and column in table and table[column].dtype.kind in "fi":
            low, _, high = row["bounds"].partition("..")
            assert table[column].min() >= float(low)
            if high and column != "seed":
                assert table[column].max() <= float(high)
