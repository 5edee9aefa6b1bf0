"""The summary: what a run comes to, as data and as the text that the terminal prints."""

from __future__ import annotations

import numpy as np

from sim.model.measures import posture_labels

from .column_names import column_name
from .focus import half_years, name_of, needs_in_words
from .quantiles import quantiles
from .table import OutcomeTable, answer_column, half_year_column

_HARDLY = 0.1  # judgement: a tilt that moves less than this hardly moves


def bands(values: np.ndarray) -> dict[str, float]:
    """Return median, middle half and middle 90 % of the histories."""
    low, first, middle, third, high = map(float, quantiles(values))
    return {"median": middle, "q25": first, "q75": third, "q05": low, "q95": high}


def summary(outcomes: OutcomeTable) -> dict:
    """Return what a run comes to, as plain dictionaries and lists (JSON-able).

    Returns
    -------
    dict
        scenario, finding, tilt (by half-year), postures (first and last month), approaches (by
        partner), questions.
    """
    about, scenario = outcomes.about, outcomes.scenario
    between = [about.a, about.b]
    needs = needs_in_words(about.needs)
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "seed": int(outcomes.seed),
        "histories": int(outcomes.histories),
        "months": [scenario.month_labels[0], scenario.month_labels[-1]],
        "changed": [str(change) for change in scenario.changed],
        "focus": {"state": about.state, "between": between, "needs": needs},
        "finding": finding(outcomes),
        "tilt": _bands_by_half_year(outcomes, "tilt"),
        "economy": _bands_by_half_year(outcomes, "economy"),
        "postures": _postures(outcomes),
        "approaches": _approaches(outcomes),
        "questions": _questions(outcomes),
    }


def _bands_by_half_year(outcomes: OutcomeTable, measure: str) -> list[dict]:
    """Return the bands of a measure in each half-year."""
    by_half_year = _by_half_year(outcomes, measure)
    return [{"half_year": label, **bands(values)} for label, values in by_half_year]


def _questions(outcomes: OutcomeTable) -> list[dict]:
    """Return the questions, and in how many histories the answer is yes."""
    rows = []
    for question in outcomes.scenario.questions:
        yes = int(outcomes.columns[answer_column(question.id)].sum(dtype=np.int64))
        row = {"id": question.id, "text": question.text, "yes": yes}
        rows.append(row | {"histories": int(outcomes.histories)})
    return rows


def _by_half_year(outcomes: OutcomeTable, measure: str) -> list[tuple[str, np.ndarray]]:
    """Return the mean of a measure in each half-year, for each history."""
    labels = [label for label, _ in half_years(outcomes.scenario)]
    return [(label, outcomes.columns[half_year_column(measure, label)]) for label in labels]


def _turn(outcomes: OutcomeTable) -> tuple[str, float, str, float, float]:
    """Return both end half-years, their median tilts, and the share of histories that agree."""
    tilts = _by_half_year(outcomes, "tilt")
    (first, earlier), (last, later) = tilts[0], tilts[-1]
    before, after = float(np.median(earlier)), float(np.median(later))
    return first, before, last, after, float(np.mean((later - earlier) * (after - before) > 0))


def headline(outcomes: OutcomeTable) -> str:
    """Say in a few words which way the state in focus leaned: the title of a figure."""
    about = outcomes.about
    state, a, b = (name_of(outcomes.scenario, code) for code in (about.state, about.a, about.b))
    first, before, last, after, _ = _turn(outcomes)
    if first == last:
        return f"{state} stands at {before:+.2f} between {a} (-1) and {b} (+1)"
    if abs(after - before) < _HARDLY:
        return (
            f"{state} hardly moves between {a} and {b}: median tilt {before:+.2f} to {after:+.2f}"
        )
    toward, from_ = (b, a) if after > before else (a, b)
    return f"{state} turns from {from_} toward {toward}: median tilt {before:+.2f} to {after:+.2f}"


