"""A game of several states is its decisions: its kept text, played again, gives the same bits."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.cli import cli
from sim.game.absent import Away
from sim.game.game import Game
from sim.game.kept import heading, month_text
from sim.game.names import coded
from sim.game.scripts import Scripts, names_who
from sim.schema import ACTS, DEALS

THREE = "[states.A]\n[states.B]\nname = 'Bee: the second'\n[states.C]\n"
WORDS = st.sampled_from([*DEALS, *ACTS, "hold", "advice", "rules"])


@pytest.fixture
def three(world_of, tmp_path, monkeypatch):
    """Six months among three states, in world.toml of the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    return world_of(THREE, months=6)


def kept_text(scenario, months, history: int = 0, seats: str = "ABC") -> str:
    """Play months (moves by state, and whether all say yes); return the kept text."""
    game = Game(scenario, list(seats), Away(), 1, history)
    text = heading(scenario, list(seats), 1, history)
    for moves, yes in months:
        text += month_text(game, game.step(moves, dict.fromkeys(moves, yes)))
    return text


def again(scenario, text: str, history: int = 0, seats: str = "ABC") -> str:
    """Return the kept text of a game by the script of another."""
    plan = Scripts(text, "g.txt", scenario)
    deciders = {code: plan.by_state.get(code, Away()) for code in seats}
    game, result = Game(scenario, list(seats), deciders, 1, history), ""
    while game.model.month < plan.months:
        result += month_text(game, game.step())
    return heading(scenario, list(seats), 1, history) + result


@st.composite
def months_of_play(draw):
    """Return what some states decide in some months; the others are away."""
    months = []
    for _ in range(draw(st.integers(1, 6))):
        present = draw(st.sets(st.sampled_from("ABC")))
        moves = {
            code: {other: draw(WORDS) for other in "ABC" if other != code and draw(st.booleans())}
            for code in sorted(present)
        }
        months.append((moves, draw(st.sampled_from(["yes", "no", "rules", "advice"]))))
    return months


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(months=months_of_play(), history=st.integers(0, 99))
def test_whatever_groups_decide_their_text_gives_itself_again(three, months, history):
    text = kept_text(three, months, history)
    assert again(three, text, history) == text


def test_more_players_who_are_away_change_no_bit(three):
    months = [({"A": {"B": "envoy"}}, "yes"), ({}, "no"), ({"A": {"C": "trade"}}, "no")]
    alone, among = kept_text(three, months, seats="A"), kept_text(three, months)
    assert alone.splitlines()[6:] == among.splitlines()[6:]


def test_a_line_names_who_decides_and_absence_needs_none(three):
    text = kept_text(three, [({"A": {"B": "envoy"}, "C": {}}, "no"), ({}, "no")])
    said = [line for line in text.splitlines() if not line.startswith("#")]
    assert said[0] == "2000-01 A: B envoy" and "2000-01 C: hold" in said
    assert said[-1] == "2000-02 away" and not any(line.startswith("2000-01 B:") for line in said)
    assert names_who(text) and not names_who("2000-01 B envoy\n# 2000-01 A: B envoy\n")


def test_sim_play_plays_a_script_of_several_again_to_the_bit(three):
    text = kept_text(three, [({"A": {"B": "envoy"}, "B": {"C": "summit"}}, "yes"), ({}, "no")] * 3)
    Path("class.txt").write_text(
        text.replace("# 2000-02 ends", "# 2000-02 A hopes: x\n# 2000-02 ends")
    )
    done = CliRunner().invoke(
        cli, ["play", "world.toml", "--script", "class.txt", "--save", "again.txt"]
    )
    assert done.exit_code == 0, done.output
    found = Path("again.txt").read_text()
    assert found.replace("states: A, B\n", "states: A, B, C\n") == text
    assert "A and Bee: the second are played" in done.output
    assert done.output.count("How it went (means over 2000-01 to 2000-05)") == 2


def test_names_serve_as_codes_even_with_a_colon_in_them(three):
    by_code, by_name = ("2000-01 B: A envoy\n", "2000-01 A: Bee: the second envoy\n")
    assert list(Scripts(by_code, "s", three).by_state) == ["B"]
    with pytest.raises(sim.InvalidInput):  # who decides ends with the first colon
        Scripts("2000-01 Bee: the second: A envoy\n", "s", three)
    assert list(Scripts(by_name, "s", three).by_state) == ["A"]


def test_capitals_serve_as_codes_at_the_prompt():
    assert coded("Moscow envoy, Washington, D.C. trade", sim.load("article")) == (
        "RUS envoy , USA trade"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "2000-01 B envoy",
            "s.txt:2: who decides this? Write the state before it, as 2000-01 A",
        ),
        ("2000-09 A: B envoy", "s.txt:2: there is no month '2000-09'"),
        ("2000-01 D: B envoy", "s.txt:2: there is no state 'D'"),
        ("2000-01 A: B envoi", "s.txt:2: there is no move 'envoi'"),
        ("2000-01 A: away", "s.txt:2: a state that is away in 2000-01 decides nothing else"),
        ("2000-02 A:", "s.txt:2: what is to be done?"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(three, line, told):
    with pytest.raises(sim.InvalidInput) as refused:
        Scripts(f"2000-01 A: C envoy\n{line}\n", "s.txt", three)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "who plays? name the state that you play with --as"),
        (["--script", "one.txt"], "one.txt do not name who decides: name the state"),
    ],
)
def test_without_a_state_a_script_must_name_who_decides(three, words, told):
    Path("one.txt").write_text("2000-01 B envoy\n")
    done = CliRunner().invoke(cli, ["play", "world.toml", *words])
    assert done.exit_code == 2 and told in done.output


def test_a_state_may_leave_months_to_the_rules_in_a_script_of_its_own(three):
    text = "".join(f"{label} away\n" for label in three.month_labels)
    plan = sim.game.script.Script(text, "s.txt", three, "A")
    history = Game(three, "A", plan, 1, 4).run()
    from sim.ensemble.run import one_history

    assert (history.choices == one_history(three, 4).choices).all()
