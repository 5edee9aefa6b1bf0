"""Draw docs/images/architecture.png, a map of the program, from its own imports."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import grimp

ROOT = Path(__file__).parents[1]
HOLDS = {
    "__main__": "starts the command line as a process", "cli": "the list of commands",
    "app": "the page and the class", "game": "people play states",
    "analysis": "one package for each question", "shell": "what all commands share",
    "ensemble": "many histories, anywhere", "report": "how anything is shown and kept",
    "agents": "the model as Mesa agents", "outcomes": "what is measured of a history",
    "model": "the rules, the month, a history", "data": "the files of the field",
    "scenario": "a TOML file in, a checked scenario out", "countries": "what states are called",
    "schema": "every parameter, once", "system": "files, caches, streams",
    "errors": "refusals in one line",
}  # fmt: skip


class Room(NamedTuple):
    """A room of the program.

    Attributes
    ----------
    name : str
        A package of ``sim``, or a module beside the packages.
    modules, lines : int
        How many modules it has, and how many lines.
    imports : Counter
        Of each other room, how many modules of this one import from it.
    """

    name: str
    modules: int
    lines: int
    imports: Counter[str]


def layers() -> list[list[str]]:
    """Return the rooms from top to bottom, as ``lint-imports`` checks them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def rooms() -> list[Room]:
    """Return all rooms, from the topmost to the lowest."""
    graph = grimp.build_graph("sim", cache_dir=None)  # which import-linter checks
    modules = {module: module.split(".")[1] for module in graph.modules if "." in module}
    found = []
    for name in (name for layer in layers() for name in layer):
        own = [module for module, room in modules.items() if room == name]
        imports: Counter[str] = Counter()
        for module in own:
            others = graph.find_modules_directly_imported_by(module)
            imports.update({modules[other] for other in others if other in modules} - {name})
        folder = ROOT / "sim" / name
        paths = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
        found.append(Room(name, len(own), lines, imports))
    return found


def draw(path: Path) -> None:
    """Draw the map: a row for each room, an arc for each room that it imports from.

    Parameters
    ----------
    path : Path
        Of the picture.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Arc

    found = rooms()
    height = {room.name: len(found) - k for k, room in enumerate(found)}
    figure, axes = plt.subplots(figsize=(9.4, 6.4), dpi=150)
    most = max(room.lines for room in found)
    for room in found:
        y = height[room.name]
        axes.barh(y, room.lines / most * 2.0, 0.5, left=-8.0, color="#c9d6e2")
        axes.text(-7.9, y, f"{room.lines:,}", va="center", fontsize=7.5)
        axes.text(-5.8, y, room.name, weight="bold", va="center", fontsize=9.5)
        axes.text(-0.1, y, HOLDS[room.name], va="center", ha="right", fontsize=8)
        for other, count in room.imports.items():
            span = abs(height[other] - y)
            axes.add_patch(
                Arc(
                    (0.0, (y + height[other]) / 2),
                    span * 0.62,
                    span,
                    theta1=-90,
                    theta2=90,
                    lw=0.35 + 0.5 * count**0.5,
                    color="#0072B2",
                    alpha=0.55,
                )
            )
            axes.plot(0.0, height[other], ">", color="#0072B2", ms=3)
    axes.set_xlim(-8.0, 0.32 * len(found))
    axes.set_ylim(0.1, len(found) + 1)
    axes.set_title(
        "Each room imports from the rooms below it, and from no other",
        loc="left",
        fontsize=11,
        x=0.0,
    )
    axes.text(
        -8.0,
        0.2,
        "Left: lines of Python. Arcs: imports, from the upper room to the lower; "
        "thicker where more modules import.",
        fontsize=7,
    )
    axes.axis("off")
    figure.savefig(path, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    draw(ROOT / "docs" / "images" / "architecture.png")
