"""Kinds of news: which CAMEO code the sample's events have, by what the model's states did.

Codes, labels and scores are those of the CAMEO codebook (Schrodt 2012) and of Goldstein (1992);
which move becomes which code is a judgement.
"""

from __future__ import annotations

from typing import NamedTuple

from sim import schema


class Kind(NamedTuple):
    """A kind of event.

    Attributes
    ----------
    code : str
        Its CAMEO code.
    words : str
        What the codebook calls it.
    score : float
        Goldstein's, from -10 to 10.
    """

    code: str
    words: str
    score: float

    @property
    def quad(self) -> int:
        """The position of its class in ``data.event_rows.QUADS``."""
        root = int(self.code[:2])
        return 0 if root <= 5 else 1 if root <= 8 else 2 if root <= 13 else 3


_MEET = Kind("036", "Express intent to meet or negotiate", 4.0)
OFFERED = {
    "envoy": _MEET,
    "summit": _MEET,
    "trade": Kind("0311", "Express intent to cooperate economically", 5.2),
    "invest": Kind("0331", "Express intent to provide economic aid", 5.2),
    "cover": Kind("051", "Praise or endorse", 3.4),
    "drill": Kind("0312", "Express intent to cooperate militarily", 5.2),
}
ACCEPTED = {
    "envoy": Kind("043", "Host a visit", 2.8),
    "summit": Kind("046", "Engage in negotiation", 7.0),
    "trade": Kind("061", "Cooperate economically", 6.4),
    "invest": Kind("061", "Cooperate economically", 6.4),
    "cover": Kind("052", "Defend verbally", 3.5),
    "drill": Kind("062", "Cooperate militarily", 7.4),
}
ACTED = {
    "snub": Kind("161", "Reduce or break diplomatic relations", -4.0),
    "denounce": Kind("111", "Criticize or denounce", -2.0),
    "sanction": Kind("163", "Impose embargo, boycott, or sanctions", -8.0),
    "force": Kind("150", "Demonstrate military or police power", -7.2),
}
ROUTINE = Kind("040", "Consult", 1.0)
REBUFF = Kind("120", "Reject", -4.0)

_DEALS = schema.DEALS
# Any other deal or act is reported as cooperation or disapproval without further detail.
_OFFER = Kind("030", "Express intent to cooperate", 4.0)
_COOPERATION = Kind("060", "Engage in material cooperation", 6.0)
_DISAPPROVAL = Kind("110", "Disapprove", -2.0)
# Every kind, so that an event is a number: offers, acceptances, acts, routine and rebuffs.
KINDS = (
    *(OFFERED.get(move, _OFFER) for move in _DEALS),
    *(ACCEPTED.get(move, _COOPERATION) for move in _DEALS),
    *(ACTED.get(move, _DISAPPROVAL) for move in schema.ACTS),
    ROUTINE,
    REBUFF,
)
FIRST_ACCEPTED = len(_DEALS)
FIRST_ACT = 2 * len(_DEALS)
ROUTINES, REBUFFS = len(KINDS) - 2, len(KINDS) - 1
