"""Computing: where a command's histories run, and what is kept of them when it is interrupted."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sim.ensemble.checkpoint import ASKED, Checkpoint, identity
from sim.ensemble.cluster import ClusterFailed
from sim.ensemble.cluster import cluster as dask_cluster
from sim.ensemble.resuming import Keeping
from sim.outcomes.failures import RunFailed
from sim.report.folder import beside
from sim.report.progress import INTERRUPTED, Stopped
from sim.scenario import Scenario
from sim.system.text import many


def owner(scenario: Scenario, holds: dict) -> dict[str, str | int]:
    """Return what must be the same for a command to continue from the parts that another left.

    Parameters
    ----------
    scenario : Scenario
        The first that the command is about.
    holds : dict
        What its results are, from ``Asked.holds``.
    """
    asked = hashlib.sha256(json.dumps(holds, sort_keys=True).encode()).hexdigest()[:16]
    return identity(scenario, holds["seed"], holds["histories"]) | {ASKED: asked}


@contextmanager
def computing(
    scenario: Scenario, target: Path, holds: dict, cluster: str | None = None, resume: bool = False
) -> Iterator[Executor]:
    """Give the executor of a command, whose finished parts are kept beside its folder meanwhile.

    Parameters
    ----------
    scenario : Scenario
        The first that the command is about.
    target : Path
        Where the results go.
    holds : dict
        What the results are, from ``Asked.holds``.
    cluster : str, optional
        Address of a Dask scheduler; by default the threads of this machine compute, one for each
        core.
    resume : bool
        Go on with the parts that are there.

    Raises
    ------
    Refusal
        When another process computes this, or, on resuming, when the parts are those of something
        else.
    Stopped, ClusterFailed
        When it was interrupted, or lost its cluster: what is kept, and how to go on.
    """
    with Checkpoint(beside(target, "unfinished"), owner(scenario, holds), resume) as checkpoint:
        with ThreadPoolExecutor(1) as writer, _place(cluster) as place:
            keeping = Keeping(place, checkpoint, writer)
            try:
                yield keeping
            except KeyboardInterrupt:
                place.shutdown(cancel_futures=True)
                writer.shutdown()
                raise Stopped(_interrupted(keeping.histories), INTERRUPTED) from None
            except ClusterFailed as lost:
                writer.submit(int).result()  # what came before is written
                raise ClusterFailed(f"{lost}{_kept(keeping.histories)}") from None
            except RunFailed:  # the same histories would fail again
                checkpoint.remove()
                raise
        checkpoint.remove()


def executing(cluster: str | None) -> AbstractContextManager[Executor | None]:
    """Return the executor of a command that keeps nothing: a cluster, or this machine."""
    return nullcontext(None) if cluster is None else dask_cluster(cluster)


def _place(address: str | None) -> AbstractContextManager[Executor]:
    """Return the executor that computes: threads of this machine, or a cluster."""
    return ThreadPoolExecutor(os.cpu_count()) if address is None else dask_cluster(address)


def _interrupted(kept: int) -> str:
    """Say what an interruption leaves, and how to go on."""
    return f"interrupted{_kept(kept) or ': nothing was written'}"


def _kept(histories: int) -> str:
    """Say how many histories are kept, if any are, and how to go on."""
    return (
        f": {many(histories, 'history')} are kept; the same command with --resume continues"
        if histories
        else ""
    )
