"""The command ``sim run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import (
    SCENARIO_OR_FOLDER,
    asks,
    changes,
    ended_well,
    is_results,
    load_scenario,
)

if TYPE_CHECKING:
    from sim.shell.session import Session

_USUAL = 1000  # histories


@click.command()
@click.argument("name", metavar="SCENARIO|FOLDER", type=SCENARIO_OR_FOLDER)
@changes
@asks(_USUAL, 10**10, folders=True, resumes=True)
@click.option(
    "--engine",
    type=click.Choice(["compiled", "mesa"]),
    default="compiled",
    show_default=True,
    help="Machine code, or Mesa agents one at a time; both give the same results.",
)
@click.option(
    "--behaviour",
    multiple=True,
    metavar="STATE=FILE.py:CLASS",
    help="Let a state decide by your own subclass of sim.State (with Mesa).",
)
@click.option("--moves", is_flag=True, help="Also write every move and the six terms behind it.")
@click.option(
    "--rows",
    is_flag=True,
    help="Keep a row of every history in runs.csv, even with more than a million.",
)
@click.option("--csv", is_flag=True, help="Write the monthly table as CSV, never as Parquet.")
@click.option(
    "--dry-run", is_flag=True, help="Say how much time, memory and disk a run would take, and stop."
)
@ended_well
def run(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    session: Session,
    **options: Any,
) -> None:
    """Run a scenario many times and write tables, figures and a report.

    \b
    sim run article                               a thousand histories
    sim run article --without crimea --set states.DPRK.autonomy=0.9
    sim run results/article-1000-s1 -n 5000       what a folder holds, with more histories
    """
    from .asking import Options, ask

    seed, histories = options.pop("seed"), options.pop("histories")
    wanted = Options(**options)
    if is_results(name):
        from .again import again_from, as_given, line_again

        again = again_from(name, histories, seed, changes, without, wanted.rows)
        given = frozenset(filter(_typed, options))
        anew = given or changes or without
        line = None if anew else line_again(again.kept, again.asked, session.context.command)
        return ask(session.as_before(line), again.asked, as_given(wanted, again.options, given))
    from .answer import asked

    scenario = load_scenario(name, changes, without)
    of, count = 1 if seed is None else seed, histories or _USUAL
    what = asked(scenario, of, count, wanted.behaviour, wanted.lists(count))
    ask(session, what, wanted)


def _typed(option: str) -> bool:
    """Say whether an option was given by the user, and not set by default."""
    source = click.get_current_context().get_parameter_source(option)
    return source not in (click.core.ParameterSource.DEFAULT, None)
