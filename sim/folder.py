"""A results folder: complete or not there, saying what it holds and what made it.

Everything is written beside the final place and moved there at the end; a kill leaves nothing half-written.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pandas as pd

from . import __version__
from .errors import EXISTS, SimError
from .scenario import Scenario
from .text import harmless, visible

MAKER = "diplomatic-hedging"
MANIFEST = "manifest.json"


class OutputExists(SimError):
    """The output folder holds something that must not be overwritten."""

    exit_code = EXISTS


def default_folder(scenario: Scenario, suffix: str = "", **asked: object) -> Path:
    """Return where a scenario's results go when nobody says otherwise; other things `asked` go to other folders."""
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:6]
    return Path("results") / f"{scenario.name}-{scenario.hash}{suffix}{f'-{digest}' if asked else ''}"


def holding(kind: str, scenario: Scenario, seed: int, histories: int, **more: object) -> dict:
    """Return what a folder holds, by which it is known again: kind of result, scenario, seed, histories, and more."""
    return {"kind": kind, "scenario": scenario.hash, "seed": int(seed), "histories": int(histories), **more}


def check_free(folder: Path, holds: dict, overwrite: bool = False) -> None:
    """Make sure that results may be written to a folder.

    An empty or missing folder may be written to, and so may one that holds the very same results, which would be the
    same again; anything else only with `overwrite`, and what is not a results folder not even then.

    Parameters
    ----------
    folder : Path
        Where results are to go.
    holds : dict
        From ``holding``: what is to be written.
    overwrite : bool
        Replace other results.

    Raises
    ------
    OutputExists
        Saying what the folder holds and what to do.
    """
    if folder.is_file():
        raise OutputExists(f"{folder} is a file: choose another folder with -o")
    if not folder.exists() or not any(folder.iterdir()):
        return
    held = held_in(folder)
    if held is None:
        raise OutputExists(f"{folder} holds files that are not results: choose another folder with -o")
    if held != json.loads(json.dumps(holds)) and not overwrite:
        text = f"{folder} holds {_in_words(held, holds)}"
        raise OutputExists(f"{text}: choose another folder with -o, or replace it with --overwrite")


def read_manifest(folder: Path) -> dict | None:
    """Return the manifest of a results folder; None when it is no such folder."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return manifest if manifest["made_by"]["name"] == MAKER and "kind" in manifest["holds"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def held_in(folder: Path) -> dict | None:
    """Return what a results folder holds, as ``holding`` said it; None when it is no such folder."""
    manifest = read_manifest(folder)
    return manifest["holds"] if manifest else None


def _in_words(held: dict, wanted: dict) -> str:
    """Say what a folder holds, and in what else it differs from what is wanted."""
    text = (
        f"a {held['kind']} of {held['histories']:,} histories of scenario {held['scenario']} with seed {held['seed']}"
    )
    named = ("kind", "histories", "scenario", "seed")
    others = [key for key in held if key not in named and held[key] != wanted.get(key)]
    return f"{text}, with other {', '.join(others)}" if others else text


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Give a place to write to, which becomes the folder when all went well and vanishes when it did not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.parent / f".{folder.name}.partial-{os.getpid()}"
    try:
        (partial / "figures").mkdir(parents=True)
        yield partial
        _put_in_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, target: Path) -> None:
    """Move a finished folder to its place; an older one there goes only once the new one is ready."""
    old = target.parent / f".{target.name}.old-{os.getpid()}"
    if target.exists():
        target.rename(old)
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, gzipped where the name says so; the same table gives the same bytes.

    No cell of text is a formula: see ``text.harmless``.
    """
    text = harmless(table).to_csv(index=False, lineterminator="\n", float_format="%.10g")
    if path.suffix != ".gz":
        path.write_text(text, encoding="utf-8")
        return
    buffer = BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as file:
        file.write(text.encode())
    path.write_bytes(buffer.getvalue())


def write_manifest(folder: Path, holds: dict, **more: object) -> None:
    """Write what the folder holds, what made it and when, and a checksum of every file; the last thing to write."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "made_by": {"name": MAKER, "version": __version__, "commit": _commit()},
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "holds": holds,
        **more,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "numba", "mesa", "pandas", "matplotlib")},
        },
        "files": {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    text = visible(json.dumps(content, indent=2, ensure_ascii=False))
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _commit() -> str | None:
    """Return the commit of the source tree that runs, if it is one."""
    here = Path(__file__).parent.parent
    if not (here / ".git").exists():
        return None
    try:
        command = ["git", "-C", str(here), "rev-parse", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
