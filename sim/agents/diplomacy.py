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

import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import mesa
import numpy as np

from sim.errors import InvalidInput
from sim.model import month as phases
from sim.model.arrays import NO_ANSWER, World
from sim.model.draws import PERIOD
from sim.model.history import Record, blank_record
from sim.outcomes.results import Results
from sim.scenario import Scenario, load
from sim.schema import DEALS, HOLD, MOVES

from . import collecting
from .basis import Basis, basis_of, changed, generator_key, name_of, whole
from .state import State, checked_answer, checked_choices, checked_values

__all__ = ["Diplomacy", "State"]

_DEALS = len(DEALS)


class Diplomacy(mesa.Model):
    """The states of a scenario under Mesa; ``step()`` is one month, ``run_model()`` a history.

    Parameters
    ----------
    scenario : Scenario or str
        From ``sim.load``, or its name or file.
    seed : int, optional
        Seed of the ensemble, 0..2**63-1; where none is given one is drawn. ``ensemble_seed`` holds it.
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
        What is lived, with the numbers changed.
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
        states: Mapping[str, type[State]] | None = None,
        collect: bool = True,
        **kwargs: float,
    ):
        situation = changed(scenario if isinstance(scenario, Scenario) else load(scenario), kwargs)
        self.basis = basis_of(situation, seed, states or {}, bool(collect))
        self.restart(run)

    @classmethod
    def living(cls, basis: Basis, run: int) -> Diplomacy:
        """Return a model for one history; models of the same basis share nothing that changes."""
        model = cls.__new__(cls)
        model.basis = basis
        try:
            model.restart(run)
        except BaseException:
            model.let_go()
            raise
        return model

    def restart(self, run: int) -> None:
        """Go back to the start of the period, for the history numbered `run`, with agents and generators of its own.

        Of a plain ``Diplomacy`` nothing else is left either; a subclass keeps the attributes that
        it added.
        """
        number, basis = whole("run", run), self.basis
        if type(self) is Diplomacy:
            self.__dict__ = {"basis": basis}
        for wrapped in ("step", "_user_step"):  # by Mesa, around the method of the class
            self.__dict__.pop(wrapped, None)
        self.let_go()
        mesa.Model.__init__(self, rng=generator_key(basis.seed, number))
        self.situation, self.ensemble_seed, self.run_number, self.month = (
            basis.scenario,
            basis.seed,
            number,
            0,
        )
        self.setting, self.start, self.world = (
            _copied(basis.setting),
            _copied(basis.start),
            _copied(basis.start),
        )
        n = len(basis.codes)
        self.workspace, self.last_choices, self.picture = (
            phases.blank_workspace(n),
            np.full((n, n), HOLD),
            (),
        )
        self.record: Record = blank_record(1, basis.scenario.months, n)
        for kept in self.record:
            kept.setflags(write=False)  # but by step: what was lived is not changed afterwards
        self.states = tuple(self._agent(k, code) for k, code in enumerate(basis.codes))
        if basis.collects:
            self.datacollector = collecting.collector(self)
        for state in self.states:
            state.begin()
        self._refuse_other_start()
        if basis.collects:
            collecting.collect(self)

    def _refuse_other_start(self) -> None:
        """Refuse states that wrote into the world before the first month: it begins as the scenario says."""
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
        """Take this model out of the list in which Mesa 3.3 would keep it, and all that it holds, for ever."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def results(self) -> Results:
        """Return the months lived so far as results of one history."""
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
        """Live one month, phase by phase, each state in turn.

        All see the same picture, so turns do not matter.
        """
        self._refuse_if_over()
        setting, period, decisions, chance = (
            self.setting,
            self.period,
            self.workspace.decisions,
            self.workspace.chance,
        )
        phases.draw(
            setting, chance, self.month, self.ensemble_seed, np.array([self.run_number]), PERIOD
        )
        phases.shocks(self.world, setting, self.month)
        phases.look(self.world, setting, period, self.workspace.sight)
        self.picture = (id(self.world), *(numbers.tobytes() for numbers in self.world))
        self._decide()
        phases.follow_script(setting, self.month, decisions)
        self._answer()
        phases.settle(self.world, setting, period, self.workspace)
        phases.drift(self.world, setting, period, chance.accident)
        self._check_finite()
        self.last_choices = decisions.choices[:, :, 0].copy()
        now = *self.world, decisions.choices, decisions.answers
        self.record = Record(
            *(_kept(lived, self.month, last) for lived, last in zip(self.record, now, strict=True))
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
                f"the scenario ends after {self.situation.months} months: restart(run) begins "
                "another"
            )

    def _decide(self) -> None:
        """Let every state appraise and then choose, all on the same picture."""
        values = [
            state.appraise() if type(state) is State else self._appraisal(state)
            for state in self.states
        ]
        chosen = [
            state.choose(values[state.position])
            if type(state) is State
            else self._choice(state, values)
            for state in self.states
        ]
        self.workspace.decisions.choices[:, :, 0] = chosen

    def _appraisal(self, state: State) -> np.ndarray:
        """Return what a state of an own class appraises, checked."""
        return checked_values(state, self._asked(state, state.appraise))

    def _choice(self, state: State, values: list[np.ndarray]) -> list[int]:
        """Return what a state of an own class chooses, checked."""
        return checked_choices(state, self._asked(state, state.choose, values[state.position]))

    def _reply(self, state: State, asker: State, move: str) -> bool:
        """Return what a state of an own class answers, checked."""
        return checked_answer(state, self._asked(state, state.respond, asker, move))

    def _answer(self) -> None:
        """Let every state answer the approaches that the scenario has not answered already."""
        decisions = self.workspace.decisions
        choices, answers = decisions.choices[:, :, 0].copy(), decisions.answers[:, :, 0].copy()
        for partner in self.states:
            for asker in self.states:
                i, j = asker.position, partner.position
                m = choices[i, j]
                if HOLD < m < _DEALS and answers[i, j] == NO_ANSWER:
                    reply = (
                        partner.respond if type(partner) is State else partial(self._reply, partner)
                    )
                    answers[i, j] = reply(asker, MOVES[m])
        decisions.choices[:, :, 0], decisions.answers[:, :, 0] = choices, answers

    def _asked(self, state: State, method: Callable, *about: object) -> object:
        """Return what a state says, and make sure that it only says it: what it decides is carried out by the model."""
        said = method(*about)
        if state.model is not self or self.states[state.position] is not state:
            raise InvalidInput(
                f"{state.code}'s {type(state).__name__}.{method.__name__} changed its model or "
                "position"
            )
        if self.picture != (id(self.world), *(numbers.tobytes() for numbers in self.world)):
            raise InvalidInput(
                f"{state.code}'s {type(state).__name__}.{method.__name__} changed the model's "
                "world in "
                f"{self.situation.month_labels[self.month]}: a state decides, and the model "
                "carries it out"
            )
        return said

    def _agent(self, position: int, code: str) -> State:
        """Return a new agent for a state."""
        kind = self.basis.classes.get(code, State)
        agent = kind(self, position)
        if (
            getattr(agent, "position", None) != position
            or getattr(agent, "model", None) is not self
        ):
            raise InvalidInput(
                f"{code}'s {name_of(kind)}.__init__ must call super().__init__(model, position)"
            )
        return agent

    def _check_finite(self) -> None:
        """Refuse a month after which a number of the world is none any more."""
        for name, numbers in zip(World._fields, self.world, strict=True):
            if not math.isfinite(numbers.sum()):
                i, j = (
                    np.argwhere(~np.isfinite(numbers))[0][:2]
                    if not np.isfinite(numbers).all()
                    else (0, 1)
                )
                pair = f"{name} of {self.situation.codes[i]} toward {self.situation.codes[j]}"
                raise InvalidInput(
                    f"{pair} is no finite number after {self.situation.month_labels[self.month]}"
                )


def _copied(numbers: tuple) -> tuple:
    """Return a named tuple of arrays, or of such tuples, with arrays of its own."""
    return type(numbers)(
        *(_copied(part) if isinstance(part, tuple) else part.copy() for part in numbers)
    )


def _kept(lived: np.ndarray, month: int, last: np.ndarray) -> np.ndarray:
    """Return what was lived with one month more, to be read only.

    A copy where it lies in memory of a pickle.
    """
    lived = lived if lived.flags.owndata else lived.copy()
    lived.setflags(write=True)
    lived[month] = last
    lived.setflags(write=False)
    return lived
