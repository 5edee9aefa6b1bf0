"""Over all histories: moves are counted on both sides, in parts of any size."""

from __future__ import annotations

import numpy as np

import sim
from sim import schema
from sim.analysis.explain import over_all
from sim.analysis.explain.over_all import moves_made


def test_counts_are_those_of_the_record_and_parts_do_not_matter(article, monkeypatch):
    results = sim.run(article, 50)
    monkeypatch.setattr(over_all, "_PART", 16)
    ours, theirs = moves_made(article, 50, 1, (0, "DPRK"))
    i = article.index("DPRK")
    for made, choices in ((ours, results.choices[:, 0, i]), (theirs, results.choices[:, 0, :, i])):
        assert made.histories == 50
        for m, move in enumerate((*range(len(schema.MOVES)), schema.HOLD)):
            assert np.array_equal(made.made[:, m], (choices == move).sum(axis=0))
    accepted = results.answers_to_deals[:, 0, i] == 1
    assert np.array_equal(ours.accepted.sum(axis=1), accepted.sum(axis=0))
    before = results.start.support.sum(axis=2)[..., 0]
    change = results.supports[:, 0].sum(axis=-1) - before
    # over all moves and holding, a partner's changes are those of all histories
    others = np.arange(len(article.codes)) != i
    received = ours.received.sum(axis=1)[others]
    assert np.allclose(received, change[:, :, i].sum(axis=0)[others])
