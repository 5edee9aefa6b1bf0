"""Records: files of recorded events that a command was given, and what is said of their faults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sim.data.events import Record, read_records
from sim.scenario import Scenario

_NAMED = 5  # damaged rows named; all are counted


def read(files: Sequence[Path], scenario: Scenario) -> tuple[Record, ...]:
    """Read records of events, and name their first damaged rows on stderr.

    Parameters
    ----------
    files : sequence of Path
        Event data in any form that is known.
    scenario : Scenario
        Between whose states events count.

    Raises
    ------
    InvalidInput
        For a file that cannot be used.
    """
    records = read_records(files, scenario.states)
    for one in records:
        for line in one.faults[:_NAMED]:
            click.echo(line, err=True)
        if len(one.faults) > _NAMED:
            click.echo(f"{one.name}: {one.damaged - _NAMED:,} more damaged rows", err=True)
    return records
