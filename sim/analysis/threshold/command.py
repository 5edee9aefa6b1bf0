"""The command ``sim threshold``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import SCENARIO, asks, changes, ended_well, load_scenario

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option("--question", metavar="ID", help="The question whose answer should flip.")
@click.option(
    "--of",
    metavar="OUTCOME",
    help="Or an outcome that should cross a level, as in hedging.DPRK@2014-11.",
)
@click.option(
    "--over",
    multiple=True,
    metavar="PATH",
    help="Change only this parameter; may be repeated. By default all that have a range.",
)
@click.option(
    "--level",
    type=float,
    help="The level: for a question the probability of yes (by default 0.5), for a tilt "
    "or a stance by default 0.",
)
@click.option(
    "--jointly", is_flag=True, help="Also look for the smallest joint change of several parameters."
)
@click.option(
    "--boxes",
    is_flag=True,
    help="Also describe the regions of the parameters in which the answer is yes.",
)
@changes
@asks(400, 10**5, resumes=True)
@ended_well
def threshold(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    session: Session,
    **options: Any,
) -> None:
    """Find the smallest parameter change that flips a result.

    \b
    sim threshold article --question moscow-first
    sim threshold article --of hedging.DPRK@2015-06 --level 0.45
    sim threshold article --question moscow-first --jointly --over ties.RUS.DPRK.obstacle
    """
    question, of = options.pop("question"), options.pop("of")
    if (question is None) == (of is None):
        raise click.UsageError("one of --question and --of is needed")
    from .answer import Search, answered, asked, crossing, histories_of, question_crossing

    scenario = load_scenario(name, changes, without)
    how_many = options.pop("histories"), options.pop("seed")
    search = Search(**options)
    read = question_crossing if of is None else crossing
    what = read(scenario, question if of is None else of, search.level)
    wanted = asked(scenario, what, search, *how_many, of or question)
    session.answer(
        wanted, histories_of(wanted, search), lambda how: answered(wanted, what, search, how)
    )
