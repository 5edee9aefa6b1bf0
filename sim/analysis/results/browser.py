"""Browser: a report shown in the browser of whoever sits at this machine, if anybody does."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from sim.errors import FAILED, InvalidInput
from sim.report.answer import REPORT
from sim.report.progress import Stopped

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")  # one is set where a browser can be seen


def report_of(folder: Path) -> Path:
    """Return the report of a results folder; InvalidInput where it has none."""
    path = folder / REPORT
    if not path.is_file():
        raise InvalidInput(f"{folder} has no {REPORT}: give a folder that `sim results list` lists")
    return path


def show_report(folder: Path) -> Path:
    """Show the report of a results folder in the browser, and return its path.

    Parameters
    ----------
    folder : Path
        Of any results.

    Raises
    ------
    InvalidInput
        When there is no report.
    Stopped
        When no browser can be opened here; the message says where the report is.
    """
    path = report_of(folder)
    seen = sys.platform in ("darwin", "win32") or any(map(os.environ.get, _SCREENS))
    try:
        shown = seen and webbrowser.open(path.resolve().as_uri())
    except webbrowser.Error:
        shown = False
    if not shown:
        told = f"no browser can be opened here; the report is {path.resolve()}"
        raise Stopped(f"{told} (copy it to a machine with a screen: it needs nothing else)", FAILED)
    return path
