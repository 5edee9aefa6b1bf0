"""Apart: the rules are compiled in a process of their own, which ends with this one.

Compiling takes some 400 MB that a process does not give back, and keeps all its threads waiting for
one another. What is compiled is kept on disk, and loaded from there.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress

from sim.errors import SimError
from sim.system.processes import begun, ends_with_its_parent

_CODE = "from sim.app.apart import child; child({name!r})"


class Apart:
    """A process that gives a first answer about a scenario, and so compiles what answers need.

    Attributes
    ----------
    ended : bool
        Whether it was ended, or is not to be begun.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self.ended = False

    def run(self, name: str, code: str = _CODE) -> bool:
        """Run until it has ended; return whether all went well.

        Parameters
        ----------
        name : str
            Of the scenario.
        code : str
            What the process does.
        """
        if self.ended:
            return False
        try:
            self._process = begun(code.format(name=name), stderr=subprocess.DEVNULL)
        except OSError:
            return False
        if self.ended:
            self.end()
        with self._process as process:
            return process.wait() == 0

    def end(self) -> None:
        """End the process, if it goes on."""
        self.ended = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()


def child(name: str) -> None:
    """Give a first answer about a scenario, as long as the process that asks for it lives."""
    ends_with_its_parent()
    from sim.scenario import load
    from sim.shell.compiling import compile_once

    from .answering import Answers

    with suppress(SimError):  # whoever asks for an answer is told
        compile_once(load(name), quiet=True)
    Answers().first(name)
