"""Environment: the Python and the packages that the program needs, and the program itself."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, distributions, version
from pathlib import Path

from sim.report.manifest import MAKER
from sim.scenario import shipped

from .described import pages

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LEFT_OUT = frozenset({"__pycache__", "shipped_scenarios", "shipped_pages"})


def packages() -> dict[str, str]:
    """Return the installed packages that the program needs, and theirs, with their versions."""
    found: dict[str, str] = {}
    wanted = list(_needs(MAKER))
    if not wanted:  # the program is not installed as a package: all that is here
        return dict(sorted((one.name.lower(), one.version) for one in distributions()))
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # needed on other systems only
        wanted += _needs(name)
    return dict(sorted(found.items()))


def _needs(name: str) -> Iterator[str]:
    """Yield the packages that a package needs, without those of its extras."""
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for line in lines:
        if "extra ==" not in line and (found := _NAME.match(line)):
            yield found[0].lower()


def requirements() -> str:
    """Return the packages as ``pip install -r`` reads them."""
    lines = [f"{name}=={version}" for name, version in packages().items() if name != MAKER]
    return "\n".join([f"# Python {platform.python_version()}", *lines]) + "\n"


def program() -> dict[str, Path]:
    """Return the files of this program and its scenarios, by their places in an archive."""
    package = Path(__file__).parents[2]
    files = {
        f"sim/{path.relative_to(package).as_posix()}": path
        for path in sorted(package.rglob("*"))
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(package).parts)
    }
    scenarios = {path.parent for path in shipped().values()}
    for place in scenarios:
        for path in sorted(place.rglob("*.toml")):
            files[f"scenarios/{path.relative_to(place).as_posix()}"] = path
    files |= {f"docs/{name}.md": path for name, path in pages().items()}
    licence = package.parent / "LICENSE"
    return {**files, "LICENSE": licence} if licence.is_file() else files
