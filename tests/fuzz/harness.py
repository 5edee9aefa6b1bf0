"""The harness: mutants are tried one after the other, and whatever should not be is kept as a case.

A mutant may be accepted or refused. A refusal is a `SimError` with an exit code of 2 to 5 and a
message that names the file. Anything else is a fault: another exception, more than five seconds,
or something accepted that gives a number out of bounds.
"""

from __future__ import annotations

import hashlib
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, Protocol

from sim.errors import SimError

CASES = Path(__file__).parent / "cases"
SECONDS = 5.0  # of this process's own time: how busy the machine is does not count
_LARGEST = 100_000  # bytes of a case that is kept
_COMPILING = 120.0  # of the same, for what may have to be compiled first
_ASLEEP = 120  # seconds by the clock after which a mutant that only waits counts as hanging


class Broken(Exception):
    """What was accepted, or how it was refused, breaks a law."""


class Hangs(BaseException):
    """A mutant took too long."""


class Kind(Protocol):
    """What mutants are made of, and what is done with them."""

    name: str
    share: float

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""

    def attempt(self, data: bytes) -> str | None:
        """Use a mutant: raise its refusal, or return a word for what became of it."""


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `Hangs` where what is done inside takes longer than that of the processor."""
    timers = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (
        signal.ITIMER_REAL, signal.SIGALRM, _ASLEEP + 5 * seconds))  # fmt: skip

    def late(number: int, frame: Any) -> None:
        raise Hangs(f"more than {seconds:g} s")

    before = [signal.signal(which, late) for _, which, _ in timers]
    try:
        for timer, _, after in timers:
            signal.setitimer(timer, after)
        yield
    finally:
        for (timer, which, _), old in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(which, old)


def check_told(error: SimError, named: str) -> None:
    """Refuse a refusal that does not say what and where."""
    told = str(error)
    if not 2 <= error.exit_code <= 5:
        raise Broken(f"exit code {error.exit_code}: {told}")
    if len(told) < 10 or named not in told:
        raise Broken(f"a message that does not name {named!r}: {told!r}")
    if "Traceback" in told:
        raise Broken(f"a message with a traceback: {told!r}")


def attempted(kind: Kind, data: bytes) -> str | None:
    """Use a mutant in the time that it may take; what is slow since it compiles is slow once."""
    try:
        with limited():
            return kind.attempt(data)
    except Hangs:
        with suppress(SimError), limited(_COMPILING):
            kind.attempt(data)
    with limited():
        return kind.attempt(data)


def outcome(kind: Kind, data: bytes) -> tuple[str, str]:
    """Return what becomes of a mutant, in a word, and the whole story of a fault."""
    named = getattr(kind, "named", "")
    try:
        word = attempted(kind, data)
    except SimError as error:
        try:
            check_told(error, named)
        except Broken as wrong:
            return "broken", f"{wrong}\n{traceback.format_exc(limit=-4)}"
        return f"refused {error.exit_code}", ""
    except Hangs:
        return "hangs", traceback.format_exc(limit=-8)
    except Broken as wrong:
        return "broken", str(wrong)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException:
        return "traceback", traceback.format_exc(limit=-8)
    return word or "accepted", ""


FAULTS = ("traceback", "hangs", "broken")


class Fuzzing:
    """Tries mutants of kinds, counts what becomes of them, and keeps what is a fault.

    Parameters
    ----------
    kinds : list of Kind
    seed : int
        Of the mutants: the same gives the same.
    cases : Path or None
        Where faults are kept.
    """

    def __init__(self, kinds: list[Kind], seed: int, cases: Path | None = CASES) -> None:
        self.kinds, self.seed, self.cases = kinds, seed, cases
        self.counts: dict[str, Counter[str]] = {kind.name: Counter() for kind in kinds}
        self.seconds: Counter[str] = Counter()
        self.longest: dict[str, float] = dict.fromkeys(self.counts, 0.0)
        self.faults: dict[str, dict[str, str]] = {}

    def mutant(self, kind: Kind, number: int) -> bytes:
        """Return the mutant of a number."""
        return kind.mutant(Random(f"{kind.name}/{self.seed}/{number}"))

    def one(self, kind: Kind, number: int) -> str:
        """Try a mutant."""
        data = self.mutant(kind, number)
        begun = time.process_time()
        word, story = outcome(kind, data)
        took = time.process_time() - begun
        self.counts[kind.name][word] += 1
        self.seconds[kind.name] += took
        self.longest[kind.name] = max(self.longest[kind.name], took)
        if word in FAULTS:
            self._keep(kind, number, data, word, story)
        return word

    def _keep(self, kind: Kind, number: int, data: bytes, word: str, story: str) -> None:
        """Keep a fault: one of each place in the code."""
        place = [line.strip() for line in story.splitlines() if line.strip().startswith("File ")]
        key = f"{kind.name}: {word}: {place[-1] if place else story[:80]}"
        if key in self.faults:
            return
        name = hashlib.sha256(data).hexdigest()[:12]
        self.faults[key] = {
            "case": name,
            "number": str(number),
            "kind": kind.name,
            "what": word,
            "story": story,
        }
        if self.cases and len(data) <= _LARGEST:  # the number of a larger one is in the report
            folder = self.cases / kind.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)

    def run(self, mutants: int, begin: int = 0, until: float = float("inf")) -> None:
        """Try so many mutants, of each kind its share, until a moment of the clock."""
        total = sum(kind.share for kind in self.kinds)
        for number in range(begin, begin + mutants):
            if number % 50 == 0 and time.monotonic() > until:
                return
            pick = Random(f"{self.seed}/{number}").random() * total
            for kind in self.kinds:
                pick -= kind.share
                if pick <= 0:
                    break
            self.one(kind, number)
