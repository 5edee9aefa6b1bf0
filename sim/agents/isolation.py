"""Isolation: what own behaviour remembers outside its agents is reset before each history.

A history has a model, agents and generators of its own, but a class, the module that it is written
in, the default values of its functions and the global generators of Python and NumPy outlive it.
What is found there when an ensemble begins is noted, put back before each of its histories and once
more at the end, in place: lists, dictionaries, sets, arrays, generators, attributes of classes and
of instances of the user's own classes, names of the user's own modules. Not reset are changes to
modules and objects of other packages, half-run generator functions, files and environment
variables; and nothing can be done about what depends on the clock or on the operating system's
entropy.
"""

from __future__ import annotations

import copy
import random
import sys
import types
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import _lru_cache_wrapper
from typing import Any

import numpy as np

from sim.errors import InvalidInput
from sim.outcomes.failures import in_a_line

from .reach import (
    ATOMS,
    CONTAINERS,
    ITERATORS,
    NUMBERS,
    copy_of,
    has_own_attributes,
    inside,
    is_file,
    is_library,
    is_plain,
    names_in,
    slots,
)


class Snapshot:
    """What some classes, and all that can be reached from them, hold now.

    ``restore`` puts it back in place.
    """

    def __init__(self, roots: Iterable[object]) -> None:
        self._puts: list[Callable[[], None]] = []
        self._seen: dict[int, object] = {}
        self._waiting: list[object] = list(roots)
        self._pristine: dict[int, object] = {}
        self._copies: dict[int, object] = {}
        self._modules = set(sys.modules)
        self._notes: tuple[tuple[Any, Callable[[Any], None]], ...] = (
            (types.ModuleType, self._note_module),
            (type, self._note_class),
            (types.FunctionType, self._note_function),
            (types.CellType, self._note_cell),
            (CONTAINERS, self._note_container),
            (NUMBERS, self._note_numbers),
            (ITERATORS, self._note_iterator),
        )
        while self._waiting:
            thing = self._waiting.pop()
            if type(thing) not in ATOMS and id(thing) not in self._seen:
                self._seen[id(thing)] = thing
                with suppress(Exception):  # proxies and half-made objects may refuse to be read
                    self._note(thing)

    def restore(self, last: bool = False) -> None:
        """Put everything back.

        Iterators are put back as copies of what they were, or, at the `last`, themselves.

        Raises
        ------
        InvalidInput
            When something cannot be put back, once all the rest is.
        """
        self._copies = {key: self._seen[key] for key in self._pristine} if last else {}
        # Modules that this history imported first are imported anew in the next, as in this one.
        for name in sys.modules.keys() - self._modules:
            if not is_library(name):
                del sys.modules[name]
        wrong = None
        for put in self._puts:
            try:
                put()
            except Exception as error:  # a user's own containers and attributes may raise anything
                wrong = error
        if wrong and not last:
            raise InvalidInput(
                f"what own behaviour remembers cannot be put back: {in_a_line(wrong)}"
            )

    def _note(self, thing: object) -> None:
        """Note what a thing holds, and go on to what it holds."""
        for kinds, note in self._notes:
            if isinstance(thing, kinds):
                note(thing)
                break
        else:
            self._waiting += inside(thing)
            if isinstance(thing, _lru_cache_wrapper) and not is_library(thing.__module__):
                self._puts.append(thing.cache_clear)
        if not isinstance(
            thing, type | types.ModuleType | types.FunctionType
        ) and has_own_attributes(thing):
            self._note_instance(thing)

    def _note_module(self, module: types.ModuleType) -> None:
        """Note the names of a user's own module."""
        if not is_library(module.__name__):
            self._note_names(vars(module))

    def _as_it_was(self, value: object) -> object:
        """Return what is put back for a value: itself, or for an iterator a copy from before."""
        if id(value) not in self._pristine:
            return value
        if id(value) not in self._copies:
            self._copies[id(value)] = copy_of(self._pristine[id(value)])
        return self._copies[id(value)]

    def _note_iterator(self, thing: object) -> None:
        """Note where an iterator is, by a copy of it."""
        pristine = copy_of(thing)
        if pristine is not None:
            self._pristine[id(thing)] = pristine

    def _note_names(self, names: dict, only: Iterable[str] | None = None) -> None:
        """Note the names of a module, or some of them; those that come to be are deleted again."""
        wanted = None if only is None else list(only)
        saved = {
            key: value
            for key, value in names.items()
            if is_plain(key) and (wanted is None or key in wanted)
        }
        self._waiting += saved.values()

        def restore_names() -> None:
            """Put the names back, and delete those that came to be."""
            for key in [key for key in (names if wanted is None else wanted) if is_plain(key)]:
                if key not in saved and not isinstance(names.get(key), types.ModuleType):
                    names.pop(key, None)
            for key, value in saved.items():
                names[key] = self._as_it_was(value)

        self._puts.append(restore_names)

    def _note_class(self, kind: type) -> None:
        """Note the attributes of a class, its bases and its module.

        Of a library's class only the attributes are noted.
        """
        if kind is object or kind.__module__ == "builtins":
            return
        saved = {key: value for key, value in vars(kind).items() if is_plain(key)}
        self._waiting += kind.__bases__
        if not is_library(kind.__module__):
            self._waiting += saved.values()
            self._waiting.append(type(kind))
            module = sys.modules.get(kind.__module__)
            if module is not None and is_file(module):
                self._waiting.append(module)

        def restore_class() -> None:
            """Put the attributes of the class back."""
            for key in [key for key in vars(kind) if is_plain(key) and key not in saved]:
                type.__delattr__(kind, key)
            for key, value in saved.items():
                value = self._as_it_was(value)
                if vars(kind).get(key, restore_class) is not value:
                    type.__setattr__(kind, key, value)

        self._puts.append(restore_class)

    def _note_function(self, function: types.FunctionType) -> None:
        """Note the defaults, attributes and closure of a function, and the globals that it uses."""
        if is_library(function.__module__ or ""):
            return
        defaults, keywords = function.__defaults__, dict(function.__kwdefaults__ or {})
        self._waiting += [
            *(defaults or ()),
            *keywords.values(),
            *(function.__closure__ or ()),
            vars(function),
        ]

        def restore_function() -> None:
            """Put the defaults of the function back."""
            function.__defaults__ = (
                None if defaults is None else tuple(map(self._as_it_was, defaults))
            )
            function.__kwdefaults__ = {
                key: self._as_it_was(value) for key, value in keywords.items()
            } or None

        self._puts.append(restore_function)
        module = sys.modules.get(function.__module__)
        if module is None or vars(module) is not function.__globals__ or not is_file(module):
            self._note_names(function.__globals__, names_in(function.__code__))

    def _note_cell(self, cell: types.CellType) -> None:
        """Note a variable that functions share."""
        try:
            saved = cell.cell_contents
        except ValueError:  # nothing in it yet
            return
        self._waiting.append(saved)
        self._puts.append(lambda: setattr(cell, "cell_contents", self._as_it_was(saved)))

    def _note_container(self, thing: list | dict | set | deque | bytearray) -> None:
        """Note the content of a container."""
        if isinstance(thing, dict):
            self._note_dict(thing)
            return
        saved = list(thing)
        self._waiting += saved

        def restore_content() -> None:
            """Put the content of the container back."""
            thing.clear()
            add: Callable[[Iterable], None] = (
                thing.update if isinstance(thing, set) else thing.extend
            )
            add(map(self._as_it_was, saved))

        self._puts.append(restore_content)

    def _note_dict(self, thing: dict) -> None:
        """Note the content of a dictionary."""
        saved = dict(thing)
        put_in = OrderedDict.__setitem__ if isinstance(thing, OrderedDict) else dict.__setitem__
        self._waiting += [*saved.keys(), *saved.values()]

        def restore_items() -> None:
            """Put the items of the dictionary back, in their order."""
            thing.clear()
            for key, value in saved.items():
                put_in(thing, key, self._as_it_was(value))

        self._puts.append(restore_items)

    def _note_numbers(self, thing: object) -> None:
        """Note the numbers of an array, or where a generator is."""
        if isinstance(thing, np.ndarray):
            self._note_array(thing)
        elif isinstance(thing, np.random.Generator):
            self._waiting.append(thing.bit_generator)
        elif isinstance(thing, np.random.BitGenerator):
            inner = copy.deepcopy(thing.state)
            self._puts.append(lambda: setattr(thing, "state", inner))
        elif isinstance(thing, np.random.RandomState):
            legacy: Any = thing.get_state()
            self._puts.append(lambda: thing.set_state(legacy))
        elif isinstance(thing, random.Random) and type(thing) is not random.SystemRandom:
            state = thing.getstate()
            self._puts.append(lambda: thing.setstate(state))

    def _note_array(self, thing: np.ndarray) -> None:
        """Note the numbers of an array."""
        saved = thing.copy()
        if thing.dtype.hasobject:
            self._waiting += thing.ravel().tolist()

        def restore_array() -> None:
            """Put the numbers of the array back."""
            thing.setflags(write=True)
            np.copyto(thing, saved)

        if thing.flags.writeable:
            self._puts.append(restore_array)

    def _note_instance(self, thing: object) -> None:
        """Note the attributes of an instance of a user's own class, and that class."""
        self._waiting.append(type(thing))
        if hasattr(thing, "__dict__"):
            self._waiting.append(vars(thing))
        for kind in type(thing).__mro__:
            for name in slots(kind):
                self._note_slot(thing, getattr(kind, name, None))

    def _note_slot(self, thing: object, slot: types.MemberDescriptorType | None) -> None:
        """Note what is in a slot of an instance."""
        if slot is None:
            return
        try:
            saved = slot.__get__(thing)
        except AttributeError:
            return
        self._waiting.append(saved)
        self._puts.append(lambda: slot.__set__(thing, self._as_it_was(saved)))
