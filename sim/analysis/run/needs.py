"""What a run needs: time, memory and disk, before it is begun."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import click

from sim.ensemble.chunks import piece_size
from sim.ensemble.gathering import IN_MEMORY
from sim.ensemble.tallying import block_size
from sim.model.history import bytes_per_history
from sim.report.answer import Asked
from sim.report.progress import USAGE, Stopped
from sim.scenario import Scenario
from sim.shell.lasting import in_words, rate
from sim.system.memory import free_memory
from sim.system.text import many

# measured on the article: a history among the outcomes, and its row of runs.csv
_OUTCOME_BYTES, _ROW_BYTES = 400, 1020
_PART_BYTES = 1_600_000  # of a part of a tally, kept until the run is finished
_COLUMN_BYTES = 8 * 5  # of a history where outcomes are on disk: its number, and a column in use


def memory(scenario: Scenario, histories: int, whole: int) -> int:
    """Return the bytes of memory that a run takes at its peak, beyond the program itself.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    histories, whole : int
        How many, and how many of them are kept whole.
    """
    each = bytes_per_history(scenario.months, len(scenario.states))
    at_once = min(histories, piece_size(scenario) * (os.cpu_count() or 1))
    on_disk = histories > IN_MEMORY
    table = (_COLUMN_BYTES if on_disk else 3 * _OUTCOME_BYTES) * histories
    return each * (whole + at_once) + table


def check_memory(need: int, histories: int) -> None:
    """Refuse what does not fit into memory.

    Parameters
    ----------
    need : int
        Bytes.
    histories : int
        That take so much.
    """
    free = free_memory()
    if need > 0.9 * free:
        size = f"{many(histories, 'history')} take {need / 1e9:z,.1f} GB"
        raise Stopped(f"-n: {size} of memory, and {free / 1e9:z,.1f} GB are free here", USAGE)


def estimates(asked: Asked, listed: int, need: int, folder: Path) -> dict[str, Any]:
    """Return what a run would take, from a few chunks that are run for the purpose.

    Parameters
    ----------
    asked : Asked
        The run.
    listed : int
        How many histories have a row of their own.
    need : int
        Bytes of memory.
    folder : Path
        Where its results would go.
    """
    histories, a_second = asked.histories, rate(asked.scenarios[0], asked.seed)
    place = folder.parent if folder.parent.exists() else Path()
    more = 0 if listed == histories else _PART_BYTES * -(-histories // block_size(histories))
    copies = 2 if listed > IN_MEMORY else 1  # of outcomes: what --resume needs, and the table
    return {
        "histories": histories,
        "histories_per_second": round(a_second),
        "seconds": round(histories / a_second, 1),
        "memory_bytes": need,
        "disk_bytes": (copies * _OUTCOME_BYTES + _ROW_BYTES) * listed + more + 3_000_000,
        "disk_free_bytes": shutil.disk_usage(place).free,
        "folder": str(folder),
    }


def show(estimates: dict[str, Any], as_json: bool) -> None:
    """Print what a run would take, as JSON or in words."""
    if as_json:
        return click.echo(json.dumps(estimates, indent=2))
    gigabytes = {name: estimates[f"{name}_bytes"] / 1e9 for name in ("memory", "disk", "disk_free")}
    click.echo(
        f"{many(estimates['histories'], 'history')} at about "
        f"{estimates['histories_per_second']:z,.0f} a second: {in_words(estimates['seconds'])}, "
        f"{gigabytes['memory']:z.2f} GB of memory, {gigabytes['disk']:z.2f} GB of disk "
        f"({gigabytes['disk_free']:z.0f} GB free), into {estimates['folder']}"
    )
