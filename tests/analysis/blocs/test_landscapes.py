"""Landscape theory and structural balance: worlds worked out by hand, by brute force, and by
renaming the actors.
"""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.blocs import figure as drawing
from sim.analysis.blocs import landscapes as blocs
from sim.analysis.blocs.landscapes import balance, from_csv, landscape
from sim.model.draws import random_draws
from sim.report import style

SMALL = "Made up for a test."

# 0 and 1 like each other, 2 is disliked by both and dislikes 0; 1 is twice as large, 2 three times.
BY_HAND = np.array([[9.0, 2.0, -1.0], [1.0, 9.0, -2.0], [-3.0, 0.0, 9.0]])
SIZES = np.array([1.0, 2.0, 3.0])

# Whole numbers are added up without rounding, so that plain arithmetic in the test is exact.
small_worlds = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        arrays(float, (n, n), elements=st.integers(-4, 4)),
        arrays(float, n, elements=st.integers(0, 4)),
    )
)


def generic(n: int, seed: int = 7) -> np.ndarray:
    """Return propensities without ties, the same on every machine."""
    return np.array(
        [[random_draws(seed, 0, 0, i, j, blocs.LANDSCAPE)[2] for j in range(n)] for i in range(n)]
    )


def camps(sides: np.ndarray, names: list[int]) -> frozenset:
    """Return a split as the set of its two sides, whichever is called 0."""
    return frozenset(
        frozenset(name for name, s in zip(names, sides, strict=True) if s == side)
        for side in (0, 1)
    )


def plain_energy(sides: tuple[int, ...], propensity, size) -> float:
    """Return the energy as the theory writes it."""
    pairs = itertools.permutations(range(len(sides)), 2)
    return sum(size[i] * size[j] * propensity[i][j] for i, j in pairs if sides[i] != sides[j])


def plain_minima(propensity, size) -> list[int]:
    """Return the minima by changing the side of each actor in each split."""
    n = len(size)
    found = []
    for position in range(2 ** (n - 1)):
        sides = (0, *(position >> k & 1 for k in range(n - 1)))
        energy = plain_energy(sides, propensity, size)
        neighbours = [tuple(1 - s if k == i else s for k, s in enumerate(sides)) for i in range(n)]
        if all(plain_energy(other, propensity, size) >= energy for other in neighbours):
            found.append((energy, position))
    return [position for _, position in sorted(found)]


def test_the_four_splits_of_three_actors_are_as_worked_out_by_hand():
    found = landscape(BY_HAND, SIZES)
    all_together = 0.0
    one_alone = 1 * 2 * (2 + 1) + 2 * 3 * (-2 + 0)
    two_alone = 1 * 3 * (-1 - 3) + 2 * 3 * (-2 + 0)
    zero_alone = 1 * 2 * (2 + 1) + 1 * 3 * (-1 - 3)
    assert found.energies.tolist() == [all_together, one_alone, two_alone, zero_alone]
    assert found.minima.tolist() == [2]
    assert found.minimum_energies.tolist() == [-24.0]
    assert found.sides.tolist() == [[0, 0, 1]]
    assert found.frustration.tolist() == [[3 * -1, 3 * -2, 1 * -3 + 2 * 0]]
    assert found.basins.tolist() == [4]
    assert found.exhaustive


def test_two_actors_stay_together_or_part():
    assert landscape(np.ones((2, 2)), np.ones(2)).minima.tolist() == [0]
    assert landscape(-np.ones((2, 2)), np.ones(2)).minima.tolist() == [1]
    assert landscape(np.zeros((2, 2)), np.ones(2)).minima.tolist() == [0, 1]


@given(small_worlds)
def test_minima_are_those_of_brute_force(world):
    found = landscape(*world)
    assert found.minima.tolist() == plain_minima(*(part.tolist() for part in world))
    assert found.basins.sum() == 2 ** (len(world[1]) - 1) == len(found.energies)
    assert (found.basins >= 1).all()


