"""Smaller: tasks, figures and single changes made small, here or in a process of `sim`.

``python tests/smaller.py make_tasks_small run article`` is `sim run article` after such a change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable


def make_tasks_small(put: Callable[[object, str, int], None] = setattr) -> None:
    """Make tasks, and what is kept whole, a thirty-second of their size: as many, sooner done."""
    from sim.analysis.compare import answer as comparing
    from sim.analysis.hindcast import counting
    from sim.analysis.run import asking, what_ifs
    from sim.ensemble import checkpoint, design, run, tallying

    for module, name in (
        *((module, "CHUNK") for module in (run, design, checkpoint, counting, tallying)),
        *((module, "KEPT_WHOLE") for module in (asking, comparing)),
        *((what_ifs, name) for name in ("HISTORIES", "LEAST")),
    ):
        put(module, name, getattr(module, name) // 32)


def make_figures_blank(put: Callable[[object, str, object], None] = setattr) -> None:
    """Leave figures blank, and let few single changes be worked out for a report."""
    import base64

    from matplotlib.figure import Figure

    from sim.analysis.run import carriers, what_ifs
    from sim.report import style

    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
        "gg=="
    )

    def save(figure, target, *, format: str, **how) -> None:
        target.write(b"<svg xmlns='http://www.w3.org/2000/svg'/>" if format == "svg" else dot)

    put(style, "drawn", lambda width, height, draw, **how: Figure((width, height)))
    put(Figure, "savefig", save)
    for name, few in {"HISTORIES": what_ifs.LEAST, "_MOST": 3, "_EVENTS": 3, "_NUMBERS": 1}.items():
        put(what_ifs, name, few)
    put(carriers, "_TAKEN_APART", 1)


if __name__ == "__main__":
    globals()[sys.argv.pop(1)]()
    from sim.__main__ import main

    main()
