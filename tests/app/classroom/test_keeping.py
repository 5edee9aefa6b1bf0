"""A room is kept with each decision; from its file it stands where it stood, to the bit."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import sim
from sim.app.classroom import codes
from sim.app.classroom.keeping import restored, text_of
from sim.app.classroom.seats import MOST_PHONES
from sim.cli import cli


def as_it_was(room, again) -> None:
    """Check that a room is another, as far as anybody can tell."""
    assert text_of(again) == text_of(room)
    assert again.played.game.mark() == room.played.game.mark()
    assert (again.phase, again.label, again.paused) == (room.phase, room.label, room.paused)
    assert (again.deciding(), again.waiting()) == (room.deciding(), room.waiting())
    assert again.turn == room.turn and again.played.hopes == room.played.hopes


def test_from_its_file_a_room_stands_where_it_stood_after_each_decision(room, small, file):
    token = room.join("A", "One # and a half")
    as_it_was(room, restored(small, file))
    room.join("B", "Two")
    room.begin()
    as_it_was(room, restored(small, file))
    room.decide("A", "2000-03", {"B": "trade"}, "a hope: # 2000-03 ends: not yet")
    as_it_was(room, restored(small, file))
    room.decide("B", "2000-03", {"A": "envoy"})
    assert room.phase == "answers"
    as_it_was(room, restored(small, file))
    again = restored(small, file)  # and the other goes on as the first would have
    for one in (room, again):
        one.go_on("2000-03", "answers")
        one.pause(True)
    as_it_was(room, again)
    as_it_was(room, restored(small, file))
    assert again.holder(token).state == "A"


def test_a_finished_room_is_a_script_that_sim_play_plays_again(room, file, play_month, tmp_path):
    room.join("A", "One")
    room.join("C", "Three")
    room.begin()
    while room.phase != "over":
        play_month(room, {"A": {"B": "envoy"}, "C": {}})
    words = ["play", str(tmp_path / "world.toml"), "--script", str(file)]
    done = CliRunner().invoke(cli, [*words, "--save", str(tmp_path / "again.txt")])
    assert done.exit_code == 0, done.output
    kept, again = (
        [line for line in text.splitlines() if line[:3] in ("200", "# 2") and " hopes:" not in line]
        for text in (file.read_text(), (tmp_path / "again.txt").read_text())
    )
    assert kept == again and sum(" ends: " in line for line in kept) == 8


def test_blank_lines_at_the_end_as_editors_leave_them_do_not_matter(room, small, file):
    room.join("A", "One")
    room.begin()
    file.write_text(f"{file.read_text()}\n\n")
    as_it_was(room, restored(small, file))


def test_another_phone_of_a_group_keeps_its_place_too(room, small, file):
    first = room.join("B", "The Bees")
    word = codes.of_group(room.seats["B"].token)
    assert room.seats.second("B", "AAAA") is None and room.seats.second("A", word) is None
    second = room.seats.second("B", f" {word.lower()} ")
    room.changed()
    again = restored(small, file)
    assert again.holder(first) is again.holder(second) is again.seats["B"]
    for _ in range(MOST_PHONES - 2):
        assert room.seats.second("B", word)
    assert room.seats.second("B", word) is None


def test_no_token_stands_in_the_file(room, file):
    token = room.join("A", "One")
    assert token not in file.read_text() and '"token": "' in file.read_text()


def changed(text: str, **facts) -> str:
    """Return the text with other facts in its last line."""
    *lines, last = text.splitlines()
    return "\n".join([*lines, "#: " + json.dumps(json.loads(last[3:]) | facts)]) + "\n"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda text: "", "holds no game of a class"),
        (lambda text: text.rpartition("#: ")[0], "holds no game of a class"),
        (lambda text: text[:-20], "the lines that say who plays were changed"),
        (lambda text: changed(text, months=[3, 99]), "the lines that say who plays were changed"),
        (lambda text: changed(text, phase="war"), "the lines that say who plays were changed"),
        (lambda text: changed(text, seats=[{}]), "the lines that say who plays were changed"),
        (lambda text: changed(text, code=7), "the lines that say who plays were changed"),
        (lambda text: changed(text, code="7k2m"), "the lines that say who plays were changed"),
        (
            lambda text: changed(text, seats=[{"state": "A", "groups": []}]),
            "the lines that say who plays were changed",
        ),
        (
            lambda text: changed(text, turn={"moves": {"Aa": {"B": "envoy"}}}),
            "the lines that say who plays were changed",
        ),
        (
            lambda text: changed(text, turn={"hopes": {"C": "peace"}}),
            "the lines that say who plays were changed",
        ),
        (lambda text: changed(text, seats=3), "the lines that say who plays were changed"),
        (lambda text: text.replace("seed: 1", "seed: 2"), "playing the lines above gives"),
        (lambda text: text.replace("A: B envoy", "A: B trade"), "playing the lines above gives"),
        (lambda text: text.replace("A: B envoy", "A: B envoi"), "there is no move 'envoi'"),
        (lambda text: text.replace("hash: ", "hash: 0"), "holds a game of scenario hash"),
    ],
)
def test_a_damaged_file_is_refused_with_what_is_wrong(room, small, file, play_month, damage, told):
    room.join("A", "One")
    room.begin()
    play_month(room, {"A": {"B": "envoy"}})
    file.write_text(damage(file.read_text()))
    before = file.read_text()
    with pytest.raises(sim.InvalidInput, match=told):
        restored(small, file)
    assert file.read_text() == before
