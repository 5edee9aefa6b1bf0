"""Saving: a scenario as a new file in the folder that ``--save-to`` names, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import InvalidInput
from sim.system.files import write_whole
from sim.system.text import in_a_line, shortened

_SUFFIX = ".toml"
_LONGEST = 100  # characters of a name


def folder(path: Path | None) -> Path | None:
    """Return the folder in which scenarios are saved, None where there is none.

    Parameters
    ----------
    path : Path, optional
        As given with ``--save-to``.

    Raises
    ------
    InvalidInput
        When it is no folder.
    """
    if path is None:
        return None
    if not path.is_dir():
        raise InvalidInput(f"--save-to {in_a_line(str(path))}: there is no such folder")
    return path.resolve()


def new_name(name: str) -> str:
    """Return the name of a new scenario's file.

    Parameters
    ----------
    name : str
        As somebody typed it, with or without .toml.

    Raises
    ------
    InvalidInput
        For a path, another suffix, and what no system takes for a name.
    """
    told = f"'{shortened(in_a_line(name))}' cannot be a scenario's name"
    stem = name.removesuffix(_SUFFIX)
    if "." in stem:
        raise InvalidInput(f"{told}: a scenario file ends in {_SUFFIX}, and has no other point")
    fit = stem.replace("-", "").replace("_", "").isalnum() and stem[0] not in "-_"
    if not fit or len(stem) > _LONGEST:
        raise InvalidInput(f"{told}: use letters and digits, and - or _ between them")
    return f"{stem}{_SUFFIX}"


def save(text: str, name: str, where: Path) -> Path:
    """Write a scenario's text to a new file, whole or not at all, and return its path.

    Parameters
    ----------
    text : str
    name : str
        As in ``new_name``.
    where : Path
        From ``folder``.

    Raises
    ------
    InvalidInput, InUse, CannotWrite
        For a name that cannot be, one that is taken, also by a link, and a full disk.
    """
    path = where / new_name(name)
    if os.path.lexists(path):
        raise InvalidInput(f"{path.name} exists already in {where}: choose another name")
    write_whole(path, text, new=True)
    return path
