"""A user's own file, given as text: read and checked as a file would be."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path, PurePath

from sim.errors import InvalidInput
from sim.scenario import Problem, Refused, Scenario, load
from sim.scenario.files import MOST_BYTES, written_as_path
from sim.system.text import in_a_line, shortened

_LONGEST = 240  # bytes of a file's name; systems take 255


def scenario_of_text(name: str, text: str) -> Scenario:
    """Return the scenario that a text holds; it may extend scenarios that come with the program.

    Parameters
    ----------
    name : str
        Of the file, which messages name.
    text : str
        TOML.

    Raises
    ------
    InvalidInput
        For a name that is no file's.
    Refused
        With all that is wrong, as ``sim check`` prints it.
    """
    plain = file_name(name)
    if len(text) > MOST_BYTES:
        raise InvalidInput(f"{plain} has more than {MOST_BYTES:,} characters")
    _check_extends(plain, text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / plain
        path.write_text(text, encoding="utf-8", newline="")
        return load(path)


def _check_extends(name: str, text: str) -> None:
    """Refuse a text that extends a file by its path: what lies on this machine is not its business.

    Whatever else is wrong is found when it is read.
    """
    try:
        extends = tomllib.loads(text).get("extends")
    except (ValueError, RecursionError):
        return
    if isinstance(extends, str) and written_as_path(extends):
        wrong = f"'{extends}': a file on this page extends scenarios by their names alone"
        raise Refused([Problem(name, None, "extends", wrong)])


def file_name(name: str) -> str:
    """Return the name of a user's file, which has to be a name alone and end in .toml."""
    told = in_a_line(name)
    fit = PurePath(name).name == name == told and "\\" not in name and not name.startswith(".")
    if not fit or not name.endswith(".toml") or len(name.encode()) > _LONGEST:
        raise InvalidInput(
            f"'{shortened(told)}' cannot be a scenario file: its name has to end in .toml, be "
            "short and hold no folder"
        )
    return name
