"""What ``sim import`` does: write the skeleton of a scenario, and report what was read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sim.data.skeleton import AS_USUAL, Choices, Skeleton, import_skeleton, states_called
from sim.data.skeleton_text import counted
from sim.errors import InvalidInput
from sim.report.folder import OutputExists
from sim.system.files import write_whole

_LISTED = 20  # lines of each kind printed


def importing(
    name: str,
    states: str,
    year: int,
    output: Path | None = None,
    choices: Choices = AS_USUAL,
    **files: Any,
) -> None:
    """Build the skeleton, write it and print what became of every file.

    Parameters
    ----------
    name : str
        Of the scenario.
    states : str
        Codes, with commas between them.
    year : int
        Of the figures.
    output : Path, optional
        By default ``scenarios/NAME.toml``.
    choices : Choices
        The start and the weights of the formulas.
    **files : Path or None
        Those of ``skeleton.KINDS`` that are given; ``events``, a sequence of them.

    Raises
    ------
    InvalidInput, OutputExists
        For an invalid name, state or file; or a file that is in the way.
    """
    if not name.replace("-", "").replace("_", "").isalnum():
        raise InvalidInput(f"'{name}' cannot be a scenario's name: use letters, digits, - and _")
    path = output or Path("scenarios") / f"{name}.toml"
    _check_free(path)
    events: Sequence[Path] = files.pop("events", ())
    given = {kind: file for kind, file in files.items() if file is not None}
    made = import_skeleton(name, states_called(states, year), year, given, events, choices)
    write_new(path, made.text)
    click.echo(as_text(made, path))
    for lines, what in (
        (made.faults, "damaged rows"),
        (tuple(dict.fromkeys(made.missing)), "missing"),
    ):
        for line in lines[:_LISTED]:
            click.echo(line.removeprefix("# "), err=True)
        if len(lines) > _LISTED:
            click.echo(f"... and {len(lines) - _LISTED:,} more {what}", err=True)


def _check_free(path: Path) -> None:
    """Raise OutputExists when something is in the way."""
    if path.exists():
        raise OutputExists(f"{path} exists already: choose another file with -o")


def write_new(path: Path, text: str) -> None:
    """Write a new file, whole or not at all."""
    write_whole(path, text, new=True)


def as_text(made: Skeleton, path: Path) -> str:
    """Return what was made and read as the terminal prints it."""
    states = len(made.states)
    lines = [
        f"{path}: {states} states, {states * (states - 1)} ties; "
        f"{counted(made.given, made.missing)}"
    ]
    lines += [
        *made.counts,
        f"Now argue the rest: `sim show {path}`, `sim check {path}`, `sim run {path}`",
    ]
    return "\n".join(lines)
