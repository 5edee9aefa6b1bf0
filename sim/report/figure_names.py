"""Figure names: which figure somebody means; nothing that draws is loaded for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InvalidInput
from sim.scenario import nearest


def named(name: str, names: Sequence[str] | dict) -> str:
    """Return the figure that a name means, with or without its number.

    Parameters
    ----------
    name : str
    names : sequence of str
        The figures that there are.

    Raises
    ------
    InvalidInput
        Listing them.
    """
    there = list(names)
    short = {one.lstrip("0123456789").lstrip("-"): one for one in there}
    wanted = Path(name).stem if name.endswith((".svg", ".png", ".pdf")) else name
    if wanted in there:
        return wanted
    if wanted in short:
        return short[wanted]
    meant = nearest(wanted, [*there, *short]) if there else ""
    all_of_them = f"the figures are {', '.join(there)}" if there else "it has none"
    raise InvalidInput(
        f"there is no figure '{name}'{meant if 'mean' in meant else ''}: {all_of_them}"
    )
