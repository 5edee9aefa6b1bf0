"""The command ``sim compare``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SCENARIO...")
@changes
@how(1000, folders=True, resumes=True)
@ended_well
def compare(
    names: tuple[str, ...], changes: tuple[str, ...], without: tuple[str, ...], **options: Any
) -> None:
    """Compare scenarios, files or result folders, history by history on the same luck.

    \b
    sim compare article calm-peninsula            two scenarios
    sim compare article --without crimea          one scenario with itself, changed
    sim compare results/a results/b results/c     folders of earlier runs
    """
    from . import publish

    publish.compare(names, changes, without, **options)
