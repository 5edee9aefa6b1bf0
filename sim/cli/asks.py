"""Asking the model from the command line: compare, explain, sensitivity, flip, blocs, play."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import FILE, changes, ended_well, how, load_scenario, whole


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SCENARIO...")
@changes
@how(1000, folders=True, resumes=True)
@ended_well
def compare(names: tuple[str, ...], changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Compare scenarios, files or result folders, history by history on the same luck.

    \b
    sim compare article calm-peninsula            two scenarios
    sim compare article --without crimea          one scenario with itself, changed
    sim compare results/a results/b results/c     folders of earlier runs
    """
    from ..commands import compare as command

    command.compare(names, changes, without, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--state", required=True, metavar="STATE", help="Whose move.")
@click.option("--toward", metavar="STATE", help="Toward whom; by default whom its dearest move concerns.")
@click.option("--month", metavar="YYYY-MM", help="When; without it, what drives the state over all histories.")
@click.option("--history", type=int, default=0, show_default=True, callback=whole(0, 10**10))
@changes
@how(500, 2000, folders=True)
@ended_well
def explain(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Say why a state did what it did: the six terms of its options, or what drives its turn to a partner.

    \b
    sim explain article --state DPRK --toward RUS --month 2014-11 --history 3
    sim explain article --state DPRK --toward RUS
    """
    from ..commands import explain as command

    command.explain(name, changes, without, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--of", "outcome", default="tilt_last", show_default=True, metavar="OUTCOME", help="A question or column."
)
@click.option("--over", multiple=True, metavar="PATH", help="Vary only these numbers; by default all with a range.")
@click.option("--trajectories", type=int, default=16, show_default=True, callback=whole(2, 10**4), help="Morris.")
@click.option("--base", type=int, default=256, show_default=True, callback=whole(8, 2**16), help="Sobol: power of 2.")
@click.option("--most", type=int, default=20, show_default=True, callback=whole(1, 200), help="Numbers left to Sobol.")
@changes
@how(32, 10**5, resumes=True)
@ended_well
def sensitivity(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Say which numbers matter: Morris screening over all, Sobol indices of the foremost, a tornado.

    \b
    sim sensitivity article
    sim sensitivity article --of moscow-first --base 1024
    """
    scenario = load_scenario(name, changes, without)
    from ..commands import sensitivity as command

    command.sensitivity(scenario, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--question", required=True, metavar="ID", help="The question whose answer is to turn.")
@click.option("--over", multiple=True, metavar="PATH", help="Numbers to change; by default all with a range.")
@click.option("--level", type=float, default=0.5, show_default=True, help="Probability of yes to cross.")
@click.option("--jointly", is_flag=True, help="Also change several numbers at once, as little as possible.")
@click.option("--boxes", is_flag=True, help="Also find the boxes of numbers in which the answer is yes.")
@changes
@how(400, 10**5, resumes=True)
@ended_well
def flip(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Find the smallest change of a number that turns a question's answer.

    \b
    sim flip article --question moscow-first
    sim flip article --question moscow-first --over ties.RUS.DPRK.obstacle --over states.DPRK.autonomy --jointly
    """
    scenario = load_scenario(name, changes, without)
    from ..commands import flip as command

    command.flip(scenario, **options)


@click.command()
@click.argument("name", required=False, metavar="[SCENARIO]")
@click.option("--month", metavar="YYYY-MM", help="When; by default the last month.")
@click.option("--propensity", type=FILE, help="CSV matrix of propensities instead of a scenario.")
@click.option("--size", type=FILE, help="CSV of sizes (name,size); by default all 1.")
@changes
@how(1000, 2000, folders=True)
@ended_well
def blocs(name: str | None, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Find the stable splits into two blocs (landscape theory), and how balanced the ties are over time.

    \b
    sim blocs article --month 2014-12
    sim blocs --propensity europe1939.csv --size sizes.csv
    """
    from ..commands import blocs as command

    command.blocs(name, changes, without, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--as", "state", required=True, metavar="STATE", help="The state that you play.")
@click.option(
    "--history", type=int, default=0, show_default=True, callback=whole(0, 10**10), help="Whose luck you meet."
)
@click.option("--seed", type=int, default=1, show_default=True, callback=whole(0, 2**63 - 1))
@click.option("--script", type=FILE, help="Take your moves from a file, as far as it reaches.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    help="Keep the game here, and go on with it if it is there; by default game-STATE-SEED-HISTORY.txt.",
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
    from ..commands import play as command

    command.play(scenario, **options)