@given(small_worlds)
def test_energy_is_the_sum_of_size_times_frustration(world):
    found = landscape(*world)
    np.testing.assert_array_equal(found.frustration @ world[1], found.minimum_energies)
    np.testing.assert_array_equal(found.energies[found.minima], found.minimum_energies)
    for sides, energy in zip(found.sides, found.minimum_energies, strict=True):
        assert plain_energy(tuple(sides), *world) == energy


@given(st.integers(3, 6).flatmap(lambda n: arrays(int, (n, n), elements=st.integers(-3, 3))))
@example(np.array([[0, 2, -2, 3], [2, 0, 0, -1], [-2, 0, 0, 3], [3, -1, 3, 0]]))
@example(
    np.array(
        [[0, 2, -1, 0, 3], [2, 0, -2, 2, 2], [-1, -2, 0, 0, 1], [0, 2, 0, 0, -3], [3, 2, 1, -3, 0]]
    )
)
def test_plateaus_do_not_depend_on_rounding(tenths):
    exact = [[Fraction(int(p), 10) for p in row] for row in tenths]
    found = landscape(tenths / 10, np.ones(len(tenths)))
    assert found.minima.tolist() == plain_minima(exact, [1] * len(tenths))


@given(small_worlds)
def test_only_the_mean_of_both_ways_counts_for_the_landscape(world):
    propensity, size = world
    asymmetric, symmetric = (
        landscape(propensity, size),
        landscape((propensity + propensity.T) / 2, size),
    )
    np.testing.assert_array_equal(asymmetric.energies, symmetric.energies)
    np.testing.assert_array_equal(asymmetric.minima, symmetric.minima)
    np.testing.assert_array_equal(asymmetric.basins, symmetric.basins)


@given(small_worlds, st.permutations(range(6)))
def test_renaming_actors_renames_minima_and_their_frustrations(world, places):
    propensity, size = world
    order = [place for place in places if place < len(size)]
    plain, renamed = (
        landscape(propensity, size),
        landscape(propensity[np.ix_(order, order)], size[order]),
    )
    assert sorted(plain.energies) == sorted(renamed.energies)
    expected = {
        camps(s, list(range(len(s)))): f
        for s, f in zip(plain.sides, plain.frustration, strict=True)
    }
    found = {camps(s, order): f for s, f in zip(renamed.sides, renamed.frustration, strict=True)}
    assert set(found) == set(expected)
    for split, frustration in found.items():
        np.testing.assert_array_equal(frustration, expected[split][order])


def test_renaming_actors_leaves_basins_alone_where_there_are_no_ties():
    propensity, order = generic(9), [3, 8, 0, 5, 1, 7, 2, 6, 4]
    plain, renamed = (
        landscape(propensity, np.ones(9)),
        landscape(propensity[np.ix_(order, order)], np.ones(9)),
    )
    assert len(plain.minima) > 1
    np.testing.assert_array_equal(plain.basins, renamed.basins)
    assert [camps(s, list(range(9))) for s in plain.sides] == [
        camps(s, order) for s in renamed.sides
    ]


def test_steepest_descent_goes_to_the_lowest_neighbour_and_the_lowest_actor_on_ties():
    # Three enemies: all together may lose any of them alike, and loses actor 0.
    found = landscape(-np.ones((3, 3)), np.ones(3))
    assert found.minima.tolist() == [1, 2, 3]
    assert found.basins.tolist() == [1, 1, 2]
    # Actor 2 is hated most, and leaves first; then all are content.
    hated = np.array([[0.0, -1, -5], [-1, 0, -4], [-5, -4, 0]])
    assert landscape(hated, np.ones(3)).basins.tolist() == [4]


def test_the_largest_landscape_is_listed_whole():
    found = landscape(generic(20), np.ones(20))
    assert found.basins.sum() == 2**19 == len(found.energies)
    flips = [2**19 - 1, *(1 << k for k in range(19))]
    lowest = np.min([found.energies[found.minima ^ flip] for flip in flips], axis=0)
    assert (lowest > found.minimum_energies).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_descents_from_drawn_starts_find_the_minima_of_the_list(seed):
    propensity, size = generic(12, seed), np.arange(1.0, 13.0)
    listed, sampled = (
        landscape(propensity, size),
        blocs._sampled(propensity * (1 - np.eye(12)), size, 1),
    )
    assert sampled.minima[0] == listed.minima[0]
    assert set(sampled.minima) <= set(listed.minima)
    assert sampled.minimum_energies[0] == pytest.approx(listed.minimum_energies[0])
    np.testing.assert_array_equal(sampled.sides[0], listed.sides[0])
    np.testing.assert_array_equal(sampled.frustration[0], listed.frustration[0])
    assert sampled.basins.sum() == blocs.STARTS + 1
    drawn, all_splits = (
        sampled.basins[0] / sampled.basins.sum(),
        listed.basins[0] / listed.basins.sum(),
    )
    assert drawn == pytest.approx(
        all_splits, abs=0.06
    )  # four standard errors of a share of a thousand