def finding(outcomes: OutcomeTable) -> str:
    """Say in a sentence which way the state in focus leaned, and how surely."""
    about = outcomes.about
    state, a, b = (name_of(outcomes.scenario, code) for code in (about.state, about.a, about.b))
    first, before, last, after, sure = _turn(outcomes)
    what = f"{state}'s tilt between {a} (-1) and {b} (+1) in {needs_in_words(about.needs)}"
    if first == last:
        return f"{what} is {before:+.2f} in the median history."
    if abs(after - before) < _HARDLY:
        return f"{what} hardly moves: {before:+.2f} in {first}, {after:+.2f} in {last} (medians)."
    return (
        f"{what} moves toward {b if after > before else a}, from {before:+.2f} in {first} to "
        f"{after:+.2f} in {last} "
        f"(medians); it moves that way in {100 * sure:.0f} % of histories."
    )


def _postures(outcomes: OutcomeTable) -> list[dict]:
    """Return each state's commonest posture in the first and the last month, with its share."""
    labels = posture_labels(outcomes.scenario.codes)
    results = []
    for code in outcomes.scenario.codes:
        row: dict = {"state": code}
        for when in ("first", "last"):
            counts = np.bincount(
                outcomes.columns[column_name(f"posture_{when}_{code}")], minlength=len(labels)
            )
            row[when] = {
                "posture": labels[int(counts.argmax())],
                "share": float(counts.max() / outcomes.histories),
            }
        results.append(row)
    return results


def _approaches(outcomes: OutcomeTable) -> list[dict]:
    """Return the approaches of the state in focus to each partner, and the answers."""
    results = []
    for code in outcomes.scenario.codes:
        if code != outcomes.about.state:
            tried, accepted = (
                int(outcomes.columns[column_name(f"{what}_{code}")].sum(dtype=np.int64))
                for what in ("approaches", "deals")
            )
            results.append(
                {
                    "partner": code,
                    "approaches": tried / outcomes.histories,
                    "deals": accepted / outcomes.histories,
                    "rebuffs": (tried - accepted) / outcomes.histories,
                    "accepted_share": accepted / tried if tried else None,
                }
            )
    return sorted(results, key=lambda row: -row["approaches"])


def as_text(results: dict) -> str:
    """Return a summary as the terminal prints it.

    Parameters
    ----------
    results : dict
        From ``summary``.
    """
    about = results["focus"]
    state, (a, b) = about["state"], about["between"]
    period = " to ".join(results["months"])
    lines = [
        results["title"],
        f"{results['histories']:,} histories, {period}, seed {results['seed']}",
        "",
        results["finding"],
    ]
    lines += [f"  changed: {change}" for change in results["changed"]]
    lines += ["", f"Tilt of {state} from {a} (-1) to {b} (+1), {about['needs']}"]
    lines += [f"  {'':8} median   middle half       90 % of histories    economy from {a}"]
    for row, economy in zip(results["tilt"], results["economy"], strict=True):
        half = f"{row['q25']:+.2f} to {row['q75']:+.2f}"
        most = f"{row['q05']:+.2f} to {row['q95']:+.2f}"
        lines.append(
            f"  {row['half_year']:8} {row['median']:+.2f}   {half:17} {most:20} "
            f"{economy['median']:.2f}"
        )
    lines += ["", "Postures                   first month                  last month"]
    for row in results["postures"]:
        words = [
            f"{row[when]['posture']} ({100 * row[when]['share']:.0f} %)"
            for when in ("first", "last")
        ]
        lines.append(f"  {row['state']:24} {words[0]:28} {words[1]}")
    lines += [
        "",
        f"Approaches of {state}, per history     offered   accepted   rebuffed   share accepted",
    ]
    for row in results["approaches"]:
        share = "-" if row["accepted_share"] is None else f"{100 * row['accepted_share']:.0f} %"
        counts = f"{row['approaches']:7.1f} {row['deals']:10.1f} {row['rebuffs']:10.1f} {share:>13}"
        lines.append(f"  to {row['partner']:33} {counts}")
    if results["questions"]:
        lines += ["", "Questions"]
    for row in results["questions"]:
        lines.append(f"  in {row['yes']:,} of {row['histories']:,} histories: {row['text']}")
    return "\n".join(lines)
