"""Around: variables of the environment by which a library cannot be loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import CodeType

# Which variables a library reads while it is loaded, by the names that they begin with; MPLBACKEND
# is not among them, as every command sets its own.
_READ = {
    "numba": ("NUMBA_",),
    "matplotlib": ("MPLCONFIGDIR", "MATPLOTLIBRC"),
    "numpy": ("NPY_",),
    "llvmlite": ("LLVMLITE_",),
}
_WHILE_LOADED = "<module>"


def blamed(error: BaseException) -> str:
    """Return what is wrong with the environment, if that is why a library could not be loaded.

    Parameters
    ----------
    error : BaseException
        That a library has raised.

    Returns
    -------
    str
        A refusal in a sentence; empty where the library is not to blame, or no variable that it
        reads is set.
    """
    codes = list(_codes(error))
    library = _library(codes[-1]) if codes else ""
    loading = any(_library(code) == library and code.co_name == _WHILE_LOADED for code in codes)
    begins = _READ.get(library, ())
    found = [f"{name}={value}" for name, value in os.environ.items() if name.startswith(begins)]
    if not begins or not loading or not found:
        return ""
    told = " ".join(str(error).split())
    told = told if len(told) <= 100 else f"{told[:100]}..."
    return (
        f"{library} cannot be loaded with {' and '.join(sorted(found))} in the environment: {told} "
        "Correct or unset it"
    )


def _codes(error: BaseException) -> Iterator[CodeType]:
    """Yield the code of each frame in which an error was, the innermost last."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code
        trace = trace.tb_next


def _library(code: CodeType) -> str:
    """Return the library that code belongs to; empty for none that is known."""
    parts = code.co_filename.replace("\\", "/").split("/")
    return next((part for part in reversed(parts[:-1]) if part in _READ), "")
