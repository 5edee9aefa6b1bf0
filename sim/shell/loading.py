"""Loading: a scenario by its name or file, with the changes that the command line asks for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sim.errors import InvalidInput
from sim.scenario import Problem, Refused, Scenario, at_hand, load
from sim.scenario.files import written_as_path
from sim.scenario.problems import most_like


def load_scenario(name: str, changes: Sequence[str] = (), without: Sequence[str] = ()) -> Scenario:
    """Load a scenario with overrides.

    Parameters
    ----------
    name : str
        Of the scenario, or its file.
    changes, without : sequence of str
        As written on the command line: PATH=VALUE, and shocks to leave out.
    """
    numbers = {}
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals:
            raise InvalidInput(
                f"--set {change}: write it as path=value, as in states.DPRK.autonomy=0.9"
            )
        numbers[path.strip()] = value.strip()
    try:
        return load(name, set=numbers, without=without)
    except Refused as refused:
        raise Refused(_with_results(name, refused)) from None


def results_begun(name: str) -> list[Path]:
    """Return the folders in ``results`` that hold results and whose names begin so, in order."""
    from sim.report.manifest import MANIFEST
    from sim.report.naming import ROOM

    found: list[Path] = []
    if name and not written_as_path(name):
        with suppress(OSError):  # no such folder, or a closed one
            found = [at for at in sorted(ROOM.iterdir()) if at.name.startswith(name)]
    return [at for at in found if not at.name.startswith(".") and (at / MANIFEST).is_file()]


def check_no_archive(name: str) -> None:
    """Refuse an archive of results where a folder, or a scenario, is asked for."""
    if not (name.endswith(".zip") and os.path.isfile(name)):
        return
    from zipfile import is_zipfile

    if is_zipfile(name):
        raise InvalidInput(
            f"{name} is an archive: unpack it, and name the folder `results` in it (`sim results "
            "verify` alone takes the archive itself)"
        )


def folder_meant(name: str) -> Path | None:
    """Return the folder of results that the beginning of its name means, where no more do.

    Parameters
    ----------
    name : str
        As written on the command line.

    Raises
    ------
    InvalidInput
        When several folders begin so.
    """
    begun = results_begun(name)
    whole = [at for at in begun if at.name == name]
    if len(whole or begun) < 2:
        return next(iter(whole or begun), None)
    told = ", ".join(at.name for at in begun)
    raise InvalidInput(f"'{name}' may be any of {told}: give the whole name")


def folder_and_no_scenario(name: str) -> Path | None:
    """Return the folder of results that a name means where it may be a scenario's as well.

    A mistyped scenario is none: ``artic`` begins ``article-1000-s1``, and was to be ``article``.
    What goes on after a whole name, as ``article-10``, begins a folder of that scenario.

    Parameters
    ----------
    name : str
        As written on the command line.

    Raises
    ------
    InvalidInput
        When several folders begin so.
    """
    known = tuple(sorted(at_hand()))
    if name in known:
        return None
    near = most_like(name, known)
    mistyped = near is not None and not name.startswith(f"{near}-")
    whole = any(at.name == name for at in results_begun(name))
    return None if mistyped and not whole else folder_meant(name)


def _with_results(name: str, refused: Refused) -> list[Problem]:
    """Return what is wrong; of a name that begins those of results, also how these are named."""
    alike = results_begun(name)
    if not alike:
        return refused.problems
    told = f"; results are named by their folder, as in {alike[0]}"
    return [
        replace(one, text=one.text + told) if one.file == name and not one.path else one
        for one in refused.problems
    ]
