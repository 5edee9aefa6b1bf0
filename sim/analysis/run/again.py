"""Again: a run that a results folder holds, with another number of histories or seed if wanted."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.ensemble.run import run
from sim.errors import InvalidInput
from sim.outcomes.results import Results
from sim.report.answer import Asked
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
    line : str or None
        The command that gives it without the folder; None where only the one that was typed does.
    """

    asked: Asked
    options: Options
    line: str | None


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
    changed = changes or without
    return Again(what, options, None if changed else _line(kept, what))


def _line(kept: Kept, what: Asked) -> str | None:
    """Return the command that made a folder, with the number of histories and seed asked now.

    A folder of somebody else's may name any command, which is not handed on as this program's own.
    """
    words = kept.manifest.words
    if words[:2] != ["sim", "run"]:
        return None
    for option, value in (("-n", what.histories), ("--seed", what.seed)):
        if option in words[:-1]:
            words[words.index(option) + 1] = str(value)
    return shlex.join(words)


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
