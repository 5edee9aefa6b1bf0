"""Words: thresholds and boxes in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.scenario import Scenario
from sim.system.text import in_percent, many

from .boxes import Discovery, in_words, trust_in_words
from .crossing import Crossing
from .figure import surely
from .joint import JointThreshold
from .threshold import Threshold


def finding(scenario: Scenario, crossing: Crossing, results: Sequence[Threshold]) -> str:
    """Say in a sentence what an outcome is, and the smallest change that takes it across the level.

    Parameters
    ----------
    scenario : Scenario
    crossing : Crossing
        The outcome and the level.
    results : sequence of Threshold
        The smallest change first.
    """
    first = results[0]
    stands = crossing.shown(first.mean_at_base)
    count = many(first.histories, "history")
    stands = f"yes in {stands} of" if crossing.is_share else f"{stands} on average in"
    flips = crossing.flips(first.mean_at_base)
    head = f"{crossing.outcome.in_words(scenario)}: {stands} {count}; "
    if first.crossing is None:
        return f"{head}no single change within the ranges {flips}."
    change = f"{first.path} from {first.base:z.4g} to {first.crossing:z.4g}"
    share = f"({in_percent(first.change_in_ranges)} of its range)"
    return f"{head}the smallest single change that {flips} is {change} {share}."


def legend(crossing: Crossing, crossed: bool) -> list[str]:
    """Return how the table of single changes is read.

    Parameters
    ----------
    crossing : Crossing
    crossed : bool
        Whether any change crosses the level.
    """
    clear = "clear at: the nearest value tried that is beyond it by two standard errors"
    what = "share of yes" if crossing.is_share else "mean"
    ends = f"low · high: the {what} with the parameter at either end of its range"
    return [clear, ends] if crossed else [ends]


def crossing_in_words(crossing: Crossing, one: Threshold) -> tuple[str, str, str, list[str]]:
    """Return a parameter's crossing as text: where, how far, where significantly, and means.

    Parameters
    ----------
    crossing : Crossing
        The outcome and the level.
    one : Threshold
        Of a number.
    """
    ends = (one.means[0], one.mean_at_base, one.means[-1])
    means = [crossing.shown(float(mean)) for mean in ends]
    sure = surely(one, crossing.level)
    if one.crossing is None or sure is None:
        return "none", "", "", means
    behind = "nowhere" if sure[1] is None else f"{sure[1]:z.4g}"
    return f"{one.crossing:z.4g}", in_percent(one.change_in_ranges, brief=True), behind, means


def together_in_words(
    crossing: Crossing,
    change: JointThreshold | None,
    searched: Sequence[str],
    alone: Sequence[Threshold],
) -> str:
    """Say how long the shortest joint change is, and how sure.

    Parameters
    ----------
    crossing : Crossing
        The outcome and the level.
    change : JointThreshold or None
        None where there is none.
    searched : sequence of str
        Paths of the numbers that were to change together.
    alone : sequence of Threshold
        What single numbers do.
    """
    if change is None:
        return (
            f"No joint change of these within their ranges does it either: {', '.join(searched)}."
        )
    shortest = min(one.change_in_ranges for one in alone if one.path in searched)
    against = f"against {shortest:z.3f} alone" if np.isfinite(shortest) else "where none does alone"
    mean, elsewhere = crossing.shown(change.mean), crossing.shown(change.elsewhere)
    mean = f"yes in {mean} of histories" if crossing.is_share else f"{mean} on average"
    return (
        f"The shortest joint change found is {change.length:z.3f} ranges long, {against}: {mean} "
        f"({elsewhere} on other random draws)."
    )


def boxes_in_words(crossing: Crossing, result: Discovery) -> list[str]:
    """Return boxes as lines: where the outcome is above the level, and how far to trust that.

    Parameters
    ----------
    crossing : Crossing
        The outcome and the level.
    result : Discovery
    """
    what = "yes is likelier than" if crossing.is_share else "the mean is above"
    lines = [
        f"Boxes in which {what} {crossing.shown_level} at most points, all {len(result.paths)} "
        f"parameters varied at once ({result.points:,} points of {result.histories} histories; "
        "yes at "
        f"{in_percent(result.yes)}):"
    ]
    lines += [f"{k}. {in_words(box)}" for k, box in enumerate(result.boxes, start=1)]
    notes = (result.reason, trust_in_words(result))
    return [*lines, *dict.fromkeys(note for note in notes if note)]
