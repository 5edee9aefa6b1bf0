"""The command ``sim explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.errors import InvalidInput
from sim.shell.options import SCENARIO_OR_FOLDER, asks, changes, ended_well, whole

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO_OR_FOLDER)
@click.option("--state", required=True, metavar="STATE", help="The state whose move is explained.")
@click.option(
    "--toward",
    metavar="STATE",
    help="The state toward which it moved; by default the one toward which its move was worth "
    "most to it, or over the whole period the one on which it comes to depend most.",
)
@click.option(
    "--month",
    metavar="YYYY-MM",
    help="The month of the move; without it, the whole period over all histories is explained.",
)
@click.option(
    "--history",
    type=whole(0, 10**10),
    default=0,
    show_default=True,
    help="With --month: the number of the history.",
)
@changes
@asks(500, 2000, folders=True)
@ended_well
def explain(
    name: str,
    state: str,
    toward: str | None,
    month: str | None,
    history: int,
    session: Session,
    **options: Any,
) -> None:
    """Explain why a state did what it did: in one month, or over the whole period.

    \b
    sim explain article --state DPRK --toward RUS --month 2014-11 --history 3
    sim explain article --state DPRK --toward RUS
    """
    from sim.ensemble.run import run
    from sim.shell.opening import is_results, opened_one

    from . import answer

    if month is not None and session.cluster is not None:
        raise InvalidInput("--cluster cannot be combined with --month: it needs one history only")
    wanted = opened_one(name, **options, usual=500)
    scenario, seed, histories = wanted.scenarios[0], wanted.seed, wanted.histories
    state, toward = answer.checked(scenario, state, toward)
    if month is None:
        what = answer.asked_turn(scenario, histories, seed, state, toward)
        session.answer(
            what,
            histories,
            lambda how: answer.explain(run(scenario, histories, seed, how=how), state, toward),
            settled=toward is not None,
        )
        return
    if is_results(name) and history >= histories:
        raise InvalidInput(f"history {history} is not in {name}: it holds 0 to {histories - 1}")
    result = answer.moment(scenario, seed, history, state, toward, month)
    session.answer(result.asked, 1, lambda how: result)
