"""Telling: which single history stands for all, in the chronicle and the figure of moves."""

from __future__ import annotations

import numpy as np

from .focus import focus
from .results import Results


def telling_history(results: Results) -> int:
    """Return the position of the history whose tilt runs nearest the median all along."""
    about = focus(results)
    tilt = results.tilt(about.state, about.a, about.b, about.needs)
    return int(np.abs(tilt - np.median(tilt, axis=0)).sum(axis=1).argmin())
