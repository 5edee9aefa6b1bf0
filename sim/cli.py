"""The command line: read a scenario, run it, say what happened and where the results are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__

if TYPE_CHECKING:
    from .scenario import Scenario

REFUSED, FAILED, EXISTS, INTERRUPTED = 3, 4, 5, 130


class Commands(click.Group):
    """A group that names the nearest command for one it does not know."""

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """Find a command, or fail with the nearest."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from .scenario.problems import nearest

            ctx.fail(f"there is no command '{name}'{nearest(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sim")
def cli() -> None:
    """A laboratory for diplomatic hedging: run scenarios, compare outcomes, adjust the states.

    \b
    Begin with:  sim run article
    Exit codes:  0 done, 2 wrong usage, 3 scenario refused, 4 run failed, 5 output exists, 130 interrupted.
    """


def main() -> None:
    """Run the command line and exit with its code; no error ends in a traceback."""
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        code = _say("interrupted", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        # Somebody stopped reading, as `head` does: no fault, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _say(f"{error.filename or 'output'}: {error.strerror or error}", FAILED)
    except MemoryError:
        code = _say("not enough memory: ask for fewer histories with -n", FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _say(text: str, code: int) -> int:
    """Write an error and return its exit code."""
    click.echo(f"sim: {text}", err=True)
    return code


def _load(name: str, changes: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Scenario:
    """Load a scenario with overrides; print all that is wrong and exit when it is refused."""
    from .scenario import Refused, load

    numbers = {}
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals:
            raise click.UsageError(f"--set {change}: write it as path=value, as in states.DPRK.autonomy=0.9")
        numbers[path.strip()] = value.strip()
    try:
        return load(name, set=numbers, without=without)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        raise click.exceptions.Exit(REFUSED) from None


@cli.command("list")
def list_scenarios() -> None:
    """List the scenarios that come with the program and those in ./scenarios."""
    from .scenario import Refused, load, shipped

    found = {**shipped(), **{path.stem: path for path in sorted(Path("scenarios").glob("*.toml"))}}
    width = max(map(len, found), default=0)
    for name, path in sorted(found.items()):
        try:
            title = load(path).title
        except Refused as refused:
            title = f"(refused: {len(refused.problems)} problems; sim check {name})"
        click.echo(f"{name:{width}}  {title}")


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Check scenario files and print everything that is wrong with them."""
    from .scenario import Refused, load

    failed = False
    for name in files:
        try:
            scenario = load(name)
            numbers = len(scenario.numbers)
            click.echo(f"{name}: ok ({len(scenario.states)} states, {numbers} numbers, {len(scenario.shocks)} shocks)")
        except Refused as refused:
            failed = True
            for problem in refused.problems:
                click.echo(str(problem), err=True)
    if failed:
        raise click.exceptions.Exit(REFUSED)


def _changes(command: Callable) -> Callable:
    """Add the options that change a scenario."""
    command = click.option("--set", "changes", multiple=True, metavar="PATH=VALUE", help="Change a number.")(command)
    return click.option("--without", multiple=True, metavar="SHOCK", help="Leave a shock out, by id or prefix.")(
        command
    )


@cli.command()
@click.argument("name", metavar="SCENARIO")
@_changes
@click.option("--toml", is_flag=True, help="Print a complete scenario file instead of a table.")
def show(name: str, changes: tuple[str, ...], without: tuple[str, ...], toml: bool) -> None:
    """Show every number of a scenario with its range, origin and source."""
    from .scenario import resolved_toml, rows

    scenario = _load(name, changes, without)
    if toml:
        click.echo(resolved_toml(scenario), nl=False)
        return
    found = rows(scenario)
    click.echo(f"{scenario.title}\n{scenario.start} for {scenario.months} months; hash {scenario.hash}\n")
    width = max(len(row.path) for row in found)
    for row in found:
        value = "spun up" if row.value is None else f"{row.value:g}"
        span = "" if row.range is None else f"{row.range[0]:g}..{row.range[1]:g}"
        click.echo(f"{row.path:{width}}  {value:>8}  {span:>12}  {row.origin:18}  {row.source:12}  {row.note}".rstrip())


@cli.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; by default scenarios/NAME.toml.")
def new(name: str, output: Path | None) -> None:
    """Write a commented scenario to start from, which runs as it is."""
    from .scenario import template

    if not name.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError(f"'{name}' cannot be a scenario's name: use letters, digits, - and _")
    path = output or Path("scenarios") / f"{name}.toml"
    if path.exists():
        click.echo(f"sim: {path} exists already: choose another name", err=True)
        raise click.exceptions.Exit(EXISTS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template(name), encoding="utf-8")
    click.echo(f"{path}: now change it, then `sim check {path}` and `sim run {path}`")


def _whole(low: int, high: int) -> Callable:
    """Return a reader of whole numbers within bounds, so that nonsense is one clear line."""

    def read(ctx: click.Context, option: click.Parameter, value: int) -> int:
        if not low <= value <= high:
            raise click.BadParameter(f"{value} is out of bounds: {low} to {high:,}", ctx=ctx, param=option)
        return value

    return read


@cli.command()
@click.argument("name", metavar="SCENARIO")
@click.option("-n", "--histories", type=int, default=1000, show_default=True, callback=_whole(1, 10**10))
@click.option("--seed", type=int, default=1, show_default=True, callback=_whole(0, 2**63 - 1))
@_changes
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder; by default results/SCENARIO-HASH.")
@click.option("--engine", type=click.Choice(["compiled", "mesa"]), default="compiled", show_default=True)
@click.option("--cluster", metavar="ADDRESS", help="Compute on a Dask cluster, as tcp://host:8786.")
@click.option("--moves", is_flag=True, help="Also write every move with its six terms.")
@click.option("--resume", is_flag=True, help="Go on with an unfinished run.")
@click.option("--overwrite", is_flag=True, help="Replace the results of another run.")
@click.option("--dry-run", is_flag=True, help="Say what a run would take, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def run(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Run histories of a scenario and write tables, figures and a report."""
    scenario = _load(name, changes, without)
    from . import runner

    try:
        runner.run(runner.Wanted(scenario, **options))
    except runner.Stopped as stopped:
        raise click.exceptions.Exit(_say(str(stopped), stopped.code)) from None


@cli.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--over", multiple=True, required=True, metavar="PATH=LOW:HIGH:COUNT", help="A number to vary.")
@click.option("-n", "--histories", type=int, default=200, show_default=True, callback=_whole(1, 10**6))
@click.option("--seed", type=int, default=1, show_default=True, callback=_whole(0, 2**63 - 1))
@_changes
@click.option("--independent", is_flag=True, help="Other luck at each point; by default all points share it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder; by default results/SCENARIO-HASH-sweep.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def sweep(name: str, over: tuple[str, ...], changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Run a scenario for every combination of some numbers."""
    scenario = _load(name, changes, without)
    from . import runner, sweeper
    from .scenario import Refused

    try:
        runner.run_sweep(scenario, sweeper.parse_over(over), **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except Refused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        raise click.exceptions.Exit(REFUSED) from None
    except runner.Stopped as stopped:
        raise click.exceptions.Exit(_say(str(stopped), stopped.code)) from None


if __name__ == "__main__":
    main()
