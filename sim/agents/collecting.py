"""Collecting: the columns of Mesa's DataCollector, and so of ``mesa.batch_run``.

A history is noted at the start and after every month. All reporters are named functions, so that a
model can be pickled.
"""

from __future__ import annotations

from functools import partial

import mesa
import numpy as np

from sim import schema
from sim.model import measures
from sim.model.arrays import NO_ANSWER
from sim.outcomes.focus import Focus, focus
from sim.outcomes.questions import answer
from sim.outcomes.table import answer_column
from sim.schema import HOLD, MOVES

from .protocol import Model
from .state import State

# Before Mesa 3.4, batch_run knows nothing of what was collected when, and reports rows 0 .. steps -
# 1.
BATCH_LOSES_THE_LAST_ROW = not hasattr(mesa.DataCollector(), "_collection_steps")


def collector(model: Model) -> mesa.DataCollector:
    """Return a DataCollector for a model.

    Its model reporters are ``month`` (the row holds the end of it; the first row, the start, holds
    the end of the month before), ``seed``, ``run``, ``tilt`` of the state in focus, ``received_*``,
    ``hedging_*`` and ``posture_*`` by state, and ``answer_*`` to each question, known at the end
    and None until then. Its agent reporters are the last three by agent; its table ``moves`` holds
    every move.
    """
    scenario = model.situation
    by_model = {
        "month": month,
        "seed": seed,
        "run": run,
        "tilt": partial(tilt, about=focus(model.results())),
    }
    for code in scenario.codes:
        for name in ("received", "hedging", "posture"):
            by_model[f"{name}_{code}"] = partial(of_state, code=code, measure=name)
    for k, question in enumerate(scenario.questions):
        by_model[answer_column(question.id)] = partial(answered, number=k)
    return mesa.DataCollector(
        model_reporters=by_model,
        agent_reporters={"state": code_of} | {name: partial(of_agent, measure=name)
                                              for name in ("received", "hedging", "posture")},
        tables={"moves": ["month", "source", "target", "move", "accepted"]},
    )  # fmt: skip


def collect(model: Model) -> None:
    """Note the start, or the month that just ended."""
    model.datacollector.collect(model)
    if model.month == 0 or "moves" not in model.datacollector.tables:
        return
    choices, answers = (
        array[:, :, 0]
        for array in (model.workspace.decisions.choices, model.workspace.decisions.answers)
    )
    for i, j in zip(*np.nonzero(choices != HOLD), strict=True):
        row = {
            "month": month(model),
            "source": model.states[i].code,
            "target": model.states[j].code,
            "move": MOVES[choices[i, j]],
            "accepted": None if answers[i, j] == NO_ANSWER else bool(answers[i, j]),
        }
        model.datacollector.add_table_row("moves", row)


def month(model: Model) -> str:
    """Return the month that just ended; before the first, the month before it."""
    return str(np.datetime64(model.situation.start, "M") + np.timedelta64(model.month - 1, "M"))


def seed(model: Model) -> int:
    """Return the seed, drawn or given."""
    return model.ensemble_seed


def run(model: Model) -> int:
    """Return the number of the history."""
    return model.run_number


def tilt(model: Model, about: Focus) -> float:
    """Return the tilt of the state in focus.

    Parameters
    ----------
    model : Model
        A history under way.
    about : Focus
        Whose tilt, and between whom.
    """
    index = model.situation.index
    given = model.world.support[:, index(about.state), :, 0]
    wanted = [
        k for k, need in enumerate(schema.NEEDS) if about.needs is None or need in about.needs
    ]
    a, b = (given[index(code), wanted].sum() for code in (about.a, about.b))
    return float(measures.tilt(a, b))


def of_state(model: Model, code: str, measure: str) -> float | str:
    """Return a measure of a state, by ``State``'s method of that name.

    Parameters
    ----------
    model : Model
        A history under way.
    code : str
        Of the state.
    measure : {"received", "hedging", "posture"}
    """
    return getattr(State, measure)(model.state(code))


def answered(model: Model, number: int) -> bool | None:
    """Return the answer to a question; None before the history is over.

    Parameters
    ----------
    model : Model
        A history under way.
    number : int
        Position of the question.
    """
    if model.month < model.situation.months:
        return None
    return bool(answer(model.results(), model.situation.questions[number])[0])


def of_agent(agent: mesa.Agent, measure: str) -> float | str | None:
    """Return a measure of a state, None for an agent of another kind that a user added.

    Parameters
    ----------
    agent : mesa.Agent
        Of the model.
    measure : {"received", "hedging", "posture"}
    """
    return getattr(State, measure)(agent) if isinstance(agent, State) else None


def code_of(agent: mesa.Agent) -> str | None:
    """Return a state's code, None for an agent of another kind."""
    return agent.code if isinstance(agent, State) else None
