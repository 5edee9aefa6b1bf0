"""Processes: begun by this one, and never alive for longer than it is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress

_ALONE = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # on Windows; elsewhere a session


def begun(
    code: str, stdout: int = subprocess.DEVNULL, stderr: int | None = None
) -> subprocess.Popen[bytes]:
    """Return a new Python process, to which one can write, and which hears no Ctrl-C.

    It finds modules where this process does: of several copies of this program on a machine it is
    the same one.

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
    begin = f"import sys; sys.path[:] = {list(map(os.path.abspath, sys.path))!r}; "
    return subprocess.Popen(
        [sys.executable, "-P", "-c", begin + code],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,  # a Ctrl-C is for this process, which ends the other
        creationflags=_ALONE,
    )


def ends_with_its_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended."""

    def wait() -> None:
        """Wait for the end of what the other process could still write."""
        with suppress(OSError, ValueError):
            os.read(0, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
