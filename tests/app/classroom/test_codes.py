"""Codes are read off a wall without mistakes, and cannot be tried without end."""

from __future__ import annotations

from sim.app.classroom import codes


def test_a_code_has_four_letters_none_of_which_looks_like_another():
    made = {codes.new_code() for _ in range(300)}
    assert len(made) > 250 and {len(code) for code in made} == {4}
    assert not set("".join(made)) & set("0O1ILZ2S5B8")


def test_a_code_may_be_typed_in_any_case_with_spaces_and_dashes():
    assert codes.as_written(" 7k-2 m") == "7K2M"
    assert codes.as_written(None) == codes.as_written(["7K2M"]) == ""


def test_ten_wrong_codes_a_minute_and_an_address_must_wait_but_no_other():
    now = [0.0]
    limit = codes.Limit(lambda: now[0])
    for _ in range(codes.MOST_OF_ONE):
        assert limit.wait("a") == 0
        limit.wrong("a")
        now[0] += 1.0
    assert limit.wait("a") == 50 and limit.wait("b") == 0
    now[0] = 60.5
    assert limit.wait("a") == 0


def test_many_addresses_together_must_wait_too():
    limit = codes.Limit(lambda: 0.0)
    for k in range(codes.MOST_OF_ALL):
        limit.wrong(f"address {k}")
    assert limit.wait("another") == 60
    for k in range(3000):
        limit.wrong(f"other {k}")
    assert len(limit._of) <= 1000


def test_a_token_is_kept_as_a_hash_by_which_it_is_known_but_not_found():
    token = codes.new_token()
    assert len(token) >= 32 and codes.hashed(token) == codes.hashed(token) != token
    assert codes.same("ä", "ä") and not codes.same("ä", "a")
