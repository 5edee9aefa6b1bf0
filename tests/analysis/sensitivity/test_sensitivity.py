"""Sensitivity: known effects and indices, rows that never shift, chance set apart, what is kept."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.sensitivity import indices_figure, tornado_figure
from sim.analysis.sensitivity import sensitivity as method
from sim.analysis.sensitivity.answer import sensitivity
from sim.analysis.sensitivity.screening import Problem, morris, outcomes, tornado
from sim.analysis.sensitivity.sensitivity import Plan, evaluator, histories_in_all, problem_of
from sim.analysis.sensitivity.variance import shares, sobol
from sim.ensemble import design
from sim.ensemble.how import How
from sim.model import prepared as preparing
from sim.model.spin_up import starting_world
from sim.outcomes.asked import outcome_asked
from sim.outcomes.table import outcome_table
from sim.report import style
from sim.scenario import path_in_words, values_of, with_numbers

LINEAR = Problem(("steep", "falling", "flat"), (0.0, -1.0, 5.0), (2.0, 1.0, 9.0))
ISHIGAMI = Problem(("x1", "x2", "x3"), (-np.pi,) * 3, (np.pi,) * 3)
A, B = 7.0, 0.1


def linear(points):
    """Return 3 steep - falling, the same in both histories."""
    return np.repeat(points @ [[3.0], [-1.0], [0.0]], 2, axis=1)


def ishigami(points):
    """Return the function of Ishigami and Homma (1990), the same in both histories."""
    x = points.T
    return np.repeat(
        (np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0]))[:, None], 2, axis=1
    )


# Its variance and indices, from the integrals.
V1 = 0.5 * (1 + B * np.pi**4 / 5) ** 2
V2, V13 = A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
VARIANCE = V1 + V2 + V13
FIRST = np.array([V1, V2, 0.0]) / VARIANCE
TOTAL = np.array([V1 + V13, V2, V13]) / VARIANCE


def noise(shape, seed=1):
    """Return normal noise with a standard deviation of 1, the same for a seed."""
    return np.random.default_rng(seed).standard_normal(shape)


def test_the_effects_of_a_linear_function_are_its_slopes_times_its_ranges():
    found = morris(linear, LINEAR, 6)
    np.testing.assert_allclose(found.mu, [6.0, -2.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.mu_star, [6.0, 2.0, 0.0], atol=1e-12)
    np.testing.assert_allclose([found.sigma, found.confidence, found.noise], 0.0, atol=1e-12)
    assert list(found.table()["path"]) == ["steep", "falling", "flat"]


def test_a_number_that_only_changes_the_random_draws_stands_at_the_noise():
    def lucky(points):
        return linear(points)[:, :1] + noise((len(points), 16))

    found = morris(lucky, LINEAR, 400)
    assert found.mu_star[2] == pytest.approx(found.noise[2], rel=0.1)
    assert found.mu_star[0] > 5 * found.noise[0]


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_the_indices_of_ishigami_are_the_known_ones(seed):
    found = sobol(ishigami, ISHIGAMI, 2048, seed)
    np.testing.assert_allclose(found.first, FIRST, atol=0.05)
    np.testing.assert_allclose(found.total, TOTAL, atol=0.05)
    assert (np.abs(found.first - FIRST) < 1.5 * found.first_confidence).all()
    assert (np.abs(found.total - TOTAL) < 1.5 * found.total_confidence).all()
    assert not found.noise.any()
    again = sobol(ishigami, ISHIGAMI, 2048, seed)
    assert all(
        np.array_equal(getattr(found, name), getattr(again, name))
        for name in ("first", "total_confidence")
    )


@pytest.mark.parametrize("sigma", [1.0, 4.0])
def test_chance_left_in_means_is_reported_beside_the_total_indices(sigma):
    histories = 8

    def lucky(points):
        return ishigami(points)[:, :1] + sigma * noise((len(points), histories))

    found = sobol(lucky, ISHIGAMI, 1024)
    left = sigma**2 / histories
    np.testing.assert_allclose(found.noise, left / (VARIANCE + left), rtol=0.15)
    without = (found.total - found.noise) * (VARIANCE + left) / VARIANCE
    np.testing.assert_allclose(without, TOTAL, atol=0.08)


def test_the_shares_of_numbers_and_chance_add_up_to_the_variance_they_were_made_from():
    numbers, same, interplay = 2.0, 1.5, 3.0
    points, histories = 600, 400
    values = noise((points, 1), 3) * numbers + noise((1, histories), 4) * same
    found = shares(values + interplay * noise((points, histories), 5))
    whole = numbers**2 + same**2 + interplay**2
    assert found.parameters == pytest.approx(numbers**2 / whole, abs=0.02)
    assert found.same == pytest.approx(same**2 / whole, abs=0.02)
    assert found.parameters + found.chance == pytest.approx(1.0)
    assert 0.0 < found.confidence < 0.1


def test_few_histories_do_not_pass_chance_off_as_numbers():
    found = [shares(noise((500, histories), 6)) for histories in (2, 3, 30)]
    assert all(one.parameters < 0.08 and one.chance > 0.92 for one in found)
    assert np.isnan(found[0].confidence) and found[1].confidence < 0.2


def test_an_outcome_that_never_varies_has_no_shares():
    found = sobol(lambda points: np.full((len(points), 3), 0.1), LINEAR, 8)
    assert not found.table().drop(columns="path").to_numpy().any()
    assert (found.shares.parameters, found.shares.chance) == (0.0, 0.0)


def test_the_tornado_moves_each_number_alone():
    def histories(points):
        return linear(points)[:, :1] * [0.5, 1.0, 1.5]

    found = tornado(histories, LINEAR, np.array([0.5, 0.0, 6.0]))
    assert found.outcome == pytest.approx(1.5)
    np.testing.assert_allclose(found.at_low, [-1.5, 1.0, 0.0])
    np.testing.assert_allclose(found.at_high, [4.5, -1.0, 0.0])
    np.testing.assert_allclose(found.high_error, np.array([4.5, 1.0, 0.0]) * 0.5 / np.sqrt(3))
    assert list(found.table()["path"]) == ["steep", "falling", "flat"]
    assert found.table()["swing"].tolist() == pytest.approx([4.5, 1.0, 0.0])


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_an_outcome_that_is_not_finite_names_its_point(wrong):
    def broken(points):
        values = linear(points)
        values[3, 1] = wrong
        return values

    with pytest.raises(
        RuntimeError, match=r"design point 3 has an outcome that is not finite, at \["
    ):
        sobol(broken, LINEAR, 8)


def test_a_point_that_does_not_come_back_is_an_error_and_not_a_shift():
    with pytest.raises(RuntimeError, match="3 of 4 design points came back"):
        outcomes(lambda points: linear(points)[1:], np.zeros((4, 3)))
    with pytest.raises(RuntimeError, match="39 of 40 design points came back"):
        sobol(lambda points: linear(points)[:-1], LINEAR, 8)


# A client that ONE courts; what ONE thinks of it decides how much it gets, a power that nobody
# heeds does not.
COURTED = """
[states.CLIENT]
name = "Client"
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
[states.ONE]
name = "One"
capacity = { economy = { value = 1.0, range = [0.2, 1.2] }, security = 0.0, recognition = 0.0 }
[states.OTHER]
name = "Other"
[ties.ONE.CLIENT]
affinity = { value = 0.3, range = [-0.6, 0.8] }
[ties.CLIENT.ONE]
affinity = 0.3
[[shocks]]
id = "quarrel"
date = 2000-03-01
title = "A quarrel"
source = "judgement"
[[shocks.effects]]
path = "ties.CLIENT.ONE.obstacle"
add = { value = 0.2, range = [0.0, 2.0], source = "judgement" }
[[questions]]
id = "invests"
text = "ONE invests in the client."
count = { source = "CLIENT", target = "ONE", what = "deal", at_least = 1 }
[[questions]]
id = "always"
text = "There are moves, or none."
count = { source = "*", target = "*", what = "act", at_least = 0 }
"""
CAPACITY, AFFINITY, AMOUNT = (
    "states.ONE.capacity.economy",
    "ties.ONE.CLIENT.affinity",
    "shocks.quarrel.effects.0.amount",
)
RECEIVED = "received_CLIENT"


def received(scenario):
    """Return the outcome that the tests vary."""
    return outcome_asked(scenario, RECEIVED)


@pytest.fixture
def courted(world_of):
    """The client and who courts it."""
    return world_of(COURTED, months=8, spin_up=4)


def test_an_outcome_at_a_point_is_that_of_the_scenario_with_those_numbers(courted, monkeypatch):
    paths, points = [CAPACITY, AMOUNT], np.array([[0.3, 1.5], [1.1, 0.0], [0.3, 0.2], [0.3, 0.2]])
    values = evaluator(courted, paths, received(courted), 5, 7)(points)
    for row, point in zip(values, points, strict=True):
        run = sim.run(with_numbers(courted, dict(zip(paths, point, strict=True))), 5, seed=7)
        assert np.array_equal(row, outcome_table(run).columns[RECEIVED])
    monkeypatch.setattr(method, "_AT_ONCE", 1)
    assert np.array_equal(evaluator(courted, paths, received(courted), 5, 7)(points), values)


def test_points_that_differ_in_shocks_alone_start_alike_and_others_do_not(courted, monkeypatch):
    paths, points = [AMOUNT, AFFINITY], np.array([[0.0, 0.1], [1.0, 0.1], [1.0, 0.5], [0.0, 0.1]])
    made = []
    preparing.prepared.cache_clear()
    monkeypatch.setattr(
        preparing, "starting_world", lambda *given: made.append(1) or starting_world(*given)
    )
    design.design_columns(courted, design.Design(tuple(paths), points, 2), 0)
    assert len(made) == 2 + 1  # one for the focus


def shuffled(columns, rows):
    """Return a design's columns with their rows in another order."""
    return {name: column[rows] for name, column in columns.items()}


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (
            lambda columns: shuffled(columns, slice(None, None, -1)),
            "design point 4 came back as another",
        ),
        (
            lambda columns: shuffled(columns, [*range(4), *range(6, 9)]),
            "design point 5 was lost: 1 of 3 histories",
        ),
        (
            lambda columns: columns | {CAPACITY: columns[CAPACITY][::-1]},
            "design point 4 came back as another",
        ),
        (lambda columns: shuffled(columns, range(6)), "design point 6 was lost: 0 of 3 histories"),
    ],
    ids=["rows turned round", "histories lost", "numbers of others", "last point lost"],
)
def test_rows_of_a_design_never_shift(courted, monkeypatch, spoilt, words):
    whole = design.design_columns

    def broken(*given):
        columns = whole(*given)
        return spoilt(columns) if columns[CAPACITY].max() == 1.0 else columns

    monkeypatch.setattr(design, "design_columns", broken)
    monkeypatch.setattr(method, "_AT_ONCE", 4 * 3 * 4)
    points = np.linspace(0.2, 0.6, 7)[:, None]
    points[6] = 1.0
    with pytest.raises(RuntimeError, match=words):
        evaluator(courted, [CAPACITY], received(courted), 3, 1)(points)


