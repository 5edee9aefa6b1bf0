"""The command ``sim hindcast``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import FILE, SCENARIO, asks, changes, ended_well, load_scenario

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option(
    "--record",
    multiple=True,
    required=True,
    type=FILE,
    help="A file of event data (ICEWS, GDELT or a dyad table); may be repeated.",
)
@click.option(
    "--train-until",
    metavar="YYYY-MM",
    help="The last month whose events were used in making the scenario.",
)
@changes
@asks(10_000, 10**5)
@ended_well
def hindcast(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    record: tuple[Path, ...],
    session: Session,
    **options: Any,
) -> None:
    """Score a scenario against recorded events, beside simple forecasts.

    \b
    sim hindcast article --record icews.csv --train-until 2014-06
    """
    from sim.shell.records import read

    from .answer import answered, asked

    scenario = load_scenario(name, changes, without)
    what = asked(scenario, record, **options)
    known = read(record, scenario)
    session.answer(what, 2 * what.histories, lambda how: answered(what, known, how))
