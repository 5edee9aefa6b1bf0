"""``sim play``: typed, scripted, stopped, killed and gone on with, a game is the same game."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.cli import cli
from sim.ensemble.run import one_history
from sim.game.game import played
from sim.game.playing import keep
from sim.game.script import Script
from sim.report.chronicle import chronicle
from sim.schema import ACTS, DEALS

GOLDEN = Path(__file__).parents[1] / "golden"
QUICK = """
[states.A]
[states.B]
[states.C]
[[questions]]
id = "lean"
text = "A leans on B"
level = { measure = "dependence", state = "A", partner = "B", above = 0.5 }
"""


@pytest.fixture
def quick(world_of, tmp_path, monkeypatch):
    """Eight months among three states, in world.toml of the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    return world_of(QUICK, months=8)


def play(*words: str, typed: str | None = None, name: str = "world.toml", state: str = "A"):
    """Run ``sim play``: (exit code, output, what went wrong)."""
    done = CliRunner().invoke(cli, ["play", name, "--as", state, *words], input=typed)
    told = done.stderr.strip().splitlines()
    return done.exit_code, done.stdout, told[-1] if told else ""


def kept(file: str = "g.txt") -> str:
    """Return the text of a file."""
    return Path(file).read_text(encoding="utf-8")


def test_a_scripted_game_reads_as_it_did(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = play(
        "--script", str(GOLDEN / "play-script.txt"), "--save", "g.txt", name="article", state="DPRK"
    )
    assert code == 0
    assert out.replace(str(GOLDEN) + os.sep, "") == kept(str(GOLDEN / "play-game.txt"))
    assert max(map(len, kept("g-debrief.txt").partition("Decisions")[0].splitlines())) <= 100


def test_a_script_of_rules_gives_their_history_word_for_word(quick):
    Path("s.txt").write_text("".join(f"{month} rules\n" for month in quick.month_labels))
    script = Script(kept("s.txt"), "s.txt", quick, "A")
    script.answer = lambda offer: offer.rules
    assert chronicle(played(quick, "A", script, history=3), 0) == chronicle(
        one_history(quick, 3), 0
    )
    assert play("--history", "3", "--save", "g.txt", typed="finish\n")[0] == 0
    assert kept("g-debrief.txt").endswith(chronicle(one_history(quick, 3), 0))
    assert "otherwise than the rules would in 0 of" in kept("g-debrief.txt")


LINES = st.lists(
    st.dictionaries(
        st.sampled_from("BC"), st.sampled_from([*DEALS, *ACTS, "advice", "rules"]), max_size=2
    ),
    min_size=8,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(months=LINES, cut=st.integers(1, 7), yes=st.booleans())
def test_a_game_that_stops_and_goes_on_is_the_game_played_at_once(quick, months, cut, yes):
    said = [
        ", ".join(f"{code} {move}" for code, move in moves.items()) or "hold" for moves in months
    ]
    lines = [f"{label} {text}\n" for label, text in zip(quick.month_labels, said, strict=True)]
    word = "yes" if yes else "no"
    answers = [f"{label} answer {code} {word}\n" for label in quick.month_labels for code in "BC"]
    Path("all.txt").write_text("".join(lines + answers))
    Path("some.txt").write_text("".join(lines[:cut] + answers[: 2 * cut]))
    for file in (*Path().glob("two*.txt"), *Path().glob("whole*.txt")):
        file.unlink()
    assert play("--script", "all.txt", "--save", "whole.txt")[0] == 0
    assert play("--script", "some.txt", "--save", "two.txt")[0] == 0
    assert kept("whole.txt").startswith(kept("two.txt"))
    code, _, _ = play(
        "--save", "two.txt", typed=_typed(kept("whole.txt"), quick.month_labels[cut:])
    )
    assert code == 0
    assert kept("two.txt") == kept("whole.txt")
    assert kept("two-debrief.txt") == kept("whole-debrief.txt")


def _typed(text: str, months: list[str]) -> str:
    """Return what a person types to play some months as a kept game has them."""
    lines = [line.split(maxsplit=1) for line in text.splitlines() if not line.startswith("#")]
    typed = []
    for month in months:
        said = [what for label, what in lines if label == month]
        typed.append(", ".join(what for what in said if not what.startswith("answer")))
        typed += [what.split()[-1] for what in said if what.startswith("answer")]
    return "\n".join([*typed, ""])


def test_a_kept_game_cut_after_any_month_goes_on_from_there(quick):
    play("--save", "g.txt", typed="finish\n")
    whole = kept()
    for month in quick.month_labels:
        cut = whole.index("\n", whole.index(f"# {month} ends")) + 1
        Path("g.txt").write_text(whole[:cut])
        code, out, _ = play("--save", "g.txt", typed="finish\n")
        assert code == 0 and kept() == whole
        assert f"{quick.month_labels[0]} your moves" not in out


def test_a_kept_game_is_a_script_that_gives_itself(quick):
    play("--save", "g.txt", typed="B envoy\ny\ny\nrules\nfinish\n")
    assert play("--script", "g.txt", "--save", "again.txt")[0] == 0
    assert kept("again.txt") == kept("g.txt")


@pytest.mark.parametrize("end", ["quit\n", ""])
def test_who_stops_goes_on_where_they_were(quick, end):
    whole = play("--save", "whole.txt", typed="finish\n") and kept("whole.txt")
    code, out, _ = play("--save", "g.txt", typed=f"rules\nrules\nrules\nrules\nrules\n{end}")
    assert code == 0
    assert "to continue: the same command with --save g.txt" in out
    assert whole.startswith(kept()) and len(kept()) < len(whole)
    assert play("--save", "g.txt", typed="finish\n")[0] == 0
    assert kept() == whole


def test_an_interruption_keeps_the_months_played_and_exits_130(quick, monkeypatch):
    typed = iter(["rules"] * 5)

    def asked(prompt: str) -> str:
        """Type a few words, then Ctrl-C."""
        for word in typed:
            return word
        raise KeyboardInterrupt

    with monkeypatch.context() as keyboard:
        keyboard.setattr(builtins, "input", asked)
        code, _, told = play("--save", "g.txt")
    assert code == 130 and "months are played; to continue" in told
    before = kept()
    assert play("--save", "g.txt", typed="finish\n")[0] == 0
    assert kept().startswith(before) and len(kept()) > len(before)


def test_a_game_that_nobody_named_is_kept_beside_older_ones(quick):
    for name in ("game-A-1-0.txt", "game-A-1-0-2.txt", "game-A-1-0-3.txt"):
        assert play(typed="B envoy\nfinish\n")[0] == 0
        assert Path(name).exists()
    assert kept("game-A-1-0-3.txt") == kept("game-A-1-0.txt")
    assert "nothing is kept" in play(typed="quit\n")[1]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "g.txt"
    keep(file, "two months\n")
    for moment in ("fsync", "replace"):
        with monkeypatch.context() as disk:

            def full(*words):
                """Fail."""
                raise OSError(28, "No space left on device")

            disk.setattr(*((os, "fsync", full) if moment == "fsync" else (Path, "replace", full)))
            with pytest.raises(OSError, match="No space"):
                keep(file, "two months and a third\n")
        assert file.read_text() == "two months\n"


def test_a_game_that_is_killed_is_whole_to_the_last_month_played(quick, tmp_path):
    words = [sys.executable, "-m", "sim", "play", "world.toml", "--as", "A"]
    running = subprocess.Popen(
        [*words, "--save", "k.txt"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    running.stdin.write("rules\n" * 5)
    running.stdin.flush()
    while running.poll() is None and not (Path("k.txt").exists() and "ends" in kept("k.txt")):
        time.sleep(0.05)
    running.kill()
    running.communicate()
    before = kept("k.txt")
    assert before.splitlines()[-1].startswith("# 2000-")
    assert play("--save", "k.txt", typed="finish\n")[0] == 0
    assert play("--save", "whole.txt", typed="finish\n")[0] == 0
    assert kept("k.txt") == kept("whole.txt") and kept("k.txt").startswith(before)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--seed", "2"], "g.txt holds a game of seed 1, not seed 2"),
        (["--history", "7"], "g.txt holds a game of history 0, not history 7"),
        (["--set", "states.A.autonomy=0.9"], "g.txt holds a game of scenario hash"),
    ],
)
def test_a_foreign_game_is_refused_with_the_difference(quick, words, told):
    play("--save", "g.txt", typed="rules\nrules\nrules\n")
    before = kept()
    code, out, error = play("--save", "g.txt", *words, typed="finish\n")
    assert (code, out) == (2, "") and told in error
    assert kept() == before


def test_a_game_of_another_state_is_refused(quick):
    play("--save", "g.txt", typed="rules\nrules\nrules\n")
    code, _, error = play("--save", "g.txt", state="B", typed="finish\n")
    assert code == 2 and "g.txt holds a game of state A, not state B" in error


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (
            lambda text: text.replace("2000-02 B summit", "2000-02 B envoy"),
            "g.txt:12: this line is '# 2000-02 ends: ",
        ),
        (
            lambda text: text.replace("2000-02 B summit\n", ""),
            "g.txt:10: this line is '2000-02 answer B envoy no', but playing the lines above "
            "gives '2000-02 hold'",
        ),
        (lambda text: text[:-12], "this line is '# 2000-0"),
        (
            lambda text: text.replace("B summit", "B sumit"),
            "g.txt:10: there is no move 'sumit' (did you mean 'summit'?)",
        ),
        (lambda text: "", "g.txt holds no game of scenario hash"),
        (
            lambda text: text + "2000-08 answer B envoy yes\n",
            "this line is '2000-08 answer B envoy yes', but playing",
        ),
    ],
)
def test_a_damaged_game_is_refused_with_its_line(quick, damage, told):
    play(
        "--save",
        "g.txt",
        "--script",
        _script("2000-01 B envoy", "2000-02 B summit", "2000-03 hold"),
    )
    Path("g.txt").write_text(damage(kept()))
    before = kept()
    code, out, error = play("--save", "g.txt", typed="finish\n")
    assert code == 2 and told in error, error
    assert "your moves" not in out and kept() == before


