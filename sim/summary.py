"""The summary: what a run found, as data and as the text that the terminal prints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .outcomes import Results

_HARDLY = 0.1  # judgement: a tilt that moves less than this hardly moves


class Focus(NamedTuple):
    """Whom the story is about: a state, the two patrons it stands between, and the needs that tell it."""

    state: str
    a: str
    b: str
    needs: tuple[str, ...] | None


def focus(results: Results) -> Focus:
    """Return whom the scenario's first question about a tilt asks about, else the first state and its two patrons."""
    for question in results.scenario.questions:
        if question.terms.get("measure") == "tilt":
            needs = question.terms.get("needs")
            return Focus(question.terms["state"], *question.terms["between"], tuple(needs) if needs else None)
    state = results.codes[0]
    others = [code for code in results.codes if code != state]
    shares = {code: float(results.dependence(state, code).mean()) for code in others}
    ranked = sorted(others, key=lambda code: -shares[code])
    return Focus(state, ranked[0], ranked[-1] if len(ranked) == 1 else ranked[1], None)


def name_of(results: Results, code: str) -> str:
    """Return a state's name."""
    return results.scenario.states[results.scenario.index(code)].name


def needs_in_words(needs: tuple[str, ...] | None) -> str:
    """Return needs as words: "security and recognition", or "all support"."""
    return " and ".join(needs) if needs else "all support"


def half_years(results: Results) -> list[tuple[str, slice]]:
    """Return the half-years of the period: label and months."""
    found: dict[str, list[int]] = {}
    for k, label in enumerate(results.scenario.month_labels):
        half = "H1" if int(label[5:]) <= 6 else "H2"
        found.setdefault(f"{label[:4]} {half}", []).append(k)
    return [(label, slice(months[0], months[-1] + 1)) for label, months in found.items()]


def quantiles(values: np.ndarray) -> dict[str, float]:
    """Return median, middle half and middle 90 % of the histories."""
    low, first, middle, third, high = (float(q) for q in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95)))
    return {"median": middle, "q25": first, "q75": third, "q05": low, "q95": high}


def summary(results: Results) -> dict:
    """Return what a run found, as plain dictionaries and lists (JSON-able).

    Returns
    -------
    dict
        scenario, finding, tilt (by half-year), postures (first and last month), approaches (by partner), questions.
    """
    about = focus(results)
    scenario = results.scenario
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "hash": scenario.hash,
        "seed": int(results.seed),
        "histories": int(results.histories),
        "months": [scenario.month_labels[0], scenario.month_labels[-1]],
        "changed": list(scenario.changed),
        "focus": {"state": about.state, "between": [about.a, about.b], "needs": needs_in_words(about.needs)},
        "finding": finding(results),
        "tilt": [
            {"half_year": label, **quantiles(tilt)} for label, tilt in _tilts(results, about, about.needs)
        ],
        "economy": _economy(results, about),
        "postures": _postures(results),
        "approaches": _approaches(results, about.state),
        "questions": [
            {"id": q.id, "text": q.text, "yes": int(answers.sum()), "histories": int(results.histories)}
            for q, answers in zip(scenario.questions, results.questions().values(), strict=True)
        ],
    }  # fmt: skip


def _tilts(results: Results, about: Focus, needs: tuple[str, ...] | None) -> list[tuple[str, np.ndarray]]:
    """Return the mean tilt of each history in each half-year."""
    tilt = results.tilt(about.state, about.a, about.b, needs)
    return [(label, tilt[:, months].mean(axis=1)) for label, months in half_years(results)]


def _economy(results: Results, about: Focus) -> list[dict]:
    """Return the economic dependence on the first patron by half-year."""
    share = results.dependence(about.state, about.a, "economy")
    return [{"half_year": label, **quantiles(share[:, months].mean(axis=1))} for label, months in half_years(results)]


def _turn(results: Results) -> tuple[str, float, str, float, float]:
    """Return the first and last half-year with their median tilts, and the share of histories that turn that way."""
    about = focus(results)
    tilts = _tilts(results, about, about.needs)
    (first, earlier), (last, later) = tilts[0], tilts[-1]
    before, after = float(np.median(earlier)), float(np.median(later))
    return first, before, last, after, float(np.mean((later - earlier) * (after - before) > 0))


