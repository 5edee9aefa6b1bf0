"""Described: what a fact measures, in a line of words, from the tables of its file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sim.scenario.format import Change, First, Level, Lowest, Measured
from sim.system.text import listed

from . import form

_DEALS = {"approach": "approaches", "deal": "deals", "rebuff": "rebuffs", "act": "acts"}


def described(fact: form.FactTable) -> str:
    """Return what a fact measures, and in which worlds."""
    if fact.held is not None:
        whatifs = list(dict.fromkeys(part.scenario for part in fact.held))
        of = f"{len(whatifs)} what-ifs" if len(whatifs) > 1 else whatifs[0]
        if len(fact.held) == 1:
            return f"whether the predicted difference of {of} holds (1: it does)"
        return f"how many of {len(fact.held)} predicted differences of {of} hold"
    words = measure(fact.measure) if fact.measure else ""
    if fact.less:
        words += f", less {measure(fact.less)}"
    if fact.over:
        words += f", as a multiple of {measure(fact.over)}"
    if fact.without or fact.set:
        words += f"; {_changes(fact.without, fact.set)}"
    if fact.against:
        other = _changes(fact.against.without, fact.against.set)
        where = f"in {fact.against.scenario}" if fact.against.scenario else ""
        words += f"; less the same {' '.join(part for part in (where, other) if part)}"
    return words


def measure(table: form.MeasureTable) -> str:
    """Return a measure in words."""
    if table.share is not None:
        return f"share of histories {_question(table.share)}"
    if table.rate is not None:
        return f"{_moves(table.rate)} a year{_dates(table.rate)}"
    if table.accepted is not None:
        what = "approaches" if not table.accepted.move else listed(table.accepted.move)
        who = _pairs(table.accepted)
        return f"share of {what} {who} that are accepted{_dates(table.accepted)}"
    if table.rank is not None:
        moves = (
            f"{listed(table.rank.move, 'or')} deals"
            if table.rank.move
            else _DEALS.get(table.rank.of, "")
        )
        of = "shares of cooperation" if table.rank.of == "cooperation" else f"numbers of {moves}"
        pairs = f"{len(table.rank.record)} pairs"
        return f"rank correlation of {of} with the record over {pairs}{_dates(table.rank)}"
    return _others(table)


def _others(table: form.MeasureTable) -> str:
    """Return the other measures in words."""
    if table.drift is not None:
        of = {"stance": "of any stance", "support": "of what any state receives, as a share"}
        return f"largest drift {of[table.drift.of]}"
    if table.patron is not None:
        clients = "any state" if table.patron.states == ["*"] else listed(table.patron.states)
        first = f"the first supplier of {clients} is {listed(table.patron.among, 'or')}"
        return f"share of months in which {first}{_dates(table.patron)}"
    if table.idle is not None:
        what, need = listed(table.idle.move), table.idle.need
        nothing = f"less than {table.idle.below:g} patrons of {need} to withdraw"
        return f"share of {what} moves with {nothing}"
    return f"mean of `{table.mean}`"


def _question(share: form.Share) -> str:
    """Return what histories answer with yes."""
    if share.count is not None:
        least = share.count.at_least is not None
        number = share.count.at_least if least else share.count.at_most
        limit = f"{number} or {'more' if least else 'fewer'}"
        return f"with {limit} {_moves(share.count)}{_dates(share.count)}"
    if share.level is not None:
        return f"with {_measured(share.level)} {_limit(share.level)}{_dates(share.level)}"
    if share.change is not None:
        early, late = (_span(*dates) for dates in (share.change.earlier, share.change.later))
        change = f"a change of {_measured(share.change)} {_limit(share.change)}"
        return f"with {change} from {early} to {late}"
    if share.lowest is not None:
        return f"with the lowest {_measured(share.lowest)}{_dates(share.lowest)}"
    if share.first is not None:
        return _first(share.first)
    return f"that answer the scenario's question {share.question} with yes"


def _first(first: First) -> str:
    """Return a question about the first deal."""
    return f"with the first {first.move} of {first.state} with {first.with_}, not {first.before}"


def _measured(table: Measured) -> str:
    """Return the measure of a question."""
    needs = f" ({listed(table.needs)})" if table.needs else ""
    between = f" between {listed(table.between)}" if table.between else ""
    partner = ""
    if table.partner:
        partner = {"stance": " toward ", "support": " by ", "dependence": " on "}[table.measure]
        partner += table.partner
    what = "all support" if table.measure == "received" else table.measure
    return f"{what} of {table.state}{partner}{between}{needs}"


def _limit(table: Level | Change) -> str:
    """Return the level of a question."""
    return f"above {table.above:g}" if table.above is not None else f"below {table.below:g}"


def _moves(table: form.Counted) -> str:
    """Return moves in words: what, of which kind, of whom."""
    kind = f" ({listed(table.move, 'or')})" if table.move else ""
    return f"{_DEALS[table.what]}{kind} {_pairs(table)}"


def _pairs(table: form.Pairs) -> str:
    """Return who moves toward whom."""
    source, target = (
        "any state" if words == ["*"] else listed(words) for words in (table.source, table.target)
    )
    if source == target:
        return f"among {'all states' if source == 'any state' else source}"
    return f"between {source} and {target}" if table.either else f"of {source} toward {target}"


def _dates(table: form.Dated | Level | Lowest) -> str:
    """Return the months of a measure; "" for all."""
    if table.from_ and table.to:
        return f", {_span(table.from_, table.to)}"
    if table.from_:
        return f", from {table.from_:%Y-%m} on"
    return f", up to {table.to:%Y-%m}" if table.to else ""


def _span(first: date, last: date) -> str:
    """Return a span of months."""
    return f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}"


def _changes(without: Sequence[str], numbers: dict[str, float]) -> str:
    """Return what is changed in a world."""
    parts = [f"{path} = {value:g}" for path, value in numbers.items()]
    told = f"with {', '.join(parts)}" if parts else ""
    if without:
        left = "without shocks" if list(without) == ["*"] else f"without {listed(without)}"
        told = f"{left} and {told}" if told else left
    return told