def _script(*lines: str) -> str:
    """Write a script; return its name."""
    Path("s.txt").write_text("".join(f"{line}\n" for line in lines))
    return "s.txt"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2000-09 hold", "s.txt:1: there is no month '2000-09': write one of 2000-01 to"),
        ("2000-1 B envoy", "there is no month '2000-1': write one of 2000-01 to"),
        ("Feb B envoy", "s.txt:1: there is no month 'Feb'"),
        ("2000-01", "what is to be done?"),
        ("2000-01 B envoi", "there is no move 'envoi' (did you mean 'envoy'?)"),
        ("2000-01 D envoy", "there is no partner 'D' (there are B, C)"),
        ("2000-01 A envoy", "there is no partner 'A' (there are B, C)"),
        ("2000-01 envoy B", "write the state before the move: B envoy"),
        ("2000-01 envoy", "envoy toward whom? Write the state before it, as B envoy"),
        ("2000-01 b", "what is to be done toward B?"),
        ("2000-01 advise", "'advise' is no move: write B envoy (did you mean 'advice'?)"),
        ("2000-01 B envoy C trade", "'B envoy C trade' is more than one move"),
        ("2000-01 B envoy, b trade", "there are two moves toward B: envoy and trade"),
        ("2000-01 hold, rules", "there are two moves toward the others: hold and rules"),
        ("2000-01 answer B", "write answers as 2000-01 answer STATE trade yes"),
        ("2000-01 answer B snub yes", "there is no deal 'snub'"),
        ("2000-01 answer B envoy yess", "there is no answer 'yess' (did you mean 'yes'?)"),
        ("2000-01 answer A envoy yes", "there is no state 'A' (there are B, C)"),
    ],
)
def test_a_wrong_line_is_one_line_with_the_nearest_name(quick, line, told):
    code, out, error = play("--script", _script(line))
    assert (code, out) == (2, "") and told in error, error
    assert not Path("g.txt").exists()


