"""Findings: what a record says of a scenario, in sentences, also where the model loses."""

from __future__ import annotations

import pandas as pd

from sim.system.text import in_percent, listed

from .forecasts import ANCHORED, UNANCHORED
from .scorecard import Scored

_BAND = 0.8  # of the record's shares are to lie within it
_HEARD = {UNANCHORED: "the model alone", ANCHORED: "anchored on the record's past"}


def finding(one: Scored) -> str:
    """Return what was found, of the newest span, by tone and volume."""
    told = [*_of_tone(one), *_of_volume(one)]
    if not told:
        return "Too few dyads have events in any span for shares or changes to be scored."
    return " ".join(told)


def _of_tone(one: Scored) -> list[str]:
    """Say how well shares of cooperation are predicted."""
    told = []
    rows = one.newest_score("share", "rank correlation", UNANCHORED)
    if len(rows):
        first = rows.iloc[0]
        error = one.newest_score("plain share", "median error", UNANCHORED)["model"].iloc[0]
        told.append(
            f"Tone in {first['span']} ({first['sample']}): the model's shares of cooperation are "
            f"off by {error:z.2f} in the median, and their order correlates {first['model']:z.2f} "
            f"with the record's; it {_against(rows)}."
        )
    rows = one.newest_score("share", "rank correlation", ANCHORED)
    if len(rows):
        first = rows.iloc[0]
        told.append(
            f"Anchored on the record's past its order of {first['span']} correlates "
            f"{first['model']:z.2f}; it {_against(rows)}{_band(one, first['span'])}."
        )
    return told


def _band(one: Scored, span: str) -> str:
    """Say how many of the record's shares the band holds."""
    rows = one.bands[one.bands["span"] == span]
    should = f"; its band, which should hold {in_percent(_BAND)}"
    told = "".join(f"{should}, holds {in_percent(row.inside)}" for row in rows.itertuples())
    return told.replace(" %", "\u00a0%")


def _of_volume(one: Scored) -> list[str]:
    """Say how well directions of change are predicted."""
    told = []
    words = {UNANCHORED: "Volume, {}: directions of change have a Brier score of {:z.2f}; it {}",
             ANCHORED: "Anchored, the directions of {} have {:z.2f}; it {}"}  # fmt: skip
    for statement, sentence in words.items():
        rows = one.newest_score("direction", "Brier score", statement)
        if len(rows):
            first = rows.iloc[0]
            span = f"{first['span']} ({first['sample']})"
            told.append(
                sentence.format(span, first["model"], _against(rows))
                + _alarm(one.alarms, statement, first["span"])
                + "."
            )
    return told


def _alarm(alarms: pd.DataFrame, statement: str, span: str) -> str:
    """Say how many directions the model predicted with confidence, and how many wrongly."""
    by = "model" if statement == UNANCHORED else "model, anchored"
    mine = alarms[(alarms["measure"] == "direction") & (alarms["by"] == by)]
    return "".join(
        f"; {row.sure} of {row.dyads} called with confidence (80 % or more), {row.wrong} of "
        "them wrongly"
        for row in mine[mine["span"] == span].itertuples()
    )


def balance(table: pd.DataFrame) -> list[str]:
    """Return how many of all comparisons the model wins and loses, by tone and volume."""
    told = []
    for (about, statement), rows in table.groupby(["about", "statement"], sort=False):
        won, lost = (rows["wins"].str.startswith(who) for who in ("model", "rival"))
        sure = rows["wins"].str.endswith("(95 %)")
        told.append(
            f"Of {len(rows)} comparisons of {about} with a rival, {_HEARD[str(statement)]}, it "
            f"wins {won.sum()} ({(won & sure).sum()} at 95 %) and loses {lost.sum()} "
            f"({(lost & sure).sum()} at 95 %)."
        )
    return told


def headline(one: Scored) -> str:
    """Return what was found in a line, beside the best rival."""
    alone = one.newest_score("share", "rank correlation", UNANCHORED)
    if not len(alone):
        return f"{one.record.name}: no shares or changes to score"
    span, score = alone["span"].iloc[0], alone["model"].iloc[0]
    told = f"In {span} the model's order of pairs correlates {score:z.2f} with the record's"
    rows = one.newest_score("share", "rank correlation", ANCHORED)
    rows = rows[rows["span"] == span]
    if len(rows):
        told += f", and {rows['model'].iloc[0]:z.2f} when anchored on the record's past"
    best = alone.loc[alone["rival_score"].idxmax()]
    return f"{told} (best rival: {best['rival']}, {best['rival_score']:z.2f})"


def _against(rows: pd.DataFrame) -> str:
    """Say which rivals a score beats, and to which it loses.

    It says "95 %" where the confidence interval of the difference excludes zero.
    """
    verbs = {"model": "beats", "neither": "equals", "rival": "loses to"}
    groups: dict[str, list[str]] = {verb: [] for verb in verbs.values()}
    for row in rows.itertuples():
        who, _, sure = row.wins.partition(" (")
        at = f", at {sure.rstrip(')')}" if sure else ""
        groups[verbs[who]].append(f"{row.rival} ({row.rival_score:z.2f}{at})")
    told = ", ".join(f"{verb} {listed(named)}" for verb, named in groups.items() if named)
    return told if rows["wins"].str.endswith("(95 %)").any() else f"{told}, none at 95 %"


def times_in_words(one: Scored) -> list[str]:
    """Say in which order first contacts came, and where the turn between the patrons lies."""
    lines = []
    for (sample, first, last), rows in one.timing.groupby(["sample", "first", "last"], sort=False):
        met = rows[rows["measure"] == "first contact"]
        if len(met):
            told = ", ".join(
                f"{row.partner} {row.recorded} ({row.model}, {row.low} to {row.high})"
                for row in met.itertuples()
            )
            lines.append(
                f"First contacts of {met['state'].iloc[0]}, {first} to {last} ({sample}): {told}"
            )
        for row in rows[rows["measure"] == "turn"].itertuples():
            where = "inside" if row.inside else "outside"
            lines.append(
                f"Turn of {row.state} between {row.partner.replace(' or ', ' and ')} ({sample}): "
                f"toward {row.recorded_way} from {row.recorded}; model {row.model}, {where} its "
                f"{row.low} to {row.high}; {in_percent(row.same_way)} of histories turn that way"
            )
    return lines
