"""The command ``sim threshold``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how, load_scenario


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--question", required=True, metavar="ID", help="The question whose answer is to turn."
)
@click.option(
    "--over", multiple=True, metavar="PATH", help="Numbers to change; by default all with a range."
)
@click.option(
    "--level", type=float, default=0.5, show_default=True, help="Probability of yes to cross."
)
@click.option(
    "--jointly", is_flag=True, help="Also change several numbers at once, as little as possible."
)
@click.option(
    "--boxes", is_flag=True, help="Also find the boxes of numbers in which the answer is yes."
)
@changes
@how(400, 10**5, resumes=True)
@ended_well
def threshold(
    name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any
) -> None:
    """Find the smallest change of a number that turns a question's answer.

    \b
    sim threshold article --question moscow-first
    sim threshold article --question moscow-first --over ties.RUS.DPRK.obstacle --over states.DPRK.autonomy --jointly
    """
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.threshold(scenario, **options)
