"""What a state, and what collects, may ask of the model that simulates a history.

``Diplomacy`` is such a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from sim.model.arrays import Setting, World
from sim.model.month import Workspace
from sim.outcomes.results import Results
from sim.scenario import Scenario


class Model(Protocol):
    """A history under way: its scenario, its states, and the world as it stands."""

    situation: Scenario
    setting: Setting
    world: World
    workspace: Workspace
    states: Sequence[Any]
    last_choices: np.ndarray
    month: int
    ensemble_seed: int
    run_number: int
    datacollector: Any
    picture: tuple[Any, ...]

    @property
    def period(self) -> int:
        """Number of the stretch of months between shocks that the month belongs to."""

    def state(self, code: str) -> Any:
        """Return the agent of the state with this code."""

    def results(self) -> Results:
        """Return the months so far as results of one history."""
