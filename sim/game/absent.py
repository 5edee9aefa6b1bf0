"""Deciders that are away: always, or but for some months; the rules play their states meanwhile."""

from __future__ import annotations

from collections.abc import Collection

from .player import Decider, Moment, Offer


class Away:
    """A decider that is never there."""

    def there(self, month: str) -> bool:
        """Say whether it decides in a month: never."""
        return False

    def moves(self, moment: Moment) -> None:
        """Leave the month to the rules."""

    def answer(self, offer: Offer) -> bool:
        """Answer as the rules do; in a month that is left to them nobody asks."""
        return offer.rules


class Within:
    """A decider that is there in some months only.

    Parameters
    ----------
    decider : Decider
        Who decides then.
    months : collection of str
        As 2014-03.
    """

    def __init__(self, decider: Decider, months: Collection[str]) -> None:
        self.decider, self.months = decider, months

    def there(self, month: str) -> bool:
        """Say whether it decides in a month."""
        return month in self.months

    def moves(self, moment: Moment) -> dict[str, str] | None:
        """Return what the other decides."""
        return self.decider.moves(moment) if self.there(moment.month) else None

    def answer(self, offer: Offer) -> bool:
        """Return what the other answers."""
        return self.decider.answer(offer)
