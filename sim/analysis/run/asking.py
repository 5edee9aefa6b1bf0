"""What ``sim run`` does: in machine code, chunk by chunk, or by the agents of the Mesa model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sim.ensemble.how import How
from sim.ensemble.run import RunFailed, run, run_once
from sim.ensemble.tallying import run_tally
from sim.ensemble.workers import Workers
from sim.outcomes.failures import Failure
from sim.outcomes.results import Results
from sim.outcomes.table import outcome_table
from sim.report.answer import Asked
from sim.report.progress import FAILED, INTERRUPTED, USAGE, Stopped
from sim.shell.session import Session
from sim.system.text import many

from . import needs
from .answer import Run, base_of, failed
from .write import write_failures

# histories whose every month is kept, for figures and monthly tables; of the others the outcomes
KEPT_WHOLE = 1000
MOST_ROWS = 1_000_000  # histories that each have a row of their own, where nothing else is asked
# histories of agents from which on starting other processes, which load Mesa anew, pays
_APART = 256


@dataclass(frozen=True)
class Options:
    """How a run is made.

    Attributes
    ----------
    engine : str
        "compiled" or "mesa".
    behaviour : tuple of str
        Own classes of states, as STATE=FILE.py:CLASS.
    moves : bool
        Whether every move is written too.
    dry_run : bool
        Only say what the run would take.
    rows : bool
        Keep a row of every history, however many there are.
    csv : bool
        Write the table of months as CSV, however large it is.
    """

    engine: str = "compiled"
    behaviour: tuple[str, ...] = ()
    moves: bool = False
    dry_run: bool = False
    rows: bool = False
    csv: bool = False

    def tallies(self, histories: int) -> bool:
        """Say whether so many histories are counted, and not listed one by one."""
        return histories > MOST_ROWS and not self.rows and not self.agents

    def lists(self, histories: int) -> bool:
        """Say whether so many histories have rows only because that was asked for."""
        return self.rows and histories > MOST_ROWS

    @property
    def agents(self) -> bool:
        """Whether the Mesa model runs."""
        return self.engine == "mesa" or bool(self.behaviour)


def ask(session: Session, asked: Asked, options: Options) -> None:
    """Run, write the results folder, print the summary and where the report is.

    Parameters
    ----------
    session : Session
        Where the results go.
    asked : Asked
        Scenario, seed and number of histories.
    options : Options
        How the run is made.

    Raises
    ------
    Stopped
        With one line to print, and the exit code.
    """
    kept = bool(session.resume) or session.cluster is not None
    if options.behaviour and (options.moves or kept):
        raise Stopped("--behaviour cannot be combined with --moves, --cluster or --resume", USAGE)
    if options.engine == "mesa" and kept:
        raise Stopped("--engine mesa cannot be combined with --cluster or --resume", USAGE)
    listed, memory = held_in_memory(asked, options)
    place = session.output.place(asked)
    if options.dry_run:
        return needs.show(needs.estimates(asked, listed, memory, place), session.output.as_json)
    session.output.check(asked)
    try:
        if options.agents:
            _ask_agents(session, asked, options)
        else:
            session.answer(asked, asked.histories, lambda how: computed(asked, options, how))
    except RunFailed as error:  # all of them did, or all that are kept whole
        write_failures(asked, place, error.failures)
        raise Stopped(_none_written(error.failures, asked.histories, place), FAILED) from None


def held_in_memory(asked: Asked, options: Options) -> tuple[int, int]:
    """Return how many histories of a run have a row of their own, and the bytes that it takes.

    Parameters
    ----------
    asked : Asked
    options : Options

    Raises
    ------
    Stopped
        When they are more than there are here.
    """
    whole = asked.histories if options.agents else min(asked.histories, KEPT_WHOLE)
    listed = KEPT_WHOLE if options.tallies(asked.histories) else asked.histories
    memory = needs.memory(asked.scenarios[0], listed, whole)
    needs.check_memory(memory, asked.histories)
    return listed, memory


def _none_written(failures: Sequence[Failure], histories: int, folder: Path) -> str:
    """Say that no history is written, as all of them failed, or all that are kept whole."""
    if len(failures) == histories:
        return failed(failures, histories, folder)
    return (
        f"the first {KEPT_WHOLE:,} of {many(histories, 'history')}, "
        "which figures and tables of months "
        f"show, all failed, first history {failures[0].run}: {failures[0].error}; those that are "
        f"known to have failed are in {folder / 'failures.csv'}, and no other is written"
    )


def computed(asked: Asked, options: Options, how: How) -> Run:
    """Run, in machine code or by agents, whatever is asked.

    Parameters
    ----------
    asked : Asked
    options : Options
    how : How
        Where histories are computed.

    Raises
    ------
    RunFailed
        When all histories failed, or all that are kept whole.
    """
    return (_by_agents if options.agents else _compiled)(asked, options, how)


def _compiled(asked: Asked, options: Options, how: How) -> Run:
    """Run in machine code: the outcomes of all histories, and everything of the first ones."""
    given = (asked.scenarios[0], asked.histories, asked.seed)
    if options.tallies(asked.histories):
        tallied = run_tally(*given, keep=KEPT_WHOLE, how=how)
        base = base_of(tallied.whole, asked.histories)
        whole, failures = tallied.whole, tallied.failures
        return Run(asked, tallied.tally, whole, failures, options.moves, base, options.csv)
    outcomes, whole, failures = run_once(*given, keep=KEPT_WHOLE, how=how)
    if not whole.histories:
        raise RunFailed(failures, None)
    base = base_of(whole, asked.histories)
    return Run(asked, outcomes, whole, failures, options.moves, base, options.csv)


def _ask_agents(session: Session, asked: Asked, options: Options) -> None:
    """Run the Mesa model; nothing of it is kept when it is interrupted."""
    try:
        session = replace(session, resume=None)
        session.answer(asked, asked.histories, lambda how: computed(asked, options, how))
    except KeyboardInterrupt:
        raise Stopped("interrupted: nothing was written", INTERRUPTED) from None


def _by_agents(asked: Asked, options: Options, how: How) -> Run:
    """Run the Mesa model; histories in which own behaviour raises an error are failures."""
    from sim.shell.behaviour import own_states  # loads Mesa, which a compiled run does without

    scenario, failures = asked.scenarios[0], []
    with _processes(asked.histories, bool(options.behaviour)) as executor:
        states = own_states(options.behaviour, scenario, executor)
        given = (scenario, asked.histories, asked.seed, "mesa", states)
        try:
            results = run(*given, how=How(executor, how.progress))
        except RunFailed as error:
            if not isinstance(error.results, Results):
                raise
            results, failures = error.results, error.failures
    base = base_of(results, asked.histories)
    outcomes = outcome_table(results)
    return Run(asked, outcomes, results, failures, options.moves, base, options.csv)


def _processes(histories: int, own: bool) -> AbstractContextManager[Workers | None]:
    """Return where agents run: other processes, or this one for few histories of the rules alone.

    Own behaviour never runs here: whatever it does to its process, the others and this one go on.
    """
    if own:
        return Workers(min(os.cpu_count() or 1, histories))
    return nullcontext(None) if histories < _APART else Workers()
