"""Inlined: modules of JavaScript put into one script, as a page opened from a file needs them.

A browser imports no module from a file. So every module becomes a function that is called once and
gives what the module exports, in an order in which each comes after those that it imports; a
module's other names stay its own. The modules themselves stay as they are, and readable.

Of the language's many forms of import and export two are known, which are those of our modules:
``import { a, b as c } from "./x.js";`` and ``export`` in front of a function, a class or a const.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import\s*\{([^{}]*)\}\s*from\s*"([^"\n]+)";[ ]*\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function\*?|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b|\bimport\s*\(|\bimport\.meta\b", re.MULTILINE)
_NO_NAME = re.compile(r"\W")


class CannotInline(ValueError):
    """A module has something that cannot be put into one script; a bug of ours."""


def inlined(entry: Path) -> str:
    """Return a module, with all that it imports, as one script without any import.

    Parameters
    ----------
    entry : Path
        The module that is to run.

    Raises
    ------
    CannotInline
        For modules in a circle, for forms of import or export that are not known, and for what
        would end the script's element in a page.
    """
    done: dict[Path, str] = {}
    _take(entry.resolve(), done, ())
    return "\n".join(done.values())


def _take(path: Path, done: dict[Path, str], above: tuple[Path, ...]) -> str:
    """Put a module behind those that it imports; return the name that it has there."""
    if path in above:
        circle = ", ".join(one.name for one in (*above[above.index(path) :], path))
        raise CannotInline(f"modules import one another in a circle: {circle}")
    name = _name(path)
    if path not in done:
        text = path.read_text(encoding="utf-8")
        deeper = (*above, path)
        body = _IMPORT.sub(lambda found: _as_const(found, path, done, deeper), text)
        exported = _EXPORT.findall(body)
        body = _EXPORT.sub("", body)
        _check(body, path)
        given = ", ".join(exported)
        done[path] = f"const {name} = (() => {{\n{body.rstrip()}\nreturn {{ {given} }};\n}})();\n"
    return name


def _as_const(
    found: re.Match[str], path: Path, done: dict[Path, str], above: tuple[Path, ...]
) -> str:
    """Return an import as a constant that takes from a module what it gives."""
    names, source = found.groups()
    if not source.startswith("."):
        raise CannotInline(f"{path.name} imports {source}: write it as ./ or ../")
    of = _take((path.parent / source).resolve(), done, above)
    taken = [re.sub(r"\s+as\s+", ": ", one.strip()) for one in names.split(",") if one.strip()]
    return f"const {{ {', '.join(taken)} }} = {of};\n"


def _name(path: Path) -> str:
    """Return what a module is called in the script: by its folder and its own name."""
    return _NO_NAME.sub("_", f"{path.parent.name}_{path.stem}")


def _check(body: str, path: Path) -> None:
    """Refuse what is left of imports and exports, and what would end the script in a page."""
    if left := _LEFT.search(body):
        line = body[left.start() :].lstrip().split("\n", 1)[0]
        raise CannotInline(f"{path.name} has a form of import or export that is not known: {line}")
    if re.search(r"</script|<!--", body, re.IGNORECASE):
        raise CannotInline(f"{path.name} has what would end a script in a page")
