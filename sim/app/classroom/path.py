"""The class's path: the tilt that the scenario is about, on the band of the rules' histories."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from sim.countries.named import possessive
from sim.ensemble.monthly import run_monthly
from sim.game.game import Game
from sim.outcomes.focus import focus_of, name_in_text, name_opening, needs_in_words
from sim.outcomes.table import Wanted
from sim.scenario import Scenario
from sim.system.rounding import rounded
from sim.system.text import many

from .played import What

# of the rules; in a crowd fewer, as each pair of states counts in each
MANY, _PAIRS, _FEWEST = 1000, 150, 50
_QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


def how_many(scenario: Scenario) -> int:
    """Return how many histories of the rules a game is placed among."""
    pairs = len(scenario.codes) ** 2
    return MANY if pairs <= _PAIRS else max(_FEWEST, MANY * _PAIRS // pairs)


class Band:
    """The quantiles of the tilt over the rules' histories, computed when they are first needed.

    Parameters
    ----------
    what : What
    """

    def __init__(self, what: What) -> None:
        self.what, self.focus = what, focus_of(what.scenario)
        self.histories = how_many(what.scenario)
        self._lock = threading.Lock()
        self._found: dict[str, list[float]] | None = None

    def quantiles(self) -> dict[str, list[float]]:
        """Return lists by month: q05, q25, q50, q75, q95."""
        with self._lock:
            if self._found is None:
                wanted = Wanted(alone=True, about=self.focus)
                scenarios = [self.what.scenario]
                (made,) = run_monthly(scenarios, self.histories, self.what.seed, wanted)
                found = np.quantile(made.months.tilt, list(_QUANTILES.values()), axis=1)
                self._found = dict(zip(_QUANTILES, rounded(found), strict=True))
            return self._found

    def as_data(self, game: Game) -> dict[str, Any]:
        """Return the band, and the path of a game on it as far as it is played."""
        about, scenario = self.focus, self.what.scenario
        results = game.results()
        tilts = results.tilt(about.state, about.a, about.b, about.needs)[0]
        name = name_opening(scenario, about.state)
        whose = possessive(name).replace("'", "’")
        return {
            "title": f"{whose} tilt in {needs_in_words(about.needs)}: this class on "
            f"{many(self.histories, 'history')} of the rules",
            "low": f"all from {name_in_text(scenario, about.a)}",
            "high": f"all from {name_in_text(scenario, about.b)}",
            "months": list(scenario.month_labels),
            "from": self.what.months[0],
            "until": self.what.months[-1],
            "band": self.quantiles(),
            "class": rounded(tilts),
        }
