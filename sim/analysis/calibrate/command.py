"""The command ``sim calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import FILE, SCENARIO, asks, changes, ended_well, load_scenario, whole

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option(
    "--record",
    multiple=True,
    required=True,
    type=FILE,
    help="A file of event data to fit to; may be repeated.",
)
@click.option(
    "--train-until", required=True, metavar="YYYY-MM", help="The last month of the training data."
)
@click.option(
    "--over",
    multiple=True,
    metavar="PATH",
    help="Fit only this parameter; may be repeated. By default all that have a range.",
)
@click.option(
    "--yes",
    multiple=True,
    metavar="QUESTION",
    help="Also fit the scenario so that this question is answered yes; or all.",
)
@click.option(
    "--points",
    type=whole(16, 10**6),
    default=1024,
    show_default=True,
    help="Parameter sets that are tried in each round.",
)
@click.option(
    "--rounds", type=whole(1, 50), default=3, show_default=True, help="Rounds of the search."
)
@changes
@asks(64, 10**5, resumes=True)
@ended_well
def calibrate(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    record: tuple[Path, ...],
    session: Session,
    **options: Any,
) -> None:
    """Fit the parameters that have a range to recorded events, and write the fitted scenario.

    \b
    sim calibrate article --record icews.csv --train-until 2014-06
    """
    from sim.scenario import find
    from sim.shell.records import read

    from .answer import answered, asked
    from .calibration import histories_in_all
    from .plan import Plan
    from .targets import target

    scenario = load_scenario(name, changes, without)
    until, seed = options.pop("train_until"), options.pop("seed")
    plan = Plan(**options)
    what = asked(scenario, record, until, plan, seed)
    known = read(record, scenario)
    targets = [target(each, scenario, until) for each in known]
    total = histories_in_all(targets, plan.points, plan.rounds, plan.histories)
    session.answer(what, total, lambda how: answered(what, plan, known, find(name), how))
