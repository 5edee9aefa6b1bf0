"""``python -m sim`` is the command line as a process: ``main`` is what ``sim`` starts."""

from __future__ import annotations

import os
import signal
import sys
import time
import warnings
from types import FrameType

# seconds within which a second signal is the echo of the first, as `timeout` sends it
_AT_ONCE = 0.5
_SOON = 0.01  # seconds until one that nobody saw comes again


def _interrupt() -> None:
    """Interrupt the main thread, as Ctrl-C does."""
    if os.name == "nt":  # where `kill` would end the process
        import _thread

        _thread.interrupt_main()
    else:
        os.kill(os.getpid(), signal.SIGINT)


class _Interrupts:
    """What Ctrl-C does: first an orderly end, and at once when it is pressed again."""

    first: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self.first is None:
            self.first = time.monotonic()
            raise KeyboardInterrupt
        if time.monotonic() - self.first > _AT_ONCE:
            if "multiprocessing.process" in sys.modules:
                for child in sys.modules["multiprocessing.process"].active_children():
                    child.kill()
            os.write(2, b"sim: interrupted\n")
            os._exit(130)

    def unraisable(self, what: sys.UnraisableHookArgs) -> None:
        """Let a Ctrl-C come again that came where Python ignores it, as in a destructor."""
        if isinstance(what.exc_value, KeyboardInterrupt):
            from threading import Timer

            self.first = None
            again = Timer(_SOON, _interrupt)
            again.daemon = True
            again.start()
        else:
            sys.__unraisablehook__(what)


def _is_nowhere() -> bool:
    """Say whether the folder that the command was typed in has been removed meanwhile."""
    try:
        os.getcwd()
    except FileNotFoundError:
        told = "sim: the folder that you are in is not there any more: go to another one with cd"
        print(told, file=sys.stderr)
        return True
    return False


def _in_one_line(message: object, *_: object, **__: object) -> str:
    """Return a library's warning as a command prints it: its first sentence, not where it arose."""
    return f"sim: {str(message).strip().splitlines()[0]}\n"


def _command_line() -> int:
    """Run what was typed; return its exit code."""
    from sim.cli import main as command_line

    return command_line()


def main() -> None:
    """Run the command line and exit with its code, however it ends."""
    try:
        interrupts = _Interrupts()
        signal.signal(signal.SIGINT, interrupts)
        sys.unraisablehook = interrupts.unraisable
        warnings.formatwarning = _in_one_line
        os.environ["MPLBACKEND"] = "agg"  # no command opens a window; a notebook hands its own on
        from sim.system.copied import command_begins
        from sim.system.streams import prepare

        prepare()
        command_begins()
        code = 4 if _is_nowhere() else _command_line()
    except KeyboardInterrupt:  # while modules were loaded
        os.write(2, b"sim: interrupted\n")
        code = 130
    # The command has ended; an interruption from here on would only show a traceback of Python's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    exec(
        ""
        # Python remembers a Ctrl-C that came within exec(), and would end by the signal instead of
        # with the code
    )
    sys.exit(code)


if __name__ == "__main__":
    main()
