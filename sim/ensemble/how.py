"""How: where histories are computed and who hears how far they are, which changes no history."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.errors import FAILED, SimError


@dataclass(frozen=True)
class How:
    """How an ensemble is computed.

    Attributes
    ----------
    executor : concurrent.futures.Executor, optional
        Where parts are computed; by default threads of this process, one per core.
    progress : callable, optional
        Called with the number of histories that were just finished.
    stop : callable, optional
        Asked again and again whether to end early, with what is done by then.
    folder : Path, optional
        Where the temporary file of a large table is; by default in the system's folder for these.
    """

    executor: Executor | None = None
    progress: Callable[[int], None] | None = None
    stop: Callable[[], bool] | None = None
    folder: Path | None = None

    @property
    def stopped(self) -> bool:
        """Whether to end early."""
        return self.stop is not None and self.stop()

    @contextmanager
    def places(self) -> Iterator[Executor]:
        """Give the executor, or else threads, which end with the block and begin nothing more."""
        if self.executor is not None:
            yield self.executor
            return
        threads = ThreadPoolExecutor(os.cpu_count())
        try:
            yield threads
        finally:
            threads.shutdown(cancel_futures=True)

    def advance(self, histories: int) -> None:
        """Report that so many histories more are finished."""
        if self.progress is not None:
            self.progress(histories)


HERE = How()
NOT_ANY = "stopped before any history was finished"


class NothingDone(SimError):
    """A run was ended before any history was finished."""

    exit_code = FAILED
