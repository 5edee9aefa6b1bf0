"""Figure 3: postures. The share of histories in which each state hedges, leans or is aligned.

Among many states nearly all hedge nearly always; then the figure shows from whom their support
comes instead.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from sim.model.measures import dependence
from sim.outcomes.focus import focus, name_in_text, name_of
from sim.outcomes.postures import commonest, in_words, posture_by_label
from sim.outcomes.results import Results
from sim.report import style
from sim.system.text import in_percent

_WORTH_A_NAME = (
    0.17  # judgement: a band thinner than this share of histories has no room for its name
)
_NAME = 7.0  # points of the names in bands
_WORTH_A_CODE = 0.08  # the same for a state's code
_ALWAYS = 0.95  # judgement: share of histories, in every month, that makes a panel needless
_MOST_SUPPLIERS = 5  # judgement: who gives less than the first five is lumped together


def posture_shares(results: Results, code: str) -> dict[str, np.ndarray]:
    """Return the share of histories in each posture, month by month, for postures that occur.

    They are ordered so that neighbours are alike: aligned and leaning to each partner,
    diversified, hedging, isolated.
    """
    labels, postures = results.posture_labels(code), results.postures(code)
    shares = {label: (postures == k).mean(axis=0) for k, label in enumerate(labels)}
    return {label: shares[label] for label in in_order(results) if shares[label].any()}


def in_order(results: Results) -> list[str]:
    """Return all postures so that neighbours are alike: aligned with and leaning to each state."""
    kinds = ("aligned with", "leaning to")
    partners = [f"{kind} {other}" for other in results.codes for kind in kinds]
    return [*partners, "diversified", "hedging", "isolated"]


def tint(results: Results, label: str) -> tuple[float, ...] | str:
    """Return the colour of a posture: the partner's, lighter when only leaning."""
    posture = posture_by_label(results.codes, label)
    if posture.kind == "diversified":
        return "#F2F2F2"
    if posture.kind == "hedging":
        return "#C8C8C8"
    if posture.kind == "isolated":
        return "#777777"
    full = np.array(to_rgb(style.colour(results.codes, posture.patron)))
    return tuple(full if posture.kind == "aligned" else 1 - 0.45 * (1 - full))


def posture_bands(axes: Axes, results: Results, code: str) -> Axes:
    """Draw the posture shares of one state, naming each band where it is widest."""
    shares = posture_shares(results, code)
    x = np.arange(len(results.months))
    if len(x) == 1:
        x, shares = (
            np.array([-0.5, 0.5]),
            {label: np.repeat(share, 2) for label, share in shares.items()},
        )
    base = np.zeros(len(x))
    for label, share in shares.items():
        aligned = posture_by_label(results.codes, label).kind == "aligned"
        hatch = "//" if aligned else None
        axes.fill_between(
            x, base, base + share, facecolor=tint(results, label), edgecolor="white", linewidth=0.6
        )
        if hatch:
            axes.fill_between(
                x,
                base,
                base + share,
                facecolor="none",
                edgecolor="#ffffff66",
                hatch=hatch,
                linewidth=0,
            )
        _name(axes, x, base, share, label)
        base = base + share
    axes.set(ylim=(0, 1))
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    return _finished(axes, results, code)


def _finished(axes: Axes, results: Results, code: str) -> Axes:
    """Give a panel its state's name and an axis of months."""
    axes.set_title(name_of(results.scenario, code), fontsize=9.5, loc="left", pad=4)
    style.time_axis(axes, results)
    return axes


