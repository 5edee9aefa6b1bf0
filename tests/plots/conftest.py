"""Runs of every shape that a figure may meet."""

from __future__ import annotations

import pytest

import sim


def world(states: int, months: int, extra: str = "") -> str:
    """Return the text of a scenario with so many states."""
    lines = ['title = "A world & its <states>"', "start = 2001-11-01", f"months = {months}", "spin_up = 0", extra]
    return "\n".join([*lines, *(f"[states.S{k}]" for k in range(states))])


@pytest.fixture(scope="session")
def shapes(tmp_path_factory) -> dict[str, sim.Results]:
    """Two states, one history, one month, many states, no moves."""
    folder = tmp_path_factory.mktemp("shapes")
    texts = {
        "two states": (world(2, 30), 20),
        "one history": (world(3, 30), 1),
        "one month": (world(3, 1), 20),
        "one month, one history": (world(2, 1), 1),
        "many states": (world(24, 14), 6),
        "no moves": (world(3, 12).replace("]", "]\nprecision = 100.0") + _dear(), 5),
    }
    results = {}
    for k, (name, (text, histories)) in enumerate(texts.items()):
        path = folder / f"world{k}.toml"
        path.write_text(text)
        results[name] = sim.run(sim.load(path), histories)
    return results


def _dear() -> str:
    """Return moves so dear that nobody makes any."""
    from sim.schema import MOVES

    return "".join(f"\n[moves.{move}]\ncost = 10.0" for move in MOVES)
