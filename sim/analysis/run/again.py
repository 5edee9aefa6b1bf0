"""Again: a run that a results folder holds, with another number of histories or seed if wanted."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from sim.ensemble.run import run
from sim.errors import InvalidInput
from sim.outcomes.results import Results
from sim.report.answer import Asked
from sim.scenario import Refused, find
from sim.shell.again import command_line
from sim.shell.loading import load_scenario
from sim.shell.opening import is_results
from sim.shell.recorded import Line, more_than_computing
from sim.shell.reopening import Kept, held, reopen
from sim.system.text import in_a_line

from .answer import asked
from .asking import Options


@dataclass(frozen=True)
class Again:
    """What a folder's run is asked once more.

    Attributes
    ----------
    asked : Asked
    options : Options
        As the folder was made.
    kept : Kept
        What the folder holds.
    """

    asked: Asked
    options: Options
    kept: Kept


def rerun(folder: str | Path, histories: int | None = None, seed: int | None = None) -> Results:
    """Repeat the run in a results folder: its scenario with all changes, to the same bits.

    Parameters
    ----------
    folder : str or Path
        Written by ``sim run`` or ``sim.write``.
    histories, seed : int, optional
        By default those of the folder.

    Returns
    -------
    Results

    Raises
    ------
    InvalidInput
        For a folder that holds no run, was changed, or whose histories differ when run here.
    """
    kept = reopen(folder)
    return run(kept.scenario, histories or kept.histories, kept.seed if seed is None else seed)


def again_from(
    folder: str | Path,
    histories: int | None,
    seed: int | None,
    changes: Sequence[str] = (),
    without: Sequence[str] = (),
    rows: bool = False,
) -> Again:
    """Return what the run of a folder is asked again.

    Parameters
    ----------
    folder : str or Path
        Of a run.
    histories, seed : int, optional
        By default those of the folder.
    changes, without : sequence of str
        Changes beyond those that the folder has, as on the command line.
    rows : bool
        Whether a row of every history is asked for now, where it was not for the folder.

    Raises
    ------
    InvalidInput, Refused
        See ``reopening.held``.
    """
    kept = held(folder, changes, without)
    own = tuple(kept.manifest.holds.behaviour)
    of, count = kept.seed if seed is None else seed, histories or kept.histories
    rows = rows or kept.rows
    options = Options(kept.manifest.engine, own, kept.moves, rows=rows, csv=kept.csv)
    what = asked(kept.scenario, of, count, own, options.lists(count))
    return Again(what, options, kept)


def line_again(kept: Kept, what: Asked, command: click.Command) -> str | None:
    """Return the command that made a folder, with the number of histories and seed asked now.

    Folders come from anybody: a command that does more than compute, or that makes other results
    than the folder holds, is not handed on as this program's own.

    Parameters
    ----------
    kept : Kept
        What the folder holds.
    what : Asked
        What is asked now.
    command : click.Command
        That of ``sim run``.
    """
    words = kept.manifest.words
    if words[:2] != ["sim", "run"]:
        return None
    line = Line(command, "run", words[2:])
    try:
        if more_than_computing(line):
            return None
        context = line.context()
    except InvalidInput:
        return None
    given = context.params
    same = (given["engine"], given["moves"]) == (kept.manifest.engine, kept.moves)
    return command_line(context, what) if same and _gives(given, kept) else None


def _gives(given: Mapping[str, Any], kept: Kept) -> bool:
    """Say whether options of a command mean the scenario of a folder, where it is still here."""
    name, changes, without = given["name"], given["changes"], given["without"]
    try:
        if is_results(name):
            return held(name, changes, without).scenario.hash == kept.scenario.hash
        find(name)
    except (InvalidInput, Refused):
        return True  # it has gone, and what it was is in the folder
    try:
        return load_scenario(name, changes, without).hash == kept.scenario.hash
    except (InvalidInput, Refused):
        return False


def as_given(options: Options, again: Options, given: frozenset[str]) -> Options:
    """Return a folder's options, with those that were given now in their place.

    Parameters
    ----------
    options, again : Options
        Of this command, and of the folder.
    given : frozenset of str
        Names of the options that were typed.

    Raises
    ------
    InvalidInput
        When the folder was made with own behaviour and it was not named again: folders come from
        anybody, and what they name is a program.
    """
    if again.behaviour and "behaviour" not in given:
        own = " ".join(f"--behaviour {shlex.quote(in_a_line(text))}" for text in again.behaviour)
        raise InvalidInput(
            f"this run was made with own behaviour, a program that is not run unasked: if you "
            f"trust it, add {own}"
        )
    return replace(again, **{name: getattr(options, name) for name in given})
