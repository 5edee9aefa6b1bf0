"""The Mesa face of the model: ``Diplomacy`` is the world, ``State`` an agent in it, a step a month.

The agents call the same rules as the compiled ensembles and give the same history to the bit. To
try other behaviour, subclass ``State``, override ``appraise``, ``choose`` or ``respond``, and hand
the class to the model::

    class Recluse(State):
        def choose(self, values):
            return np.full(len(values), HOLD)

    Diplomacy("article", seed=1, states={"DPRK": Recluse}).run_model()
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mesa
import numpy as np

from sim.countries.named import possessive
from sim.errors import InvalidInput
from sim.model import month as phases
from sim.model.arrays import Setting, World
from sim.model.draws import PERIOD
from sim.model.history import Record, blank_record
from sim.outcomes.results import Results
from sim.scenario import Scenario, scenario_meant
from sim.schema import HOLD
from sim.system.text import many

from . import asking, collecting
from .basis import Basis, Behaviour, basis_of, changed, name_of, whole
from .generators import generator_key
from .state import State

__all__ = ["Diplomacy", "State"]


class Diplomacy(mesa.Model):
    """The states of a scenario under Mesa; ``step()`` is one month, ``run_model()`` a history.

    Parameters
    ----------
    scenario : Scenario or str
        From ``sim.load``, or its name or file.
    seed : int, optional
        Seed of the ensemble, 0..2**63-1; where none is given one is drawn, which
        ``ensemble_seed`` holds.
    run : int
        Number of the history in the ensemble.
    states : dict of code to subclass of State, optional
        Own behaviour for some states.
    collect : bool
        Keep a DataCollector up to date (``datacollector``, see ``collecting.collector``), from the
        start on.
    **kwargs : float
        Numbers of the scenario to change, by path: ``**{"states.DPRK.autonomy": 0.5}``, as
        ``mesa.batch_run`` passes its parameters.

    Attributes
    ----------
    situation : Scenario
        What is simulated, with the numbers changed.
    states : tuple of State
        In the order of the scenario.
    month : int
        How many months are over.
    world : World
        Stance, trust and support now.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        seed: int | None = None,
        run: int = 0,
        states: Mapping[str, Behaviour] | None = None,
        collect: bool = True,
        **kwargs: float,
    ) -> None:
        situation = changed(scenario_meant(scenario), kwargs)
        self.basis = basis_of(situation, seed, states or {}, bool(collect))
        self.restart(run)

    @classmethod
    def living(cls, basis: Basis, run: int) -> Diplomacy:
        """Return a model for one history; models of the same basis share nothing that changes.

        Parameters
        ----------
        basis : Basis
            What all histories of a model have in common.
        run : int
            Number of the history.
        """
        model = cls.__new__(cls)
        model.basis = basis
        try:
            model.restart(run)
        except BaseException:
            model.let_go()
            raise
        return model

    def restart(self, run: int) -> None:
        """Go back to the start, for the history numbered `run`, with new agents and generators.

        A plain ``Diplomacy`` keeps nothing else either; a subclass keeps the attributes that it
        added.
        """
        number, basis = whole("run", run), self.basis
        if type(self) is Diplomacy:
            self.__dict__ = {"basis": basis}
        for wrapped in ("step", "_user_step"):  # by Mesa, around the method of the class
            self.__dict__.pop(wrapped, None)
        self.let_go()
        mesa.Model.__init__(self, rng=generator_key(basis.seed, number))
        self.situation, self.ensemble_seed = basis.scenario, basis.seed
        self.run_number, self.month = number, 0
        self.setting: Setting = _copied(basis.setting)
        self.start: World = _copied(basis.start)
        self.world: World = _copied(basis.start)
        n = len(basis.codes)
        self.workspace, self.last_choices = phases.blank_workspace(n), np.full((n, n), HOLD)
        self.picture: tuple[Any, ...] = ()
        self.record: Record = blank_record(1, basis.scenario.months, n)
        for kept in self.record:
            kept.setflags(write=False)  # but by step: months that are over are not changed
        self.states = tuple(self._agent(k, code) for k, code in enumerate(basis.codes))
        if basis.collects:
            self.datacollector = collecting.collector(self)
        for state in self.states:
            state.begin()
        self._refuse_other_start()
        if basis.collects:
            collecting.collect(self)

    def _refuse_other_start(self) -> None:
        """Refuse states that wrote into the world before the first month."""
        if any(
            not np.array_equal(now, then)
            for now, then in zip(self.world, self.basis.start, strict=True)
        ):
            kinds = ", ".join(dict.fromkeys(name_of(kind) for kind in self.basis.classes.values()))
            raise InvalidInput(
                f"{kinds} changed the model's world before the first month, in begin or __init__: "
                "a state decides, and the model carries it out"
            )

    def let_go(self) -> None:
        """Take this model out of the list in which Mesa 3.3 would keep it for ever."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def results(self) -> Results:
        """Return the months simulated so far as results of one history."""
        runs = np.array([self.run_number], dtype=np.int64)
        whole = Results(self.situation, self.ensemble_seed, runs, self.record, self.start, "mesa")
        return whole if self.month == self.situation.months else whole.at(list(range(self.month)))

    @property
    def period(self) -> int:
        """The period that the current month belongs to."""
        return int(self.setting.period[self.month])

    def state(self, code: str) -> State:
        """Return the agent of a state."""
        return self.states[self.situation.index(code)]

    def step(self) -> None:
        """Simulate one month, phase by phase, each state in turn.

        All see the same picture, so their order does not matter.
        """
        self._refuse_if_over()
        setting, period = self.setting, self.period
        sight, chance, decisions, _, rows = self.workspace
        runs = np.array([self.run_number])
        phases.draw(setting, chance, self.month, self.ensemble_seed, runs, PERIOD)
        phases.shocks(self.world, setting, self.month)
        phases.look(self.world, setting, period, sight, rows.thirds)
        self.picture = (id(self.world), *(numbers.tobytes() for numbers in self.world))
        asking.moves(self)
        phases.follow_script(setting, self.month, decisions)
        phases.list_moves(decisions)
        asking.answers(self)
        phases.settle(self.world, setting, period, self.workspace)
        phases.drift(self.world, setting, period, chance.accident)
        self._check_finite()
        self.last_choices = decisions.choices[:, :, 0].copy()
        now = *self.world, decisions.choices, decisions.answers
        self.record = Record(
            *(
                _kept(months, self.month, last)
                for months, last in zip(self.record, now, strict=True)
            )
        )
        self.month += 1
        self.running = self.month < self.situation.months
        if self.basis.collects:
            collecting.collect(self)
        if not self.running:
            self.let_go()
            if self.basis.collects and collecting.BATCH_LOSES_THE_LAST_ROW:
                self.steps += 1  # so that Mesa 3.3's batch_run reports the last month too

    def _wrapped_step(self) -> None:
        """Refuse a step past the end before Mesa counts it."""
        self._refuse_if_over()
        super()._wrapped_step()

    def _refuse_if_over(self) -> None:
        """Refuse a step past the end."""
        if self.month >= self.situation.months:
            raise InvalidInput(
                f"the scenario ends after {many(self.situation.months, 'month')}: "
                "restart(run) begins "
                "another"
            )

    def _agent(self, position: int, code: str) -> State:
        """Return a new agent for a state."""
        kind = self.basis.classes.get(code, State)
        agent = kind(self, position)
        if (
            getattr(agent, "position", None) != position
            or getattr(agent, "model", None) is not self
        ):
            made = f"{possessive(code)} {name_of(kind)}.__init__"
            raise InvalidInput(f"{made} must call super().__init__(model, position)")
        return agent

    def _check_finite(self) -> None:
        """Refuse a month after which a value of the world is infinite or undefined."""
        for name, numbers in zip(World._fields, self.world, strict=True):
            finite = np.isfinite(numbers)
            if not finite.all():
                i, j = np.argwhere(~finite)[0][:2]
                pair = f"{name} of {self.situation.codes[i]} toward {self.situation.codes[j]}"
                raise InvalidInput(
                    f"{pair} is no finite number after {self.situation.month_labels[self.month]}"
                )


def _copied(numbers: Any) -> Any:
    """Return a named tuple of arrays, or of such tuples, with arrays of its own."""
    return type(numbers)(
        *(_copied(part) if isinstance(part, tuple) else part.copy() for part in numbers)
    )


def _kept(months: np.ndarray, month: int, last: np.ndarray) -> np.ndarray:
    """Return a record with one month more, to be read only.

    It is a copy where the record lies in the memory of a pickle.
    """
    months = months if months.flags.owndata else months.copy()
    months.setflags(write=True)
    months[month] = last
    months.setflags(write=False)
    return months
