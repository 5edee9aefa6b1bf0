"""The command ``sim play``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import FILE, NEW_FILE, SCENARIO, changes, ended_well, load_scenario, whole


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option(
    "--as",
    "state",
    metavar="STATE",
    help="The state that you play, by code or name; not needed with the script of a game of "
    "several states, which names them.",
)
@click.option(
    "--history",
    type=whole(0, 10**10),
    default=0,
    show_default=True,
    help="Number of the history whose random numbers the game uses.",
)
@click.option("--seed", type=whole(0, 2**63 - 1), default=1, show_default=True, help="Random seed.")
@click.option(
    "--script", type=FILE, help="Take your moves from a file for as many months as it covers."
)
@click.option(
    "--save",
    type=NEW_FILE,
    help="Save the game in this file, and continue it if the file exists; "
    "by default game-STATE-SEED-HISTORY.txt.",
)
@changes
@ended_well
def play(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Play one state yourself, month by month; the others follow the rules.

    \b
    sim play article --as DPRK
    sim play article --as DPRK --save mygame.txt
    sim play article --as DPRK --script moves.txt --save planned.txt
    sim play article --script class.txt
    """
    scenario = load_scenario(name, changes, without)
    from . import playing

    playing.play(scenario, **options)
