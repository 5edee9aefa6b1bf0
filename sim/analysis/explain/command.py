"""The command ``sim explain``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how, whole


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--state", required=True, metavar="STATE", help="Whose move.")
@click.option(
    "--toward", metavar="STATE", help="Toward whom; by default whom its dearest move concerns."
)
@click.option(
    "--month", metavar="YYYY-MM", help="When; without it, what drives the state over all histories."
)
@click.option("--history", type=whole(0, 10**10), default=0, show_default=True)
@changes
@how(500, 2000, folders=True)
@ended_well
def explain(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Say why a state did what it did: the six terms of its options, or what drives its turn to a partner.

    \b
    sim explain article --state DPRK --toward RUS --month 2014-11 --history 3
    sim explain article --state DPRK --toward RUS
    """
    from . import publish

    publish.explain(name, changes, without, **options)
