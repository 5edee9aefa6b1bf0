"""Mounted: what ``--class`` adds to the site, and who may reach it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from starlette.routing import BaseRoute


@dataclass(frozen=True)
class Mounted:
    """Routes that are added to the site, which then can be reached from the network.

    From other machines only what begins with one of `open_to_all` is answered; the page with its
    computations, and saving, stay this machine's own.

    Attributes
    ----------
    routes : sequence of routes
        Of Starlette; they need not look at Host, Origin or the size of a body. Whatever takes time
        is done by ``request.app.state.site.computing.do``.
    names : collection of str
        This machine's names and addresses in the network, without port; more may come.
    lines : callable
        Given the port, returns the lines that are printed at the start: addresses, the join code.
    open_to_all : sequence of str
        What addresses begin with that other machines may ask for.
    front : str
        Address of the page that is opened here.
    ended : callable
        Called when the server ends: lets go of the file in which a game is kept.
    """

    routes: Sequence[BaseRoute]
    names: Collection[str]
    lines: Callable[[int], Sequence[str]]
    open_to_all: Sequence[str]
    front: str = "/"
    ended: Callable[[], None] = field(default=lambda: None)
