"""The command ``sim compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.report.progress import USAGE, Stopped
from sim.shell.options import SCENARIO_OR_FOLDER, asks, changes, ended_well

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SCENARIO...", type=SCENARIO_OR_FOLDER)
@click.option(
    "--of",
    multiple=True,
    metavar="OUTCOME",
    help="Also compare this outcome, as in hedging.DPRK@2014-11; the headline is about the first.",
)
@click.option(
    "--behaviour",
    multiple=True,
    metavar="[SIDE:]STATE=FILE.py:CLASS",
    help="Let a state behave by your own subclass of sim.State, under Mesa: on side B, or A.",
)
@click.option(
    "--channels",
    is_flag=True,
    help="Also say what carries each difference: terms, decisions, ties held one at a time.",
)
@changes
@asks(1000, folders=True, resumes=True)
@ended_well
def compare(
    names: tuple[str, ...],
    changes: tuple[str, ...],
    without: tuple[str, ...],
    of: tuple[str, ...],
    channels: bool,
    session: Session,
    **how_many: Any,
) -> None:
    """Compare scenarios, history by history on the same random numbers.

    A SCENARIO is a name, a file, or a results folder.

    \b
    sim compare article what-if-no-crimea         two scenarios
    sim compare article --without crimea          one scenario with itself, changed
    sim compare results/a results/b results/c     folders of earlier runs
    sim compare article --behaviour DPRK=mine.py:Recluse            the rules, and your own
    sim compare article --behaviour A:DPRK=mine.py:One --behaviour B:DPRK=mine.py:Two
    """
    from dataclasses import replace

    from sim.shell.opening import opened

    from .answer import answered, asked
    from .sides import with_behaviour

    behaviour = how_many.pop("behaviour")
    if behaviour and (session.cluster is not None or session.resume):
        raise Stopped("--behaviour cannot be combined with --cluster or --resume", USAGE)
    session = replace(session, resume=None) if behaviour else session
    wanted = opened(names, changes, without, **how_many)
    sides = with_behaviour(wanted.scenarios, behaviour, twin=len(names) == 1)
    what = asked(sides, of, wanted.histories, wanted.seed, channels)
    total = len(sides) * wanted.histories
    session.answer(what, total, lambda how: answered(what, how, sides))
