"""The command ``sim exam``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import FILE, asks, ended_well, load_scenario, whole

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.option("--seeds", type=whole(1, 100), default=5, show_default=True, help="How many seeds.")
@click.option("--only", multiple=True, metavar="KIND_OR_ID", help="A kind of facts, or one fact.")
@click.option(
    "--scenario",
    "name",
    metavar="SCENARIO",
    help="Ask only this one; your own replaces all those whose states and months it has.",
)
@click.option("--facts", type=FILE, help="Your own facts, instead of those of the program.")
@click.option("--theories", is_flag=True, help="Also grade rival theories on the same draws.")
@click.option("--record", type=FILE, help="With --theories: also score them against event data.")
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
    """Hold the model against stylised facts: which pass, which fail, and by how much.

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
