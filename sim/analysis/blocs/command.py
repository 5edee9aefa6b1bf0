"""The command ``sim blocs``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import FILE, changes, ended_well, how


@click.command()
@click.argument("name", required=False, metavar="[SCENARIO]")
@click.option("--month", metavar="YYYY-MM", help="When; by default the last month.")
@click.option("--propensity", type=FILE, help="CSV matrix of propensities instead of a scenario.")
@click.option("--size", type=FILE, help="CSV of sizes (name,size); by default all 1.")
@changes
@how(1000, 2000, folders=True)
@ended_well
def blocs(
    name: str | None, changes: tuple[str, ...], without: tuple[str, ...], **options: Any
) -> None:
    """Find the stable splits into two blocs (landscape theory), and how balanced the ties are over time.

    \b
    sim blocs article --month 2014-12
    sim blocs --propensity europe1939.csv --size sizes.csv
    """
    from . import publish

    publish.blocs(name, changes, without, **options)
