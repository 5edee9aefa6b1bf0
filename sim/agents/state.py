"""A state as a Mesa agent: what it sees and decides, and the check of what subclasses decide."""

from __future__ import annotations

import reprlib

import mesa
import numpy as np

from sim.countries.named import possessive
from sim.errors import InvalidInput
from sim.model import measures
from sim.model import month as phases
from sim.schema import DEALS, HOLD, MOVES

from .protocol import Model

_DEALS, _MOVES = len(DEALS), len(MOVES)
# worth of a move: differences of such numbers, multiplied by a precision, are numbers still
_FURTHEST = 1e300
_SAID = reprlib.Repr()
_SAID.maxother = _SAID.maxstring = 60


class State(mesa.Agent):
    """A state that decides by the rules.

    A subclass overrides `appraise`, `choose` or `respond` to behave otherwise.

    Every history has agents of its own. Override ``begin`` to prepare what a history needs; for
    chance, use ``self.random`` or ``self.rng``, which begin anew in every history from its seed and
    number.

    Attributes
    ----------
    code, name : str
        As in the scenario.
    position : int
        Its row and column in the model's arrays.
    model : Diplomacy
        The world; ``model.states`` are all states in the order of the scenario,
        ``model.run_number`` is the number of the history.
    """

    model: Model

    def __init__(self, model: Model, position: int) -> None:
        super().__init__(model)
        self.position = position
        self.code = model.situation.states[position].code
        self.name = model.situation.states[position].name

    def begin(self) -> None:
        """Prepare for a history: called once before its first month.

        Does nothing; override it to look at the world, which is in place with all states, or to set
        up what it remembers.
        """

    def step(self) -> None:
        """Refuse to move alone, as under ``model.agents.do("step")``: a month moves all at once."""
        raise InvalidInput(f"{self.code} has no step of its own: model.step() moves all states")

    def remove(self) -> None:
        """Refuse to leave a history: the scenario says who is in it."""
        raise InvalidInput(f"{self.code} cannot leave the history: write a scenario without it")

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
        return float(measures.hedging(self.model.world.support[:, self.position].sum(axis=(1, 2))))

    def posture(self) -> str:
        """Return this state's posture in words."""
        world = self.model.world
        support = world.support[:, self.position].sum(axis=(1, 2))
        code = int(measures.posture(support, world.stance[:, :, 0]))
        return measures.posture_labels(self.model.situation.codes)[code]

    def last_move(self, other: State) -> str | None:
        """Return this state's move toward the other last month: its name, or None for hold."""
        m = self.model.last_choices[self.position, other.position]
        return None if m == HOLD else MOVES[m]

    def appraise(self) -> np.ndarray:
        """Return what each move toward each partner is worth: (n, move).

        The state's own row is zero and ignored.

        An override returns finite numbers in that shape, in an array or in nested lists.
        """
        model = self.model
        sight, decisions = model.workspace.sight, model.workspace.decisions
        phases.appraise(model.world, model.setting, model.period, sight, decisions, self.position)
        values = model.workspace.decisions.values[:, :, 0].copy()
        values[self.position] = 0.0
        return values

    def choose(self, values: np.ndarray) -> np.ndarray:
        """Return the move toward each partner: (n,) int, positions in ``schema.MOVES`` or ``HOLD``.

        An override returns whole numbers, one for each state; its own place is ignored.

        Parameters
        ----------
        values : ndarray (n, move)
            From ``appraise``; a copy that may be written to.
        """
        model, i = self.model, self.position
        if type(self) is not State:  # else they come from the rules
            values = checked_values(self, values, "was given")
        precision = model.setting.states.precision[model.period, i]
        choices = np.full((len(values), 1), HOLD, dtype=np.int8)  # as those of all states
        for j in range(len(values)):
            if j != i:
                chance, room = model.workspace.chance.choice[i, j], model.workspace.decisions
                phases.choose(
                    values[j][:, None], precision, chance, room.odds, room.parts, choices[j]
                )
        return choices[:, 0]

    def respond(self, asker: State, move: str) -> bool:
        """Return whether this state accepts a deal that another offers: True or False.

        Parameters
        ----------
        asker : State
            Who offers the deal.
        move : str
            One of ``schema.DEALS``.
        """
        model, i, j = self.model, asker.position, self.position
        if move not in DEALS:
            raise _wrong(
                self, "respond", f"was given {_said(move)}", f"a deal is needed: {', '.join(DEALS)}"
            )
        chance = model.workspace.chance.answer[i, j, 0]
        return bool(
            phases.respond(
                model.setting,
                model.period,
                model.workspace.decisions,
                j,
                i,
                MOVES.index(move),
                0,
                chance,
            )
        )


