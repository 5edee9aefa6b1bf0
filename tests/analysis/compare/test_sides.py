"""Sides: own behaviour and runs at hand, paired on the same draws as scenarios are."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.compare import sides
from sim.analysis.compare.sides import Side, letter, with_behaviour
from sim.schema import HOLD


class Recluse(sim.State):
    """Does nothing."""

    def choose(self, values):
        """Hold toward everybody."""
        return np.full(len(values), HOLD)


class Itself(sim.State):
    """Behaves by the rules."""


OWN = "import numpy as np\nimport sim\nfrom sim.schema import HOLD\n\n\nclass Recluse(sim.State):\n"
OWN += "    def choose(self, values):\n        return np.full(len(values), HOLD)\n"


@pytest.fixture(scope="module")
def plain(article):
    """Six histories of the article."""
    return sim.run(article, histories=6)


def test_a_run_with_the_rules_as_own_behaviour_differs_in_nothing(article, plain):
    same = sim.run(article, histories=6, states={"DPRK": Itself})
    found = sim.compare(plain, same)
    assert (found.differences(1) == 0).all()
    assert found.labels == ("article", "DPRK as Itself")
    assert found.histories == 6 and found.seed == 1


def test_results_with_own_behaviour_are_compared_with_the_scenario_on_the_same_draws(article):
    quiet = sim.run(article, histories=5, states={"DPRK": Recluse})
    found = sim.compare(article, quiet)
    approaches = next(m for m in found.measures if m.name == "approaches of DPRK to RUS")
    assert approaches.values.shape == (2, 5)
    scripted = 1  # Choe's mission, which no behaviour can leave out
    assert (approaches.values[1] == scripted).all() and (approaches.values[0] > scripted).all()
    assert found.finding.startswith("With DPRK as Recluse, ")
    assert "With DPRK as Recluse: North Korea " in found.text()
    rules, recluse = found.bases  # what a state of one's own does without shocks is not known
    assert rules.shares and not recluse.shares


def test_results_that_were_made_already_are_not_run_again(plain, article, monkeypatch):
    monkeypatch.setattr(sides, "run", lambda *given, **more: pytest.fail("it was run again"))
    other = sim.run(sim.load("article", without=["crimea*"]), histories=6)
    found = sim.compare(plain, other)
    assert found.results[1].histories == 6
    np.testing.assert_array_equal(found.results[1].stances, other.stances)


def test_histories_that_one_side_lost_are_left_out_on_all(plain):
    fewer = plain.only(np.array([0, 2, 5]))
    found = sim.compare(plain, fewer, sim.load("article", without=["crimea*"]))
    assert [table.runs.tolist() for table in found.outcomes] == [[0, 2, 5]] * 3
    assert "3 histories of each" in found.small and "3 more failed on a side" in found.small
    none = plain.only(np.array([1]))
    with pytest.raises(sim.InvalidInput, match="no history in common"):
        sim.compare(fewer, none)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"seed": 2}, "different seeds cannot be paired: 1, 2"),
        ({"histories": 7}, "histories is 7: the results hold 6"),
    ],
)
def test_results_cannot_be_asked_for_what_they_do_not_hold(plain, article, asked, words):
    with pytest.raises(sim.InvalidInput, match=words):
        sim.compare(plain, article, **asked)
    with pytest.raises(sim.InvalidInput, match="give all their months"):
        sim.compare(plain.at([0, 1]), article)


def test_behaviour_goes_to_the_twin_to_all_or_to_the_side_that_is_named(article):
    crimea = sim.load("article", without=["crimea*"])
    one, other = "DPRK=mine.py:One", "RUS=mine.py:Other"

    def given(scenarios, wanted, twin=False):
        return [side.behaviour for side in with_behaviour(scenarios, wanted, twin)]

    assert given([article], [one], twin=True) == [(), (one,)]
    assert given([article, crimea], [one], twin=True) == [(), (one,)]
    assert given([article, crimea], [one]) == [(one,), (one,)]
    assert given([article], [f"A:{one}", f"B:{other}"], twin=True) == [(one,), (other,)]
    assert given([article, crimea], [f"B:{one}", other]) == [(other,), (one, other)]
    assert given([article, crimea], []) == [(), ()]
    with pytest.raises(sim.InvalidInput, match="no side 'C': the sides are A to B"):
        given([article], [f"C:{one}"], twin=True)
    assert Side(article, (one, other)).own == "DPRK as One and RUS as Other"
    assert [letter(k) for k in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


@pytest.mark.usefixtures("blank_figures", "compiled_rules")
def test_the_command_compares_the_rules_with_own_behaviour(command, tmp_path):
    (tmp_path / "mine.py").write_text(OWN)
    words = ("compare", "article", "--behaviour", "DPRK=mine.py:Recluse", "-n", "2", "-o", "out")
    done = command(*words)
    assert done.returncode == 0, done.stderr
    assert "With DPRK as Recluse, North Korea's tilt" in done.stdout.replace("\n", " ")
    again = command(*words)
    assert again.returncode == 0 and "B: DPRK as Recluse" in again.stdout
    other = command(*words[:2], "--without", "crimea", *words[4:])
    assert other.returncode == 5  # another question is in that folder
    refused = command(*words, "--resume")
    assert refused.returncode == 2
    assert "--behaviour cannot be combined with --cluster" in refused.stderr


def test_what_carries_a_difference_is_told_of_the_rules_alone(article, plain):
    own = sim.run(article, histories=6, states={"DPRK": Itself})
    with pytest.raises(sim.InvalidInput, match="--channels cannot be combined with own behaviour"):
        sim.compare(plain, own, channels=True)
