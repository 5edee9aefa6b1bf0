"""Random draws: the cipher's known answers, and numbers that are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.draws import PERIOD, philox, random_draws

ONES = 0xFFFFFFFF

# The three vectors published with the Random123 library for philox4x32-10: counter, key, answer.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(counter, key, answer):
    assert philox(*counter, *key) == answer


@given(
    seed=st.integers(0, 2**63 - 1),
    run=st.integers(0, 2**63 - 1),
    month=st.integers(0, 65535),
    actor=st.integers(0, 65535),
    partner=st.integers(0, 65535),
)
def test_compiled_draws_are_those_of_the_python_text(seed, run, month, actor, partner):
    assert random_draws(seed, run, month, actor, partner, PERIOD) == random_draws.py_func(
        seed, run, month, actor, partner, PERIOD
    )


def test_draws_are_uniform_and_accidents_are_nearly_normal():
    draws = np.array([random_draws(0, run, 3, 731, 365, PERIOD) for run in range(20_000)])
    choice, answer, accident = draws.T
    for uniform in (choice, answer):
        assert uniform.min() > 0 and uniform.max() < 1
        counts = np.histogram(uniform, bins=20, range=(0, 1))[0]
        assert (
            (counts - 1000) ** 2 / 1000
        ).sum() < 43.8  # chi-squared, 19 degrees of freedom, one in a thousand
    assert abs(accident.mean()) < 4 / np.sqrt(len(draws))
    assert accident.std() == pytest.approx(1, abs=0.02)
    assert np.abs(accident).max() <= 3.5
    assert np.abs(np.corrcoef(draws.T) - np.eye(3)).max() < 4 / np.sqrt(len(draws))


def test_every_part_of_the_key_matters():
    base = (1, 2, 3, 4, 5, PERIOD)
    others = [(2, 2, 3, 4, 5, PERIOD), (1, 3, 3, 4, 5, PERIOD), (1, 2, 4, 4, 5, PERIOD)]
    others += [(1, 2, 3, 5, 4, PERIOD), (1, 2, 3, 4, 6, PERIOD), (1, 2, 3, 4, 5, PERIOD + 1)]
    assert len({random_draws(*key) for key in [base, *others]}) == 7


def test_seed_zero_and_seeds_beyond_32_bits_are_seeds_like_any_other():
    assert (
        len(
            {random_draws(seed, 0, 0, 1, 2, PERIOD) for seed in (0, 1, 2**32, 2**32 + 1, 2**63 - 1)}
        )
        == 5
    )
