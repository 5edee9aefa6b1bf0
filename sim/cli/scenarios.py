"""Scenario files from the command line: list, check, show, new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.report.progress import REFUSED
from sim.shell.options import changes, ended_well, load_scenario

if TYPE_CHECKING:
    from sim.scenario import Scenario


@click.command("list")
@ended_well
def list_scenarios() -> None:
    """List the scenarios that come with the program and those in ./scenarios."""
    from sim.scenario import Refused, load, shipped

    results = {
        **shipped(),
        **{path.stem: path for path in sorted(Path("scenarios").glob("*.toml"))},
    }
    width = max(map(len, results), default=0)
    for name, path in sorted(results.items()):
        try:
            title = load(path).title
        except Refused as refused:
            title = f"(refused: {len(refused.problems)} problems; sim check {name})"
        click.echo(f"{name:{width}}  {title}")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@ended_well
def check(files: tuple[str, ...]) -> None:
    """Check scenario files and print everything that is wrong with them."""
    from sim.scenario import Refused, load

    failed = False
    for name in files:
        try:
            scenario = load(name)
            numbers = len(scenario.numbers)
            click.echo(
                f"{name}: ok ({len(scenario.states)} states, {numbers} numbers, "
                f"{len(scenario.shocks)} shocks)"
            )
        except Refused as refused:
            failed = True
            for problem in refused.problems:
                click.echo(str(problem), err=True)
    if failed:
        raise click.exceptions.Exit(REFUSED)


@click.command()
@click.argument("name", metavar="SCENARIO")
@changes
@click.option("--toml", is_flag=True, help="Print a complete scenario file instead of a table.")
@ended_well
def show(name: str, changes: tuple[str, ...], without: tuple[str, ...], toml: bool) -> None:
    """Show every number of a scenario with its range, origin and source."""
    from sim.scenario import origins_in_words, resolved_toml, rows

    scenario = load_scenario(name, changes, without)
    if toml:
        click.echo(resolved_toml(scenario), nl=False)
        return
    result = rows(scenario)
    click.echo(
        f"{scenario.title}\n{scenario.start} for {scenario.months} months; hash {scenario.hash}"
    )
    click.echo(origins_in_words(scenario))
    click.echo("".join(f"changed: {change}\n" for change in scenario.changed))
    width = max(len(row.path) for row in result)
    for row in result:
        value = "spun up" if row.value is None else f"{row.value:g}"
        span = "" if row.range is None else f"{row.range[0]:g}..{row.range[1]:g}"
        given = f"{row.origin:18}  {row.source:12}  {row.note}"
        click.echo(f"{row.path:{width}}  {value:>8}  {span:>12}  {given}".rstrip())
    _show_questions(scenario)


def _show_questions(scenario: Scenario) -> None:
    """Print the questions of a scenario, and what happened."""
    if scenario.questions:
        click.echo("\nQuestions, and what happened")
    for question in scenario.questions:
        fact = question.fact
        known = "not known" if fact is None else "yes" if fact.happened else "no"
        told = "" if fact is None else " ".join(filter(None, (f"[{fact.source}]", fact.note)))
        click.echo(f"  {question.id}: {question.text}\n    happened: {known}  {told}".rstrip())


@click.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; by default scenarios/NAME.toml.",
)
@ended_well
def new(name: str, output: Path | None) -> None:
    """Write a commented scenario to start from, which runs as it is."""
    from sim.scenario import template
    from sim.system.files import write_whole

    if not name.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError(
            f"'{name}' cannot be a scenario's name: use letters, digits, - and _"
        )
    path = output or Path("scenarios") / f"{name}.toml"
    write_whole(path, template(name), new=True)
    click.echo(f"{path}: now change it, then `sim check {path}` and `sim run {path}`")