def test_all_three_looks_agree_on_what_matters(courted):
    told = []
    found = sensitivity(courted, RECEIVED, Plan((), 4, 64, 2), 16, how=How(progress=told.append))
    assert sum(told) == histories_in_all(3, 4, 64, 2, 16)
    assert found.paths == (CAPACITY, AFFINITY, AMOUNT)
    assert len(found.sobol.paths) == 2
    firsts = {getattr(found, look).table()["path"][0] for look in ("morris", "sobol", "tornado")}
    assert firsts <= {CAPACITY, AFFINITY} and found.morris.table()["path"][0] in found.sobol.paths
    assert found.tornado.bases.tolist() == [1.0, 0.3, 0.2]
    own = sim.run(courted, method.ENDS * 16).received("CLIENT")[:, -1].mean()
    assert found.tornado.outcome == pytest.approx(own)
    said = found.finding
    assert said.startswith("support that Client receives in the last month: depends most on ")
    assert f"{100 * found.sobol.shares.chance:.0f} % from random draws" in said


def test_the_finding_of_an_outcome_that_nothing_moves(courted):
    found = sensitivity(courted, "always", Plan((AMOUNT,), 2, 8, 1), 2)
    told = "There are moves, or none: the same in all histories, whatever the parameters."
    assert found.finding == told
    for figure in (tornado_figure, indices_figure):
        assert "There are moves" in texts(figure.figure(found))


