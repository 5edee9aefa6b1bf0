"""The command ``sim blocs``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.errors import InvalidInput
from sim.shell.options import FILE, SCENARIO_OR_FOLDER, asks, changes, ended_well

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", required=False, metavar="[SCENARIO]", type=SCENARIO_OR_FOLDER)
@click.option("--month", metavar="YYYY-MM", help="The month; by default the last one.")
@click.option(
    "--propensity", type=FILE, help="A matrix of propensities (CSV) instead of a scenario."
)
@click.option(
    "--size",
    type=FILE,
    help="With --propensity: sizes of the states (CSV: name,size); by default all are 1.",
)
@changes
@asks(1000, 2000, folders=True)
@ended_well
def blocs(
    name: str | None,
    month: str | None,
    propensity: Path | None,
    size: Path | None,
    session: Session,
    **options: Any,
) -> None:
    """Find the stable splits into two blocs (landscape theory) and how balanced the ties are.

    \b
    sim blocs article --month 2014-12
    sim blocs --propensity europe1939.csv --size sizes.csv
    """
    if (name is None) == (propensity is None):
        raise InvalidInput("give either a scenario or --propensity FILE")
    if propensity is not None and session.cluster is not None:
        raise InvalidInput("--cluster needs a scenario; a matrix has no histories to compute")
    if propensity is None and size is not None:
        raise InvalidInput(
            "--size needs --propensity; the size of a scenario's states is their power"
        )
    from sim.ensemble.run import run
    from sim.shell.opening import opened_one

    from . import answer

    if propensity is not None:
        seed = 1 if options["seed"] is None else options["seed"]
        what = answer.asked_of_matrix(propensity, size, seed)
        session.answer(what, 0, lambda how: answer.answered_of_matrix(what, propensity, size))
        return
    assert name is not None
    wanted = opened_one(name, **options)
    scenario, given = wanted.scenarios[0], (wanted.histories, wanted.seed)
    what = answer.asked(scenario, month, *given)
    session.answer(what, given[0], lambda how: answer.blocs(run(scenario, *given, how=how), month))
