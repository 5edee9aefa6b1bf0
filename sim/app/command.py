"""The command ``sim app``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.errors import InvalidInput
from sim.shell.options import NEW_FILE, SCENARIO, ended_well, whole

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
    help="Folder, which must exist, to which scenarios saved on the page are written, too; by "
    "default the browser only downloads them.",
)
@click.option(
    "--class",
    "as_class",
    is_flag=True,
    help="Play with a class: opens a game to this network, and prints its address and a code.",
)
@click.option(
    "--game",
    type=NEW_FILE,
    metavar="FILE",
    help="With --class: keep the game in this file, and continue it if the file exists; by "
    "default a new one in results/games, or in the folder of --save-to.",
)
@click.option(
    "--from",
    "first",
    metavar="MONTH",
    help="With --class: the first month that the class plays, as 2014-02; by default the twelve "
    "months with most events are played. The rules play the months before and after.",
)
@click.option("--until", "last", metavar="MONTH", help="With --class: the last such month.")
@click.option(
    "--history",
    type=whole(0, 10**10),
    help="With --class: number of the history whose random numbers the game uses; by default 0, "
    "and in a game that is continued its own.",
)
@ended_well
def app(name: str, as_class: bool, **options: Any) -> None:
    """Explore a scenario in the browser: change a parameter, leave out an event, ask why.

    The page is for this computer alone; with --class, the phones of a class reach a game of it.
    Ctrl-C ends it.

    \b
    sim app
    sim app cold-war --no-browser --port 8020
    sim app article --class
    sim app article --class --from 2013-11 --until 2014-06
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise InvalidInput(_MISSING) from None
    from .classroom.lesson import FOLDER, Lesson
    from .serving import Wanted, serve

    port, browser, save_to = options["port"], not options["no_browser"], options["save_to"]
    told = {key: options[key] for key in ("game", "first", "last", "history")}
    given = {key: value for key, value in told.items() if value is not None}
    if given and not as_class:
        name_of = {"first": "from", "last": "until"}
        wrong = ", ".join(f"--{name_of.get(key, key)}" for key in given)
        raise InvalidInput(f"{wrong}: this is for a class; give --class too")
    lesson = Lesson(folder=save_to or FOLDER, **given) if as_class else None
    serve(Wanted(name, port, browser, save_to, lesson))
