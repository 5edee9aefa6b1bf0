"""A laboratory for diplomatic hedging: load scenarios, run their histories, ask what happened, why.

One verb for every question, in the words of the command line:

>>> import sim
>>> results = sim.run(sim.load("article"), histories=100)
>>> results.tilt("DPRK", "CHN", "RUS").shape
(100, 36)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public names and the modules that hold them, imported when first asked for, so that `import sim`
# and `sim --help` are quick. A new verb takes one line here and one in __init__.pyi.
VERBS = {
    "load": "scenario",
    "run": "ensemble.run",
    "write": "analysis.run.write",
    "list_results": "analysis.results.listing",
    "rerun": "analysis.run.again",
    "export": "analysis.results.export",
    "figure": "analysis.results.redrawing",
    "archive": "analysis.results.archiving",
    "verify": "analysis.results.verifying",
    "compare": "analysis.compare.answer",
    "experiment": "analysis.experiment.answer",
    "explain": "analysis.explain.answer",
    "sweep": "analysis.sweep.answer",
    "sensitivity": "analysis.sensitivity.answer",
    "threshold": "analysis.threshold.answer",
    "blocs": "analysis.blocs.answer",
    "hindcast": "analysis.hindcast.answer",
    "exam": "analysis.exam.answer",
    "calibrate": "analysis.calibrate.answer",
    "play": "game.beginning",
}
NOUNS = {
    "Scenario": "scenario",
    "Results": "outcomes.results",
    "Diplomacy": "agents.diplomacy",
    "State": "agents.state",
    "Game": "game.game",
    "Paper": "report.paper",
    "SimError": "errors",
    "InvalidInput": "errors",
    "Refused": "scenario",
    "RunFailed": "outcomes.failures",
}

__all__ = ["__version__", *VERBS, *NOUNS]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    module = VERBS.get(name) or NOUNS.get(name)
    if module is None:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{module}", __name__), name)
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
