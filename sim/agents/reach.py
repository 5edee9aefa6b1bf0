"""What own behaviour can reach: how to look into a thing that it holds, and whose thing that is."""

from __future__ import annotations

import copy
import itertools
import random
import sys
import sysconfig
import threading
import types
import warnings
from collections import ChainMap, UserDict, UserList, deque
from collections.abc import Iterable
from functools import _lru_cache_wrapper, cache, cached_property, partial
from pathlib import Path

import numpy as np

# Kinds of things that are noted each in its own way.
ATOMS = (int, float, complex, str, bytes, bool, type(None), range, slice)
CONTAINERS = (list, dict, set, deque, bytearray)
NUMBERS = (
    np.ndarray,
    random.Random,
    np.random.Generator,
    np.random.BitGenerator,
    np.random.RandomState,
)
_ITERABLES: tuple[Iterable, ...] = ([], {}, set(), (), "", "\u0100", b"", range(0), range(2**65))
ITERATORS: tuple[type, ...] = (
    *{type(iter(one)) for one in _ITERABLES},
    itertools.count, itertools.cycle, itertools.chain, enumerate, zip, map, reversed,
)  # fmt: skip

_INSTALLED = {"site-packages", "dist-packages"}  # folders, whosever they are
# Classes of Python's whose objects hold nothing but attributes.
_PLAIN = (types.SimpleNamespace, ChainMap, UserDict, UserList, threading.local)


def inside(thing: object) -> list[object]:
    """Return what lies in things that hold others but do not change themselves."""
    match thing:
        case tuple() | frozenset():
            held = list(thing)
        case partial():
            held = [thing.func, thing.args, thing.keywords]
        case property():
            held = [thing.fget, thing.fset, thing.fdel]
        case cached_property():
            held = [thing.func]
        case types.MethodType() | types.BuiltinMethodType():
            held = [thing.__self__, getattr(thing, "__func__", None)]
        case staticmethod() | classmethod() | _lru_cache_wrapper():
            held = [thing.__wrapped__, vars(thing)]
        case _:
            held = []
    return held


def has_own_attributes(thing: object) -> bool:
    """Say whether a thing is an instance of a user's own class, or of a plain one."""
    return type(thing) in _PLAIN or not (
        type(thing).__module__ == "builtins" or is_library(type(thing).__module__)
    )


def slots(kind: type) -> list[str]:
    """Return the slots of a class that hold values of instances."""
    result = vars(kind).items() if "__slots__" in vars(kind) else ()  # those of C may be read only
    return [name for name, value in result if isinstance(value, types.MemberDescriptorType)]


def is_file(module: types.ModuleType) -> bool:
    """Say whether a module is a file of its own.

    What people type, or their script, is noted name by name instead.
    """
    return bool(getattr(module, "__file__", None)) and module.__name__ != "__main__"


def names_in(code: types.CodeType) -> set[str]:
    """Return the global names and attributes that a piece of code and those inside it use."""
    inner = (part for part in code.co_consts if isinstance(part, types.CodeType))
    return set(code.co_names).union(*map(names_in, inner))


def is_plain(name: object) -> bool:
    """Say whether a name is one of a user, not of Python."""
    return isinstance(name, str) and not (name.startswith("__") and name.endswith("__"))


def copy_of(iterator: object) -> object | None:
    """Return a copy of an iterator; None where Python makes none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return copy.deepcopy(iterator)
    except Exception:  # what it runs over may raise anything
        return None


@cache
def is_library(name: object) -> bool:
    """Say whether a module belongs to Python, this package or an installed one, or has no name."""
    if not isinstance(name, str):
        return True
    top = name.partition(".")[0]
    if top == "__main__":
        return False
    if (
        top == __name__.partition(".")[0]
        or top in sys.stdlib_module_names
        or top in sys.builtin_module_names
    ):
        return True
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    return file.startswith(sysconfig.get_path("stdlib")) or not _INSTALLED.isdisjoint(
        Path(file).parts
    )
