"""Explanations: the very numbers that the choice was made from."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.analysis.explain import sentences
from sim.analysis.explain.explanation import (
    explanation_of,
    explanations_of,
    shocks_in_force,
    telling_moment,
)
from sim.analysis.explain.sentences import in_sentences
from sim.schema import MOVE_TITLES, TERMS


def test_the_explained_move_is_the_one_in_the_log(thousand):
    for run, month in ((0, 0), (7, 20), (999, 35)):
        moves = thousand.moves().query(f"run == {run}")
        for partner in ("RUS", "CHN", "USA"):
            found = explanation_of(thousand, run, month, "DPRK", partner)
            when = moves["month"] == np.datetime64(found.month, "s")
            logged = moves[when & (moves["source"] == "DPRK") & (moves["target"] == partner)][
                "move"
            ]
            assert [found.chosen] == (list(logged) or ["hold"])


def test_terms_add_up_to_the_value_and_probabilities_to_one(thousand):
    found = explanation_of(thousand, 3, 15, "RUS", "DPRK")
    added = found.terms[:, 0].copy()
    for t in range(1, 6):
        added += found.terms[:, t]
    assert np.array_equal(added, found.values)
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.options[-1] == "hold" and found.values[-1] == 0
    best = found.values.max()
    weights = np.exp(20 * (found.values - best))
    np.testing.assert_allclose(found.probabilities, weights / weights.sum(), rtol=1e-9)


def test_the_telling_moment_is_an_accepted_approach_to_the_rising_patron(thousand):
    run, month, state, partner = telling_moment(thousand)
    assert (state, partner) == ("DPRK", "RUS")
    i, j = thousand.scenario.index(state), thousand.scenario.index(partner)
    assert thousand.answers_to_deals[run, month, i, j] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 99, "DPRK", "RUS"), "month 99 is outside the period"),
        ((5000, 0, "DPRK", "RUS"), "history 5000 was not run"),
        ((0, 0, "DPRK", "DPRK"), "no moves toward itself"),
        ((0, 0, "DPRK", "RUSS"), "did you mean 'RUS'"),
    ],
)
def test_a_moment_that_is_not_there_is_named(thousand, arguments, words):
    with pytest.raises(ValueError, match=words):
        explanation_of(thousand, *arguments)


def test_what_the_partner_sees_is_what_it_answers_from(thousand):
    for run, month in ((0, 15), (5, 20), (11, 30)):
        found = explanation_of(thousand, run, month, "DPRK", "RUS")
        back = explanation_of(thousand, run, month, "RUS", "DPRK")
        trust = thousand.trusts[run, month - 1, 1, 0]
        deals = slice(0, 6)
        np.testing.assert_allclose(
            found.partner_terms[deals, :5] * trust, back.terms[deals, :5], atol=0.05
        )
        assert ((found.consent[deals] > 0) & (found.consent[deals] < 1)).all()
        higher = found.partner_terms[deals].sum(axis=1) > 0
        assert np.array_equal(higher, found.consent[deals] > 0.5)
        assert np.isnan(found.consent[6:]).all()


def test_answers_come_as_often_as_consent_says(thousand):
    expected, observed = [], []
    for run in range(150):
        for month in (5, 25):
            found = explanation_of(thousand, run, month, "DPRK", "RUS")
            if found.answer is not None and not found.scripted:
                expected.append(found.consent[found.options.index(found.chosen)])
                observed.append(found.answer)
    assert len(expected) > 60
    assert np.mean(observed) == pytest.approx(
        np.mean(expected), abs=3 * 0.5 / np.sqrt(len(expected))
    )


def test_shocks_in_force_bear_on_the_two_states(article):
    told = [shock.id for shock in shocks_in_force(article, 14, "RUS", "DPRK")]
    assert "crimea" in told and "park-courtship-2013" not in told
    assert [s.id for s in shocks_in_force(article, 0, "RUS", "DPRK")] == []
    spring = [s.id for s in shocks_in_force(article, 2, "DPRK", "USA")]
    assert "us-rok-exercises-2013-spring" in spring
    assert "us-rok-exercises-2013-spring" not in [
        s.id for s in shocks_in_force(article, 12, "DPRK", "CHN")
    ]


def test_two_sentences_say_what_was_done_and_what_came_of_it(article, thousand):
    first, second = in_sentences(explanation_of(thousand, 3, 22, "DPRK", "RUS"), article)
    assert first.startswith(
        "In history 3, in November 2014, North Korea sends an envoy to Russia, as the scenario "
        "prescribes"
    )
    assert second.startswith(("Russia declines", "Russia accepts"))
    for month in range(36):
        for sentence in in_sentences(explanation_of(thousand, 0, month, "DPRK", "CHN"), article):
            assert sentence.endswith(".") and "nan" not in sentence


def test_the_command_explains_a_moment_and_a_turn(command, tmp_path):
    done = command(
        "explain", "article", "--state", "DPRK", "--month", "2014-05", "--history", "7", "--json"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    chosen = next(row for row in found["options"] if row["chosen"])
    assert chosen["worth"] == pytest.approx(sum(chosen[term] for term in TERMS))
    folder = next((tmp_path / "results").iterdir())
    assert {path.name for path in folder.iterdir()} == {
        "options.csv",
        "explanation.txt",
        "manifest.json",
        "figures",
        "report.html",
        "resolved.toml",
    }
    turned = command("explain", "article", "--state", "DPRK", "-n", "20", "-o", "turn")
    assert turned.returncode == 0 and "the worth of a deal with Russia changes by" in turned.stdout
    assert (tmp_path / "turn" / "figures" / "drivers.png").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--state", "DPK"], "did you mean 'DPRK'"),
        (["--state", "DPRK", "--toward", "DPRK"], "toward itself"),
        (["--state", "DPRK", "--month", "2016-01"], "outside the period, 2013-01 to 2015-12"),
        (["--state", "DPRK", "--month", "May"], "written as 2014-11"),
        (["--state", "DPRK", "--history", "-1"], "out of bounds"),
        ([], "Missing option '--state'"),
    ],
)
def test_what_cannot_be_explained_is_one_line(command, words, told):
    done = command("explain", "article", *words)
    assert done.returncode == 2 and told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.usefixtures("blank_figures")
def test_a_history_that_a_folder_does_not_hold_is_named(command):
    assert command("run", "article", "-n", "5", "-q", "-o", "r").returncode == 0
    done = command("explain", "r", "--state", "DPRK", "--month", "2014-01", "--history", "5")
    assert done.returncode == 2 and "history 5 is not in r: it holds 0 to 4" in done.stderr


def test_what_the_scenario_prescribes_is_not_put_down_to_the_rules(thousand):
    month = thousand.scenario.month_labels.index("2014-11")
    told = in_sentences(explanation_of(thousand, 3, month, "DPRK", "RUS"), thousand.scenario)
    assert "as the scenario prescribes; by the rules it had a probability of" in told[0]
    assert told[1].startswith("Russia accepts, as the scenario prescribes: the deal is worth ")
    own = thousand.moves().query("accepted == True and month < '2014-11' and source == 'RUS'")
    run, when, partner = own.iloc[0][["run", "month", "target"]]
    month = list(thousand.months).index(np.datetime64(when, "M"))
    told = in_sentences(explanation_of(thousand, run, month, "RUS", partner), thousand.scenario)
    assert "prescribes" not in "".join(told)


def test_one_reliving_explains_what_a_reliving_for_each_partner_does(thousand):
    partners = ["RUS", "CHN", "USA", "ROK", "JPN"]
    together = explanations_of(thousand, 7, 22, "DPRK", partners)
    for partner, found in zip(partners, together, strict=True):
        alone = explanation_of(thousand, 7, 22, "DPRK", partner)
        for name, value in vars(alone).items():
            same = (
                np.array_equal(value, getattr(found, name), equal_nan=True)
                if isinstance(value, np.ndarray)
                else value == getattr(found, name)
            )
            assert same, name


def test_a_move_that_has_no_noun_yet_goes_by_its_title(thousand, article, monkeypatch):
    found = explanation_of(thousand, 3, 15, "DPRK", "RUS")
    monkeypatch.setattr(sentences, "_OPTIONS", {})
    said = " ".join(in_sentences(found, article))
    likely = [o for o in np.argsort(-found.probabilities) if found.options[o] != found.chosen]
    other = found.options[likely[0]]
    assert (MOVE_TITLES[other] if other != "hold" else "to make no move") in said
