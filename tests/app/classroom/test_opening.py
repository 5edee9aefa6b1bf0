"""What `sim app --class` opens: a new game, or the one that a file holds."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.app.classroom import network
from sim.app.classroom.keeping import keeper
from sim.app.classroom.lesson import Lesson
from sim.app.classroom.opening import opened
from sim.app.classroom.played import What
from sim.app.classroom.room import Room
from sim.cli import cli
from sim.system.locks import InUse


@pytest.fixture
def here(small, tmp_path, monkeypatch):
    """The folder of the scenario world.toml, in a network with one address."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(network, "addresses", lambda: ["192.168.1.20"])
    return tmp_path


def test_a_new_game_has_a_code_an_address_and_a_file_of_its_own(here):
    mounted = opened("world.toml", Lesson(first="2000-02", last="2000-03"))
    lines = "\n".join(mounted.lines(8013))
    assert "Groups join at http://192.168.1.20:8013/class\n  with the code " in lines
    assert "http://192.168.1.20:8013/class/wall#" in lines
    assert "--game results/games/class-world-" in lines.replace("\\", "/")
    assert "192.168.1.20" in mounted.names and mounted.front == "/class/wall"


def test_a_file_that_is_there_is_gone_on_with_and_its_code_stays(here, room, play_month):
    room.join("A", "One")
    room.begin()
    play_month(room, {"A": {"B": "envoy"}})
    told = "\n".join(opened("world.toml", Lesson(game=Path("class.txt"))).lines(8013))
    assert "with the code 7K2M" in told and "--game class.txt" in told


def test_two_servers_do_not_play_the_same_game(here, room):
    room.join("A", "One")
    lesson = Lesson(game=Path("class.txt"))
    first = opened("world.toml", lesson)
    with pytest.raises(InUse, match=r"another server plays the game in class\.txt"):
        opened("world.toml", lesson)
    first.ended()
    opened("world.toml", lesson).ended()
    assert [path.name for path in here.glob(".class*")] == []


@pytest.mark.parametrize(
    "other", [{"first": "2000-04"}, {"last": "2000-05"}, {"history": 3}, {"first": "2000-01"}]
)
def test_a_game_that_is_there_is_not_gone_on_with_as_another(here, room, other):
    room.join("A", "One")
    opened("world.toml", Lesson(Path("class.txt"), first="2000-03", last="2000-06")).ended()
    with pytest.raises(sim.InvalidInput) as refused:
        opened("world.toml", Lesson(Path("class.txt"), **other))
    assert "holds a game of 2000-03 to 2000-06, history 0" in str(refused.value)
    assert [path.name for path in here.glob(".class*")] == []  # nor is it held any longer


def test_a_game_of_another_history_is_not_gone_on_with_as_history_0(here, small):
    room = Room(What(small, range(2, 6), history=5), "7K2M", keeper(Path("class.txt")))
    room.join("A", "One")
    opened("world.toml", Lesson(Path("class.txt"))).ended()
    with pytest.raises(sim.InvalidInput, match=r"holds a game of .* history 5"):
        opened("world.toml", Lesson(Path("class.txt"), history=0))


def test_the_command_that_goes_on_can_be_pasted_whatever_the_file_is_called(here):
    mounted = opened("world.toml", Lesson(game=Path("our class's.txt")))
    command = mounted.lines(8013)[-1].partition("interruption: ")[2]
    assert shlex.split(command)[5] == "our class's.txt"
    mounted.ended()


def test_without_a_network_the_terminal_says_so(here, monkeypatch):
    monkeypatch.setattr(network, "addresses", lambda: [])
    assert "This machine is in no network" in opened("world.toml", Lesson()).lines(8013)[0]


def test_a_folder_that_is_not_there_is_refused(here):
    with pytest.raises(sim.InvalidInput, match="no is no folder"):
        opened("world.toml", Lesson(game=Path("no/class.txt")))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "2014-02"], "--from: this is for a class; give --class too"),
        (["--game", "g.txt", "--until", "2014-02"], "--game, --until: this is for a class"),
        (["--class", "--from", "2014-99"], "there is no month '2014-99'"),
    ],
)
def test_options_of_a_class_are_for_a_class(here, words, told):
    done = CliRunner().invoke(cli, ["app", "article", "--no-browser", *words])
    assert done.exit_code == 2 and told in done.output


def test_a_game_that_cannot_be_kept_is_refused_before_anything_is_compiled(here, monkeypatch):
    def closed(*_: object) -> None:
        raise sim.InvalidInput("it cannot be written")

    monkeypatch.setattr("sim.app.classroom.opening.locked", closed)
    monkeypatch.setattr("sim.app.classroom.opening.compile_once", pytest.fail)
    with pytest.raises(sim.InvalidInput, match="cannot be written"):
        opened("world.toml", Lesson(game=Path("class.txt")))
