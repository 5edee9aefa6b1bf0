"""The live part of a comparison's report: its scenarios side by side."""

from __future__ import annotations

from typing import Any

from sim.analysis.charted.live import about, base_yes, whole_side
from sim.analysis.charted.side import bands
from sim.outcomes.by_month import banded
from sim.report.page import Live

from .comparison import Compared
from .words import finding_data


def live(result: Compared) -> list[Live]:
    """Return the live part."""
    first = result.outcomes[0]
    data = {
        "about": about(first.scenario),
        "histories": first.histories,
        "base": base_yes(result.bases[0], first.histories),
        "base_of": result.bases[0].histories,
        "sides": [_side(result, k) for k in range(len(result.labels))],
        "pairs": [_pair(result, which) for which in result.others],
        "what_ifs": None,
        "why_no_what_ifs": "",
    }
    return [Live(data)]


def _side(result: Compared, which: int) -> dict[str, Any]:
    """Return one of the scenarios."""
    outcomes = result.outcomes[which]
    drawn = whole_side(result.results[which], outcomes, result.outcomes[0])
    return {**drawn, "label": result.labels[which]}


def _pair(result: Compared, which: int) -> dict[str, Any]:
    """Return what sets a scenario apart from the first."""
    tilts, found = result.tilts(), finding_data(result, which)
    return {
        "finding": {key: found[key] for key in ("headline", "detail")},
        "paired": bands(banded((tilts[which] - tilts[0]).T)),
    }
