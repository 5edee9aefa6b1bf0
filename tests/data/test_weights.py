"""Weights: named, bounded, and within the ranges that are argued for them."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from sim.data.weights import RANGES, STANDARD, TONE_ERROR, TONE_ESTIMATE, weights_from


def test_each_weight_stands_within_its_range():
    assert RANGES.keys() == asdict(STANDARD).keys()
    assert all(low <= asdict(STANDARD)[name] <= high for name, (low, high) in RANGES.items())


def test_the_weight_of_tone_is_its_estimate_within_the_error():
    assert abs(STANDARD.tone - TONE_ESTIMATE) <= TONE_ERROR


def test_words_change_the_weights_that_they_name_and_no_other():
    changed = weights_from(["tone=0.4", "distance = 6000"])
    assert asdict(changed) == asdict(STANDARD) | {"tone": 0.4, "distance": 6000.0}


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("tone", "NAME=VALUE is needed, as tone=0.9"),
        ("tones=0.4", r"did you mean 'tone'\?"),
        ("apples=1", "there are tone, defence, consultation"),
        ("tone=1.5", "--weight tone is '1.5': 0 to 1 is needed"),
        ("rivalry=nan", "--weight rivalry is 'nan': 0 to 5 is needed"),
        ("distance=0", "--weight distance is '0': 1 to 40000 is needed"),
    ],
)
def test_a_word_that_cannot_be_is_refused(word, told):
    with pytest.raises(ValueError, match=told):
        weights_from([word])
