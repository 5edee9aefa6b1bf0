"""Scenario files from the command line: list, check, show, new."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.report.progress import REFUSED
from sim.shell.options import (
    NEW_FILE,
    SCENARIO,
    as_json,
    changes,
    ended_well,
    load_scenario,
    printed,
)
from sim.system.text import many

if TYPE_CHECKING:
    from sim.scenario import Row, Scenario


@click.command("list")
@as_json
@ended_well
def list_scenarios(as_json: bool) -> None:
    """List the scenarios that come with the program and those in ./scenarios."""
    from sim.scenario import Refused, at_hand, load

    paths = at_hand()
    width = max(map(len, paths), default=0)
    found = []
    for name, path in sorted(paths.items()):
        try:
            title, problems = load(path).title, 0
        except Refused as refused:
            problems = len(refused.problems)
            title = f"(refused: {many(problems, 'problem')}; sim check {name})"
        found.append({"name": name, "title": title, "file": str(path), "problems": problems})
    if as_json:
        return printed(found)
    for row in found:
        click.echo(f"{row['name']:{width}}  {row['title']}")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@as_json
@ended_well
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files and print everything that is wrong with them."""
    from dataclasses import asdict

    from sim.scenario import Refused, load

    found = []
    for name in files:
        try:
            scenario = load(name)
            counts = len(scenario.states), len(scenario.numbers), len(scenario.shocks)
            row = dict(zip(("states", "numbers", "shocks"), counts, strict=True))
            found.append({"file": name, "ok": True, **row, "problems": []})
            if not as_json:
                told = ", ".join(many(count, word[:-1]) for word, count in row.items())
                click.echo(f"{name}: ok ({told})")
        except Refused as refused:
            problems = [asdict(problem) for problem in refused.problems]
            found.append({"file": name, "ok": False, "problems": problems})
            for problem in refused.problems if not as_json else ():
                click.echo(str(problem), err=True)
    if as_json:
        printed(found)
    if not all(row["ok"] for row in found):
        raise click.exceptions.Exit(REFUSED)


@click.command()
@click.argument("name", metavar="SCENARIO", type=SCENARIO)
@click.argument("words", nargs=-1, metavar="[WHAT]...")
@click.option(
    "--where",
    metavar="ORIGIN",
    help="Only parameters that come from here: judgement, data (any source), default, the id of a "
    "source, a file, or --set.",
)
@changes
@click.option("--toml", is_flag=True, help="Print a complete scenario file instead of a table.")
@as_json
@ended_well
def show(name: str, words: tuple[str, ...], **options: Any) -> None:
    """Show the parameters of a scenario with their ranges, origins and sources.

    WHAT narrows them down: a state, two states (the ties between them), a parameter, a table, a
    shock, or a path with stars.

    \b
    sim show article
    sim show article DPRK
    sim show article Russia "North Korea" reach
    sim show article obstacle --where judgement
    sim show article "ties.*.DPRK.affinity"
    """
    from sim.scenario import origins_in_words, resolved_toml, rows
    from sim.scenario.selecting import selected

    scenario = load_scenario(name, options["changes"], options["without"])
    if options["toml"]:
        click.echo(resolved_toml(scenario), nl=False)
        return
    result = selected(scenario, rows(scenario), words, options["where"])
    changed = [str(change) for change in scenario.changed]
    if options["as_json"]:
        numbers = [row._asdict() for row in result]
        head = {"name": scenario.name, "title": scenario.title, "start": str(scenario.start)}
        return printed(
            {**head, "months": scenario.months, "hash": scenario.hash, "changed": changed}
            | {"numbers": numbers}
        )
    click.echo(
        f"{scenario.title}\n{scenario.start} for {many(scenario.months, 'month')}; "
        f"hash {scenario.hash}"
    )
    if not words and not options["where"]:
        click.echo(origins_in_words(scenario))
    click.echo("".join(f"changed: {change}\n" for change in changed))
    click.echo("\n".join(_table(result)) if result else "No number of the scenario is like that.")
    if not words and not options["where"]:
        _show_questions(scenario)


def _table(rows: Sequence[Row]) -> list[str]:
    """Return numbers as lines under headers."""
    cells = [("path", "value", "range", "set at", "source", "note")]
    for row in rows:
        value = "spun up" if row.value is None else f"{row.value:g}"
        span = "" if row.range is None else f"{row.range[0]:g}..{row.range[1]:g}"
        cells.append((row.path, value, span, row.origin, row.source, row.note))
    a, b, c, d, e, _ = (max(map(len, column)) for column in zip(*cells, strict=True))
    return [
        f"{path:{a}}  {value:>{b}}  {span:>{c}}  {origin:{d}}  {source:{e}}  {note}".rstrip()
        for path, value, span, origin, source, note in cells
    ]


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
    "--states",
    metavar="STATES",
    help='States with commas between them, as in "Vietnam,China,USA": codes, numbers, names or '
    "capitals. Without them you are asked in a terminal; else the scenario is about three "
    "invented states.",
)
@click.option(
    "-o",
    "--output",
    type=NEW_FILE,
    help="File to write; by default scenarios/NAME.toml.",
)
@ended_well
def new(name: str, states: str | None, output: Path | None) -> None:
    """Write a commented scenario to start from.

    \b
    sim new mine --states "Vietnam,China,USA"
    """
    from sim.data.starting import starting_scenario, starting_states
    from sim.system.files import write_whole

    if not name.replace("-", "").replace("_", "").isalnum():
        raise click.UsageError(
            f"'{name}' cannot be a scenario's name: use letters, digits, - and _"
        )
    path = output or Path("scenarios") / f"{name}.toml"
    if states is None and sys.stdin.isatty():
        prompt = "Which states? Names or codes with commas between them (Enter for invented ones)"
        states = click.prompt(prompt, default="", show_default=False, err=True)
    called = name if output is None else str(output)
    write_whole(path, starting_scenario(name, starting_states(states), called), new=True)
    more = "its comments list what else can be done"
    click.echo(f"{path} is written: run it with `sim run {called}`; {more}")
