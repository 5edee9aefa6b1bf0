"""The Mesa face of the model: ``Diplomacy`` is the world, ``State`` an agent in it, a step a month.

The agents call the same rules as the compiled ensembles and give the same history to the bit. To try other
behaviour, subclass ``State``, override ``appraise``, ``choose`` or ``respond``, and hand the class to the model::

    class Recluse(State):
        def choose(self, values):
            return np.full(len(values), HOLD)

    Diplomacy(sim.load("article"), states={"DPRK": Recluse}).run_model()
"""

from __future__ import annotations

import mesa
import numpy as np

from . import month as phases
from . import outcomes
from .errors import InvalidInput
from .luck import PERIOD
from .scenario import Scenario
from .schema import DEALS, HOLD, MOVES
from .start import starting_world
from .world import NO_ANSWER, World, settings

_DEALS = len(DEALS)


class State(mesa.Agent):
    """A state that decides by the rules.

    Attributes
    ----------
    code, name : str
        As in the scenario.
    position : int
        Its row and column in the model's arrays.
    """

    model: Diplomacy

    def __init__(self, model: Diplomacy, position: int):
        super().__init__(model)
        self.position = position
        self.code = model.situation.states[position].code
        self.name = model.situation.states[position].name

    def stance(self, other: State) -> float:
        """Return how warmly this state regards the other, -1..1."""
        return float(self.model.world.stance[self.position, other.position, 0])

    def trust(self, other: State) -> float:
        """Return this state's expectation that the other accepts an approach, 0..1."""
        return float(self.model.world.trust[self.position, other.position, 0])

    def support_from(self, other: State) -> float:
        """Return all support that the other gives this state, in patrons."""
        return float(self.model.world.support[other.position, self.position].sum())

    def received(self) -> float:
        """Return all support this state gets, in patrons."""
        return float(self.model.world.support[:, self.position].sum())

    def hedging(self) -> float:
        """Return 1 - Herfindahl index of this state's support over its suppliers."""
        return float(outcomes.hedging(self.model.world.support[:, self.position].sum(axis=(1, 2))))

    def posture(self) -> str:
        """Return this state's posture in words."""
        support = self.model.world.support[:, self.position].sum(axis=(1, 2))
        return outcomes.posture_labels(self.model.situation.codes)[int(outcomes.posture(support))]

    def last_move(self, other: State) -> str | None:
        """Return what this state did toward the other last month: a move's name, or None for hold."""
        m = self.model.last_choices[self.position, other.position]
        return None if m == HOLD else MOVES[m]

    def appraise(self) -> np.ndarray:
        """Return what each move toward each partner is worth: (n, move); the row of oneself is not looked at."""
        model = self.model
        phases.appraise(model.world, model.setting, model.period, model.desk, self.position)
        return model.desk.decisions.values[:, :, 0].copy()

    def choose(self, values: np.ndarray) -> np.ndarray:
        """Return the position in ``schema.MOVES`` of the move toward each partner, ``HOLD`` for none: (n,) int.

        Parameters
        ----------
        values : ndarray (n, move)
            From ``appraise``.
        """
        model, i = self.model, self.position
        precision = model.setting.states.precision[model.period, i]
        choices = np.full((len(values), 1), HOLD)
        for j in range(len(values)):
            if j != i:
                chance, odds = model.desk.chance.choice[i, j], model.desk.decisions.odds
                phases.choose(np.ascontiguousarray(values[j])[:, None], precision, chance, odds, choices[j])
        return choices[:, 0]

    def respond(self, asker: State, move: str) -> bool:
        """Return whether this state accepts a deal that another offers."""
        model, i, j = self.model, asker.position, self.position
        chance = model.desk.chance.answer[i, j, 0]
        return bool(
            phases.respond(model.setting, model.period, model.desk.decisions, j, i, MOVES.index(move), 0, chance)
        )


