"""The command ``sim play``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.shell.options import FILE, SCENARIO, changes, ended_well, load_scenario, whole


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option("--as", "state", required=True, metavar="STATE", help="The state that you play.")
@click.option(
    "--history",
    type=whole(0, 10**10),
    default=0,
    show_default=True,
    help="Number of the history in whose random draws you play.",
)
@click.option("--seed", type=whole(0, 2**63 - 1), default=1, show_default=True)
@click.option("--script", type=FILE, help="Take your moves from a file, as far as it reaches.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    help="Keep the game here, and go on with it if it is there; "
    "by default game-STATE-SEED-HISTORY.txt.",
)
@changes
@ended_well
def play(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Play one state yourself, month by month; the others play the rules.

    \b
    sim play article --as DPRK
    sim play article --as DPRK --save mygame.txt
    sim play article --as DPRK --script moves.txt --save planned.txt
    """
    scenario = load_scenario(name, changes, without)
    from . import playing

    playing.play(scenario, **options)
