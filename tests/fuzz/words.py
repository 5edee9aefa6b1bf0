"""Words of commands: mutants of command lines, up to the point where figures would be drawn."""

from __future__ import annotations

import contextlib
import json
import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from sim.cli import main
from sim.ensemble.how import How
from sim.errors import SimError
from sim.system.streams import Shown, replacing

from . import mutators, seeds
from .files import File
from .harness import Broken, Hangs

COMMANDS = [
    line.split("|")
    for line in (
        "run|base|-n|2", "run|base|-n|2|--engine|mesa|--without|storm", "run|base|--dry-run",
        "run|base|--set|states.DPRK.autonomy=0.9|--seed|7|--json|-n|3", "run|base|--moves|-n|1",
        "sweep|base|--over|ties.RUS.DPRK.obstacle=0:2:3|-n|2",
        "sweep|base|--over|states.DPRK.autonomy=0.1,0.4|--of|tilt|-n|2|--grid",
        "compare|base|--without|storm|-n|3", 
        "compare|base|--set|moves.envoy.cost=0.2|--channels|-n|2",
        "explain|base|--state|DPRK|--toward|RUS|-n|4", 
        "explain|base|--state|North Korea|--history|1",
        "explain|base|--state|DPRK|--month|2013-05|-n|3", "blocs|base|--month|2013-05",
        "sensitivity|base|--dry-run", "sensitivity|base|--only|states.DPRK.autonomy|-n|2",
        "threshold|base|--question|lean|-n|4", "threshold|base|--of|tilt|--above|0|-n|4",
        "hindcast|base|--record|record.csv|-n|4", "calibrate|base|--record|record.csv|--dry-run",
        "exam|base|--facts|facts.toml", "experiment|plan.toml", "experiment|plan.toml|--dry-run",
        "show|base", "show|base|DPRK|--where|judgement", "show|base|ties.*.DPRK.stance|--json",
        "check|base", "check|base|article", "list", "list|--json",
        "new|mine|--states|Vietnam,China",
        "import|mine|--states|PRK,RUS|--year|2013|--gdp|record.csv", "play|base|--as|DPRK",
        "play|base|--as|DPRK|--script|script.txt|--save|kept.txt", 
        "app|base|--no-browser|--port|8020",
        "app|base|--class|--from|2013-02|--until|2013-05", "results|list", "results|verify|kept",
        "results|export|kept|--format|csv|-o|panel.csv|--overwrite", "results|open|kept|--print",
        "results|archive|kept|-o|kept.zip|--overwrite", "results|figure|kept|fan|-o|fan.svg",
        "sample-data|sample|--scenario|base|-n|1", "--help", "--version", "run|--help", "",
    )
]  # fmt: skip
POOL = (
    "run", "sweep", "compare", "explain", "base", "article", "kept", "nobody", "-n", "0", "1", "3",
    "--seed", "--set", "--without", "*", "storm", "--json", "-q", "--resume", "--overwrite", "-o",
    "out", "--of", "tilt", "hedging.DPRK", "hedging.DPRK@2013-05", "--over", "--state", "DPRK",
    "USA",
    "--month", "2013-05", "2013-13", "--question", "lean", "--debug", "--", "-h",
    "states.DPRK.autonomy",
    "states.DPRK.autonomy=0.9", "ties.*.*.stance=2", "states.*.autonomy=0:1:3", "x=y", "=", "--n",
    "--history", "99999999999", "--toward", "--at", "--above", "--below", "--record", "record.csv",
    "facts.toml", "script.txt", "plan.toml", "--dry-run", "--year", "1815", "--states", "--engine",
    "mesa", "--moves", "--channels", "--only", "--facts", "--kind", "--where", "--format", "xlsx",
)  # fmt: skip
NAMES = (
    "two words.toml", "two\nlines.toml", "-dash.toml", "naïve.toml", "\udcff.toml", "北朝鮮.toml",
    "\u202egnp.toml",
    "%s.toml", "{x}.toml", "*.toml", "$HOME.toml", "'.toml", "a=b.toml", "a:b.toml", "@x.toml",
    "<b>.toml",
)  # fmt: skip
AROUND = {
    "COLUMNS": ("0", "1", "-3", "x", "", "99999"), "LINES": ("0", "x"), "NO_COLOR": ("1",),
    "FORCE_COLOR": ("1",),
    "TERM": ("dumb", ""), "LC_ALL": ("C", "xx"), "LANG": ("tr_TR",), "TZ": ("x", "UTC+25"),
    "HOME": ("", "/dev/null"),
    "SOURCE_DATE_EPOCH": ("x", "-1"), "MPLBACKEND": ("nonsense",), "TTY_COMPATIBLE": ("1",),
    "USER": ("\udcff",),
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "ascii", "cp1252", "utf-16", "shift-jis")
_MOST = 8  # histories that are computed: a mutant that asks for more is only checked
_SLOW = ("sensitivity", "calibrate", "threshold", "exam", "sweep")


class Enough(SimError):
    """All was checked, and what comes next would only take long."""

    exit_code = 4


