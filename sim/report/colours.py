"""Colours of states and scenarios, the same in every figure and on every page."""

from __future__ import annotations

# Okabe & Ito's colours, which most colour-blind readers can distinguish. Their yellow is too pale
# for lines on white; a violet stands in its place, which stays apart from the others in each kind
# of colour blindness (tests/test_book.py).
OKABE_ITO = ("#D55E00", "#0072B2", "#E69F00", "#CC79A7", "#009E73", "#56B4E9", "#6A00C8", "#000000")
_FIXED = dict(zip(("DPRK", "RUS", "CHN", "JPN", "ROK", "USA"), OKABE_ITO, strict=False))
SCENARIO_A, SCENARIO_B = "#0072B2", "#D55E00"
# Of the scenarios of a comparison, in their order.
SCENARIOS = (SCENARIO_A, SCENARIO_B, "#009E73", "#CC79A7", "#E69F00", "#000000")


def scenario_colour(k: int) -> str:
    """Return the colour of the scenario at a position: the first one's own, or the others'."""
    return SCENARIO_B if k else SCENARIO_A


def colour(codes: tuple[str, ...], code: str) -> str:
    """Return a state's colour: fixed for the six of the article, by position for others."""
    if code in _FIXED and all(other in _FIXED for other in codes):
        return _FIXED[code]
    return OKABE_ITO[codes.index(code) % len(OKABE_ITO)]
