"""Playing: what ``sim play`` does, at the terminal or by a script; the game is kept in a file."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path

import click

from sim.errors import InvalidInput
from sim.report.chronicle import chronicle, moves_told, shocks_told
from sim.report.progress import EXISTS, INTERRUPTED, Stopped
from sim.scenario import Scenario
from sim.shell.compiling import compile_once
from sim.system.files import read_bytes, real, write_whole

from .debrief import as_text, score, wrapped
from .game import Game
from .kept import check_same_game, check_same_lines, heading, month_text, read_text
from .player import HOLD, Decider
from .script import Script
from .scripts import Scripts, names_who
from .terminal import Quit, Terminal, titled


def play(
    scenario: Scenario,
    state: str | None,
    history: int,
    seed: int,
    script: Path | None,
    save: Path | None,
) -> None:
    """Play a game, from where it was kept, by a script or at the terminal, and say how it went.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    state : str or None
        Code or name of the state that somebody plays; None for those that the script names.
    history, seed : int
        Whose random draws the game meets.
    script, save : Path or None
        Where moves are taken from; where the game is kept.

    Raises
    ------
    InvalidInput
        For an unknown state, a wrong line, or a kept game that is another.
    Stopped
        When the player stops, or the file is there already.
    """
    state = None if state is None else scenario.code(state)
    _check(state, script, save)
    compile_once(scenario)
    if script:
        return _follow(scenario, state, history, seed, script, save)
    assert state is not None
    game, text = _resumed(scenario, state, history, seed, save)
    file = save or _free(Path(f"game-{state}-{seed}-{history}.txt"), "")
    try:
        if game.model.running:
            _ask(game, file, text)
    except (Quit, EOFError):
        return click.echo(f"\n{_stopped(game, file)}")
    except KeyboardInterrupt:
        click.echo(err=True)
        raise Stopped(_stopped(game, file), INTERRUPTED) from None
    click.echo(_ended(game, file))


def _check(state: str | None, script: Path | None, save: Path | None) -> None:
    """Refuse a game that cannot be kept, or of which it is not said who plays."""
    if save:
        real(_debrief_of(save))  # its name is the longer one, and may be too long
    if save and save.is_dir():
        raise InvalidInput(f"{save} is a directory: name a file to keep the game in with --save")
    if save and not save.parent.is_dir():
        raise InvalidInput(
            f"{save.parent} is no folder: make it, or keep the game elsewhere with --save"
        )
    if state is None and (script is None or not names_who(read_text(script))):
        whose = f"the lines of {script} do not name who decides:" if script else "who plays?"
        raise InvalidInput(f"{whose} name the state that you play with --as")


def _resumed(
    scenario: Scenario, state: str, history: int, seed: int, save: Path | None
) -> tuple[Game, str]:
    """Return a game as far as it was kept, and its text up to there."""
    text, kept = heading(scenario, state, seed, history), ""
    if save and save.exists():
        kept = read_text(save)
        check_same_game(kept, text, save)
    plan = Script(kept, str(save), scenario, state)
    game = Game(scenario, state, plan, seed, history)
    while game.model.month < plan.months:
        text += month_text(game, game.step())
    if save and kept:
        check_same_lines(kept, text, save)
    return game, text


def _follow(
    scenario: Scenario,
    state: str | None,
    history: int,
    seed: int,
    script: Path,
    save: Path | None,
) -> None:
    """Play a game by a script, as far as it reaches."""
    if save and save.exists():
        raise Stopped(
            f"{save} exists already: choose another file, or continue it without --script",
            EXISTS,
        )
    said = read_text(script), str(script), scenario
    plan: Script | Scripts = Scripts(*said) if state is None else Script(*said, state)
    deciders = plan.by_state if isinstance(plan, Scripts) else {plan.state: plan}
    who = state or list(deciders)
    game, text = (
        Game(scenario, who, deciders, seed, history),
        heading(scenario, who, seed, history),
    )
    click.echo(f"{_opening(game)}\n")
    while game.model.month < plan.months:
        text += month_text(game, game.step())
        click.echo(_month_played(game))
    if save:
        keep(save, text)
    if plan.unasked():
        click.echo(f"Passed over, as nobody asked: {', '.join(plan.unasked())}")
    click.echo(_stopped(game, save) if game.model.running else f"\n{_ended(game, save, said[0])}")


def _ask(game: Game, file: Path, text: str) -> None:
    """Let somebody at the terminal play the months that are left, and keep the game after each."""
    terminal = Terminal(game.scenario, game.player.code)
    game.player.decider = terminal
    click.echo(f"{_opening(game)}\nThe game is kept in {file}, month by month.\n{terminal.help()}")
    while game.model.running:
        text += month_text(game, game.step())
        keep(file, text)
    click.echo(f"\n{_month_played(game)}\n")


def _opening(game: Game) -> str:
    """Say what is played."""
    labels = game.scenario.month_labels
    names = " and ".join(player.name for player in game.players.values())
    who = f"{names} are played" if game.several else f"You are {names}"
    whom = f"{who}, {labels[0]} to {labels[-1]}; the others follow the rules."
    return f"{game.scenario.title}\n{whom}"


def _stopped(game: Game, file: Path | None) -> str:
    """Say how far a game was played, and how to go on with it."""
    played = f"{game.model.month} of {game.scenario.months} months are played"
    if not file:
        return f"{played}; to keep a game, name a file with --save"
    if not file.exists():
        return f"{played}; nothing is kept"
    if game.several:
        return f"{played}; they are kept in {file}"
    return f"{played}; to continue: the same command with --save {file}, without --script"


def _month_played(game: Game) -> str:
    """Return the month that was just played, in words."""
    month, results = game.model.month - 1, game.results()
    news = shocks_told(game.scenario, month)
    of = None if game.several else game.player.code
    news += moves_told(
        game.scenario, results.choices[0, -1], results.answers_to_deals[0, -1], of=of
    )
    return "\n".join(titled(f"{game.scenario.month_labels[month]} ", news or ["Nothing."]))


def _ended(game: Game, file: Path | None, said: str = "") -> str:
    """Say how a finished game went; write it all down, to be handed in, beside where it is kept.

    `said` is the script of a game of several states.
    """
    results, debriefs = game.results(), []
    for code, player in game.players.items():
        others = partial(_others, game, said, code)
        debrief = as_text(game, score(results, code, others=others, months=_months(game)))
        debriefs.append(f"{player.name}\n\n{debrief}" if game.several else debrief)
    debrief = "\n".join(debriefs)
    if not file:
        return debrief
    whole = f"{_opening(game)}\n\n{debrief}\n{_decisions(game)}\n{chronicle(results, 0)}"
    written = _free(_debrief_of(file), whole)
    keep(written, whole)
    where = (
        f"The game is kept in {file}; {written} has this, all decisions, and the story month by "
        "month."
    )
    return "\n".join([debrief, *wrapped(where, inset="")])


def _debrief_of(file: Path) -> Path:
    """Return the file in which a game that is kept in another is debriefed."""
    return file.with_name(f"{file.stem}-debrief.txt")


def _months(game: Game) -> slice:
    """Return the months of a game from the first to the last in which anybody decided."""
    labels = game.scenario.month_labels
    there = {labels.index(line.split()[0]) for line in game.decided}
    return slice(min(there), max(there) + 1) if game.several and there else slice(None)


def _others(game: Game, said: str, code: str) -> dict[str, Decider]:
    """Return who decides for the other played states as a script has it."""
    if not game.several:
        return {}
    scripts = Scripts(said, "the script", game.scenario).by_state
    return {other: script for other, script in scripts.items() if other != code}


def _decisions(game: Game) -> str:
    """List the decisions of a game, and what the rules would have decided otherwise."""
    lines = ["Decisions (what the rules would have decided, where otherwise)"]
    for line, ruled in zip(game.decided, game.ruled, strict=True):
        otherwise = ruled if ruled != line else ""
        if otherwise or not line.endswith(f" {HOLD}"):
            lines.append(f"  {line:34}{f'({otherwise.split()[-1]})' if otherwise else ''}".rstrip())
    return "\n".join([*lines, ""])


def keep(file: Path, text: str) -> None:
    """Write a text to a file, which is as it was or as it will be, whatever happens meanwhile.

    Parameters
    ----------
    file : Path
        Where.
    text : str
        What.
    """
    write_whole(file, text)


def _free(file: Path, text: str) -> Path:
    """Return a file's name, or where another text is there the name with a number after it."""
    names = (file.with_stem(f"{file.stem}-{k}") if k > 1 else file for k in count(1))
    return next(name for name in names if not name.exists() or _holds(name, text))


def _holds(file: Path, text: str) -> bool:
    """Say whether a file holds this text already."""
    try:
        return read_bytes(file, len(text.encode())) == text.encode()
    except InvalidInput:
        return False
