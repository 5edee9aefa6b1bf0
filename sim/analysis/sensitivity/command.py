"""The command ``sim sensitivity``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.shell.options import SCENARIO, asks, changes, ended_well, load_scenario, whole

if TYPE_CHECKING:
    from sim.shell.session import Session


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.option(
    "--of",
    default="tilt_last",
    show_default=True,
    metavar="OUTCOME",
    help="The question or outcome that is explained, as in hedging.DPRK@2014-11.",
)
@click.option(
    "--over",
    multiple=True,
    metavar="PATH",
    help="Vary only this parameter; may be repeated. By default all that have a range vary.",
)
@click.option(
    "--trajectories",
    type=whole(2, 10**4),
    default=16,
    show_default=True,
    help="Trajectories of the Morris screening.",
)
@click.option(
    "--base",
    type=whole(8, 2**16),
    default=256,
    show_default=True,
    help="Base sample size of the Sobol indices, a power of 2.",
)
@click.option(
    "--most",
    type=whole(1, 200),
    default=20,
    show_default=True,
    help="For how many parameters Sobol indices are computed.",
)
@changes
@asks(32, 10**5, resumes=True)
@ended_well
def sensitivity(
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    of: str,
    session: Session,
    **options: Any,
) -> None:
    """Find out which parameters matter: Morris screening, Sobol indices and a tornado diagram.

    \b
    sim sensitivity article
    sim sensitivity article --of moscow-first --base 1024
    """
    from .answer import answered, asked, histories_of
    from .sensitivity import Plan

    histories, seed = options.pop("histories"), options.pop("seed")
    plan = Plan(**options)
    what = asked(load_scenario(name, changes, without), of, plan, histories, seed)
    session.answer(what, histories_of(what, plan), lambda how: answered(what, plan, how))