@given(small_worlds)
def test_descents_one_by_one_end_where_the_list_says(world):
    propensity, size = world
    weights = np.outer(size, size) * (propensity + propensity.T)
    np.fill_diagonal(weights, 0.0)
    every = np.array([(0, *bits) for bits in itertools.product((0, 1), repeat=len(size) - 1)])
    ends = blocs._settled(every, weights, 1e-9)
    positions = ((ends ^ ends[:, :1])[:, 1:] << np.arange(len(size) - 1)).sum(axis=1)
    listed = landscape(propensity, size)
    where, counts = np.unique(positions, return_counts=True)
    assert dict(zip(where, counts, strict=True)) == dict(
        zip(listed.minima, listed.basins, strict=True)
    )


def test_beyond_twenty_actors_two_camps_are_found_and_luck_is_the_seeds():
    signs = np.where(np.arange(40) < 25, 1.0, -1.0)
    found = landscape(np.outer(signs, signs), np.ones(40))
    assert found.energies is None and not found.exhaustive
    assert found.minima.tolist() == [sum(2 ** (k - 1) for k in range(25, 40))]
    assert found.sides[0].tolist() == (signs < 0).astype(int).tolist()
    assert found.basins.tolist() == [1001]
    again, other = (landscape(generic(24), np.ones(24), seed=seed).basins for seed in (1, 2))
    np.testing.assert_array_equal(landscape(generic(24), np.ones(24)).basins, again)
    assert again.tolist() != other.tolist()


@pytest.mark.parametrize(
    ("propensity", "size", "seed", "words"),
    [
        (np.ones((2, 3)), np.ones(2), 1, r"propensity must be square.*\(2, 3\)"),
        (np.ones(3), np.ones(3), 1, r"propensity must be square.*\(3,\)"),
        (np.ones((1, 1)), np.ones(1), 1, "2 to 200 actors"),
        (np.ones((201, 201)), np.ones(201), 1, "2 to 200 actors"),
        (np.array([[0, np.nan], [1, 0]]), np.ones(2), 1, "propensity must be finite"),
        (np.array([[0, 1], [-np.inf, 0]]), np.ones(2), 1, "propensity must be finite"),
        (np.array([[0, 1e200], [1, 0]]), np.ones(2), 1, "none beyond 1e"),
        (np.ones((3, 3)), np.ones(2), 1, "size must be 3 numbers"),
        (np.ones((2, 2)), np.array([1, -1]), 1, "from 0"),
        (np.ones((2, 2)), np.array([1, np.nan]), 1, "size must be 2 numbers"),
        (np.ones((2, 2)), np.ones(2), -1, "seed is -1"),
        (np.ones((2, 2)), np.ones(2), 0.5, "seed is 0.5"),
    ],
)
def test_a_landscape_that_cannot_be_is_refused_in_words(propensity, size, seed, words):
    with pytest.raises(ValueError, match=words):
        landscape(propensity, size, seed)


def test_the_diagonal_is_ignored_whatever_it_is():
    unknown = BY_HAND.copy()
    np.fill_diagonal(unknown, np.nan)
    np.testing.assert_array_equal(
        landscape(unknown, SIZES).energies, landscape(BY_HAND, SIZES).energies
    )
    assert np.isnan(unknown).sum() == 3