class Diplomacy(mesa.Model):
    """The states of a scenario under Mesa; ``step()`` is one month, ``run_model()`` a history.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    seed, run : int
        Seed of the ensemble and number of the history in it.
    states : dict of code to subclass of State, optional
        Own behaviour for some states.
    collect : bool
        Keep a DataCollector up to date (``datacollector``): support received, hedging and posture of each state, and
        a table of moves.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        run: int = 0,
        states: dict[str, type[State]] | None = None,
        collect: bool = True,
    ):
        super().__init__(rng=seed)  # Mesa's own generator is for subclasses that want one; the rules never use it
        self.situation = scenario
        self.luck_seed = seed
        self.setting = settings(scenario)
        self.start = starting_world(scenario, self.setting)
        self.desk = phases.desk(len(scenario.codes))
        classes = states or {}
        for code in classes:
            scenario.index(code)
        self.states = tuple(classes.get(code, State)(self, k) for k, code in enumerate(scenario.codes))
        self.collects = collect
        self.restart(run)

    def restart(self, run: int) -> None:
        """Go back to the start of the period, for the history numbered `run`."""
        self.run_number = run
        self.month = 0
        self.running = True
        self.world = World(*(numbers.copy() for numbers in self.start))
        self.last_choices = np.full(self.world.stance.shape[:2], HOLD)
        self.desk.decisions.choices[:] = HOLD
        if self.collects:
            self.datacollector = mesa.DataCollector(
                model_reporters={"month": lambda model: model.situation.month_labels[model.month - 1]},
                agent_reporters={"state": "code", "received": State.received, "hedging": State.hedging,
                                 "posture": State.posture},
                tables={"moves": ["month", "source", "target", "move", "accepted"]},
            )  # fmt: skip

    @property
    def period(self) -> int:
        """The period that the current month belongs to."""
        return int(self.setting.period[self.month])

    def state(self, code: str) -> State:
        """Return the agent of a state."""
        return self.states[self.situation.index(code)]

    def step(self) -> None:
        """Live one month, phase by phase, each state in turn; all see the same picture, so turns do not matter."""
        if self.month >= self.situation.months:
            raise InvalidInput(f"the scenario ends after {self.situation.months} months: restart(run) begins another")
        setting, period, decisions, chance = self.setting, self.period, self.desk.decisions, self.desk.chance
        phases.draw(setting, chance, self.month, self.luck_seed, np.array([self.run_number]), PERIOD)
        phases.shocks(self.world, setting, self.month)
        phases.look(self.world, setting, period, self.desk.sight)
        values = [state.appraise() for state in self.states]
        for state in self.states:
            decisions.choices[state.position, :, 0] = state.choose(values[state.position])
        np.fill_diagonal(decisions.choices[:, :, 0], HOLD)
        phases.follow_script(setting, self.month, decisions)
        self._answer()
        phases.settle(self.world, setting, period, self.desk)
        phases.drift(self.world, setting, period, chance.accident)
        self.last_choices = decisions.choices[:, :, 0].copy()
        self.month += 1
        self.running = self.month < self.situation.months
        if self.collects:
            self._collect()

    def _answer(self) -> None:
        """Let every state answer the approaches that the scenario has not answered already."""
        choices, answers = (array[:, :, 0] for array in (self.desk.decisions.choices, self.desk.decisions.answers))
        for partner in self.states:
            for asker in self.states:
                i, j = asker.position, partner.position
                m = choices[i, j]
                if HOLD < m < _DEALS and answers[i, j] == NO_ANSWER:
                    answers[i, j] = int(partner.respond(asker, MOVES[m]))

    def _collect(self) -> None:
        """Note the month in the DataCollector."""
        self.datacollector.collect(self)
        choices, answers = (array[:, :, 0] for array in (self.desk.decisions.choices, self.desk.decisions.answers))
        for i, j in zip(*np.nonzero(choices != HOLD), strict=True):
            row = {
                "month": self.situation.month_labels[self.month - 1],
                "source": self.states[i].code,
                "target": self.states[j].code,
                "move": MOVES[choices[i, j]],
                "accepted": None if answers[i, j] == NO_ANSWER else bool(answers[i, j]),
            }
            self.datacollector.add_table_row("moves", row)
