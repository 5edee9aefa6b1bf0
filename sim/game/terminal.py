"""The terminal of a game: what a player sees each month, and what the player types."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from sim import schema
from sim.errors import InvalidInput
from sim.outcomes.focus import asked_focus, needs_in_words
from sim.report.chronicle import move_told, moves_told
from sim.scenario import Scenario
from sim.system.streams import read_by_nobody
from sim.system.text import in_percent, signed

from .debrief import WIDTH, wrapped
from .names import pick, pick_state
from .player import OTHERS, RULES, Moment, Offer, Option
from .script import YES_NO, said_yes, wishes

_ROWS = 12  # partners in the table
OFFER = ""  # among the menus: the deal that is offered just now
_ASKING = ("help", "status", "news", "why", "finish", "quit")
_HELP = """
What you can type, each month
  (nothing)      hold toward everybody
  {0:15}this move, and hold toward the others; several with commas: {0}, {1} trade
  advice         the likeliest moves by the rules (advice, {0}: with one exception)
  rules          let the rules decide this month, as they would in your place
  {2:15}all you could do toward a state: worth to you in six terms, and chance by the rules
  status, news   where you stand; what everybody did last month
  finish         let the rules play the rest
  help, quit     this list; stop; the game is saved and can be continued
Support is in patrons (1: all a great power can give), stance is -1 to +1, trust (how far you expect
a yes) 0 to 1. Worth counts what a deal brings at once; that support lasts, and wears off, is for
you to think of, and so is what others will make of it.
Deals, which the other must accept: {3}
Acts, which need no consent:        {4}"""


class Quit(Exception):
    """The player has had enough for now."""


class Terminal:
    """A decider who sits at the keyboard."""

    def __init__(self, scenario: Scenario, state: str) -> None:
        self.scenario, self.state = scenario, state
        self.finishing = False
        self.status: list[str] = []
        self.news: list[str] = []
        self.menus: dict[str, list[Option]] = {}

    def help(self) -> str:
        """Return what can be typed."""
        partners = [code for code in self.scenario.codes if code != self.state]
        one, other = partners[0], partners[-1]
        return _HELP.format(
            f"{one} envoy", other, f"why {one}", ", ".join(schema.DEALS), ", ".join(schema.ACTS)
        )

    def moves(self, moment: Moment) -> dict[str, str]:
        """Show the month, and read what is to be done in it."""
        if self.finishing:
            return {OTHERS: RULES}
        month, self.menus = moment.player.model.month, moment.menus
        happened = partial(moves_told, self.scenario, moment.choices, moment.answers)
        near, far = happened(of=self.state), happened(but=self.state)
        last = titled("Last month:", near or ["nothing between you and others."]) if month else []
        self.news = [*last, *titled("Elsewhere:", far)] or ["Nothing has happened yet."]
        self.status = status_lines(moment)
        shocks = titled("Now:", [f"{shock.title} ({shock.date})." for shock in moment.shocks])
        rule = f"---- {moment.month}, month {month + 1} of {self.scenario.months} ".ljust(
            WIDTH, "-"
        )
        click.echo("\n".join(["", rule, *last, *shocks, *self.status, ""]))
        read = partial(wishes, scenario=self.scenario, state=self.state, month=month, words=_ASKING)
        wanted = self._asked(f"{moment.month} your moves> ", read)
        return {OTHERS: RULES} if self.finishing else wanted

    def answer(self, offer: Offer) -> bool:
        """Show an offer, and read the answer."""
        if self.finishing:
            return offer.rules
        brings = [
            f"{need} {much:z.2f}"
            for need, much in zip(schema.NEEDS, offer.brings, strict=True)
            if much > 0
        ]
        own = signed(offer.accept.value, 3)
        worth = f"To you it is worth {own}, most of all for {offer.accept.reason}"
        chance = in_percent(offer.accept.probability, brief=True)
        words = [
            f"{move_told(self.scenario, offer.asker, offer.move, self.state)}.",
            f"It would bring you {' and '.join(brings) or 'no support'}.",
            f"{worth}; the rules would accept with {chance}.",
        ]
        click.echo("\n".join(["", *titled("Asked:", words)]))
        self.menus = {**self.menus, OFFER: [offer.accept]}
        word = self._asked("Do you accept? y, n, advice, rules or why> ", _yes_no)
        return offer.rules if self.finishing else said_yes(word, offer)

    def _asked(self, prompt: str, read: Callable[[str], Any]) -> Any:
        """Return what a line decides, once one does.

        Lines that only ask are answered, wrong ones are explained.
        """
        while True:
            if read_by_nobody(sys.stdout):  # else endless answers would never end
                raise EOFError
            # some systems begin a redirected file with a byte order mark
            line = input(prompt).strip().strip("\ufeff")
            word, _, rest = line.partition(" ")
            word = word.lower()
            try:
                if word == "quit":
                    raise Quit
                if word == "finish":
                    self.finishing = True
                    return None
                if word not in _ASKING:
                    return read(line)
                click.echo("\n".join(["", *self._reply(word, rest.strip()), ""]))
            except InvalidInput as error:
                click.echo("\n".join(wrapped(str(error))))

    def _reply(self, word: str, rest: str) -> list[str]:
        """Return the answer to a line that only asks."""
        if word == "why":
            if not rest and OFFER not in self.menus:
                partner = next(iter(self.menus), "")
                raise InvalidInput(
                    f"why what toward whom? Write the state after it, as why {partner}"
                )
            if not rest:
                return option_lines(self.menus[OFFER])
            partners = [code for code in self.menus if code != OFFER]
            return option_lines(
                self.menus[pick_state(rest, self.scenario, partners, "partner to ask about")]
            )
        return {"status": self.status, "news": self.news}.get(word, [self.help()])


def _yes_no(line: str) -> str:
    """Read an answer."""
    if not line:
        raise InvalidInput("type y or n")
    return pick(line, YES_NO, "answer")


def titled(what: str, sentences: list[str]) -> list[str]:
    """Return sentences as lines of the screen, after a word on what they are; nothing for none.

    Parameters
    ----------
    what : str
        Stands before the sentences.
    sentences : list of str
    """
    return wrapped(f"{what} {' '.join(sentences)}", inset="") if sentences else []


def status_lines(moment: Moment) -> list[str]:
    """Return where the player stands, and what the rules would do, as a table."""
    player, given = moment.player, moment.player.support()
    tilt, about = player.tilt(), asked_focus(player.model.situation)
    leaning = ""
    if tilt is not None and about is not None:
        needs = needs_in_words(about.needs)
        leaning = f" Tilt {signed(tilt)} from {about.a} (-1) to {about.b} (+1) in {needs}."
    lines = wrapped(
        f"You are {player.posture()}: hedging {player.hedging():z.2f}.{leaning}", inset=""
    )
    others = [state for state in player.model.states if state is not player]
    near = sorted(others, key=lambda state: -given[state.position].sum())[:_ROWS]
    above = f"{'support you get':>18}{'its':>9}{'your':>7}   by the rules, in your place"
    below = f"{'econ   sec   rec':>18}{'stance':>9}{'trust':>7}   hold   else the likeliest"
    lines += [f"{'':19}{above}", f"{'':19}{below}"]
    for state in (state for state in others if state in near):
        support = "".join(f"{amount:z6.2f}" for amount in given[state.position])
        views = f"{signed(state.stance(player)):>9}{player.trust(state):z7.2f}"
        lines.append(
            f"{f'{state.code} {state.name}':19.19}{support}{views}   {_advice(moment, state.code)}"
        )
    if len(others) > len(near):
        lines.append(
            f"and {len(others) - len(near)} more: why STATE tells what the rules would do toward "
            "each"
        )
    return [*lines, f"{'all':19}{''.join(f'{amount:z6.2f}' for amount in given.sum(axis=0))}"]


def _advice(moment: Moment, code: str) -> str:
    """Say what the rules would do toward a partner: hold or their likeliest move, and why."""
    if code in moment.prescribed:
        return f"{moment.prescribed[code]}: the scenario prescribes it"
    hold = next(option for option in moment.menus[code] if option.move == "hold")
    best = next(option for option in moment.menus[code] if option.move != "hold")
    holding = in_percent(hold.probability, brief=True)
    chance = f"{best.move} {in_percent(best.probability, brief=True)}"
    return f"{holding:>5}  {chance:13} worth {signed(best.value)}, {best.reason}"


def option_lines(options: list[Option]) -> list[str]:
    """Return options as a table of their terms."""
    lines = [f"{'':10}{''.join(f'{term:>11}' for term in schema.TERMS)}{'worth':>10}{'chance':>9}"]
    for option in options:
        terms = "".join(f"{signed(term, 3):>11}" for term in option.terms)
        chance = f"{in_percent(option.probability, brief=True):>9}"
        lines.append(f"{option.move:10}{terms}{signed(option.value, 3):>10}{chance}")
    if len(options) > 1:
        lines.append(
            "Benefits of a deal count as far as you trust them to accept; worth is the sum of the "
            "six."
        )
    return lines