@given(st.lists(st.booleans(), min_size=3, max_size=9), st.floats(0.05, 1))
def test_two_perfect_camps_are_one_minimum_without_frustration(membership, warmth):
    signs = np.where(membership, 1.0, -1.0)
    stances = warmth * np.outer(signs, signs)
    assert len(landscape(stances, np.ones(len(signs))).minima) == 1
    found = balance(stances)
    n = len(signs)
    assert (found.balanced, found.triads) == (1.0, n * (n - 1) * (n - 2) // 6)
    assert found.frustration == 0.0
    assert camps(found.sides, list(range(n))) == camps(np.array(membership), list(range(n)))


def test_triads_and_frustration_are_counted_as_by_hand():
    mutual = np.array(
        [[0, 0.8, 0.5, 0.0], [0.8, 0, -0.3, -0.4], [0.5, -0.3, 0, 0.6], [0.0, -0.4, 0.6, 0]]
    )
    lean = np.array([[0, 0.1, 0, 0.2], [-0.1, 0, 0, 0], [0, 0, 0, 0.3], [-0.2, 0, -0.3, 0]])
    found = balance(mutual + lean)
    assert found.triads == 2  # 0-1-2 is not balanced, 1-2-3 is; 0 and 3 have no mutual tie
    assert found.balanced == 0.5
    # Of the eight splits 0 and 1 against 2 and 3 is best: only 0 and 2 are friends across, .5 of
    # 2.6.
    assert found.frustration == pytest.approx(0.5 / 2.6)
    assert found.sides.tolist() == [0, 0, 1, 1]


@given(small_worlds)
def test_balance_is_that_of_brute_force(world):
    mutual = (world[0] + world[0].T) / 2
    np.fill_diagonal(mutual, 0)
    n = len(mutual)
    found = balance(world[0])
    products = [
        mutual[i, j] * mutual[j, k] * mutual[i, k]
        for i, j, k in itertools.combinations(range(n), 3)
    ]
    closed = [product > 0 for product in products if product != 0]
    assert found.triads == len(closed)
    assert found.balanced == pytest.approx(np.mean(closed)) if closed else np.isnan(found.balanced)
    strengths = []
    for sides in itertools.product((0, 1), repeat=n):
        pairs = itertools.combinations(range(n), 2)
        strengths.append(
            sum(abs(mutual[i, j]) for i, j in pairs if (sides[i] != sides[j]) == (mutual[i, j] > 0))
        )
    total = np.abs(mutual).sum() / 2
    assert (
        found.frustration == pytest.approx(min(strengths) / total)
        if total
        else np.isnan(found.frustration)
    )
    assert not found.frustration > 0.5


def test_balance_refuses_what_is_no_matrix_of_stances():
    with pytest.raises(ValueError, match="stances must be square"):
        balance(np.ones((3, 2)))
    with pytest.raises(ValueError, match="stances must be finite"):
        balance(np.array([[0, np.nan], [0, 0]]))


@pytest.fixture
def written(tmp_path):
    """Write a CSV file and return its path."""

    def write(text: str | bytes, name: str = "wants.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


WANTS = "toward,Rome,Gaul,Egypt\nGaul,-1,,0.5\n\nRome,-,2,0\nEgypt,1e-1,3,x\n"


def test_csv_rows_come_in_any_order_and_the_diagonal_is_not_read(written):
    names, propensity, size = from_csv(written(WANTS))
    assert names == ("Rome", "Gaul", "Egypt")
    assert propensity.tolist() == [[0, 2, 0], [-1, 0, 0.5], [0.1, 3, 0]]
    assert size.tolist() == [1, 1, 1]


def test_csv_sizes_are_reordered_and_other_columns_left_alone(written):
    sizes = written(
        b"\xef\xbb\xbfname,size,source\r\nEgypt,3,x\r\nRome, 2 ,y\r\nGaul,0,z\r\n", "sizes.csv"
    )
    assert from_csv(written(WANTS), sizes)[2].tolist() == [2, 0, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "wants.csv:1: the header needs two or more names"),
        (
            "x;A;B\nA;0;1\n",
            "wants.csv:1: the header needs two or more names, all different, separated by commas",
        ),
        ("x,A,A\nA,0,1\n", "wants.csv:1: the header needs"),
        ("x,A,\nA,0,1\n", "wants.csv:1: the header needs"),
        ("x,A,B\nA,0\n", "wants.csv:2: 2 cells, where the header has 3"),
        (
            "x,Rome,Gaul\nRome,0,1\nGual,1,0\n",
            r"wants.csv:3: unknown name 'Gual' \(did you mean 'Gaul'\?\)",
        ),
        ("x,A,B\nA,0,1\nA,0,1\n", "wants.csv:3: 'A' has a row already: .*wants.csv:2"),
        ("x,A,B\n\nA,0,1\n", "wants.csv:3: the file ends without a row for B"),
        ("x,A,B\n", "wants.csv:1: the file ends without a row for A, B"),
        ("x,A,B\nA,0,much\nB,1,0\n", "wants.csv:2: A toward B: 'much' is not a finite number"),
        ("x,A,B\nA,0,1\nB,inf,0\n", "wants.csv:3: B toward A: 'inf' is not a finite number"),
        ("x,A,B\nA,0,\nB,1,0\n", "wants.csv:2: A toward B: '' is not a finite number"),
        ('x,A,B\nA,0,"1\nB,1,0\n', "wants.csv:3: unexpected end of data"),
        (b"x,A,\xe9\nA,0,1\n", "wants.csv:1: not UTF-8 text"),
        (b"x,A,B\nA,0,1\n\xe9,1,0\n", "wants.csv:3: not UTF-8 text"),
    ],
)
def test_a_broken_csv_is_refused_with_file_and_line(written, text, words):
    with pytest.raises(ValueError, match=words):
        from_csv(written(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "sizes.csv:1: the header must begin name,size"),
        ("nation,size\nRome,1\n", "sizes.csv:1: the header must begin name,size, not nation,size"),
        (
            "name,size\nRome,1\nRom,1\n",
            r"sizes.csv:3: unknown name 'Rom' \(did you mean 'Rome'\?\)",
        ),
        (
            "name,size\nRome,-1\nGaul,1\nEgypt,1\n",
            "sizes.csv:2: size of Rome: '-1' is not a finite number from 0",
        ),
        ("name,size\nRome,1\n", "sizes.csv:2: the file ends without a row for Gaul, Egypt"),
    ],
)
def test_broken_sizes_are_refused_with_file_and_line(written, text, words):
    with pytest.raises(ValueError, match=words):
        from_csv(written(WANTS), written(text, "sizes.csv"))


