"""Style: what every figure says below its title."""

from __future__ import annotations

import sim
from sim.report import style


def test_a_figure_says_when_it_shows_the_first_of_more_histories(article):
    results = sim.run(article, 3)
    assert style.provenance(results).startswith("3 histories of “")
    results.of = 2_000_000
    assert style.provenance(results.at([0, 1])).startswith(
        "The first 3 of 2,000,000 histories of “"
    )