def test_two_answers_to_one_state_are_refused(quick):
    code, _, error = play("--script", _script("2000-01 answer B yes", "2000-01 answer B envoy no"))
    assert code == 2 and "s.txt:2: there are two answers to B in 2000-01" in error


def test_toward_whom_the_scenario_prescribes_a_move_there_is_no_other(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, error = play("--script", _script("2014-11 RUS summit"), name="article", state="DPRK")
    assert (
        code == 2 and "toward RUS the scenario prescribes what DPRK does this month: envoy" in error
    )


@pytest.mark.parametrize(
    ("words", "state", "told"),
    [
        ([], "AA", "unknown state 'AA' (did you mean 'A'?)"),
        (["--script", "none.txt"], "A", "none.txt: No such file"),
        (["--save", "no/g.txt"], "A", "no is no folder"),
        (["--save", "."], "A", "'.' is not the name of a file"),
        (["--save", "room"], "A", "is a directory"),
        (["--script", "picture.png"], "A", "picture.png is no text"),
        (["--history", "-1"], "A", "out of bounds"),
    ],
)
def test_what_cannot_be_played_is_one_line(quick, words, state, told):
    Path("picture.png").write_bytes(b"\x89PNG\xff\xfe")
    Path("room").mkdir()
    code, out, error = play(*words, state=state, typed="finish\n")
    assert (code, out) == (2, "") and told.lower() in error.lower(), error


def test_a_script_never_overwrites_a_game(quick):
    Path("g.txt").write_text("mine")
    code, _, error = play("--script", _script("2000-01 hold"), "--save", "g.txt")
    assert code == 5 and "g.txt exists already" in error and kept() == "mine"


def test_answers_that_nobody_asked_for_are_told(quick):
    lines = [
        f"2000-01 answer {code} {deal} yes" for code, deal in (("B", "invest"), ("C", "drill"))
    ]
    _, out, _ = play("--script", _script("2000-01 hold", *lines))
    assert "Passed over, as nobody asked: s.txt:2, s.txt:3" in out
    assert "1 of 8 months are played; to keep a game, name a file with --save" in out


def test_wrong_words_at_the_terminal_are_explained_and_asked_again(quick):
    words = [
        "b",
        "trade c",
        "D envoy",
        "B envoi",
        "maybe",
        "why",
        "why D",
        "why b",
        "news",
        "status",
        "help",
    ]
    code, out, _ = play(typed="\n".join([*words, "B envoy", ""]))
    assert code == 0
    assert out.count("2000-01 your moves>") == len(words) + 1
    for told in (
        "what is to be done toward B?",
        "write the state before the move: C trade",
        "there is no partner 'D'",
        "there is no move 'envoi' (did you mean 'envoy'?)",
        "'maybe' is no move",
        "Write the state after it, as why B",
        "there is no partner to ask about 'D'",
        "Benefits of a deal count",
        "Nothing has happened yet.",
    ):
        assert told in out, told
    assert out.count("What you can type") == 2
    assert max(len(line) for line in out.splitlines() if "> " not in line) <= 100


NAMED = """
[states.A]
name = "North Korea"
[states.B]
name = "Korea, South"
[states.C]
name = "Trade"
[states.D]
name = "Ünion of the North"
[states.E]
name = "North"
"""


@pytest.fixture
def named(world_of, tmp_path, monkeypatch):
    """Eight months among states whose names have spaces, commas and letters beyond ASCII."""
    monkeypatch.chdir(tmp_path)
    return world_of(NAMED, months=8)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("B envoy", "B envoy"),
        ("b envoy", "B envoy"),
        ("Korea, South envoy", "B envoy"),
        ("KOREA,  south  trade, e summit", "B trade, E summit"),
        ("Trade envoy, ünion OF the north drill", "C envoy, D drill"),
        ("North envoy", "E envoy"),
        ("advice, North hold", "advice, E hold"),
    ],
)
def test_states_are_taken_by_name_as_by_code(named, said, meant):
    play(
        "--script",
        _script(f"2000-01 {said}", "2000-01 answer korea, south yes"),
        "--save",
        "one.txt",
    )
    play("--script", _script(f"2000-01 {meant}", "2000-01 answer B yes"), "--save", "other.txt")
    assert kept("one.txt") == kept("other.txt")
    assert play(typed=f"{said}\nquit\n")[1].count("no partner") == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2000-01 North Korea envoy", "there is no partner 'A' (there are B, C, D, E)"),
        ("2000-01 envoy Korea, South", "write the state before the move: B envoy"),
        ("2000-01 Koera, South envoy", "'Koera' is no move"),
        (
            "2000-01 Ünion of North envoy",
            "there is no partner 'Ünion of North' (did you mean 'D', Ünion of the North?)",
        ),
        ("2000-01 answer North Korea yes", "there is no state 'A' (there are B, C, D, E)"),
    ],
)
def test_a_name_that_is_known_is_never_taken_for_another(named, line, told):
    code, _, error = play("--script", _script(line))
    assert code == 2 and told in error, error


