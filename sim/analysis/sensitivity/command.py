"""The command ``sim sensitivity``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how, load_scenario, whole


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--of",
    "outcome",
    default="tilt_last",
    show_default=True,
    metavar="OUTCOME",
    help="A question or column.",
)
@click.option(
    "--over",
    multiple=True,
    metavar="PATH",
    help="Vary only these numbers; by default all with a range.",
)
@click.option(
    "--trajectories",
    type=whole(2, 10**4),
    default=16,
    show_default=True,
    help="Morris.",
)
@click.option(
    "--base",
    type=whole(8, 2**16),
    default=256,
    show_default=True,
    help="Sobol: power of 2.",
)
@click.option(
    "--most",
    type=whole(1, 200),
    default=20,
    show_default=True,
    help="Numbers left to Sobol.",
)
@changes
@how(32, 10**5, resumes=True)
@ended_well
def sensitivity(
    name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any
) -> None:
    """Say which numbers matter: Morris screening over all, Sobol indices of the foremost, a tornado.

    \b
    sim sensitivity article
    sim sensitivity article --of moscow-first --base 1024
    """
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.sensitivity(scenario, **options)
