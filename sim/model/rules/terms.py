"""What a move is worth: its six terms, its cost, and the consent that a deal needs."""

from __future__ import annotations

from sim import schema
from sim.model.compiled import inlined

from .arithmetic import logistic

# squares of support that divide as they should: of 1e-100 patrons and of 1e100
_LEAST, _MOST = 1e-200, 1e200
_NONE = 1e-100  # patrons; support of less is none
_HALF_A_BITE = 0.05  # patrons withdrawn at which half of a sanction's point is left; judgement
MOST_SUPPORT = schema.parameter("ties", "support").high  # patrons


@inlined
def ceiling(capacity: float, reach: float) -> float:
    """Return all that a giver can give one partner: capacity x reach, within support's bound.

    Parameters
    ----------
    capacity : float
        What the giver can give to any one partner (patrons).
    reach : float
        Share of it that gets to this one.
    """
    return min(capacity * reach, MOST_SUPPORT)


@inlined
def unused(capacity: float, reach: float, given: float) -> float:
    """Return what a giver could give one partner and does not yet.

    A patron cannot give more than it has: a tie in full bloom has little left to bring, a neglected
    one much. This is what sends a client to a second patron, and what keeps support from growing
    without news.

    Parameters
    ----------
    capacity, reach : float
        What the giver can give to any one partner (patrons), and the share of it that reaches this
        one.
    given : float
        What it gives already (patrons).
    """
    return max(ceiling(capacity, reach) - given, 0.0)


@inlined
def gain(brings: float, unused: float) -> float:
    """Return the support that a deal adds: a share of what the giver could give and does not yet.

    Parameters
    ----------
    brings : float
        The share that this kind of deal brings, 0..1.
    unused : float
        Of the giver's capacity for this partner (patrons), see ``unused``.
    """
    return brings * unused


@inlined
def needs_term(weight: float, received: float, change: float) -> float:
    """Return what a change in support received is worth, with diminishing returns.

    With sat(x) = x / (1 + x), how far support satisfies a need (one full patron being half of all
    there is), it is w (sat(X + change) - sat(X)), written below as one fraction.

    Parameters
    ----------
    weight : float
        How much the state wants this need met.
    received : float
        Support of this need that it receives (patrons).
    change : float
        What the move adds to it, or puts at risk (patrons).
    """
    return weight * change / ((1.0 + received) * (1.0 + received + change))


@inlined
def concentration(squares: float, total: float) -> float:
    """Return how far a state depends on few suppliers, above all on those that it dislikes.

    The Herfindahl index of its support, each supplier's square weighted by 1 - stance: 0 for a
    devoted friend, 1 for a stranger, 2 for an enemy. Depending on someone one distrusts irks more.
    Without support it is 1: there is nobody to play off.

    Support of less than 1e-100 patrons is none: its square would vanish among the numbers that a
    computer can hold.

    Parameters
    ----------
    squares : float
        Sum over suppliers of the square of what each gives, weighted by ``disliked``.
    total : float
        Sum over suppliers of what each gives.
    """
    square = total * total
    return squares / square if _LEAST < square < _MOST else 1.0


@inlined
def autonomy_term(autonomy: float, before: float, after: float) -> float:
    """Return the worth of depending less on one supplier (the client's side of hedging).

    autonomy x (H before - H after), H the ``concentration`` of its support.

    Parameters
    ----------
    autonomy : float
        How much the state dislikes depending on one supplier.
    before, after : float
        Concentration of its support, 0..2.
    """
    return autonomy * (before - after)


@inlined
def share(part: float, total: float) -> float:
    """Return part / total, 0 where there is nothing to share: less than 1e-100 patrons is none.

    Parameters
    ----------
    part, total : float
        Support (patrons).
    """
    return part / total if total > _NONE else 0.0


@inlined
def disliked(stance: float) -> float:
    """Return the weight of a supplier in the concentration: 0 a devoted friend, 2 an enemy."""
    return 1.0 - stance


@inlined
def distrusted(stance: float) -> float:
    """Return the weight of a rival patron: 0 for a devoted friend, 1 for an enemy."""
    return 0.5 * (1.0 - stance)


