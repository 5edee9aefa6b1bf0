"""Own behaviour from a file: the class of a given name, from a file of any name.

A file is loaded under a name of its own, made from its path, so that ``random.py``, ``my-state.py``
and two files of one name are what they are; nothing that Python, this package or an installed one
imports is taken from its folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

from sim.errors import FAILED, USAGE, InvalidInput
from sim.outcomes.failures import in_a_line
from sim.scenario import nearest

_BESIDE = "found_beside"  # what a spec says of a module that was found beside a file


@dataclass(frozen=True)
class OwnClass:
    """A class by its file and name, to be loaded by the process that simulates it."""

    file: Path
    name: str

    def load(self) -> type:
        """Load the class.

        InvalidInput when the file has no subclass of ``State`` by that name, or it decides nothing.
        """
        from .basis import check_decides
        from .state import State

        module = _module(self.file.resolve())
        classes = {
            key: kind for key, kind in vars(module).items()
            if isinstance(kind, type) and issubclass(kind, State) and kind is not State
        }  # fmt: skip
        if self.name in classes:
            check_decides(classes[self.name])
            return classes[self.name]
        if self.name in vars(module):
            raise InvalidInput(f"{self.name} in {self.file} is no subclass of sim.State")
        raise InvalidInput(
            f"{self.file} has no subclass of sim.State called "
            f"'{self.name}'{nearest(self.name, classes)}"
        )


def loaded(states: Mapping[str, type | OwnClass] | None) -> dict[str, type]:
    """Return the classes of some states, loading those that are named by their file."""
    return {
        code: kind.load() if isinstance(kind, OwnClass) else kind
        for code, kind in (states or {}).items()
    }


def fault(states: Mapping[str, OwnClass]) -> tuple[str, int] | None:
    """Load classes; return what is wrong, in a line, with the exit code, or None."""
    for kind in states.values():
        try:
            kind.load()
        except InvalidInput as error:
            return str(error), USAGE
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a user's file may raise anything, SystemExit too
            return f"{kind.file} cannot be run: {in_a_line(error)}", FAILED
    return None


def _module(file: Path) -> ModuleType:
    """Return a file as a module, loaded once in a process."""
    name = f"own_{hashlib.sha256(str(file).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    _Siblings.of(file.parent)
    loader = SourceFileLoader(name, str(file))
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    assert spec is not None  # what has a loader has a spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


class _Siblings:
    """Finds modules beside a file, but none with a name of Python or of an installed package."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.installed = [sysconfig.get_path(key) for key in ("purelib", "platlib")]

    @classmethod
    def of(cls, folder: Path) -> None:
        """Let a folder's modules be found before those of other folders.

        Modules of the same name that are loaded already stay as they are.
        """
        finders = [
            finder
            for finder in sys.meta_path
            if isinstance(finder, cls) and finder.folder != str(folder)
        ]
        for finder in finders:
            sys.meta_path.remove(finder)
            for name, module in list(sys.modules.items()):
                spec = getattr(module, "__spec__", None)
                if spec and getattr(spec, _BESIDE, None) == finder.folder:
                    del sys.modules[name]
        if not any(isinstance(finder, cls) for finder in sys.meta_path):
            sys.meta_path.insert(0, cls(str(folder)))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return where a module is; None where others are to look for it."""
        if (
            path is not None
            or name in sys.stdlib_module_names
            or PathFinder.find_spec(name, self.installed)
        ):
            return None
        spec = PathFinder.find_spec(name, [self.folder])
        if spec:
            setattr(spec, _BESIDE, self.folder)
        return spec