def test_every_outcome_of_the_article_has_words(article):
    columns = [
        c
        for c in outcome_table(sim.run(article, 1)).columns
        if not c.startswith(("posture_", "first_summit_"))
    ]
    words = {outcome_asked(article, column).in_words(article) for column in columns}
    assert len(words) == len(columns) and all(word[0] != "{" for word in words)
    assert outcome_asked(article, "moscow-first") == outcome_asked(article, "answer_moscow_first")


def test_the_values_of_numbers_are_those_of_the_scenario(courted):
    assert values_of(courted, [AMOUNT, CAPACITY, "ties.CLIENT.ONE.obstacle"]) == [0.2, 1.0, 0.0]
    assert problem_of(courted, [AMOUNT, AFFINITY]).lows == (0.0, -0.6)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"of": "invest"}, r"unknown outcome 'invest' \(did you mean 'invests'\?\)"),
        ({"of": "recieved_ONE"}, "did you mean 'received_ONE'"),
        ({"of": "posture_last_ONE"}, r"no mean: ask .* posture\.ONE\.hedging"),
        ({"over": ["ties.CLIENT.ONE.affinity"]}, "has no range in the scenario"),
        (
            {"histories": 1},
            "histories is 1: at least 2 are needed, to tell chance from the effects of parameters",
        ),
        ({"trajectories": 1}, "trajectories is 1: at least 2"),
        ({"most": 0}, "most is 0: at least 1"),
        ({"base": 12}, "base is 12: a power of 2 is needed, as 8 or 16"),
        ({"base": 2**16, "histories": 10**5}, "lower base, trajectories or histories"),
    ],
)
def test_what_cannot_be_asked_is_one_line(courted, asked, words):
    with pytest.raises(ValueError, match=words) as caught:
        given = {"of": RECEIVED, "base": 8, "histories": 2} | asked
        of, histories = given.pop("of"), given.pop("histories")
        sensitivity(courted, of, Plan(**given), histories)
    assert "\n" not in str(caught.value)


