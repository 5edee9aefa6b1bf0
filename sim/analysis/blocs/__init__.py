"""Blocs: which stable splits into two blocs the ties of a world allow (landscape theory).

``landscape`` and ``balance`` take plain arrays.
"""

from __future__ import annotations

from typing import Any

__all__ = ["balance", "landscape"]


def __getattr__(name: str) -> Any:
    """Import a public function when it is first used: the command is declared without numpy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import landscapes

    return getattr(landscapes, name)