class Commands(File):
    """Command lines, run within this process: no figure is drawn, no server or browser opened."""

    name, named, share = "command lines", "", 0.8

    def prepare(self) -> None:
        with contextlib.chdir(self.room):
            for name in NAMES:
                Path(name).write_text(seeds.WORLD)
            Path("script.txt").write_text(seeds.SCRIPT)
            Path("plan.toml").write_text(seeds.EXPERIMENT)
            Path("facts.toml").write_text(seeds.FACTS)
            if not Path("sample").exists():
                self._run(["sample-data", "sample", "--scenario", "base", "-n", "1"])
            Path("record.csv").write_bytes(seeds.sampled(Path("sample"), "by-year"))
            if not Path("kept").exists():
                with blank_figures():
                    code, told = call(["run", "base", "-n", "3", "-o", "kept", "-q"])
                assert code == 0, told

    def mutant(self, chance: Random) -> bytes:
        """Return words, the environment and the encoding of what is printed, as JSON."""
        words = chance.choice(COMMANDS)
        if chance.random() < 0.15:  # a scenario of a name that no shell likes
            name = chance.choice(NAMES)
            words = [name if word == "base" else word for word in words]
        names = chance.sample(sorted(AROUND), chance.choice((0, 0, 0, 1, 2)))
        around = {name: chance.choice(AROUND[name]) for name in names}
        mutant = mutators.words_of(chance, words, POOL)
        return json.dumps([mutant, around, chance.choice(ENCODINGS)], ensure_ascii=True).encode()

    def attempt(self, data: bytes) -> str:
        """Run it, and look at how it ends."""
        words, around, encoding = json.loads(data)
        if any("/" in word or "\\" in word or ".." in word or "~" in word for word in words):
            return "passed over"  # it could write anywhere
        if any(word.startswith(("--cl", "--be")) for word in words):
            return "passed over"  # it would wait for a network, or run code
        with contextlib.chdir(self.room), mock.patch.dict(os.environ, around):
            code = self._run(words, encoding)
        return f"refused {code}" if code else "accepted"

    def _run(self, words: list[str], encoding: str = "utf-8") -> int:
        """Run words, and refuse what does not end as it should."""
        with harmless():
            code, told = call(words, encoding)
        known, asked = code in (0, 2, 3, 4, 5), "--debug" in words  # for the traceback
        if not known or "bug of ours" in told or ("Traceback" in told and not asked):
            raise Broken(f"exit code {code}: {told[-1500:]}")
        if code and "--debug" not in words and not told.strip():
            raise Broken(f"exit code {code}, and not a word")
        return code


def call(words: list[str], encoding: str = "utf-8") -> tuple[int, str]:
    """Run the command line; return its exit code and what it printed, in an encoding."""
    with open("printed.txt", "w+", encoding=encoding, errors=replacing()) as file:
        shown = Shown(file, spare=False)
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            code = main(words)
        file.seek(0)
        return code, file.read(100_000)


def _raised(error: BaseException, arguments: list[str]) -> str:
    """Raise what the command line would call a bug of ours."""
    raise error


def _ended(error: BaseException, arguments: list[str]) -> int:
    """Say how a command ended, but let the harness end it."""
    from sim.shell.endings import ended

    if isinstance(error, Hangs):
        raise error
    return ended(error, arguments)


def _answered(self: Any, asked: Any, total: int, question: Any, settled: bool = True) -> None:
    """Stand in for ``Session.answer``: compute what is small, and draw and write nothing."""
    from sim.shell.again import command_line

    command_line(self.context, asked)
    self.output.check(asked)
    if total > _MOST or (self.context.info_name in _SLOW and total > 10 * _MOST):
        raise Enough("enough")
    answer = question(How(None))
    json.dumps(answer.data())
    answer.text(), answer.tables()


@contextlib.contextmanager
def harmless() -> Iterator[None]:
    """Let commands neither draw, nor serve, nor open anything, nor read from the terminal."""
    with contextlib.ExitStack() as stack:
        for place, instead in (
            ("sim.shell.session.Session.answer", _answered),
            ("sim.shell.endings._bug", _raised),
            ("sim.cli.ended", _ended),
            ("sim.app.serving.serve", lambda wanted: None),
            ("sim.analysis.results.browser.webbrowser.open", lambda *given: True),
        ):
            stack.enter_context(mock.patch(place, instead))
        stdin = stack.enter_context(open(os.devnull, encoding="utf-8"))
        stack.enter_context(mock.patch("sys.stdin", stdin))
        yield


_SMALLER = runpy.run_path(str(Path(__file__).parents[1] / "smaller.py"))


@contextlib.contextmanager
def blank_figures() -> Iterator[None]:
    """Draw nothing into figures: of a folder of results only the rest is looked at."""
    with contextlib.ExitStack() as stack:

        def put(place: Any, name: str, instead: Any) -> None:
            stack.enter_context(mock.patch.object(place, name, instead))

        _SMALLER["make_figures_blank"](put)
        yield
