"""Options that commands share, and the ending: a refusal is one line and an exit code."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.errors import InvalidInput, SimError
from sim.system.named import file_named

from .endings import refused

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.scenario import Scenario

_SHOWN = 10**10  # bounds up to which help shows them


class NotThere(click.UsageError):
    """A file that is to be read is not there, or cannot be looked at."""


class _File(click.Path):
    """A file that is read: whether it is there is seen at once."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return its path."""
        try:
            os.stat(value)
        except (OSError, ValueError) as error:
            raise NotThere(f"{value}: {getattr(error, 'strerror', None) or error}", ctx) from None
        return super().convert(value, param, ctx)


class _NewFile(click.Path):
    """A file that is written: what names none is refused at once."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return its path."""
        try:
            file_named(value)
        except InvalidInput as error:
            raise click.UsageError(str(error), ctx) from None
        return super().convert(value, param, ctx)


class _Scenario(click.ParamType):
    """A scenario, by its name or file, which a shell can complete."""

    name = "scenario"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin so, and let the shell add files."""
        from click.shell_completion import CompletionItem

        from sim.scenario import at_hand

        found = [CompletionItem(name) for name in sorted(at_hand()) if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


class _ScenarioOrFolder(_Scenario):
    """A scenario, or a folder of results, of which the beginning of its name is enough."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the scenario or the path of the folder."""
        from .loading import check_no_archive, folder_and_no_scenario

        try:
            check_no_archive(value)
            if os.path.lexists(value):
                return value
            folder = folder_and_no_scenario(value)
        except InvalidInput as error:
            raise click.UsageError(str(error), ctx) from None
        if folder is None:
            return value
        click.echo(f"{value}: {folder}", err=True)
        return str(folder)


class _Results(click.ParamType):
    """A folder of results, by its path or by the beginning of its name."""

    name = "folder"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the folders in ``results`` that begin so, and let the shell add others."""
        from click.shell_completion import CompletionItem

        from .loading import results_begun

        found = [CompletionItem(folder.name) for folder in results_begun(incomplete)]
        return found or [CompletionItem(incomplete, type="dir")]


SCENARIO = _Scenario()
RESULTS = _Results()
SCENARIO_OR_FOLDER = _ScenarioOrFolder()
FILE = _File(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = _NewFile(path_type=Path)


def load_scenario(
    name: str, changes: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Scenario:
    """Load a scenario with overrides."""
    from .loading import load_scenario as loaded

    return loaded(name, changes, without)


def is_results(name: str) -> bool:
    """Say whether a word means a folder of results."""
    from .opening import is_results as there

    return there(name)


def debugging(command: Callable) -> Callable:
    """Add --debug, which is looked for before options are read, as reading them may fail."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        help="Show Python's traceback when something goes wrong.",
    )(command)


def ended_well(command: Callable) -> Callable:
    """Turn what a command refuses into what is printed and the exit code; add --debug."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        """Run the command, and end as it should."""
        try:
            return command(*arguments, **options)
        except SimError as refusal:
            raise refused(refusal) from refusal

    return debugging(wrapped)


def changes(command: Callable) -> Callable:
    """Add the options that change a scenario."""
    number = "Change a parameter, as in states.DPRK.autonomy=0.9; may be repeated."
    command = click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help=number)(
        command
    )
    what = "Leave out a shock by its id, or several at once as in 'crimea*'; may be repeated."
    return click.option("--without", multiple=True, metavar="SHOCK", help=what)(command)


def as_json(command: Callable) -> Callable:
    """Add --json to a command that prints facts of scenarios."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(
        command
    )


def printed(what: object) -> None:
    """Print facts as JSON."""
    import json

    click.echo(json.dumps(what, indent=2, ensure_ascii=False))


class whole(click.IntRange):
    """A whole number within bounds, both of which are allowed.

    Parameters
    ----------
    low, high : int
        The bounds, which a refusal names.
    """

    name = "number"  # as help calls it

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high)
        self.words = f"{low} to {high:,}"

    def _describe_range(self) -> str:
        """Return the bounds as help shows them."""
        return self.words if (self.max or 0) <= _SHOWN else ""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a number, or refuse it with the bounds."""
        number = click.INT.convert(value, param, ctx)
        try:
            return super().convert(number, param, ctx)
        except click.BadParameter:
            self.fail(f"{number} is out of bounds: {self.words}", param, ctx)


def asks(
    histories: int | None, most: int = 10**6, folders: bool = False, resumes: bool = False
) -> Callable:
    """Add the options of every question; the command gets ``histories``, ``seed``, ``session``.

    Parameters
    ----------
    histories, most : int
        How many by default, and at most; None where the command has its own way of saying how
        many, and on which seeds.
    folders : bool
        Whether folders of results may be named, whose histories and seed are then the default:
        both are None unless they are given.
    resumes : bool
        Whether the command can continue from what an interruption has left.
    """
    add = _options(histories, most, folders, resumes)

    def packed(command: Callable) -> Callable:
        """Give a command its session in place of these options."""

        @functools.wraps(command)
        def wrapped(*arguments: Any, **options: Any) -> Any:
            """Run the command in its session."""
            from .session import Session

            session = Session.of(click.get_current_context(), options)
            return command(*arguments, session=session, **options)

        return add(wrapped)

    return packed


def _how_many(histories: int, most: int, folders: bool) -> tuple[Callable, ...]:
    """Return the options that say how many histories are run, and with which seed."""
    usual, seed = (None, None) if folders else (histories, 1)
    count = "How many runs (histories) to simulate."
    start = "Random seed: the same seed gives the same results."
    if folders:
        count += f"  [default: those of a results folder, else {histories}]"
        start += "  [default: that of a results folder, else 1]"
    shown, bounds = not folders, (whole(1, most), whole(0, 2**63 - 1))
    return (
        click.option(
            "-n", "--histories", type=bounds[0], default=usual, show_default=shown, help=count
        ),
        click.option("--seed", type=bounds[1], default=seed, show_default=shown, help=start),
    )


def _options(
    histories: int | None, most: int = 10**6, folders: bool = False, resumes: bool = False
) -> Callable:
    """Return what adds the options themselves; parameters as in ``asks``."""
    options: tuple[Callable, ...] = (
        *(() if histories is None else _how_many(histories, most, folders)),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help="Folder for the results; by default a new one under results/.",
        ),
        click.option("--overwrite", is_flag=True, help="Replace results that are in the way."),
        click.option(
            "--json", "as_json", is_flag=True, help="Print the result as JSON, for programs."
        ),
        click.option("-q", "--quiet", is_flag=True, help="Show no progress."),
        click.option(
            "--cluster", metavar="ADDRESS", help="Compute on a Dask cluster, as in tcp://host:8786."
        ),
    )
    if resumes:
        options += (
            click.option("--resume", is_flag=True, help="Continue a run that was interrupted."),
        )

    def add(command: Callable) -> Callable:
        """Add the options to a command."""
        for option in reversed(options):
            command = option(command)
        return command

    return add
