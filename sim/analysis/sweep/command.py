"""The command ``sim sweep``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import SCENARIO, asks, changes, ended_well, load_scenario

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option(
    "--over",
    multiple=True,
    required=True,
    metavar="PATH=LOW:HIGH:COUNT",
    help="A parameter and its values; may be repeated. Also written PATH=VALUE,VALUE.",
)
@click.option(
    "--of",
    multiple=True,
    metavar="OUTCOME",
    help="A question or an outcome to show, as in hedging.DPRK@2014-11; by default the tilt in the "
    "last month.",
)
@changes
@asks(200, resumes=True)
@click.option(
    "--independent",
    is_flag=True,
    help="Use different random numbers for each combination; by default all share them.",
)
@ended_well
def sweep(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    over: tuple[str, ...],
    session: Session,
    **options: Any,
) -> None:
    """Run a scenario for every combination of some parameter values.

    \b
    sim sweep article --over ties.RUS.DPRK.obstacle=0:2:9
    sim sweep article --over states.DPRK.autonomy=0.2,0.4 --of hedging.DPRK@2014-01:2014-12
    """
    from .answer import answered, asked
    from .grid import Grid, called, parse_over

    scenario = load_scenario(name, changes, without)
    rows = called(Grid(parse_over(over), options.pop("independent")), scenario)
    what = asked(scenario, rows, **options)
    session.answer(what, rows.points * what.histories, lambda how: answered(what, rows, how))
