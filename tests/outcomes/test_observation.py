"""Observation: what the news count, and that counting changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.outcomes.observation import cooperation, done, events, observation_of
from sim.scenario import Refused, resolved_toml, with_numbers

OFF = ~np.eye(6, dtype=bool)


@pytest.fixture(scope="module")
def article_run():
    """Forty histories of the article."""
    return sim.run(sim.load("article"), 40)


def test_offers_and_acceptances_are_deals_and_what_is_declined_is_a_rebuff(article_run):
    moves = article_run.moves()
    what = done(article_run)
    approaches = moves["accepted"].notna()
    accepted, declined = (moves["accepted"].fillna(not yes) == yes for yes in (True, False))
    assert what.deals.sum() == approaches.sum() + (approaches & accepted).sum()
    assert what.rebuffs.sum() == (approaches & declined).sum()
    assert what.acts.sum() == (~approaches).sum()
    one = moves[approaches & declined].iloc[0]  # whoever declines is the source of the rebuff
    month = int(np.flatnonzero(article_run.months.astype("datetime64[s]") == one["month"])[0])
    asker, other = (article_run.codes.index(one[side]) for side in ("source", "target"))
    assert what.rebuffs[one["run"], month, other, asker] == 1


def test_events_are_routine_contact_and_deals_against_acts_and_part_of_the_rebuffs(article_run):
    how, what = observation_of(article_run.scenario), done(article_run)
    warm, cold = events(article_run)
    assert warm == pytest.approx(how.routine + what.deals)
    assert cold == pytest.approx(what.acts + how.rebuff * what.rebuffs)
    share = cooperation(article_run)
    total = warm.sum(axis=(0, 1)) + cold.sum(axis=(0, 1))
    assert share[OFF] == pytest.approx((warm.sum(axis=(0, 1)) / total)[OFF])


def test_how_the_news_count_changes_no_history(article_run):
    numbers = {"observation.routine": 3.0, "observation.rebuff": 0.9}
    other = sim.run(with_numbers(article_run.scenario, numbers), 40)
    assert np.array_equal(other.choices, article_run.choices)
    assert np.array_equal(other.stances, article_run.stances)
    assert (np.abs(cooperation(other) - cooperation(article_run))[OFF] > 0).all()


@pytest.fixture
def world(tmp_path):
    """Write a file of two states with some more in it."""

    def write(text: str):
        """Load two states, and what else is said."""
        path = tmp_path / "two.toml"
        path.write_text(
            f'title = "Two"\nstart = 2000-01-01\nmonths = 6\n{text}\n[states.A]\n[states.B]\n'
        )
        return sim.load(path)

    return write


def test_a_file_may_say_how_the_news_count_with_range_and_source(world):
    scenario = world(
        '[observation]\nroutine = { value = 0.5, range = [0.2, 1.0], source = "judgement" }'
    )
    assert observation_of(scenario) == (0.5, 0.2)
    assert scenario.value("observation.routine").range == (0.2, 1.0)
    assert "[observation]\nroutine = { value = 0.5" in resolved_toml(scenario)
    assert observation_of(world("")) == (0.3, 0.2)


def test_what_is_no_such_number_is_refused(world):
    with pytest.raises(Refused, match="did you mean 'routine'"):
        world("[observation]\nrutine = 0.5")
    with pytest.raises(Refused, match="below its lower bound 0"):
        world("[observation]\nrebuff = -1.0")
    with pytest.raises(Refused, match=r"a shock cannot change 'observation\.routine'"):
        world(
            '[[shocks]]\nid = "press"\ndate = 2000-02-01\ntitle = "The press"\n'
            'effects = [{ path = "observation.routine", set = 1.0 }]'
        )
