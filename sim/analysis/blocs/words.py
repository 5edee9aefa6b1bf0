"""Blocs in words: the text that the terminal prints, and the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.report.page import Heading, Part, Picture, Table, Text
from sim.system.text import in_percent

from .landscapes import Balance, Landscape

_LISTED = 6  # minima printed; all are in the table
_ON_PAGE = 20
_SPLITS = (
    "Each panel is a stable split: no actor lowers the energy by changing sides alone. Bars and "
    "numbers are each actor's frustration; the basin is the share of starting points that end "
    "in the split."
)
_BALANCE = (
    "The share of triads in which friends of friends are friends and enemies of enemies too, and "
    "the smallest share of tie strength that any division into two camps leaves frustrated."
)


def finding(of: str, landscape: Landscape, names: Sequence[str]) -> str:
    """Say how many stable splits there are, and which is the deepest.

    Parameters
    ----------
    of : str
        Whose ties.
    landscape : Landscape
        Their splits.
    names : sequence of str
        Of the actors.
    """
    against = _against(landscape, names, 0)
    return f"{of}: {_count(landscape)}; the deepest is {against}."


def text(of: str, landscape: Landscape, names: Sequence[str], balance: Balance) -> str:
    """Return what the terminal prints; parameters as in ``finding``, and how balanced ties are."""
    lines = [of, _count(landscape), ""]
    for k in range(min(len(landscape.minima), _LISTED)):
        share = landscape.basin(k)
        lines.append(f"{k + 1}. {_against(landscape, names, k)}")
        energy = f"energy {landscape.minimum_energies[k]:z.4g}"
        lines.append(f"   {energy}; {in_percent(share)} of splits end there")
        if worst := _worst(landscape, names, k):
            lines.append(f"   most frustrated: {worst}")
    if len(landscape.minima) > _LISTED:
        lines.append(f"... and {len(landscape.minima) - _LISTED:,} more in splits.csv")
    return "\n".join([*lines, "", _balance_in_words(balance)])


def page(landscape: Landscape, names: Sequence[str], balance: Balance, monthly: bool) -> list[Part]:
    """Return the parts of the page.

    Parameters
    ----------
    landscape : Landscape
        The splits.
    names : sequence of str
        Of the actors.
    balance : Balance
        How balanced ties are.
    monthly : bool
        Whether there is a figure of balance by month.
    """
    rows = []
    for k in range(min(len(landscape.minima), _ON_PAGE)):
        share = in_percent(landscape.basin(k), True, digits=1)
        energy = f"{landscape.minimum_energies[k]:z.4g}"
        rows.append((_against(landscape, names, k), _worst(landscape, names, k), energy, share))
    more = len(landscape.minima) - _ON_PAGE
    parts: list[Part] = [
        Picture("01-blocs", _SPLITS),
        Heading("Stable splits"),
        Table(("split", "most frustrated", "energy", "basin"), rows, numeric=2),
    ]
    if more > 0:
        parts.append(Text(f"{more:,} more are in splits.csv.", "small"))
    parts += [Heading("Structural balance"), Text(_balance_in_words(balance))]
    return [*parts, Picture("02-balance", _BALANCE)] if monthly else parts


def _count(landscape: Landscape) -> str:
    """Say how many stable splits there are, and how they were found."""
    count = len(landscape.minima)
    how = (
        "all splits looked at"
        if landscape.exhaustive
        else "found by descents from 1,000 splits; there may be more"
    )
    return f"{count:,} stable {'split' if count == 1 else 'splits'} ({how})"


def _against(landscape: Landscape, names: Sequence[str], k: int) -> str:
    """Return the two sides of a split."""
    sides = []
    for which in (0, 1):
        side = [name for name, of in zip(names, landscape.sides[k], strict=True) if of == which]
        sides.append(", ".join(side) if side else "nobody")
    return " | ".join(sides)


def _worst(landscape: Landscape, names: Sequence[str], k: int) -> str:
    """Return the most frustrated actor of a split, if any is frustrated."""
    worst = int(np.argmax(landscape.frustration[k]))
    frustration = landscape.frustration[k, worst]
    return f"{names[worst]} ({frustration:z.3g})" if frustration > 0 else ""


def _balance_in_words(balance: Balance) -> str:
    """Say how balanced ties are."""
    triads = (
        "no triads"
        if np.isnan(balance.balanced)
        else f"{in_percent(balance.balanced)} of triads balanced"
    )
    return (
        f"Structural balance: {triads}, {in_percent(balance.frustration)} of the strength of ties "
        "frustrated"
    )