def test_the_player_may_be_named_and_so_may_whom_one_asks_about(named):
    code, out, _ = play(typed="why ünion of the north\nwhy A\nquit\n", state="north korea")
    assert code == 0 and "You are North Korea" in out
    assert (
        "Benefits of a deal count" in out
        and "there is no partner to ask about 'A' (there are B, C, D, E)" in out
    )


def test_a_name_that_two_states_share_is_no_choice(world_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    world_of('[states.A]\n[states.B]\nname = "Twin"\n[states.C]\nname = "Twin"\n')
    code, _, error = play("--script", _script("2000-01 twin envoy"))
    assert code == 2 and "'twin' may be B or C: write the code" in error


def test_a_script_may_begin_with_a_byte_order_mark_and_have_any_line_ends(quick):
    plain = "2000-01 B envoy\n2000-02 C trade\n2000-03 rules\n"
    Path("plain.txt").write_bytes(plain.encode())
    Path("marked.txt").write_bytes(plain.replace("\n", "\r\n").encode("utf-8-sig"))
    for name in ("plain", "marked"):
        assert play("--script", f"{name}.txt", "--save", f"{name}-game.txt")[0] == 0
    assert kept("marked-game.txt") == kept("plain-game.txt")
    Path("typed.txt").write_text("\ufeffB envoy\nfinish\n", encoding="utf-8")
    assert "no partner" not in play(typed=kept("typed.txt"))[1]


def test_a_crowd_of_partners_is_cut_to_a_screen(world_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    world_of("".join(f"[states.S{k}]\n" for k in range(20)), months=2)
    _, out, _ = play(state="S0", typed="quit\n")
    assert "and 7 more: why STATE tells" in out


def test_a_name_too_long_for_the_debrief_is_refused_before_anybody_plays(quick):
    for name in ("a" * 245, "a" * 300):
        code, _, err = play("--save", f"{name}.txt", typed="finish\n")
        assert code == 2 and "too long" in err and not list(Path().glob("a*.txt"))


def test_the_game_can_be_played_from_python(quick):
    class Isolationist:
        """Nobody is approached, nobody accepted."""

        def moves(self, moment):
            """Hold."""
            return {}

        def answer(self, offer):
            """Decline."""
            return False

    assert not (played(quick, "A", Isolationist()).answers_to_deals[:, :, :, 0] == 1).any()
    assert isinstance(played(quick, "A", Isolationist()), sim.Results)
