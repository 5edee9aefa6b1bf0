"""Named: where a file stands that is named after a folder, and what names no file."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InvalidInput


def file_beside(folder: Path, name: str) -> Path:
    """Return a file beside a folder, also where the folder is written as ``.`` or ends in ``..``.

    Parameters
    ----------
    folder : Path
        As written by the person.
    name : str
        Of the file.
    """
    written_out = folder if folder.name not in ("", "..") else folder.resolve()
    return written_out.parent / name


def file_named(given: str | Path) -> Path:
    """Return the path of a file that is to be written.

    Parameters
    ----------
    given : str or Path
        As written by the person.

    Raises
    ------
    InvalidInput
        Where it names no file, as ``.``, a root or nothing at all.
    """
    path = Path(given)
    if path.name in ("", ".."):
        raise InvalidInput(f"'{given}' is not the name of a file: name the file to write")
    return path
