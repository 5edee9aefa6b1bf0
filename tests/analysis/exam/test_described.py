"""Described: every shipped fact says what it measures, in words without code."""

from __future__ import annotations


def test_what_is_measured_is_said_in_words(shipped):
    said = {fact.id: fact.measured for fact in shipped.facts}
    assert said["kim-meets-nobody-before-the-invitation"] == (
        "share of histories with 1 or more deals (summit) between DPRK and any state, up to 2014-12"
    )
    assert said["crimea-matters"].endswith("; less the same without crimea*")
    assert said["quiet-stances"] == "largest drift of any stance; without shocks"
    assert said["no-war-of-great-powers"] == "acts (force) among USA, CHN and RUS a year"
    assert said["predictions-hold"].startswith(
        "how many of 25 predicted differences of 10 what-ifs"
    )
    assert "as a multiple of" in said["no-alliance-with-moscow"]
    assert all(words and "None" not in words and "[" not in words for words in said.values())
