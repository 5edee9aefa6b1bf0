"""Turn plain functions into machine code, without changing what they compute.

``@compiled`` is numba with strict IEEE arithmetic (no fused or reordered operations), so a compiled
function gives the same bits as the Python text it is made from; ``NUMBA_DISABLE_JIT=1`` runs that
text itself. Machine code is kept on disk in a folder named after the sources it was made from: a
changed rule can never meet old code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core.caching import FunctionCache
from numba.core.registry import CPUDispatcher

from sim.system import caches

P = ParamSpec("P")
R = TypeVar("R")

_config: Any = numba.config  # made of environment variables: its attributes are known at run time
_SOURCES = ("compiled", "arrays", "draws", "rules", "month", "history", "spin_up", "beside")


def sources_hash() -> str:
    """Return a hash (16 digits) of the compiler's version and the sources of the machine code."""
    digest = hashlib.sha256(numba.__version__.encode())
    here = Path(__file__).parent
    for name in _SOURCES:
        for source in sorted([here / f"{name}.py", *(here / name).glob("*.py")]):
            digest.update(source.read_bytes() if source.exists() else b"")
    digest.update((here.parent / "schema.py").read_bytes())  # code for fewer moves would crash
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> Path | None:
    """Return the folder for the machine code of these sources, chosen when first needed.

    Returns
    -------
    Path or None
        Below ``$NUMBA_CACHE_DIR``, ``$XDG_CACHE_HOME`` or ``~/.cache``; a private one for this
        process and those it starts where none of these is this user's own; None where nothing can
        be written at all.
    """
    name = sources_hash()
    return caches.own_folder(caches.home_cache(), name) or caches.own_folder(
        caches.private_folder(), name
    )


def is_cold() -> bool:
    """Say whether the rules have yet to be compiled on this machine (it takes a while, once).

    Where nothing can be kept they are compiled each time anew, which has been said already.
    """
    folder = None if _config.DISABLE_JIT else caches.own_folder(caches.home_cache(), sources_hash())
    return folder is not None and not any(folder.rglob("*.nbc"))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` into its callers, so that loops over lanes use wide instructions."""
    return compiled(function, forceinline=True)


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` for other compiled functions alone; a call from Python is refused.

    What passes arguments from Python takes longer to compile than the function itself, where these
    are named tuples of many arrays.
    """
    return _refusing(compiled(function, no_cpython_wrapper=True))


def inner_inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` into its callers, which are compiled functions alone (see ``inner``)."""
    return _refusing(compiled(function, forceinline=True, no_cpython_wrapper=True))


def spread(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` as part of each caller's text, and by itself only if Python calls it.

    It is for what both call: ``compiled`` would make what passes arguments from Python at once.
    """
    return compiled(function, inline="always")


class _Inner(CPUDispatcher):
    """A compiled function that Python cannot pass arguments to: without this the process dies."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Refuse."""
        name = self.py_func.__name__
        raise TypeError(
            f"{name} is marked inner: it can be called by compiled functions only. To call it from "
            "Python, as in a test, mark it compiled, or set NUMBA_DISABLE_JIT=1."
        )


def _refusing(function: Callable[P, R]) -> Callable[P, R]:
    """Let a compiled function refuse calls from Python."""
    if isinstance(function, CPUDispatcher):  # not where nothing is compiled
        function.__class__ = _Inner
    return function


def compiled(function: Callable[P, R], **more: bool | str) -> Callable[P, R]:
    """Compile `function` with strict arithmetic and no interpreter lock, keeping the code on disk.

    Parameters
    ----------
    function : callable
        Of numbers, arrays and named tuples of these.
    **more : bool or str
        Further options of ``numba.njit``.

    Returns
    -------
    callable
        Called like `function`; ``py_func`` holds the Python text itself.
    """
    how: dict[str, Any] = {
        "nogil": True,
        "fastmath": False,
        "error_model": "numpy",
        "no_cfunc_wrapper": True,  # nothing in C calls them
        **more,
    }
    if _config.DISABLE_JIT or cache_folder() is None:
        return numba.njit(**how)(function)
    before = _config.CACHE_DIR
    # read while the cache is set up; given back for other users of numba
    _config.CACHE_DIR = str(cache_folder())
    made = numba.njit(**how)(function)
    with suppress(RuntimeError):  # the folder went away since: this time nothing is kept
        made._cache = _Kept(made.py_func)
    _config.CACHE_DIR = before
    return made


class _Kept(FunctionCache):
    """Machine code on disk.

    What is damaged is compiled anew, and what no longer fits on the disk is not kept.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what is kept, or None.

        Parameters
        ----------
        sig : tuple of numba types
            Of the arguments.
        target_context : numba context
            For which the code was made.
        """
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # a damaged file makes the reader raise anything
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep machine code, if the disk takes it.

        Parameters
        ----------
        sig : tuple of numba types
            Of the arguments.
        data : object
            What numba compiled.
        """
        with suppress(OSError):
            super().save_overload(sig, data)
