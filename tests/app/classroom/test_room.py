"""A room goes on when all have decided, or when the teacher says so; until then all may change."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import sim
from sim.app.classroom import debrief
from sim.app.classroom.room import NotNow
from sim.ensemble.run import one_history
from sim.game.absent import Away
from sim.game.game import Game

BITS = ("stances", "trusts", "supports", "choices", "answers_to_deals")


def test_groups_take_free_states_and_a_taken_one_is_refused(room):
    assert room.free() == ["A", "B", "C"]
    token = room.join("bland", "  The\tBees\n")
    assert room.free() == ["A", "C"] and room.holder(token).state == "B"
    assert room.seats["B"].name == "The Bees" and room.holder("another") is None
    with pytest.raises(NotNow, match="Bland is taken"):
        room.join("B", "Others")
    for state, name in (("D", "Group"), ("A", " "), ("A", None)):
        with pytest.raises(sim.InvalidInput):
            room.join(state, name)


def test_the_rules_play_up_to_the_first_month_of_the_class(room):
    room.join("A", "One")
    assert (room.phase, room.label, room.month) == ("lobby", "2000-03", 0)
    room.begin()
    assert (room.phase, room.label, room.month) == ("moves", "2000-03", 2)
    rules = one_history(room.scenario, 0)
    assert np.array_equal(room.played.game.results().supports[0], rules.supports[0, :2])
    with pytest.raises(NotNow):
        room.begin()


def test_moves_are_opened_when_all_have_decided_and_may_be_changed_before(room):
    room.join("A", "One")
    room.join("B", "Two")
    room.begin()
    room.decide("A", "2000-03", {"B": "envoy"}, "first")
    assert room.phase == "moves" and room.waiting() == ["B"]
    room.decide("A", "2000-03", {"B": "trade"}, " second\u2028thought ")
    assert room.turn.moves["A"] == {"B": "trade"} and room.turn.hopes["A"] == "second thought"
    room.decide("B", "2000-03", {})
    assert room.phase == "answers" and "B" in room.deciding()
    assert "A" in {offer.asker for offer in room.opened.offers["B"]}
    with pytest.raises(NotNow, match="gone on meanwhile"):
        room.decide("A", "2000-03", {"B": "envoy"})


def test_answers_may_be_changed_until_all_have_answered_and_then_the_month_ends(room):
    room.join("A", "One")
    room.join("B", "Two")
    room.begin()
    room.decide("A", "2000-03", {"B": "trade"})
    room.decide("B", "2000-03", {"A": "envoy"})
    offers = room.opened.offers
    with pytest.raises(sim.InvalidInput, match="answer each offer"):
        room.answer("A", "2000-03", {})
    for yes in (False, True):
        room.answer("A", "2000-03", {one.asker: yes for one in offers["A"]})
    room.answer("B", "2000-03", {one.asker: False for one in offers["B"]})
    assert (room.phase, room.label, room.waiting()) == ("moves", "2000-04", ["A", "B"])
    assert "2000-03 A: answer B envoy yes" in room.played.lines[2]
    assert "2000-03 B: answer A trade no" in room.played.lines[2]


def test_whoever_is_absent_is_played_by_the_rules(room):
    room.join("A", "One")
    room.join("B", "Two")
    room.begin()
    while room.phase != "over":
        room.go_on(room.label, room.phase)
    rules, own = one_history(room.scenario, 0), room.played.game.results()
    assert all(np.array_equal(getattr(rules, bits), getattr(own, bits)) for bits in BITS)
    assert room.played.game.decided == []


def test_who_moved_and_does_not_answer_is_answered_for_as_the_rules_would(room):
    room.join("A", "One")
    room.begin()
    room.decide("A", "2000-03", {"B": "trade"})
    asked = [(one.asker, one.move, one.rules) for one in room.opened.offers["A"]]
    if room.phase == "answers":
        room.go_on("2000-03", "answers")
    told = [f"2000-03 A: answer {a} {m} {'yes' if yes else 'no'}" for a, m, yes in asked]
    assert [line for line in room.played.lines[2] if "answer" in line] == told


def test_going_on_is_for_what_was_seen_so_a_second_press_skips_nothing(room):
    room.join("A", "One")
    room.begin()
    room.go_on("2000-03", "moves")
    with pytest.raises(NotNow):
        room.go_on("2000-03", "moves")
    assert room.label == "2000-04"


def test_while_paused_nothing_is_decided_and_nobody_is_left_behind(room):
    room.join("A", "One")
    room.begin()
    room.pause(True)
    for attempt in (
        lambda: room.decide("A", "2000-03", {}),
        lambda: room.go_on("2000-03", "moves"),
        lambda: room.skip("2000-04"),
    ):
        with pytest.raises(NotNow, match="paused"):
            attempt()
    room.pause(False)
    room.decide("A", "2000-03", {})
    assert room.month >= 2 and (room.phase == "answers" or room.label == "2000-04")


def test_a_group_may_join_later_and_the_months_before_stay_what_they_were(room, play_month):
    room.join("A", "One")
    room.begin()
    play_month(room, {"A": {"B": "envoy"}})
    before = [list(lines) for lines in room.played.lines]
    room.join("C", "Late")
    assert room.played.lines == before and room.deciding() == ["A", "C"]
    room.decide("A", room.label, {"C": "trade"})
    room.decide("C", room.label, {})
    if room.phase == "answers":
        room.join("B", "Latest")
        assert "B" not in room.deciding()
        while room.phase == "answers":
            room.go_on(room.label, "answers")
    assert set(room.deciding()) >= {"A", "C"}


def test_a_seat_that_is_freed_is_the_rules_until_another_group_takes_it(room):
    token = room.join("A", "One")
    room.join("B", "Two")
    room.begin()
    room.decide("B", "2000-03", {"A": "envoy"})
    room.release("A")  # nobody else is waited for
    assert (room.holder(token) is None and room.label != "2000-03") or room.phase == "answers"
    room.join("A", "Three")
    assert room.seats["A"].name == "One, then Three" and room.holder(token) is None


def test_when_the_only_group_that_was_offered_something_is_freed_the_month_ends(room):
    room.join("A", "One")
    room.join("B", "Two")
    room.begin()
    room.decide("A", "2000-03", {"B": "trade"})
    room.decide("B", "2000-03", {})
    for state in [state for state in room.deciding() if state != "B"]:
        askers = [offer.asker for offer in room.opened.offers[state]]
        room.answer(state, "2000-03", dict.fromkeys(askers, True))
    assert room.waiting() == ["B"]
    room.release("A")
    assert room.waiting() == ["B"]
    room.release("B")
    assert (room.phase, room.label) == ("moves", "2000-04")


def test_the_rules_may_play_some_months_when_time_is_short(room):
    room.join("A", "One")
    room.begin()
    with pytest.raises(NotNow):
        room.skip("2000-03")
    with pytest.raises(sim.InvalidInput, match="there is no month '2000-99'"):
        room.skip("2000-99")
    room.skip("2000-05")
    assert room.label == "2000-05" and room.phase == "moves"
    room.skip("")
    assert room.phase == "over" and len(room.played.lines) == 8


@pytest.mark.parametrize(
    "moves", [{"A": "envoy"}, {"B": "war"}, {"B": "advice"}, {"": "envoy"}, {"B, C": "hold"}]
)
def test_moves_that_are_none_are_refused_and_the_room_stays_as_it_was(room, moves):
    room.join("A", "One")
    room.begin()
    version = room.version
    with pytest.raises(sim.InvalidInput):
        room.decide("A", "2000-03", moves)
    assert room.version == version and room.waiting() == ["A"]


def test_a_room_is_the_game_of_its_decisions(room, play_month):
    for state in "ABC":
        room.join(state, f"Group {state}")
    room.begin()
    said = [{"A": {"B": "trade"}, "B": {"C": "cover"}}, {"C": {"A": "summit"}}]
    for moves in said:
        play_month(room, moves)
    game = Game(room.scenario, ["A", "B", "C"], Away())
    game.step()
    game.step()
    for moves in said:
        game.step(moves, dict.fromkeys(moves, "yes"))
    assert game.mark() == room.played.game.mark()


def test_who_asks_for_the_debrief_learns_how_far_it_is_and_never_waits(room, monkeypatch):
    room.join("A", "One")
    room.begin()
    room.decide("A", "2000-03", {})
    if room.phase == "answers":
        room.go_on("2000-03", "answers")
    room.skip("")
    placing, placed, real = threading.Event(), threading.Event(), debrief.score

    def slow(*given):
        """Place a state when the test has looked."""
        placing.set()
        assert placed.wait(60)
        return real(*given)

    monkeypatch.setattr(debrief, "score", slow)
    one = debrief.Debrief(room)
    one.as_data()
    assert placing.wait(60)
    asked = threading.Thread(target=one.as_data, daemon=True)
    asked.start()
    asked.join(10)
    assert not asked.is_alive() and one.as_data() == {"done": 0, "of": 1}
    placed.set()
