"""The summary: the results of a run, as data and as the text that the terminal prints."""

from __future__ import annotations

from sim.countries.named import possessive
from sim.system.text import in_percent, many, signed

from . import base_rates
from .base_rates import UNKNOWN, Base
from .column_names import column_name
from .focus import name_in_text, name_opening, needs_in_words
from .months import half_year_in_words
from .postures import commonest_of, in_words
from .summed import Summed
from .table import answer_column
from .turn import columns_by_half_year, turn_of

_FEW = 4  # differences from a scenario that is extended; the report has all


def summary(outcomes: Summed, base: Base = UNKNOWN) -> dict:
    """Return the results of a run as plain dictionaries and lists (JSON-able).

    Parameters
    ----------
    outcomes : Summed
        A row for each history, or a tally of them.
    base : Base
        Shares of yes without any shock, to stand beside those of the questions.

    Returns
    -------
    dict
        scenario, finding, tilt and the support from either patron that it divides (by half-year),
        postures (first and last month), approaches (by partner), questions.
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
        "overrides": scenario.overrides,
        "focus": {"state": about.state, "between": between, "needs": needs},
        "finding": finding(outcomes),
        "tilt": _bands_by_half_year(outcomes, "tilt"),
        "support": {
            code: _bands_by_half_year(outcomes, f"support_{code}")
            for code in dict.fromkeys(between)
        },
        "economy": _bands_by_half_year(outcomes, "economy"),
        "postures": _postures(outcomes),
        "approaches": _approaches(outcomes),
        "questions": _questions(outcomes, base),
        "base_rates": {"histories": base.histories, "why_not": base.why_not},
    }


def _bands_by_half_year(outcomes: Summed, measure: str) -> list[dict]:
    """Return the bands of a measure in each half-year."""
    by_half_year = columns_by_half_year(outcomes, measure)
    return [{"half_year": label, **outcomes.bands(column)} for label, column in by_half_year]


def _questions(outcomes: Summed, base: Base) -> list[dict]:
    """Return the questions: how many histories say yes, without shocks too, and what happened."""
    rows = []
    for question in outcomes.scenario.questions:
        yes = outcomes.total(answer_column(question.id))
        rows.append(base_rates.row(question, yes, int(outcomes.histories), base))
    return rows


def headline(outcomes: Summed) -> str:
    """Say in a few words which way the state in focus moved: the title of a figure."""
    about = outcomes.about
    state = name_opening(outcomes.scenario, about.state)
    a, b = (name_in_text(outcomes.scenario, code) for code in (about.a, about.b))
    turn = turn_of(outcomes)
    before, after = turn.before, turn.after
    if about.a == about.b:
        return f"{state} has one partner only: {a}"
    if turn.first == turn.last:
        return f"{state} stands at {signed(before)} between {a} (-1) and {b} (+1)"
    means = f"mean tilt {signed(before)} to {signed(after)}"
    up = turn.there > before if turn.comes_back else after > before
    toward, from_ = (b, a) if up else (a, b)
    if turn.moves:
        return f"{state} turns from {from_} toward {toward}: {means}"
    if turn.comes_back:
        there = f"{signed(turn.there)} in {half_year_in_words(turn.furthest)}"
        means = f"mean tilt {signed(before)}, {there}, {signed(after)}"
        return f"{state} turns toward {toward} and back: {means}"
    if turn.goes_some_way:
        return f"{state} moves a little toward {toward}: {means}"
    return f"{state} hardly moves between {a} and {b}: {means}"


def finding(outcomes: Summed) -> str:
    """Say which way the state in focus moved, with what precision and how much support."""
    about = outcomes.about
    state = name_opening(outcomes.scenario, about.state)
    a, b = (name_in_text(outcomes.scenario, code) for code in (about.a, about.b))
    turn = turn_of(outcomes)
    between = f"between {a} (-1) and {b} (+1) in {needs_in_words(about.needs)}"
    what = f"{possessive(state)} tilt {between}"
    behind = _support_behind(outcomes)
    if about.a == about.b:
        return f"{state} has one partner only, {a}, and so no tilt. {behind}"
    start = f"{signed(turn.before)} in {half_year_in_words(turn.first)}"
    end = f"{signed(turn.after)} in {half_year_in_words(turn.last)}"
    if turn.first == turn.last:
        return f"{what} is {signed(turn.before)} on average. {behind}"
    there = f"{signed(turn.there)} in {half_year_in_words(turn.furthest)}"
    if turn.moves or turn.goes_some_way:
        toward, little = b if turn.after > turn.before else a, "" if turn.moves else "a little "
        through = f", after {there}" if turn.goes_some_way else ""
        return (
            f"{what} moves {little}toward {toward}, from {start} to {end} (means){through}; it "
            f"moves that way in {in_percent(turn.sure)} of histories. {behind}"
        )
    if turn.comes_back:
        ends = f"ends near where it began, {start} and {end}, but is {there} (means)."
        return f"{what} {ends} {behind}"
    return f"{what} hardly moves: {start}, {end} (means). {behind}"


def _support_behind(outcomes: Summed) -> str:
    """Say how much support is behind the tilt: without support, a tilt is not a turn."""
    about, scenario = outcomes.about, outcomes.scenario
    parts = []
    for code in dict.fromkeys((about.a, about.b)):
        means = [
            f"{outcomes.mean(column):z.2f}"
            for _, column in columns_by_half_year(outcomes, f"support_{code}")
        ]
        span = f"{means[0]} to {means[-1]}" if len(means) > 1 else means[0]
        parts.append(f"{span} from {name_in_text(scenario, code)}")
    what = "Support" if about.a == about.b else "Support behind it"
    return f"{what}, in patrons: {', '.join(parts)}."


def _postures(outcomes: Summed) -> list[dict]:
    """Return each state's commonest postures in the first and the last month, with their shares.

    The second is None where the first has a clear majority.
    """
    codes, results = outcomes.scenario.codes, []
    for code in codes:
        row: dict = {"state": code}
        for when in ("first", "last"):
            found = commonest_of(outcomes.counts(column_name(f"posture_{when}_{code}")), codes)
            first, *others = ({"posture": label, "share": share} for label, share in found)
            row[when] = {**first, "second": others[0] if others else None}
        results.append(row)
    return results


def posture_in_words(row: dict) -> str:
    """Return a state's most common posture as text; the two most common if none is clear."""
    both = [row, *([row["second"]] if row["second"] else [])]
    return in_words([(one["posture"], one["share"]) for one in both])


