"""Write: results of a run, or the answer to any question, as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InvalidInput
from sim.outcomes.failures import Failure
from sim.outcomes.meant import refuse
from sim.outcomes.results import Results
from sim.report.answer import Answer, Asked
from sim.report.folder import OutputExists, write_manifest, write_table, written_whole
from sim.report.publish import Output, keep
from sim.scenario import resolved_toml

from .answer import Run, failures_table
from .runs import write_runs

__all__ = ["OutputExists", "write", "write_failures", "write_runs"]


def write(
    what: Results | Answer,
    folder: str | Path | None = None,
    moves: bool = False,
    overwrite: bool = False,
) -> Path:
    """Write results or an answer to a folder: manifest, scenario, tables, figures and report.

    Parameters
    ----------
    what : Results or Answer
        What ``sim.run``, or the verb of any question, returns.
    folder : str or Path, optional
        Where; by default, which is None, below ``results``, by scenario and question.
    moves : bool
        Of a run, also write every move with its six terms.
    overwrite : bool
        Replace other results.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InvalidInput
        For "", which names no folder.
    OutputExists
        When other results, or files that are not results, are in the way.
    CannotWrite
        When the disk is full or the place cannot be written; nothing is left behind.
    """
    answer = Run.of(what, moves) if isinstance(what, Results) else what
    if not isinstance(answer, Answer):
        refuse(what, "write", "results, or the answer of any verb")
    if folder == "":
        raise InvalidInput("'' names no folder: leave it out for one in results, or write '.'")
    return keep(answer, Output(None if folder is None else Path(folder), overwrite))


def write_failures(asked: Asked, folder: Path, failures: Sequence[Failure]) -> None:
    """Write the folder of a run of which no history is kept: scenario, failures, manifest.

    Parameters
    ----------
    asked : Asked
        The run.
    folder : Path
        Where.
    failures : sequence of Failure
        One for each history that is known to have failed.
    """
    with written_whole(folder) as partial:
        text = resolved_toml(asked.scenarios[0])
        (partial / "resolved.toml").write_text(text, encoding="utf-8")
        write_table(failures_table(failures), partial / "failures.csv")
        write_manifest(partial, asked.holds(), failed=len(failures))
