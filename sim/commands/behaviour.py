"""Behaviour: own classes of states from a Python file, named on the command line as DPRK=mine.py:Recluse."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from pathlib import Path

from ..errors import InvalidInput
from ..model import State
from ..scenario import Scenario, nearest
from .progress import FAILED, Stopped


def own_states(wanted: tuple[str, ...], scenario: Scenario) -> dict[str, type[State]]:
    """Return the classes that some states are to behave by.

    Raises
    ------
    ValueError
        For a state, file or class that is not there, or a class that is no ``State``; with the nearest name.
    Stopped
        When the file cannot be run.
    """
    found: dict[str, type[State]] = {}
    for text in wanted:
        code, _, where = text.partition("=")
        file, _, name = where.rpartition(":")
        if not name or not file.endswith(".py"):
            raise InvalidInput(f"--behaviour {text}: write it as STATE=FILE.py:Class, as in DPRK=mine.py:Recluse")
        scenario.index(code)
        found[code] = _class(Path(file), name)
    return found


def _class(file: Path, name: str) -> type[State]:
    """Return a class from a file, importable by other processes too."""
    if not file.is_file():
        raise InvalidInput(f"--behaviour: there is no file {file}")
    if not file.stem.isidentifier():
        raise InvalidInput(f"--behaviour: {file.name} cannot be imported: name it by letters, digits and _")
    sys.path.insert(0, str(file.parent.resolve()))  # other processes are given this path
    try:
        module = import_module(file.stem)
    except Exception:  # a user's file may raise anything
        raise Stopped(f"{file} cannot be run: {traceback.format_exc().strip().splitlines()[-1]}", FAILED) from None
    classes = {
        key: value for key, value in vars(module).items() if isinstance(value, type) and issubclass(value, State)
    }
    if name not in classes:
        raise InvalidInput(f"{file} has no subclass of sim.State called '{name}'{nearest(name, classes)}")
    return classes[name]