def texts(figure) -> str:
    """Return all that is written on a figure."""
    return "\n".join(text.get_text() for part in (figure, *figure.axes) for text in part.texts)


SHAPES = {
    "two": (np.ones((2, 2)), ["A & <b>", "B $x_1$"]),
    "flat": (np.zeros((3, 3)), ["A", "B", "C"]),
    "many minima": (generic(14), [f"A state with a long name {k}" for k in range(14)]),
    "a long column": (np.ones((60, 60)), [f"S{k}" for k in range(60)]),
}


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("shape", SHAPES)
def test_landscapes_of_every_shape_are_drawn_the_same_each_time(shape, tmp_path):
    propensity, names = SHAPES[shape]
    found = landscape(propensity, np.ones(len(names)))
    first, second = (
        style.save(drawing.figure(found, names, "A test", SMALL), tmp_path / name / "blocs")
        for name in ("first", "second")
        if not (tmp_path / name).mkdir()
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_figure_says_who_is_against_whom():
    drawn = drawing.figure(
        landscape(BY_HAND, SIZES), ["Rome", "Gaul", "Egypt"], "The ancients", SMALL
    )
    written = texts(drawn)
    assert "The ancients: one stable split, Rome and Gaul against Egypt" in written
    assert "energy −24\nbasin 100 % of splits" in written
    assert "Made up for a test." in written
    assert len(drawn.axes) == 1
    many = drawing.figure(
        landscape(generic(14), np.ones(14)), [f"S{k}" for k in range(14)], "A test", SMALL
    )
    assert len(many.axes) == 4
    crowd = texts(
        drawing.figure(
            landscape(np.ones((60, 60)), np.ones(60)), [str(k) for k in range(60)], "All", SMALL
        )
    )
    assert "at least one stable split, all together" in crowd and "and 37 less frustrated" in crowd


def test_the_sides_of_a_figure_begin_with_the_most_frustrated():
    found = landscape(generic(9), np.ones(9))
    for side in drawing.side_data(found, 0):
        assert (np.diff(found.frustration[0][side]) <= 0).all()
    assert sorted(np.concatenate(drawing.side_data(found, 0))) == list(range(9))


def test_balance_is_drawn_over_months_and_its_change_is_the_title():
    camps_of_two = balance(np.kron(np.eye(2) * 2 - 1, np.ones((2, 2))))
    enemies, strangers = balance(-np.ones((4, 4))), balance(np.zeros((4, 4)))
    told = texts(drawing.balance_figure(["2013-01", "2013-02"], [enemies, camps_of_two], SMALL))
    assert "Balanced triads from 0 % to 100 %, frustrated ties from 33 % to 0 %" in told
    assert "return to 0 %" in texts(
        drawing.balance_figure(["1", "2", "3"], [enemies, camps_of_two, enemies], SMALL)
    )
    assert "Balanced triads at 0 %" in texts(
        drawing.balance_figure(["1", "2"], [enemies, strangers], SMALL)
    )
    assert "No triads to judge, no ties to judge" in texts(
        drawing.balance_figure(["1"], [strangers], SMALL)
    )


def test_figures_refuse_names_that_do_not_fit():
    with pytest.raises(ValueError, match="3 actors need as many names, not 2"):
        drawing.figure(landscape(BY_HAND, SIZES), ["A", "B"], "A test", SMALL)
    with pytest.raises(ValueError, match="1 balances need as many months, one or more, not 0"):
        drawing.balance_figure([], [balance(BY_HAND)], SMALL)


@pytest.fixture
def command(command):
    """Run this command."""
    return partial(command, "blocs")


def test_the_article_falls_into_the_two_camps_that_everybody_knows(thousand):
    stances = thousand.stances[:, 23].mean(axis=0)
    power = np.array([0.013, 0.039, 0.228, 0.036, 0.023, 0.133])
    found = landscape(stances, power)
    assert thousand.codes == ("DPRK", "RUS", "CHN", "JPN", "ROK", "USA")
    assert found.sides[0].tolist() == [0, 0, 0, 1, 1, 1]


def test_the_command_writes_splits_balance_and_figures(command, tmp_path):
    done = command("article", "--month", "2014-12", "-n", "20", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "DPRK, RUS, CHN | JPN, ROK, USA" in done.stdout
    out = tmp_path / "out"
    splits, balances = pd.read_csv(out / "splits.csv"), pd.read_csv(out / "balance.csv")
    assert list(splits["actor"][:6]) == ["DPRK", "RUS", "CHN", "JPN", "ROK", "USA"]
    assert len(balances) == 36 and balances["balanced_triads"].between(0, 1).all()
    assert {path.name for path in (out / "figures").glob("*.png")} == {
        "01-blocs.png",
        "02-balance.png",
    }


def test_the_command_reads_a_matrix(command, tmp_path):
    (tmp_path / "m.csv").write_text("name,A,B,C\nA,0,1,-1\nB,1,0,-2\nC,-1,-2,0\n")
    (tmp_path / "s.csv").write_text("name,size\nA,1\nB,2\nC,1\n")
    done = command("--propensity", "m.csv", "--size", "s.csv", "--json")
    assert done.returncode == 0, done.stderr
    first = json.loads(done.stdout)["splits"][:3]
    assert [row["side"] for row in first] == [0, 0, 1]
    assert first[0]["energy"] == pytest.approx(2 * (1 * 1 * -1 + 2 * 1 * -2))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "either a scenario or --propensity"),
        (["article", "--propensity", "m.csv"], "either a scenario or --propensity"),
        (["article", "--size", "s.csv"], "--size needs --propensity"),
        (["article", "--month", "2019-01"], "outside the period"),
        (["--propensity", "none.csv"], "none.csv: No such file"),
    ],
)
def test_what_has_no_blocs_is_one_line(command, tmp_path, words, told):
    for name in ("m.csv", "s.csv"):
        (tmp_path / name).write_text("")
    done = command(*words)
    assert done.returncode == 2 and told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
