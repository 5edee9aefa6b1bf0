"""The command ``sim exam``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import FILE, asks, ended_well, load_scenario, whole

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.option(
    "--seeds",
    type=whole(1, 100),
    default=5,
    show_default=True,
    help="On how many random seeds each fact is tested.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="KIND_OR_ID",
    help="Only facts of this kind, or only this fact; may be repeated.",
)
@click.option(
    "--scenario",
    "name",
    metavar="SCENARIO",
    help="Test only this scenario; one of your own stands in for those with the same states and "
    "months.",
)
@click.option(
    "--facts",
    type=FILE,
    help="A file of your own facts instead of those that come with the program.",
)
@click.option(
    "--theories", is_flag=True, help="Also grade rival theories on the same random numbers."
)
@click.option(
    "--record", type=FILE, help="With --theories: a file of event data to score them against."
)
@asks(1000, 10**4)
@ended_well
def exam(
    seeds: int,
    only: tuple[str, ...],
    name: str | None,
    facts: Path | None,
    session: Session,
    **options: Any,
) -> None:
    """Test the model against stylised facts: which pass, which fail, and by how much.

    \b
    sim exam
    sim exam --only absent --only kim-meets-nobody
    sim exam --theories
    """
    from .answer import answered
    from .facts import SHIPPED, read_facts
    from .sitting import asked, histories_in_all, seeds_from, sitting_of

    scenario = load_scenario(name) if name else None
    read = read_facts(facts or SHIPPED, only, scenario)
    sitting = sitting_of(only, options["theories"], options["record"])
    histories, numbers = options["histories"], seeds_from(options["seed"], seeds)
    what = asked(read, sitting, histories, numbers)
    session.answer(
        what,
        histories_in_all(read, sitting, histories, seeds),
        lambda how: answered(what, read, sitting, numbers, how),
    )