def texts(figure):
    """Return all that is written on a figure, on one line."""
    told = [text.get_text() for part in (figure, *figure.axes) for text in part.texts]
    return " ".join([*told, *(axes.get_xlabel() for axes in figure.axes)]).replace("\n", " ")


@pytest.mark.parametrize("outcome", [RECEIVED, "invests"])
def test_the_figures_show_the_foremost_numbers_and_what_chance_can_do(courted, tmp_path, outcome):
    found = sensitivity(courted, outcome, Plan((), 2, 8, 2), 4)
    first = found.tornado.table()["path"][0]
    written = texts(tornado_figure.figure(found))
    assert f"{path_in_words(courted, first)} alone swings it" in written and first in written
    assert "A quarrel: added to Client's quarrel with One" in written
    assert ("Percentage points of histories" in written) == (outcome == "invests")
    assert "all variance" in texts(indices_figure.figure(found))
    for drawn in (tornado_figure.figure(found), indices_figure.figure(found)):
        once, again = (style.save(drawn, tmp_path / name) for name in ("drawn", "drawn"))
        assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_bars_end_at_the_changes_and_bands_at_two_standard_errors(courted):
    from matplotlib.figure import Figure

    table = tornado(
        lambda x: linear(x)[:, :1] * [0.5, 1.5], LINEAR, np.array([0.5, 0.0, 6.0])
    ).table()
    axes = tornado_figure.bars(Figure().add_subplot(), table)
    bands, low = axes.containers[0], axes.containers[1]
    assert [bar.get_width() for bar in low] == pytest.approx(list(table["at_low"]))
    assert [bar.get_width() for bar in bands] == pytest.approx(list(4 * table["low_error"]))


@pytest.fixture
def command(command):
    """Run this command."""
    return partial(command, "sensitivity")


