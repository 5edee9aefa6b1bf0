"""A laboratory for diplomatic hedging: load a scenario, run its histories, ask what happened and why.

>>> import sim
>>> results = sim.run(sim.load("article"), histories=100)
>>> results.tilt("DPRK", "CHN", "RUS").shape
(100, 36)
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

# Public names and where they live; imported when first asked for, so that `sim --help` answers at
# once.
_PUBLIC = {
    "SimError": "errors",
    "InvalidInput": "errors",
    "load": "scenario",
    "Scenario": "scenario",
    "Refused": "scenario",
    "run": "ensemble.run",
    "Results": "outcomes.results",
    "write": "analysis.run.write",
    "compare": "analysis.compare.answer",
    "explain": "analysis.explain.explanation",
    "Diplomacy": "agents.diplomacy",
    "State": "agents.state",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str):
    """Import a public name when it is first used."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    found = getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
