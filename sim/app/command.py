"""The command ``sim app``."""

from __future__ import annotations

from pathlib import Path

import click

from sim.errors import InvalidInput
from sim.shell.options import SCENARIO, ended_well, whole

_MISSING = "sim app needs two more packages: pip install 'diplomatic-hedging[app]'"


@click.command()
@click.argument("name", metavar="[SCENARIO]", type=SCENARIO, default="article")
@click.option(
    "--port",
    type=whole(1, 65535),
    help="Port of the page's address; by default 8013, or a free one where that is taken.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--save-to",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Save scenarios in this folder; by default the browser downloads them.",
)
@click.option(
    "--class",
    "as_class",
    is_flag=True,
    help="Play with a class: opens the page to this network, and prints its address and a code.",
)
@ended_well
def app(
    name: str, port: int | None, no_browser: bool, save_to: Path | None, as_class: bool
) -> None:
    """Explore a scenario in the browser: change a parameter, leave out an event, ask why.

    The page is for this computer alone, unless --class is given. Ctrl-C ends it.

    \b
    sim app
    sim app cold-war --no-browser --port 8020
    sim app article --class
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise InvalidInput(_MISSING) from None
    from .serving import Wanted, serve

    serve(Wanted(name, port, not no_browser, save_to, as_class))