SMALL = ("--trajectories", "2", "--base", "8", "-n", "3", "-o", "out")


def test_the_command_writes_tables_figures_and_page(command, courted, tmp_path):
    asked = ("world.toml", "--of", RECEIVED, "--most", "2", *SMALL)
    done = command(*asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("support that Client receives in the last month: ")
    out = tmp_path / "out"
    tables = {name: pd.read_csv(out / f"{name}.csv") for name in ("morris", "sobol", "tornado")}
    assert [len(table) for table in tables.values()] == [3, 2, 3]
    assert {"mu_star", "mu_star_low", "mu_star_noise"} <= set(tables["morris"])
    assert {"S1", "S1_low", "ST", "ST_high", "ST_noise"} <= set(tables["sobol"])
    held = json.loads((out / "manifest.json").read_text())
    assert held["holds"]["kind"] == "sensitivity" and held["holds"]["over"][AFFINITY] == [-0.6, 0.8]
    assert "figures/01-tornado.svg" in held["files"] and "figures/02-indices.png" in held["files"]
    page = (out / "report.html").read_text()
    assert f"--of {RECEIVED} --trajectories 2 --base 8 --most 2 -n 3 --seed 1" in page
    in_the_way = command(*asked, "--seed", "2")
    assert in_the_way.returncode == 5 and "--overwrite" in in_the_way.stderr


def test_the_command_asks_the_article(command):
    over = ["--over", "ties.RUS.DPRK.affinity", "--over", "shocks.crimea.effects.0.amount"]
    changed = ["--set", "ties.RUS.DPRK.affinity=0.6"]
    done = command("article", "--of", "moscow-first", *over, *changed, "--json", *SMALL)
    data = json.loads(done.stdout)
    assert data["shares"]["parameters"] + data["shares"]["chance"] == pytest.approx(1.0)
    assert [len(data[name]) for name in ("morris", "sobol", "tornado")] == [2, 2, 2]
    russia = next(row for row in data["tornado"] if row["path"] == "ties.RUS.DPRK.affinity")
    assert (russia["low"], russia["base"], russia["high"]) == (0.15, 0.6, 0.46)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--of", "tilt_lats"), "did you mean 'tilt_last'"),
        (("--over", "states.DPRK.autonmy"), "did you mean 'states.DPRK.autonomy'"),
        (("-n", "1"), "histories is 1: at least 2"),
        (("--base", "100"), "base is 100: a power of 2 is needed, as 64 or 128"),
    ],
)
def test_what_the_command_cannot_do_is_one_line(command, tmp_path, words, told):
    done = command("article", *words)
    assert done.returncode == 2 and told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_lost_point_ends_the_command_with_a_line(courted, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from sim.cli import cli

    whole = design.design_columns
    monkeypatch.setattr(
        design, "design_columns", lambda *given: shuffled(whole(*given), slice(1, None))
    )
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["sensitivity", "world.toml", "--of", RECEIVED, *SMALL])
    assert (
        done.exit_code == 4 and "design point 0 was lost: 2 of 3 histories came back" in done.stderr
    )
    assert not (tmp_path / "out").exists()


def test_any_outcome_in_any_months_can_be_asked_about(courted):
    plan = Plan((CAPACITY, AFFINITY), 2, 8, 1)
    found = sensitivity(courted, "support.ONE.CLIENT.economy@2000-03:2000-05", plan, 3)
    own = sim.run(courted, 3 * method.ENDS).support("ONE", "CLIENT", "economy")[:, 2:5].mean()
    assert found.tornado.outcome == pytest.approx(own)
    assert found.finding.startswith(
        "economic support that One gives Client from March to May 2000: "
    )
    assert repr(found) == found.finding
    assert set(found.to_frame()["path"]) == {CAPACITY, AFFINITY}
    assert ":" not in found.asked.folder.name and "@" not in found.asked.folder.name
    trusting = sensitivity(courted, "trust.CLIENT.ONE", plan, 3)
    assert trusting.tornado.outcome == pytest.approx(
        sim.run(courted, 3 * method.ENDS).trust("CLIENT", "ONE")[:, -1].mean()
    )
