"""Generators that own behaviour may draw from: seeded by history, so that each begins anew."""

from __future__ import annotations

import random

import numpy as np

from sim.model.draws import philox

_OWN = 4  # purpose of random draws: the generators that own behaviour may draw from


def generator_key(seed: int, run: int, which: int = 0) -> int:
    """Return the seed of a history's generators: 128 random bits, keyed by its seed and number.

    `which` is 0 for the generators of the model and 1 for the global ones.

    Parameters
    ----------
    seed, run : int
        Of the ensemble, and of the history in it.
    which : {0, 1}
        For the generators of the model, or for the global ones.
    """
    half = 0xFFFFFFFF
    words = getattr(philox, "py_func", philox)(
        which, _OWN, run & half, run >> 32, seed & half, seed >> 32
    )
    return sum(int(word) << (32 * k) for k, word in enumerate(words))


class Globals:
    """The global generators of Python and NumPy, seeded for each history, restored at the end."""

    def __init__(self) -> None:
        self._python, self._numpy = random.getstate(), np.random.get_state()  # noqa: NPY002

    def seed(self, key: int) -> None:
        """Let both begin from a key."""
        random.seed(key)
        np.random.seed([(key >> shift) & 0xFFFFFFFF for shift in (0, 32, 64, 96)])  # noqa: NPY002

    def give_back(self) -> None:
        """Let both go on from where they were."""
        random.setstate(self._python)
        np.random.set_state(self._numpy)  # noqa: NPY002
