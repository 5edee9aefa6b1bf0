"""The command ``sim run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import SCENARIO, asks, changes, ended_well, load_scenario

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@changes
@asks(1000, 10**10, resumes=True)
@click.option(
    "--engine",
    type=click.Choice(["compiled", "mesa"]),
    default="compiled",
    show_default=True,
    help="Machine code, or Mesa agents one at a time; both give the same results.",
)
@click.option(
    "--behaviour",
    multiple=True,
    metavar="STATE=FILE.py:CLASS",
    help="Let a state decide by your own subclass of sim.State (with Mesa).",
)
@click.option("--moves", is_flag=True, help="Also write every move and the six terms behind it.")
@click.option(
    "--dry-run", is_flag=True, help="Say how much time, memory and disk a run would take, and stop."
)
@ended_well
def run(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    session: Session,
    **options: Any,
) -> None:
    """Run a scenario many times and write tables, figures and a report.

    \b
    sim run article
    sim run article -n 10000 --seed 7 -o results/seed-7
    sim run article --without crimea --set states.DPRK.autonomy=0.9
    """
    scenario = load_scenario(name, changes, without)
    from .answer import asked
    from .asking import Options, ask

    seed, histories = options.pop("seed"), options.pop("histories")
    ask(session, asked(scenario, seed, histories, options["behaviour"]), Options(**options))
