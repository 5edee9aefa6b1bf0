"""Processes: begun by the server, and never alive for longer than it is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path


def begun(
    code: str, stdout: int = subprocess.DEVNULL, stderr: int | None = None
) -> subprocess.Popen[bytes]:
    """Return a new Python process, to which one can write, and which hears no Ctrl-C.

    Parameters
    ----------
    code : str
        What it does.
    stdout, stderr : int or None
        As of ``subprocess.Popen``.

    Raises
    ------
    OSError
        When there can be no more processes.
    """
    where = str(Path(__file__).parents[2])  # at the end: nothing there hides a module of Python's
    begin = f"import sys; sys.path.append({where!r}); "
    return subprocess.Popen(
        [sys.executable, "-P", "-c", begin + code],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,  # a Ctrl-C is for this process, which ends the other
    )


def ends_with_its_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended."""

    def wait() -> None:
        """Wait for the end of what the other process could still write."""
        with suppress(OSError, ValueError):
            os.read(0, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
