"""Every number of the model, once: its name, meaning, unit, bounds and default.

Validation, the arrays of the model, the documentation, the template of ``sim new``, sliders and
sensitivity analysis all read this list; nothing else in the project repeats a bound or a default.

Defaults are judgements unless their meaning names a source. They describe an unremarkable state
among unremarkable ties, so that a scenario file need only say what is particular to its case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

NEEDS = ("economy", "security", "recognition")
DEALS = ("envoy", "summit", "trade", "invest", "cover", "drill")
ACTS = ("snub", "denounce", "sanction", "force")
MOVES = DEALS + ACTS
HOLD = -1  # the code of "no move" wherever moves are stored as numbers

MOVE_TITLES = {
    "envoy": "send an envoy",
    "summit": "leaders' summit",
    "trade": "trade agreement",
    "invest": "investment or aid project",
    "cover": "diplomatic cover (vote or veto)",
    "drill": "joint military exercise",
    "snub": "snub",
    "denounce": "denounce",
    "sanction": "sanction",
    "force": "show of force",
}

TERMS = ("needs", "autonomy", "influence", "sentiment", "alignment", "cost")


@dataclass(frozen=True)
class Parameter:
    """One number of the model.

    Attributes
    ----------
    table : {"states", "ties", "moves", "dynamics", "observation"}
        The part of a scenario file the number lives in.
    name : str
        Its key there.
    low, high : float
        Inclusive bounds.
    default : float or None
        Value when the file is silent. None: worked out when the world is set up (``spin_up``).
    meaning : str
        What it says about a state, a tie or a move, in a sentence.
    unit : str
        Unit of measurement; "patron" is the support of one full great-power patron.
    by_need : bool
        One value for each of economy, security and recognition.
    only : tuple of str
        The moves it applies to; empty for all (``moves`` only).
    """

    table: str
    name: str
    low: float
    high: float
    default: float | None
    meaning: str
    unit: str = "none"
    by_need: bool = False
    only: tuple[str, ...] = ()


_state, _tie = partial(Parameter, "states"), partial(Parameter, "ties")
_move, _dynamic = partial(Parameter, "moves"), partial(Parameter, "dynamics")
_observed = partial(Parameter, "observation")

PARAMETERS: tuple[Parameter, ...] = (
    _state("power", 0, 1000, 1.0,
           "Weight in world affairs; only ratios between states matter (CINC by custom)."),
    _state("need", 0, 5, 0.5,
           "How much the state wants each kind of support from abroad.", by_need=True),
    _state("capacity", 0, 5, 0.5,
           "What it can give to any one partner, at most.", unit="patron", by_need=True),
    _state("autonomy", 0, 5, 0.1,
           "How much it dislikes depending on one supplier (the client's side of hedging)."),
    _state("influence", 0, 5, 0.2,
           "How much it minds what rivals give its clients (the patron's side of hedging)."),
    _state("sentiment", 0, 20, 5.0, "How far liking and resentment move it."),
    _state("alignment", 0, 5, 0.2, "How far friends of friends and enemies of enemies move it."),
    _state("seclusion", 0, 20, 0.0,
           "How far its leader keeps away from other leaders: it makes summits costlier."),
    _state("precision", 0, 100, 20.0,
           "How reliably it takes the better option (logit precision).", unit="1/value"),
    _tie("stance", -1, 1, None,
         "How warmly the first state regards the second when the period starts."),
    _tie("affinity", -1, 1, 0.0, "The stance the first state drifts back to."),
    _tie("trust", 0, 1, None, "The first state's expectation that the second accepts an approach."),
    _tie("obstacle", 0, 20, 0.0,
         "Standing quarrel that makes deals with the second costlier for the first."),
    _tie("support", 0, 10, None,
         "What the first gives the second at the start.", unit="patron", by_need=True),
    _tie("reach", 0, 5, 1.0,
         "Share of its capacity that the first can bring to the second.", by_need=True),
    _move("brings", 0, 1, 0.0, "Share of what the partner has left to give that a deal brings.",
          by_need=True, only=DEALS),
    _move("cut", 0, 1, 0.0, "Share of the actor's support to the target that an act withdraws.",
          by_need=True, only=ACTS),
    _move("exposure", 0, 1, 0.0,
          "Share of the target's support to the actor that an act puts at risk.", only=ACTS),
    _move("leverage", 0, 1, 0.0, "How far the act needs support that it can withdraw.", only=ACTS),
    _move("warmth", -1, 1, 0.0, "How far the move warms (deals) or chills (acts) stances."),
    _move("signal", -1, 1, 0.0,
          "What the move says to third parties: +1 full alignment, -1 open enmity."),
    _move("cost", 0, 10, 0.2, "What the move costs the state that makes it.", unit="value"),
    _move("hindered", 0, 1, 1.0, "How far a standing quarrel makes the deal costlier.", only=DEALS),
    _dynamic("retention", 0, 1, 0.94,
             "Share of the support beyond its routine level that is left a month later.",
             unit="per month", by_need=True),
    _dynamic("routine", 0, 1, 0.0,
             "Level to which support decays, as a share of what could be given.", by_need=True),
    _dynamic("stance_drift", 0, 1, 0.055,
             "Share of the way back to affinity that a stance goes in a month.",
             unit="per month"),
    _dynamic("trust_drift", 0, 1, 0.10,
             "Share of its gap to what the partner's stance warrants that trust closes.",
             unit="per month"),
    _dynamic("learning", 0, 1, 0.15,
             "Share of the way to certainty that one answer moves trust.", unit="per answer"),
    _dynamic("chill", 0, 1, 0.027, "How far a rebuff cools the asker's stance."),
    _dynamic("reaction", 0, 1, 0.08,
             "How far third parties' stances follow what they see, shared among all of them."),
    _dynamic("jealousy", 0, 1, 0.04,
             "How far a patron cools toward a client that deals with another patron."),
    _dynamic("bid", 0, 1, 0.28,
             "How far patrons outbid one another for a client: it multiplies their influence.",
             unit="1/patron"),
    _dynamic("noise", 0, 0.5, 0.015,
             "Standard deviation of the monthly accidents of a stance.", unit="stance"),
    _dynamic("consent_cost", 0, 1, 0.43,
             "Share of a deal's cost that the state which accepts it bears."),
    _observed("routine", 0, 10, 0.3,
              "Cooperative events of routine contact that the news reports from each state toward "
              "each other, beyond what states decide.", unit="events a month"),
    _observed("rebuff", 0, 1, 0.2,
              "Share of rebuffs that the news reports as conflict."),
)  # fmt: skip

# Bounds of the amounts by which shocks change numbers. What comes of it is kept within the bounds
# of the number itself, and an amount that sets a number has the bounds of that number.
AMOUNTS = {"add": (-1000.0, 1000.0), "multiply": (0.0, 1000.0)}

# What each move is by default (judgements: orders of magnitude that put a summit above an envoy, a
# drill above a vote; docs/model.md argues each row). Needs in the order economy, security,
# recognition.
_Row = tuple[tuple[float, float, float] | float, ...]
_DEAL = ("brings", "warmth", "signal", "cost", "hindered")
_DEAL_ROWS: dict[str, _Row] = {
    "envoy": ((0.00, 0.00, 0.08), 0.02, 0.10, 0.10, 0.3),
    "summit": ((0.05, 0.10, 0.60), 0.015, 0.50, 0.125, 1.0),
    "trade": ((0.30, 0.00, 0.00), 0.035, 0.15, 0.15, 0.3),
    "invest": ((0.50, 0.00, 0.10), 0.05, 0.25, 0.23, 1.0),
    "cover": ((0.00, 0.25, 0.30), 0.055, 0.50, 0.21, 1.0),
    "drill": ((0.00, 0.60, 0.10), 0.06, 0.80, 0.27, 1.0),
}
_ACT = ("cut", "exposure", "warmth", "signal", "cost", "leverage")
_ACT_ROWS: dict[str, _Row] = {
    "snub": ((0.00, 0.00, 0.20), 0.10, -0.03, -0.10, 0.16, 0.0),
    "denounce": ((0.00, 0.00, 0.15), 0.15, -0.035, -0.25, 0.19, 0.0),
    "sanction": ((0.35, 0.00, 0.00), 0.45, -0.12, -0.50, 0.33, 1.0),
    "force": ((0.00, 0.25, 0.00), 0.35, -0.07, -0.70, 0.42, 0.0),
}
_BY_NEED = {
    "retention": (0.97, 0.92, 0.84),  # judgement: trade outlasts arms, arms outlast attention
    "routine": (0.40, 0.0, 0.0),  # judgement: trade does not follow every mood
}


@cache
def parameter(table: str, name: str) -> Parameter:
    """Return the parameter `name` of `table`; KeyError when there is none.

    Parameters
    ----------
    table : {"states", "ties", "moves", "dynamics", "observation"}
        The part of a scenario file.
    name : str
        Its key there.
    """
    for candidate in PARAMETERS:
        if candidate.table == table and candidate.name == name:
            return candidate
    raise KeyError(f"{table}.{name}")


@cache
def parameters(table: str) -> tuple[Parameter, ...]:
    """Return the parameters of one table, in the order of the schema."""
    return tuple(p for p in PARAMETERS if p.table == table)


def default(table: str, name: str, owner: str = "", need: str = "") -> float | None:
    """Return the default of one number, after the particulars of a move or a need.

    Parameters
    ----------
    table, name : str
        The parameter.
    owner : str
        For ``moves``: which move.
    need : str
        For parameters by need: which need.
    """
    if table == "moves":
        columns, rows = (_DEAL, _DEAL_ROWS) if owner in _DEAL_ROWS else (_ACT, _ACT_ROWS)
        value = rows[owner][columns.index(name)] if name in columns else 0.0
        return value[NEEDS.index(need)] if isinstance(value, tuple) else value
    if table == "dynamics" and name in _BY_NEED:
        return _BY_NEED[name][NEEDS.index(need)]
    return parameter(table, name).default