def checked_values(state: State, values: object, how: str = "returned") -> np.ndarray:
    """Return what a state's ``appraise`` returned as an array of its own, or refuse it.

    `how` says for the message where it came from.

    Parameters
    ----------
    state : State
        Who returned them.
    values : object
        Whatever came.
    how : str
        It came, for the message.

    Returns
    -------
    ndarray (n, move) of float
    """
    n, method = len(state.model.situation.codes), "appraise" if how == "returned" else "choose"
    needed = f"a number for each of {n} states (rows) and {_MOVES} moves (columns) is needed"
    array = _array(state, method, values, how, needed)
    if array.dtype.kind not in "iuf":
        raise _wrong(state, method, f"{how} {_kind(values, array)}", needed)
    if array.shape != (n, _MOVES):
        raise _wrong(state, method, f"{how} {_shape(array)}", needed)
    with np.errstate(all="ignore"):
        # a copy: whoever keeps the other may write to it later
        array = np.array(array, dtype=float, order="C")
    array[state.position] = 0.0
    if not np.abs(array).max() <= _FURTHEST:
        j, m = np.argwhere(~(np.abs(array) <= _FURTHEST))[0]
        what = f"{how} {array[j, m]} for {MOVES[m]} toward {state.model.situation.codes[j]}"
        raise _wrong(
            state, method, what, f"finite numbers are needed, from {-_FURTHEST:g} to {_FURTHEST:g}"
        )
    return array


def checked_choices(state: State, choices: object) -> list[int]:
    """Return what a state's ``choose`` returned, with HOLD toward itself, or refuse it.

    Parameters
    ----------
    state : State
        Who returned them.
    choices : object
        Whatever came.
    """
    codes = state.model.situation.codes
    needed = f"one for each of {len(codes)} states is needed"
    array = _array(state, "choose", choices, "returned", f"a whole number, {needed}")
    if array.shape != (len(codes),):
        raise _wrong(state, "choose", f"returned {_shape(array)}", needed)
    if array.dtype.kind not in "iu":
        positions = f"positions in sim.schema.MOVES, 0 to {_MOVES - 1}"
        whole = f"whole numbers are needed: {positions}, or HOLD ({HOLD})"
        raise _wrong(state, "choose", f"returned {_kind(choices, array)}", whole)
    chosen: list[int] = array.tolist()
    chosen[state.position] = HOLD
    if min(chosen) < HOLD or max(chosen) >= _MOVES:
        m, code = next(
            (m, code) for m, code in zip(chosen, codes, strict=True) if not HOLD <= m < _MOVES
        )
        bounds = f"it must be HOLD ({HOLD}) or a position in sim.schema.MOVES, 0 to {_MOVES - 1}"
        raise _wrong(state, "choose", f"returned {m} for {code}", bounds)
    return chosen


def checked_answer(state: State, answer: object) -> bool:
    """Return what a state's ``respond`` returned, or refuse it.

    Parameters
    ----------
    state : State
        Who returned it.
    answer : object
        Whatever came.
    """
    if not isinstance(answer, bool | np.bool_):
        raise _wrong(state, "respond", f"returned {_said(answer)}", "True or False is needed")
    return bool(answer)


def _array(state: State, method: str, given: object, how: str, needed: str) -> np.ndarray:
    """Return something as an array, or refuse it."""
    if given is None:
        raise _wrong(state, method, f"{how} None", needed)
    if isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given):
        raise _wrong(state, method, f"{how} an array in which values are masked", needed)
    try:
        return np.asarray(given)
    except (ValueError, TypeError, OverflowError):
        raise _wrong(
            state, method, f"{how} {_said(given)}, which is no array of numbers", needed
        ) from None


def _wrong(state: State, method: str, what: str, needed: str) -> InvalidInput:
    """Return the refusal of a method's result: whose, when, what came and what is needed."""
    model = state.model
    when = model.situation.month_labels[min(model.month, model.situation.months - 1)]
    where = (
        f"{possessive(state.code)} {method}"
        if type(state) is State
        else f"{possessive(state.code)} {type(state).__name__}.{method}"
    )
    return InvalidInput(f"{where} {what} in {when}: {needed}")


def _shape(array: np.ndarray) -> str:
    """Say how many values an array holds."""
    if array.ndim == 0:
        return f"a single value, {_said(array[()])}"
    count = " x ".join(str(size) for size in array.shape)
    return f"{count} value{'' if count == '1' else 's'}"


def _kind(given: object, array: np.ndarray) -> str:
    """Say what an array holds instead of numbers of the right kind."""
    words = {"b": "True and False", "f": "floating-point numbers", "O": "objects",
             "U": "text", "S": "bytes", "c": "complex numbers"}  # fmt: skip
    return f"{words.get(array.dtype.kind, str(array.dtype))}, {_said(given)}"


def _said(thing: object) -> str:
    """Return a short description of anything, whatever its ``repr`` does."""
    try:
        text = " ".join(_SAID.repr(thing).split())
    except BaseException:  # its own repr may raise anything
        text = "something that cannot be shown"
    text = text if len(text) <= 80 else f"{text[:77]}..."
    return f"{text} ({type(thing).__name__})"
