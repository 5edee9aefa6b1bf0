"""Cluster: the machines of a Dask cluster as an executor, each by the same version of the rules.

Every result comes with the version that made it. A worker with another version, even one that joins
later, is refused and its address named: its results could be wrong without looking wrong.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sim.errors import FAILED, InvalidInput, SimError
from sim.system.text import in_a_line

from .resuming import then
from .version import version

P = ParamSpec("P")
T = TypeVar("T")

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 10  # seconds for the scheduler to answer
_WORKERS_PATIENCE = (
    60  # seconds for the workers to answer: they may have to load this program first
)
_OTHER = "start the workers again with the version of this program that runs here"


class ClusterFailed(SimError):
    """The cluster cannot be used, or not any longer; the message says why, and what to do."""

    exit_code = FAILED


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster, for as long as the scheduler is there.

    Parameters
    ----------
    address : str
        Of the scheduler, as ``tcp://host:8786``.

    Raises
    ------
    InvalidInput
        When Dask is not installed.
    ClusterFailed
        When no scheduler answers, there is no worker, or one of another version; later, when the
        scheduler is lost.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InvalidInput(
            "--cluster needs Dask: pip install 'diplomatic-hedging[cluster]'"
        ) from None
    address = in_a_line(address)
    with _quiet():
        _check_scheduler(address)
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except Exception as error:  # it answered a moment ago
            raise _no_answer(address, error) from None
        try:
            _check_workers(client)
            yield ClusterExecutor(client.get_executor(pure=False), client, address)
        finally:
            _leave(client)


def _check_scheduler(address: str) -> None:
    """Refuse an address at which no scheduler says that it is one.

    Dask itself waits for ever where all is silent.
    """
    import asyncio

    try:
        kind = asyncio.run(asyncio.wait_for(_kind(address), _PATIENCE))
    except TimeoutError:
        raise _no_answer(address, TimeoutError(f"none within {_PATIENCE} seconds")) from None
    except Exception as error:  # who knows what listens there: its answer may be anything
        raise _no_answer(address, error) from None
    if kind != "Scheduler":
        why = f"there is a {kind.lower()}" if kind == "Worker" else "what answers there is none"
        raise ClusterFailed(f"--cluster {address}: {why}; give the address of the scheduler")


async def _kind(address: str) -> str:
    """Ask what is at an address."""
    from distributed.core import rpc

    async with rpc(address) as there:
        return str((await there.identity())["type"])


def _no_answer(address: str, error: Exception) -> ClusterFailed:
    """Return the refusal of an address at which there is no cluster."""
    if isinstance(error, MemoryError):  # as which Dask reads any other protocol
        reason = "what listens there is no Dask scheduler"
    else:
        reason = (str(error) or type(error).__name__).splitlines()[0][:200]
    return ClusterFailed(f"--cluster {address}: no cluster answers there ({reason})")


def _check_workers(client: Client) -> None:
    """Refuse a cluster without workers, or with one that computes by other rules."""
    address = client.scheduler.address if client.scheduler else ""
    try:
        answers = client.sync(
            client.run, version, on_error="return", callback_timeout=_WORKERS_PATIENCE
        )
    except TimeoutError:
        why = f"some workers do not answer within {_WORKERS_PATIENCE} seconds; end those that hang"
        raise ClusterFailed(f"--cluster {address}: {why}") from None
    except Exception as error:  # whatever the cluster's own parts may raise
        raise ClusterFailed(f"--cluster {address}: its workers do not answer ({error})") from None
    if not answers:
        raise ClusterFailed(
            f"--cluster {address}: it has no workers; start some with `dask worker {address}`"
        )
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            why = f"{type(answer).__name__}: {answer}"
            raise ClusterFailed(f"worker {worker} cannot compute this ({why}): {_OTHER}")
        _check_version(worker, answer)


def _check_version(worker: str, theirs: str) -> None:
    """Refuse what another version has made."""
    if theirs != version():
        raise ClusterFailed(
            f"worker {worker} is of version {theirs}, and this is {version()}: {_OTHER}"
        )


def _leave(client: Client) -> None:
    """Close the connection, whatever has become of the other end."""
    try:
        client.close(timeout=2)
    except Exception:  # the scheduler may be gone
        return


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from writing to the terminal: what it has to say ends in one line of ours."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


class ClusterExecutor(Executor):
    """A Dask executor whose workers say by which version they computed."""

    def __init__(self, inner: Executor, client: Client, address: str) -> None:
        self._inner, self._client, self._address = inner, client, address

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the future result of a task.

        It is ClusterFailed where a worker has another version, or the cluster is lost.
        """
        try:
            whole: Callable = partial(task, **kwargs) if kwargs else task
            future = self._inner.submit(stamped, version(), whole, *args)
        except Exception:  # a closed client raises errors of several kinds
            raise self._lost() from None
        return then(future, _accepted, self._lost)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what is under way.

        Parameters
        ----------
        wait : bool
            Whether tasks under way are waited for.
        cancel_futures : bool
            Whether tasks that are not begun are given up.
        """
        self._inner.shutdown(wait=wait and not cancel_futures)

    def _lost(self, error: BaseException | None = None) -> ClusterFailed:
        """Return the error for a cluster that brought no result, not even an error of the task."""
        why = f"the cluster at {self._address} was lost while it was computing"
        if error is None or isinstance(error, CancelledError):
            return ClusterFailed(why)
        reason = (str(error) or "no reason is given").splitlines()[0][:200]
        return ClusterFailed(
            f"the cluster at {self._address} failed ({type(error).__name__}: {reason}): {_OTHER}"
        )


def stamped(wanted: str, task: Callable, *job: Any) -> tuple[str, str, object, Exception | None]:
    """Do a task on a worker, if that is of the wanted version.

    Parameters
    ----------
    wanted : str
        The version that is asked for.
    task : callable
        What is to be done.
    *job : object
        What it is called with.

    Returns
    -------
    tuple
        The worker's version and address, the result, and the error that the task raised.
    """
    theirs, worker = version(), _whereabouts()
    if theirs != wanted:
        return theirs, worker, None, None
    try:
        return theirs, worker, task(*job), None
    except Exception as error:  # it is raised again at home
        return theirs, worker, None, error


def _whereabouts() -> str:
    """Return the address of this worker, or else the machine's name and the process's number."""
    try:
        from distributed import get_worker

        return get_worker().address
    except (ImportError, ValueError):
        return f"{socket.gethostname()}:{os.getpid()}"


def _accepted(answer: tuple[str, str, object, Exception | None]) -> object:
    """Return the result of a worker of this version, or raise what was raised there."""
    theirs, worker, result, error = answer
    _check_version(worker, theirs)
    if error is not None:
        raise error
    return result
