"""Figure 8: why. The six terms of the move that a state chose and of the likeliest others."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim import schema
from sim.outcomes.focus import name_in_text, name_opening
from sim.outcomes.months import month_in_words
from sim.outcomes.results import Results
from sim.report import style
from sim.system.text import capitalised, in_percent, signed

from .explanation import Explanation, explanation_of, telling_moment

TERM_COLOURS = dict(
    zip(
        schema.TERMS,
        ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#999999"),
        strict=True,
    )
)
HATCHES = dict(zip(schema.TERMS, ("", "//", "..", "\\\\", "xx", ""), strict=True))
_RUNNERS_UP = 4
_NAMES = 1.35  # inches beside the bars, for the names of options


def hatch_of(term: str) -> str:
    """Return the hatching of a term, which distinguishes it in grey print."""
    return HATCHES[term]


def why_rows(explained: Explanation) -> list[int]:
    """Return the options to draw: the one chosen, then the likeliest others."""
    chosen = explained.options.index(explained.chosen)
    others = [k for k in np.argsort(-explained.probabilities, kind="stable") if k != chosen]
    return [chosen, *(int(k) for k in others[:_RUNNERS_UP])]


def why_bars(axes: Axes, explained: Explanation) -> Axes:
    """Draw each option as a bar of its terms: gains to the right, a diamond for the sum."""
    rows, reach = why_rows(explained), []
    apart = " " if style.inches_across(axes) > 4 else "\n"
    for y, k in enumerate(rows):
        ends = {1: 0.0, -1: 0.0}
        for term, value in zip(schema.TERMS, explained.terms[k], strict=True):
            side = 1 if value > 0 else -1
            axes.barh(
                y,
                value,
                left=ends[side],
                height=0.6,
                color=TERM_COLOURS[term],
                hatch=hatch_of(term),
                edgecolor="white",
                linewidth=0.7,
                label=term if y == 0 else None,
            )
            ends[side] += value
        axes.plot([explained.values[k]], [y], marker="D", color="black", markersize=6, zorder=4)
        chance = f"chance {in_percent(explained.probabilities[k], brief=True)}"
        text = f"worth {signed(explained.values[k], 3)},{apart}{chance}".replace("-", "−")
        reach.append(max(ends[1], explained.values[k], 0))
        axes.annotate(
            text, (reach[-1], y), (8, 0), va="center", fontsize=8,
            textcoords="offset points", fontweight="bold" if y == 0 else None,
        )  # fmt: skip
    names = [_option_name(explained.options[k]) for k in rows]
    words = [
        style.wrapped(capitalised(name), 72 * _NAMES - 14, FontProperties(size=9)) for name in names
    ]
    axes.set_yticks(range(len(rows)), [f"{words[0]}\n(chosen)", *words[1:]])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.axvline(0, color="black", linewidth=0.8)
    low, high = axes.get_xlim()
    longest = "worth −0.000, chance 100 %" if apart == " " else "chance 100 %"
    taken = min((1.15 * style.points(longest, 8) + 10) / (72 * style.inches_across(axes)), 0.7)
    axes.set_xlim(low, max(high, (max(reach) - taken * low) / (1 - taken)))
    axes.set_xlabel("worth (utility); holding is worth 0")
    return axes


def _option_name(option: str) -> str:
    """Return an option in words."""
    return schema.MOVE_TITLES.get(option, "hold")


def figure(results: Results, explained: Explanation | None = None) -> Figure:
    """Return the figure for a moment of a history.

    By default it is the moment that says most about the turn.
    """
    explained = explained or explanation_of(results, *telling_moment(results))
    small = f"History {explained.run} of “{results.scenario.title}”, seed {results.seed}. "
    small += "The benefits of a deal are weighted by how far the partner is expected to accept. "
    small += "Diamond: the sum, from which the choice is drawn."

    wide = style.across(10)
    lines = 1 if wide > 6 else 2  # of the legend
    height = 4.2 if lines == 1 else 4.6

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        below = 0.65 + 0.28 * lines
        axes = canvas.add_axes(
            (_NAMES / wide, below / height, 1 - (_NAMES + 0.2) / wide, 1 - (below + 0.63) / height)
        )
        why_bars(axes, explained)
        handles, labels = axes.get_legend_handles_labels()
        canvas.legend(
            handles,
            labels,
            loc="lower center",
            ncols=6 // lines,
            frameon=False,
            bbox_to_anchor=(0.5, 0.32 / height),
            fontsize=8,
        )
        style.head(canvas, why_title(results, explained), small)

    return style.drawn(wide, height, draw, fits=True)


def why_title(results: Results, explained: Explanation) -> str:
    """Name the move and the term that speaks most for it."""
    state = name_opening(results.scenario, explained.state)
    partner = name_in_text(results.scenario, explained.partner)
    terms = explained.terms[explained.options.index(explained.chosen)]
    toward = f"{state} toward {partner}, {month_in_words(str(explained.month))}"
    if explained.chosen == "hold" or terms.max() <= 0:
        return f"{toward}: {_option_name(explained.chosen)}; nothing speaks for more"
    most = schema.TERMS[int(terms.argmax())]
    return f"{toward}: {_option_name(explained.chosen)}, above all for {most}"