def headline(results: Results) -> str:
    """Say in a few words which way the state in focus leaned: the title of a figure."""
    about = focus(results)
    state, a, b = (name_of(results, code) for code in (about.state, about.a, about.b))
    first, before, last, after, _ = _turn(results)
    if first == last:
        return f"{state} stands at {before:+.2f} between {a} (-1) and {b} (+1)"
    if abs(after - before) < _HARDLY:
        return f"{state} hardly moves between {a} and {b}: median tilt {before:+.2f} to {after:+.2f}"
    toward, from_ = (b, a) if after > before else (a, b)
    return f"{state} turns from {from_} toward {toward}: median tilt {before:+.2f} to {after:+.2f}"


def finding(results: Results) -> str:
    """Say in a sentence which way the state in focus leaned, and how surely."""
    about = focus(results)
    state, a, b = (name_of(results, code) for code in (about.state, about.a, about.b))
    first, before, last, after, sure = _turn(results)
    what = f"{state}'s tilt between {a} (-1) and {b} (+1) in {needs_in_words(about.needs)}"
    if first == last:
        return f"{what} is {before:+.2f} in the median history."
    if abs(after - before) < _HARDLY:
        return f"{what} hardly moves: {before:+.2f} in {first}, {after:+.2f} in {last} (medians)."
    return (
        f"{what} moves toward {b if after > before else a}, from {before:+.2f} in {first} to {after:+.2f} in {last} "
        f"(medians); it moves that way in {100 * sure:.0f} % of histories."
    )


def _postures(results: Results) -> list[dict]:
    """Return each state's commonest posture in the first and the last month, and how common it is."""
    found = []
    for code in results.codes:
        postures, labels = results.postures(code), results.posture_labels(code)
        row: dict = {"state": code}
        for when, month in (("first", 0), ("last", -1)):
            counts = np.bincount(postures[:, month], minlength=len(labels))
            row[when] = {"posture": labels[int(counts.argmax())], "share": float(counts.max() / results.histories)}
        found.append(row)
    return found


def _approaches(results: Results, state: str) -> list[dict]:
    """Return a state's approaches to each partner and their answers, per history."""
    i = results.scenario.index(state)
    found = []
    for j, code in enumerate(results.codes):
        if j != i:
            answers = results.answers_to_deals[:, :, i, j]
            tried, accepted = int((answers >= 0).sum()), int((answers == 1).sum())
            found.append(
                {
                    "partner": code,
                    "approaches": tried / results.histories,
                    "deals": accepted / results.histories,
                    "rebuffs": (tried - accepted) / results.histories,
                    "accepted_share": accepted / tried if tried else None,
                }
            )
    return sorted(found, key=lambda row: -row["approaches"])


def as_text(found: dict) -> str:
    """Return a summary as the terminal prints it.

    Parameters
    ----------
    found : dict
        From ``summary``.
    """
    about = found["focus"]
    state, (a, b) = about["state"], about["between"]
    period = " to ".join(found["months"])
    lines = [found["title"], f"{found['histories']:,} histories, {period}, seed {found['seed']}", "", found["finding"]]
    lines += [f"  changed: {change}" for change in found["changed"]]
    lines += ["", f"Tilt of {state} from {a} (-1) to {b} (+1), {about['needs']}"]
    lines += [f"  {'':8} median   middle half       90 % of histories    economy from {a}"]
    for row, economy in zip(found["tilt"], found["economy"], strict=True):
        half = f"{row['q25']:+.2f} to {row['q75']:+.2f}"
        most = f"{row['q05']:+.2f} to {row['q95']:+.2f}"
        lines.append(f"  {row['half_year']:8} {row['median']:+.2f}   {half:17} {most:20} {economy['median']:.2f}")
    lines += ["", "Postures                   first month                  last month"]
    for row in found["postures"]:
        words = [f"{row[when]['posture']} ({100 * row[when]['share']:.0f} %)" for when in ("first", "last")]
        lines.append(f"  {row['state']:24} {words[0]:28} {words[1]}")
    lines += ["", f"Approaches of {state}, per history     offered   accepted   rebuffed   share accepted"]
    for row in found["approaches"]:
        share = "-" if row["accepted_share"] is None else f"{100 * row['accepted_share']:.0f} %"
        counts = f"{row['approaches']:7.1f} {row['deals']:10.1f} {row['rebuffs']:10.1f} {share:>13}"
        lines.append(f"  to {row['partner']:33} {counts}")
    if found["questions"]:
        lines += ["", "Questions"]
    for row in found["questions"]:
        lines.append(f"  in {row['yes']:,} of {row['histories']:,} histories: {row['text']}")
    return "\n".join(lines)
