"""Named: the name of a state within a sentence, with its article and its possessive."""

from __future__ import annotations

from .capitals import in_a_sentence


def possessive(name: str) -> str:
    """Return whose something is: "North Korea's", "the United States'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


class Named(str):
    """A state's name in a template: as it stands, and with ``{0:own}`` as a possessive."""

    __slots__ = ()

    @classmethod
    def within(cls, name: str) -> Named:
        """Return a state's name with the article that it takes within a sentence."""
        return cls(in_a_sentence(name))

    def __format__(self, how: str) -> str:
        """Return the name as a template wants it."""
        return possessive(str(self)) if how == "own" else str.__format__(self, how)