def _approaches(outcomes: Summed) -> list[dict]:
    """Return the approaches of the state in focus to each partner, and the answers."""
    results = []
    for code in outcomes.scenario.codes:
        if code != outcomes.about.state:
            tried, accepted = (
                outcomes.total(column_name(f"{what}_{code}")) for what in ("approaches", "deals")
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
    state = about["state"]
    period = " to ".join(results["months"])
    lines = [
        results["title"],
        f"{many(results['histories'], 'history')}, {period}, seed {results['seed']}",
        "",
        results["finding"],
    ]
    lines += _changes(results)
    lines += _tilt_lines(results)
    lines += ["", f"Postures   {'first month':42} last month"]
    for row in results["postures"]:
        words = [posture_in_words(row[when]) for when in ("first", "last")]
        lines.append(f"  {row['state']:8} {words[0]:42} {words[1]}")
    lines.append("  Postures count only what these states give one another.")
    lines += [
        "",
        f"Approaches of {state}, per history     offered   accepted   rebuffed   share accepted",
    ]
    for row in results["approaches"]:
        share = (
            "-" if row["accepted_share"] is None else in_percent(row["accepted_share"], brief=True)
        )
        counts = (
            f"{row['approaches']:z7.1f} {row['deals']:z10.1f} {row['rebuffs']:z10.1f} {share:>13}"
        )
        lines.append(f"  to {row['partner']:33} {counts}")
    lines += _question_lines(results)
    return "\n".join(lines)


def _changes(results: dict) -> list[str]:
    """Return what was changed on the way, whole, and the first of what the scenario's file does."""
    changed, own = results["changed"], results["overrides"]
    extending = changed[: len(changed) - own]
    lines = [f"  unlike what it extends: {change}" for change in extending[:_FEW]]
    if (more := len(extending) - _FEW) > 0:
        lines.append(f"  ... and {more} more differences: `sim show {results['scenario']}`")
    return lines + [f"  changed: {change}" for change in changed[len(changed) - own :]]


def _tilt_lines(results: dict) -> list[str]:
    """Return the tilt by half-year, and the support that it divides."""
    about = results["focus"]
    a, b = about["between"]
    support = results["support"]
    lines = ["", f"Tilt of {about['state']} from {a} (-1) to {b} (+1), {about['needs']}"]
    what, givers = f"support from {a}, {b}", [a, b]
    if a == b:
        lines, what, givers = ["", f"{about['state']} and {a}: no tilt"], f"support from {a}", [a]
    lines += [f"  {'':8} mean     middle half       90 % of histories  {what:>22}  economy: {a}"]
    for k, (row, economy) in enumerate(zip(results["tilt"], results["economy"], strict=True)):
        half = f"{signed(row['q25'])} to {signed(row['q75'])}"
        most = f"{signed(row['q05'])} to {signed(row['q95'])}"
        given = ", ".join(f"{support[code][k]['mean']:z.2f}" for code in givers)
        lines.append(
            f"  {row['half_year']:8} {signed(row['mean']):>5}    {half:17} {most:18} {given:>22}  "
            f"{in_percent(economy['mean'], brief=True):>6}"
        )
    return [*lines, "  Support: means, in full great-power patrons, of the same needs."]


def _question_lines(results: dict) -> list[str]:
    """Return the questions, beside their base rates and what happened."""
    questions = results["questions"]
    if not questions:
        return []
    head = "Questions: share of histories that say yes"
    lines = ["", head, "     yes   no shocks   happened"]
    for row in questions:
        same = "=" if row["tests_nothing"] else ""
        share, base = (base_rates.percent(row[key]) for key in ("share", "share_without_shocks"))
        known = base_rates.happened(row["happened"])
        lines.append(f"  {share:>6} {same:>2}{base:>9} {known:>10}   {row['text']}")
    why_not = results["base_rates"]["why_not"]
    return [*lines, *(f"  {line}" for line in base_rates.legend(questions, why_not))]