@inlined
def influence_term(influence: float, bid: float, brought: float, rivalry: float) -> float:
    """Return the worth of bidding for a client (the patron's side of hedging).

    influence x bid x brought x rivalry: a patron bids as far as it minds, as much as its move
    brings the client, against all that the client has from patrons whom the bidder distrusts.

    Parameters
    ----------
    influence : float
        How much the patron minds (value per patron).
    bid : float
        How far that makes patrons outbid one another (1/patron).
    brought : float
        What the move gives the client (patrons); negative where an act withdraws support.
    rivalry : float
        What the client receives from others (patrons), each weighted by how little the patron
        likes it.
    """
    return influence * bid * brought * rivalry


@inlined
def sentiment_term(sentiment: float, warmth: float, stance: float) -> float:
    """Return the worth of helping a friend or hurting one who hurt: sentiment x warmth x stance.

    Parameters
    ----------
    sentiment : float
        How far liking and resentment move the state.
    warmth : float
        How far the move warms stances, -1..1.
    stance : float
        Of the state toward its partner, -1..1.
    """
    return sentiment * warmth * stance


@inlined
def alignment_term(alignment: float, signal: float, company: float) -> float:
    """Return the worth of standing with friends of friends and against their enemies.

    Parameters
    ----------
    alignment : float
        How much the state minds.
    signal : float
        What the move says in public, -1..1.
    company : float
        Sum over third states k of power[k] x ``recommended``, powers adding up to one; -1..1.
    """
    return alignment * signal * company


@inlined
def recommended(mine: float, theirs: float) -> float:
    """Return what a third state says for a partner: friends of friends, enemies of enemies.

    The product of both stances, but 0 for a friend of one's enemy: it is a prize to be won and no
    enemy, else the client of two rivals would be shunned by both.

    Parameters
    ----------
    mine : float
        Stance of the state toward the third, -1..1.
    theirs : float
        Stance of the third toward the partner, -1..1.
    """
    # one question, not two in a row: lanes go side by side
    return 0.0 if (mine < 0.0) & (theirs > 0.0) else mine * theirs


@inlined
def deal_cost(cost: float, hindered: float, obstacle: float, seclusion: float) -> float:
    """Return what a deal costs: more where there is a standing quarrel.

    Routine business is hindered less by a quarrel than what needs good will, and meetings of
    leaders cost a secluded leader more. (What an act costs does not depend on either.)

    Parameters
    ----------
    cost : float
        Of the move (value).
    hindered : float
        How far a quarrel makes this kind of deal dearer, 0..1.
    obstacle : float
        The standing quarrel, 0 or more.
    seclusion : float
        How far the state's leader keeps away from other leaders, 0 or more; 0 for other deals
        than summits.
    """
    return cost * (1.0 + hindered * obstacle + seclusion)


@inlined
def bite(leverage: float, withdrawn: float) -> float:
    """Return how much of an act's point is left where there is little support to withdraw.

    1 - leverage x 0.05 / (0.05 + withdrawn): an act that works by withdrawing support, as a
    sanction does, is an empty gesture where there is none.

    Parameters
    ----------
    leverage : float
        How far the act works by withdrawing support, 0..1.
    withdrawn : float
        What it takes from the target (patrons).
    """
    return 1.0 - leverage * _HALF_A_BITE / (_HALF_A_BITE + withdrawn)


@inlined
def worth(
    needs: float, autonomy: float, influence: float, sentiment: float, alignment: float, cost: float
) -> float:
    """Return what a move is worth: its six terms (cost negative), added up in this order.

    Parameters
    ----------
    needs, autonomy, influence, sentiment, alignment : float
        What speaks for the move (value).
    cost : float
        Negative (value).
    """
    return needs + autonomy + influence + sentiment + alignment + cost


@inlined
def consent(precision: float, benefit: float, cost: float, consent_cost: float) -> float:
    """Return the probability that a partner accepts a deal, of whose cost it bears a share.

    Parameters
    ----------
    precision : float
        Of the partner (1/value).
    benefit : float
        Of the deal to the partner (value).
    cost : float
        Of the deal to the partner, were it to ask (value).
    consent_cost : float
        Share of that cost which it bears, 0..1.
    """
    return logistic(weighed_consent(precision, benefit, cost, consent_cost))


@inlined
def weighed_consent(precision: float, benefit: float, cost: float, consent_cost: float) -> float:
    """Return what a deal is worth to the partner, times its precision: what ``consent`` weighs.

    Parameters
    ----------
    precision, benefit, cost, consent_cost : float
        As in ``consent``.
    """
    return precision * (benefit - consent_cost * cost)
