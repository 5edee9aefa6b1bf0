"""Turn plain functions into machine code, without changing what they compute.

``@compiled`` is numba with strict IEEE arithmetic (no fused or reordered operations), so a compiled
function gives the same bits as the Python text it is made from; ``NUMBA_DISABLE_JIT=1`` runs that
text itself. Machine code is kept on disk in a folder named after the sources it was made from: a
changed rule can never meet old code.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core.caching import FunctionCache
from numba.core.compiler import Compiler
from numba.core.options import DefaultOptions
from numba.core.registry import CPUDispatcher
from numba.core.runtime.nrt import rtsys

from sim.system import caches

P = ParamSpec("P")
R = TypeVar("R")

# Arrays come from the caller: nobody need count who holds one. Not every version has the option.
_UNCOUNTED = {"_nrt": False} if hasattr(DefaultOptions, "_nrt") else {}
_config: Any = numba.config  # made of environment variables: its attributes are known at run time
_SOURCES = ("compiled", "arrays", "draws", "rules", "month", "history", "spin_up", "beside")


def sources_hash() -> str:
    """Return a hash (16 digits) of the compiler's version and the sources of the machine code."""
    digest = hashlib.sha256(numba.__version__.encode())
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> tuple[Path, ...]:
    """Return the sources of the machine code."""
    return _sources_in(Path(__file__).parent)


@cache  # every compiled function asks for them
def _sources_in(here: Path) -> tuple[Path, ...]:
    """Return the sources of the machine code in this folder, and the moves beside it."""
    found = [
        source
        for name in _SOURCES
        for source in sorted([here / f"{name}.py", *(here / name).glob("*.py")])
        if source.exists()
    ]
    return (*found, here.parent / "schema.py")  # code for fewer moves would crash


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


def _folder_for(function: Callable) -> Path | None:
    """Return the folder for the machine code of a function.

    One that stands elsewhere, as that which counts outcomes, has a folder for each content of its
    file. Date and length, which numba itself compares, are not enough: all files of a wheel may
    bear the same date.
    """
    folder, source = cache_folder(), Path(inspect.getfile(function))
    if folder is None or source in _sources():
        return folder
    with suppress(OSError):
        return folder / hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    return folder  # a function without a file is not kept


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


def apart(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` as ``inner`` does, given arrays of which none shares memory with another.

    Otherwise every loop begins by asking whether what it writes to is also what it reads.
    """
    return _refusing(compiled(function, no_cpython_wrapper=True, pipeline_class=_Apart))


def spread(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` as part of each caller's text, and by itself only if Python calls it.

    It is for what both call: ``compiled`` would make what passes arguments from Python at once.
    """
    return compiled(function, inline="always")


class _Apart(Compiler):
    """A compiler that takes the arrays which a function is given for separate ones."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Take what numba's compiler takes."""
        super().__init__(*args, **named)
        self.state.flags = self.state.flags.copy()
        self.state.flags.noalias = True


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


def compiled(function: Callable[P, R], **more: bool | str | type) -> Callable[P, R]:
    """Compile `function` with strict arithmetic and no interpreter lock, keeping the code on disk.

    It works in arrays that it is given, and makes none. Numba would count at every call who holds
    each of them, which takes as long as the arithmetic of a few histories.

    Parameters
    ----------
    function : callable
        Of numbers, arrays and named tuples of these.
    **more : bool or str or type
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
        **_UNCOUNTED,
        **more,
    }
    if _config.DISABLE_JIT or cache_folder() is None:
        return numba.njit(**how)(function)
    before = _config.CACHE_DIR
    # read while the cache is set up; given back for other users of numba
    _config.CACHE_DIR = str(_folder_for(function))
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
            # not ``target_context.refresh()``: it loads all that compiling needs, scipy among it,
            # and takes three times as long as the code; where something is compiled, numba's
            # compiler does so itself
            rtsys.initialize(target_context)
            with self._guard_against_spurious_io_errors():
                return self._load_overload(sig, target_context)
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