def _name(axes: Axes, x: np.ndarray, base: np.ndarray, share: np.ndarray, label: str) -> None:
    """Write a posture's name into its band, away from the edges, if there is room."""
    reach = max(1, len(x) // 6)
    smooth = np.array([share[max(0, k - reach) : k + reach + 1].min() for k in range(len(x))])
    inner = smooth.copy()
    half = (style.points(label, _NAME) + 4) / 144 / style.inches_across(axes) * len(x)
    edge = min(max(len(x) // 5, int(np.ceil(half))), (len(x) - 1) // 2)
    inner[:edge] = inner[len(x) - edge :] = -1
    k = int(inner.argmax())
    if smooth[k] >= _WORTH_A_NAME:
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
        axes.text(
            x[k], base[k] + share[k] / 2, label, ha="center", va="center", fontsize=_NAME, bbox=box
        )


def supplier_shares(results: Results, code: str) -> dict[str, np.ndarray]:
    """Return each weighty supplier's share of a state's support by month, mean over histories.

    The first five by their share over all months, heaviest first, then "others".
    """
    k = results.scenario.index(code)
    received = results.supports[:, :, :, k].sum(axis=-1)
    shares = dependence(received).mean(axis=0)
    heaviest = np.argsort(-shares.mean(axis=0), kind="stable")[:_MOST_SUPPLIERS]
    result = {results.codes[j]: shares[:, j] for j in heaviest if shares[:, j].any()}
    rest = 1.0 - sum(result.values()) if result else np.zeros(len(results.months))
    return {**result, "others": rest}


def supplier_bands(axes: Axes, results: Results, code: str) -> Axes:
    """Draw from whom a state's support comes, the heaviest supplier at the bottom."""
    x, base = np.arange(len(results.months)), np.zeros(len(results.months))
    if len(x) == 1:
        x, base = np.array([-0.5, 0.5]), np.zeros(2)
    for k, (supplier, share) in enumerate(supplier_shares(results, code).items()):
        share = np.broadcast_to(share, base.shape)
        colour = "#e4e4e4" if supplier == "others" else str(0.42 + 0.09 * k)
        axes.fill_between(x, base, base + share, facecolor=colour, edgecolor="white", linewidth=0.8)
        for month, side in ((0, "left"), (-1, "right")):
            if share[month] >= _WORTH_A_CODE:
                ink = "black" if supplier == "others" or k > 2 else "white"
                text = f"{supplier} {in_percent(share[month], brief=True)}"
                inner = x[month] + (0.3 if month == 0 else -0.3)
                axes.text(
                    inner,
                    (base + share / 2)[month],
                    text,
                    ha=side,
                    va="center",
                    fontsize=7,
                    color=ink,
                )
        base = base + share
    axes.set(ylim=(0, 1), yticks=())
    return _finished(axes, results, code)


def panels(results: Results) -> list[str]:
    """Return the states to draw: all, or of too many the focus, its patrons and the powerful."""
    if len(results.codes) <= style.MOST_PANELS:
        return list(results.codes)
    about = focus(results)
    first = {about.state: 0, about.a: 1, about.b: 2}
    known = {code: results.scenario.value(f"states.{code}.power").value for code in results.codes}
    power = {code: value or 0.0 for code, value in known.items()}
    ranked = sorted(results.codes, key=lambda code: (first.get(code, 3), -power[code]))
    return ranked[: style.MOST_PANELS]


def unchanging(results: Results, states: list[str]) -> dict[str, str]:
    """Return the states that are in one posture nearly always, with it: they need no panel.

    Parameters
    ----------
    results : Results
    states : list of str
        Codes; that of the state in focus is never among those returned.
    """
    always = {}
    for code in states:
        for label, share in posture_shares(results, code).items():
            if share.min() >= _ALWAYS and code != focus(results).state:
                always[code] = label
    return always


def _left_out(results: Results, still: dict[str, str]) -> str:
    """Say which states have no panel, and why."""
    by_posture: dict[str, list[str]] = {}
    for code, label in still.items():
        name = name_of(results.scenario, code)
        by_posture.setdefault(with_name(results, label), []).append(name)
    told = [f"{', '.join(names)} ({posture})" for posture, names in by_posture.items()]
    if not told:
        return ""
    return (
        f" Not drawn, in one posture in {in_percent(_ALWAYS)} of histories or more in every "
        f"month: {'; '.join(told)}."
    )


def _key(results: Results, few: bool, states: list[str], still: dict[str, str]) -> str:
    """Say what the colours or the bands mean, and which states have no panel."""
    if few:
        return (
            " Colour: the partner; light: leaning (six tenths of all support from it); full and "
            "hatched: aligned (eight tenths); palest grey: diversified; grey: hedging between "
            f"rivals; dark grey: isolated.{_left_out(results, still)}"
        )
    return (
        " From whom support comes, mean over histories: the five heaviest suppliers and all "
        "others. The state in focus, its patrons and the most powerful, "
        f"{len(states)} of {len(results.codes)}."
    )


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    states, few = panels(results), len(results.codes) <= style.MOST_PANELS
    still = unchanging(results, states) if few else {}
    states = [code for code in states if code not in still]
    wide = style.across(max(7.0, 10 / 3 * min(3, len(states))))
    columns = style.columns_for(len(states), wide - 0.75, 1.4, 3)
    lines = -(-len(states) // columns)
    small = style.provenance(results) + _key(results, few, states, still)
    below = 0.35 + style.room_below(small, wide)
    height = 0.3 + below + 2.3 * lines

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            lines,
            columns,
            left=0.65 / wide,
            right=0.985,
            top=1 - 0.68 / height,
            bottom=below / height,
            hspace=0.42,
            wspace=0.2 if wide > 6 else 0.36,
        )
        for k, code in enumerate(states):
            bands = posture_bands if few else supplier_bands
            bands(canvas.add_subplot(grid[k // columns, k % columns]), results, code)
        style.head(canvas, _title(results), small)

    return style.drawn(wide, height, draw, fits=True)


def _title(results: Results) -> str:
    """Say how the posture of the state in focus changes."""
    code = focus(results).state
    name = name_of(results.scenario, code)
    postures = results.postures(code)
    begins, ends = (
        [(with_name(results, label), share) for label, share in commonest(column, results.codes)]
        for column in (postures[:, 0], postures[:, -1])
    )
    if [label for label, _ in begins] == [label for label, _ in ends]:
        return f"{name} begins and ends {in_words(ends)}"
    return f"{name}: first {in_words(begins)}, at the end {in_words(ends)}"


def with_name(results: Results, label: str) -> str:
    """Return a posture with the partner's name for its code."""
    *words, code = label.split()
    return f"{' '.join(words)} {name_in_text(results.scenario, code)}" if words else label
