"""Paths of numbers: taken apart once, given back as they were, refused with the nearest name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InvalidInput
from sim.scenario import NumberPath, number_paths
from sim.scenario.amounts import amount_path
from sim.scenario.path import expand, paths_like, paths_of_place, pattern_of

CODES = ("CHN", "DPRK", "RUS")


@pytest.mark.parametrize(
    ("text", "table", "owner", "name", "need"),
    [
        ("ties.CHN.DPRK.affinity", "ties", ("CHN", "DPRK"), "affinity", ""),
        ("ties.CHN.DPRK.support.economy", "ties", ("CHN", "DPRK"), "support", "economy"),
        ("states.DPRK.autonomy", "states", ("DPRK",), "autonomy", ""),
        ("moves.envoy.brings.security", "moves", ("envoy",), "brings", "security"),
        ("dynamics.noise", "dynamics", (), "noise", ""),
        ("dynamics.retention.economy", "dynamics", (), "retention", "economy"),
        ("shocks.crimea.effects.0.amount", "shocks", ("crimea",), "effects.0.amount", ""),
    ],
)
def test_a_path_knows_its_table_owner_name_and_need(text, table, owner, name, need):
    path = NumberPath.of(text)
    assert (path.table, path.owner, path.name, path.need) == (table, owner, name, need)
    assert str(path) == text == f"{path.place}.{path.key}"


@given(st.text(alphabet="abcD.*é \u0000", max_size=30))
def test_any_text_is_given_back_as_it_was(text):
    assert str(NumberPath.of(text)) == text


PARTS = ["ties", "states", "dynamics", "CHN", "DPRK", "need", "stance", "noise", "economy", ""]


@given(st.lists(st.sampled_from(PARTS), max_size=5))
def test_only_paths_of_numbers_pass_the_check(parts):
    text = ".".join(parts)
    known = text in number_paths(CODES)
    try:
        NumberPath.of(text).checked(CODES)
        assert known
    except InvalidInput:
        assert not known


def test_amounts_are_told_from_numbers_and_what_moves_on_from_what_stays():
    amount = NumberPath.of(amount_path("crimea", 2))
    assert amount.is_amount and str(amount) == "shocks.crimea.effects.2.amount"
    moving = [path for path in number_paths(CODES) if NumberPath.of(path).moves_on]
    names = {NumberPath.of(path).name for path in moving}
    assert names == {"stance", "trust", "support"}
    assert len(moving) == 6 * 5


def test_positions_are_those_of_states_moves_and_needs():
    tie = NumberPath.of("ties.RUS.CHN.support.recognition")
    assert tie.positions(CODES) == (2, 0) and tie.need_position() == (2,)
    move = NumberPath.of("moves.summit.cost")
    assert move.positions(CODES) == (1,) and move.need_position() == ()
    assert move.parameter.name == "cost"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tie.CHN.DPRK.stance", "'tie' is no table"),
        ("ties.CHN.DPKR.stance", "did you mean 'DPRK'"),
        ("ties.CHN.CHN.stance", "no tie to itself"),
        ("states.DPRK.autonomi", "did you mean 'autonomy'"),
        ("states.DPRK.need", "must end in one of economy, security, recognition"),
        ("states.DPRK.autonomy.economy", "'autonomy' is a single number"),
        ("states.DPRK.autonomy.", "'autonomy' is a single number"),
        ("moves.snub.brings.economy", "names nothing"),
        ("states.DPRK", "names nothing"),
    ],
)
def test_a_path_that_names_nothing_is_refused_and_says_which_part(text, words):
    with pytest.raises(InvalidInput, match=words):
        NumberPath.of(text).checked(CODES)


def test_a_pattern_means_what_fits_it_in_the_order_of_the_schema():
    assert paths_like("ties.*.DPRK.stance", CODES) == [
        "ties.CHN.DPRK.stance",
        "ties.RUS.DPRK.stance",
    ]
    assert expand("states.RUS.need", CODES) == [
        f"states.RUS.need.{need}" for need in ("economy", "security", "recognition")
    ]
    assert set(paths_of_place("ties.CHN.RUS")) == {
        path for path in number_paths(CODES) if path.startswith("ties.CHN.RUS.")
    }
    alike = ["ties.CHN.DPRK.stance", "ties.RUS.DPRK.stance"]
    assert pattern_of(alike) == "ties.*.DPRK.stance"
