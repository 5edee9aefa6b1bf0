"""Behaviour: own classes of states, named on the command line as DPRK=mine.py:Recluse."""

from __future__ import annotations

import stat
import warnings
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

from sim.agents.own import OwnClass, fault
from sim.errors import FAILED, InvalidInput
from sim.report.progress import Stopped
from sim.scenario import Scenario

_LARGEST = 1_000_000  # bytes of a file of Python


def own_states(
    wanted: tuple[str, ...], scenario: Scenario, executor: Executor | None
) -> dict[str, OwnClass]:
    """Return the classes that some states are to behave by.

    Parameters
    ----------
    wanted : tuple of str
        As written on the command line: STATE=FILE.py:CLASS.
    scenario : Scenario
        Whose states they are.
    executor : Executor or None
        Where the files are run, which may do anything; not needed where no class is wanted.

    Raises
    ------
    InvalidInput
        For a state, file or class that is not there, or a class that is no ``State``; with the
        nearest name.
    Stopped
        When the file cannot be run.
    """
    results: dict[str, OwnClass] = {}
    for text in wanted:
        code, _, where = text.partition("=")
        file, _, name = where.rpartition(":")
        if not name or not file.endswith(".py"):
            raise InvalidInput(
                f"--behaviour {text}: write it as STATE=FILE.py:Class, as in DPRK=mine.py:Recluse"
            )
        code = scenario.code(code)
        if code in results:
            raise InvalidInput(f"--behaviour: {code} is given two classes: give it one")
        _check_text(Path(file))
        results[code] = OwnClass(Path(file), name)
    if results:
        assert executor is not None
        _check_classes(results, executor)
    return results


def _check_text(file: Path) -> None:
    """Refuse what is not a file of Python, before any of it is run."""
    try:
        kind = file.stat()
    except (OSError, ValueError):
        raise InvalidInput(f"--behaviour: there is no file {file}") from None
    if not stat.S_ISREG(kind.st_mode):
        raise InvalidInput(
            f"--behaviour: {file} is {'a folder' if file.is_dir() else 'no regular file'}"
        )
    if kind.st_size > _LARGEST:
        raise InvalidInput(
            f"--behaviour: {file} is larger than {_LARGEST:,} bytes, too large for a file of Python"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(file.read_bytes(), str(file), "exec")
    except SyntaxError as error:
        raise Stopped(
            f"{file}:{error.lineno or 1}: it is not Python: {error.msg}", FAILED
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Stopped(f"{file}: it is not Python: {error}", FAILED) from None
    except OSError as error:
        raise InvalidInput(f"--behaviour: {file} cannot be read: {error.strerror}") from None


def _check_classes(results: dict[str, OwnClass], executor: Executor) -> None:
    """Refuse files that cannot be run, and classes that are not in them or are no ``State``."""
    try:
        wrong = executor.submit(fault, results).result()
    except BrokenExecutor as error:
        files = ", ".join(dict.fromkeys(str(kind.file) for kind in results.values()))
        raise Stopped(f"{files} cannot be run: {error}", FAILED) from None
    if wrong:
        raise Stopped(*wrong)
