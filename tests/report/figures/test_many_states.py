"""Figures of many states: fewer lines, the weightiest partners, and the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.outcomes.focus import focus
from sim.report import style
from sim.report.figures import network, postures, raster


@pytest.fixture(scope="module")
def camps():
    """Mutual stances of two camps of thirteen, friends within and enemies across, in
    mixed order.
    """
    side = np.arange(26) % 2
    mutual = np.where(side[:, None] == side, 0.6, -0.6) * (
        1 + 0.001 * np.add.outer(np.arange(26), np.arange(26))
    )
    np.fill_diagonal(mutual, 0.0)
    return side, mutual


def test_friends_stand_together_on_the_circle_where_states_are_many(camps):
    side, mutual = camps
    placed = side[network.neighbours(mutual)]
    assert (placed[:-1] != placed[1:]).sum() == 1
    assert network.neighbours(mutual[:12, :12]).tolist() == list(range(12))


def test_of_many_ties_the_strongest_are_drawn_and_of_few_all(camps):
    _, mutual = camps
    agreed = np.ones_like(mutual, dtype=bool)
    drawn = network.decided(mutual, agreed)
    upper = np.triu(np.ones_like(agreed), 1)
    assert 60 <= (drawn & upper).sum() < 70
    assert np.abs(mutual[drawn]).min() >= np.abs(mutual[~drawn & upper]).max()
    assert network.decided(mutual[:12, :12], agreed[:12, :12])[np.triu_indices(12, 1)].all()
    assert not network.decided(mutual, ~agreed).any()


def test_suppliers_shares_add_up_to_one_and_the_heaviest_come_first(shapes):
    results = shapes["many states"]
    for code in results.codes[:3]:
        shares = postures.supplier_shares(results, code)
        np.testing.assert_allclose(sum(shares.values()), 1.0)
        *named, others = shares
        assert others == "others" and code not in named
        means = [shares[name].mean() for name in named]
        assert means == sorted(means, reverse=True)


def test_of_many_states_the_one_in_focus_and_its_patrons_are_drawn_first(shapes):
    results = shapes["many states"]
    about = focus(results)
    assert postures.panels(results)[:3] == [about.state, about.a, about.b]
    assert len(postures.panels(results)) == style.MOST_PANELS
    assert {j for i, j in raster.raster_rows(results) if i == about.state} >= {about.a, about.b}
