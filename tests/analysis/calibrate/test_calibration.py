"""Calibration: known numbers come back, what cannot matter stays open, and what is written is the
same world.
"""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.analysis.calibrate import calibration
from sim.analysis.calibrate import figure as drawing
from sim.analysis.calibrate import simulated as simulating
from sim.analysis.calibrate.calibration import fit, histories_in_all
from sim.analysis.calibrate.fitted import calibrated
from sim.analysis.calibrate.plan import Plan
from sim.analysis.calibrate.smoother import Prior, assimilated, spread_evenly
from sim.analysis.calibrate.targets import target
from sim.analysis.hindcast.hindcast import months_before
from sim.cli import cli
from sim.data.events import read_record
from sim.ensemble.how import How
from sim.outcomes.observation import events
from sim.report import style
from sim.scenario import extending_toml, with_numbers

# Four states of three years. What they feel for each other, and two quarrels, show in whom they
# deal with; the power of a state without alignment does not, nor does what happens after the record
# ends.
WORLD = """
[states.NORTH]
power = { value = 1.0, range = [0.5, 2.0] }
need = { economy = 0.6, security = 0.4, recognition = 0.5 }
capacity = { economy = 0.5, security = 0.5, recognition = 0.5 }
alignment = 0.0
[states.EAST]
need = { economy = 0.6, security = 0.4, recognition = 0.5 }
capacity = { economy = 0.5, security = 0.5, recognition = 0.5 }
alignment = 0.0
[states.SOUTH]
need = { economy = 0.6, security = 0.4, recognition = 0.5 }
capacity = { economy = 0.5, security = 0.5, recognition = 0.5 }
alignment = 0.0
[states.WEST]
need = { economy = 0.6, security = 0.4, recognition = 0.5 }
capacity = { economy = 0.5, security = 0.5, recognition = 0.5 }
alignment = 0.0
[ties.NORTH.EAST]
affinity = { value = 0.0, range = [-0.5, 0.5] }
[ties.EAST.NORTH]
affinity = 0.1
[ties.NORTH.SOUTH]
affinity = { value = 0.0, range = [-0.5, 0.5] }
[ties.EAST.SOUTH]
affinity = { value = 0.0, range = [-0.5, 0.5] }
[ties.SOUTH.WEST]
affinity = 0.2
obstacle = { value = 1.0, range = [0.0, 2.0] }
[ties.WEST.EAST]
affinity = -0.3
[[shocks]]
id = "quarrel"
date = 2001-01-01
title = "A quarrel"
effects = [{ path = "ties.*.WEST.stance", add = { value = -0.3, range = [-0.6, 0.0] } }]
[[shocks]]
id = "later"
date = 2002-03-01
title = "After the record ends"
effects = [{ path = "ties.EAST.NORTH.affinity", add = { value = 0.3, range = [0.0, 0.6] } }]
"""
QUARREL, LATER, POWER = (
    "shocks.quarrel.effects.0.amount",
    "shocks.later.effects.0.amount",
    "states.NORTH.power",
)
TRUTH = {
    "ties.NORTH.EAST.affinity": 0.25,
    "ties.NORTH.SOUTH.affinity": -0.3,
    "ties.EAST.SOUTH.affinity": 0.15,
    "ties.SOUTH.WEST.obstacle": 0.4,
    QUARREL: -0.5,
}
HOW = {"points": 128, "rounds": 3, "histories": 128}


def record_of(scenario, numbers, path, histories=300, seed=77):
    """Write what event data would count of a scenario with other numbers as a dyad table, and read
    it.
    """
    true = with_numbers(scenario, numbers)
    rows = ["year,source,target,verbal_coop,material_coop,verbal_conflict,material_conflict"]
    for world, luck in ((months_before(true), seed + 1), (true, seed)):
        warm, cold = events(sim.run(world, histories, luck))
        for year in range(world.months // 12):
            months = slice(12 * year, 12 * year + 12)
            for i, j in np.argwhere(~np.eye(len(world.codes), dtype=bool)):
                counts = [int(kind[:, months, i, j].sum()) for kind in (warm, cold)]
                rows.append(
                    f"{world.start.year + year},{world.codes[i]},{world.codes[j]},"
                    f"{counts[0]},0,{counts[1]},0"
                )
    path.write_text("\n".join(rows) + "\n")
    return read_record(path, scenario.states)


@pytest.fixture
def world(world_of):
    """Four states of three years."""
    return world_of(WORLD, months=36, spin_up=12)


@pytest.fixture(scope="module")
def recovered(tmp_path_factory):
    """The scenario, its record under the true numbers, and what is recovered from it
    on other luck.
    """
    folder = tmp_path_factory.mktemp("recovered")
    head = 'title = "A small world"\nstart = 2000-01-01\nmonths = 36\nspin_up = 12\n'
    (folder / "world.toml").write_text(head + WORLD)
    scenario = sim.load(folder / "world.toml")
    record = record_of(scenario, TRUTH, folder / "record.csv")
    return scenario, record, fit(scenario, [record], "2001-12", Plan(**HOW))


def test_known_numbers_come_back_within_the_stated_error(recovered):
    _, _, found = recovered
    for path, true in TRUTH.items():
        k = found.paths.index(path)
        assert abs(found.fitted[k] - true) <= 3 * found.sample[:, k].std(), path
        assert abs(found.fitted[k] - true) < abs(found.base[k] - true), path
        assert found.found[k] and found.pinned[k] > 0.5, path
    off = [
        (found.fitted[k] - TRUTH[path]) / (found.high[k] - found.low[k])
        for k, path in enumerate(found.paths)
        if path in TRUTH
    ]
    assert np.sqrt(np.mean(np.square(off))) < 0.15


def test_numbers_that_cannot_matter_stay_open_and_as_they_are(recovered):
    scenario, _, found = recovered
    assert set(found.numbers()) == set(TRUTH)
    after = calibrated(scenario, found, "a test")
    assert after.value(POWER) == scenario.value(POWER)
    assert next(e for s in after.shocks for e in s.effects if e.name == LATER).amount.value == 0.3


def test_agreement_grows_where_there_is_something_to_agree_on(recovered):
    _, _, found = recovered
    rows = dict(zip(found.rows, found.rounds.T, strict=True))
    assert list(rows) == ["share 2000", "share 2001", "change 1999 to 2000", "change 2000 to 2001"]
    for row in ("share 2000", "share 2001"):
        assert rows[row][-1] > max(rows[row][0], 0.9)
    still = found.rows.index(
        "change 1999 to 2000"
    )  # nothing happened: luck alone, which is the misfit
    assert found.misfits[still] == found.misfits.max()


QUESTION = """
[[questions]]
id = "east-warms-to-south"
text = "EAST regards SOUTH warmly in the last year"
level = { measure = "stance", state = "EAST", partner = "SOUTH", from = 2002-01-01, above = 0.2 }
"""


def test_a_question_that_is_to_be_answered_yes_draws_numbers_to_where_it_is(world_of, tmp_path):
    scenario = world_of(WORLD + QUESTION, months=36, spin_up=12)
    record = record_of(scenario, TRUTH, tmp_path / "record.csv", histories=40)
    how = {"points": 128, "rounds": 3, "histories": 16}
    free, held = (
        fit(scenario, [record], "2001-12", Plan(**how, yes=yes))
        for yes in ([], ["east-warms-to-south"])
    )
    k = free.paths.index("ties.EAST.SOUTH.affinity")
    assert free.fitted[k] < held.fitted[k] <= held.high[k]
    assert held.rows[-1] == "yes to east-warms-to-south" and len(free.rows) == len(held.rows) - 1
    assert held.rounds[0, -1] < 0.4 < 0.6 < held.rounds[-1, -1]
    fitted = with_numbers(scenario, held.numbers())
    assert sim.run(fitted, 200, 5).questions()["east-warms-to-south"].mean() > 0.5
    with pytest.raises(
        ValueError, match=r"unknown question 'east-warms' \(did you mean 'east-warms-to-south'\?\)"
    ):
        fit(scenario, [record], "2001-12", Plan(**how, yes=["east-warms"]))


def test_the_same_seed_gives_the_same_bits_whatever_the_blocks(recovered, monkeypatch):
    scenario, record, _ = recovered
    how = {"points": 16, "rounds": 1, "histories": 4}
    once = fit(scenario, [record], "2001-12", Plan(**how))
    monkeypatch.setattr(simulating, "_AT_ONCE", 1)
    told = []
    again = fit(scenario, [record], "2001-12", Plan(**how), how=How(progress=told.append))
    for name in ("sample", "fitted", "pinned", "rounds", "misfits"):
        assert np.array_equal(getattr(once, name), getattr(again, name)), name
    assert (
        sum(told) == histories_in_all([target(record, scenario, "2001-12")], 16, 1, 4) == 2 * 18 * 4
    )
    other = fit(scenario, [record], "2001-12", Plan(**how), seed=2)
    assert not np.array_equal(once.fitted, other.fitted)


def test_a_linear_world_gets_the_exact_posterior():
    n, numbers, values = 60, 3, 5
    sample = spread_evenly(n, numbers, 1)
    matrix = np.arange(1.0, 16).reshape(values, numbers) % 4 - 1.5
    variance = np.array([0.5, 1.0, 2.0, 0.3, 0.7])
    recorded = np.array([1.0, -2.0, 0.5, 3.0, 0.0])
    prior = np.cov(sample, rowvar=False)
    gain = prior @ matrix.T @ np.linalg.inv(matrix @ prior @ matrix.T + np.diag(variance))
    once = assimilated(sample, sample @ matrix.T + 0.3, recorded, variance)
    np.testing.assert_allclose(once.mean(axis=0), gain @ (recorded - 0.3), atol=1e-10)
    np.testing.assert_allclose(
        np.cov(once, rowvar=False), prior - gain @ matrix @ prior, atol=1e-10
    )
    thrice = sample
    for inflated in (7, 7 / 2, 7 / 4):  # as calibrate does in three rounds
        thrice = assimilated(thrice, thrice @ matrix.T + 0.3, recorded, inflated * variance)
    np.testing.assert_allclose(thrice.mean(axis=0), once.mean(axis=0), atol=1e-10)
    np.testing.assert_allclose(np.cov(thrice, rowvar=False), np.cov(once, rowvar=False), atol=1e-10)


def test_fewer_points_than_values_and_patterns_that_never_move_can_be_taken_in():
    sample = spread_evenly(16, 4, 1)
    few = assimilated(sample, np.tile(sample[:, :1], (1, 40)), np.ones(40), np.full(40, 0.5))
    assert np.isfinite(few).all() and few[:, 0].std() < 0.3 * sample[:, 0].std()
    still = assimilated(sample, np.zeros((16, 5)), np.ones(5), np.ones(5))
    np.testing.assert_allclose(still, sample, atol=1e-12)


finite = st.floats(-100, 100)


@given(
    st.tuples(finite, finite).filter(lambda ends: ends[1] - ends[0] > 1e-3), st.floats(0, 1), finite
)
def test_half_of_what_is_held_lies_on_either_side_of_the_scenario_and_all_within_the_range(
    ends, part, normal
):
    low, high = ends
    base = low + part * (high - low)
    prior = Prior(("x",), np.array([base]), np.array([low]), np.array([high]))
    middle = prior.values(np.zeros((1, 1)))[0, 0]
    assert middle == prior.middle[0]
    if 0.1 <= part <= 0.9:
        assert middle == pytest.approx(base)
    assert low + 0.09 * (high - low) <= middle <= high - 0.09 * (high - low)
    value = prior.values(np.array([[normal]]))[0, 0]
    assert low <= value <= high
    assert (value - middle) * normal >= 0
    evenly = prior.values(np.array([[0.6744897501960817], [-0.6744897501960817]]))[
        :, 0
    ]  # quartiles
    np.testing.assert_allclose(evenly, [(middle + high) / 2, (middle + low) / 2], atol=1e-9)


@pytest.mark.parametrize("points", [100, 40])
def test_points_are_spread_evenly_with_mean_0_and_spread_1(points):
    found = spread_evenly(points, 50, 3)
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(found.std(axis=0), 1)
    assert found.shape == (points, 50)


def test_numbers_are_uncorrelated_before_the_record_is_seen():
    np.testing.assert_allclose(
        np.corrcoef(spread_evenly(300, 100, 1), rowvar=False), np.eye(100), atol=1e-9
    )


def test_the_file_that_is_written_is_the_world_that_was_fitted(recovered, tmp_path):
    scenario, _, found = recovered
    after = calibrated(scenario, found, "a test")
    assert after.hash == with_numbers(scenario, found.numbers()).hash != scenario.hash
    (tmp_path / "base.toml").write_text(
        'title = "A small world"\nstart = 2000-01-01\nmonths = 36\nspin_up = 12\n' + WORLD
    )
    (tmp_path / "fitted.toml").write_text(extending_toml(scenario, after, "base"))
    again = sim.load(tmp_path / "fitted.toml")
    assert again.hash == after.hash
    path = "ties.SOUTH.WEST.obstacle"
    k, quantity = found.paths.index(path), again.value(path)
    assert quantity.source == "calibrated" and again.sources["calibrated"] == "a test"
    assert quantity.note == f"1 before; {100 * found.pinned[k]:.0f} % of the uncertainty taken away"
    assert quantity.range[0] <= quantity.value <= quantity.range[1] < 2.0
    amounts = {effect.name for shock in again.shocks for effect in shock.effects}
    assert amounts == {QUARREL, LATER}  # the paths of amounts stay as they were
    assert "ties.*.WEST.stance" in (tmp_path / "fitted.toml").read_text()
    assert "later" not in (tmp_path / "fitted.toml").read_text()


def test_what_is_calibrated_can_be_calibrated_again(recovered):
    scenario, _, found = recovered
    twice = calibrated(calibrated(scenario, found, "first"), found, "second")
    assert {"first", "second"} <= set(twice.sources.values())


@pytest.mark.parametrize(
    ("until", "more", "words"),
    [
        ("2001-12", {"over": ["states.NORTH.autonomy"]}, "states.NORTH.autonomy has no range"),
        ("2001-12", {"points": 8}, "points is 8: at least 16 are needed"),
        ("1999-06", {}, "nothing to fit"),
    ],
)
def test_what_cannot_be_fitted_is_one_line(recovered, until, more, words):
    scenario, record, _ = recovered
    with pytest.raises(ValueError, match=words) as caught:
        fit(scenario, [record], until, Plan(**more))
    assert "\n" not in str(caught.value)


def test_too_many_numbers_are_told_so(recovered, monkeypatch):
    scenario, record, _ = recovered
    monkeypatch.setattr(calibration, "_MOST", 3)
    with pytest.raises(ValueError, match="7 parameters have ranges: at most 3"):
        fit(scenario, [record], "2001-12")


def test_the_figure_shows_each_number_and_says_what_is_left_open(recovered, tmp_path, readable):
    scenario, _, found = recovered
    drawn = drawing.figure(scenario, found, "Made up for a test.")
    written = "\n".join(text.get_text() for part in (drawn, *drawn.axes) for text in part.texts)
    assert "5 % of the uncertainty of 5 of 7 parameters" in written.replace("\n", " ")
    assert all(path in written for path in found.paths) and "added to" in written
    assert all(row in written for row in found.rows)
    readable(lambda: drawing.figure(scenario, found, "Made up for a test."))
    first, second = (style.save(drawn, tmp_path / name) for name in ("calibrate", "calibrate"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.fixture
def command(tmp_path, monkeypatch, small_defaults):
    """Run the command line in an empty folder, scored on few histories."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["calibrate", *words])


def test_the_command_writes_tables_figure_page_and_a_scenario_that_loads(world, tmp_path, command):
    record_of(world, TRUTH, tmp_path / "record.csv", histories=20)
    asked = (
        "world.toml",
        "--record",
        "record.csv",
        "--train-until",
        "2000-12",
        "--points",
        "32",
        "--rounds",
        "2",
    )
    done = command(*asked, "-n", "8", "-o", "results/out", "--without", "later")
    assert done.exit_code == 0, done.stderr
    assert "of 6 parameters beyond chance" in done.stdout and "Left open" in done.stdout
    assert (
        "2001 share, rank correlation (new)" in done.stdout
        and "2000 share, rank correlation (trained)" in done.stdout
    )
    out = tmp_path / "results" / "out"
    numbers, sample, agreed, scored = (
        pd.read_csv(out / name)
        for name in ("calibration.csv", "sample.csv.gz", "agreement.csv", "scores.csv")
    )
    assert len(numbers) == 6 and sample.shape == (32, 6) and set(sample) == set(numbers["path"])
    assert set(agreed["round"]) == {0, 1, 2} and set(agreed["row"]) == {
        "share 2000",
        "change 1999 to 2000",
    }
    assert set(scored["scenario"]) == {"before", "after"} and set(scored["sample"]) == {
        "trained",
        "new",
    }
    held = json.loads((out / "manifest.json").read_text())["holds"]
    assert (
        held["kind"] == "calibration" and held["train_until"] == "2000-12" and held["points"] == 32
    )
    assert (out / "figures" / "calibrate.svg").exists() and (out / "resolved.toml").exists()
    assert (
        "--train-until 2000-12 --points 32 --rounds 2 --without later -n 8 --seed 1"
        in (out / "report.html").read_text()
    )
    fitted = sim.load(out / "world-calibrated.toml")
    pinned = numbers[numbers["beyond_chance"]].set_index("path")["fitted"]
    for path in pinned.index:
        if path in fitted.numbers:
            assert fitted.value(path).value == pytest.approx(pinned[path], rel=1e-3)
    assert "without later" in map(str, fitted.changed)
    again = command(*asked, "-n", "9", "-o", "results/out")
    assert again.exit_code == 5 and "--overwrite" in again.stderr


def test_a_scenario_that_is_found_by_name_is_extended_by_name(world, tmp_path, command):
    (tmp_path / "scenarios").mkdir()
    shutil.copy(tmp_path / "world.toml", tmp_path / "scenarios" / "mine.toml")
    record_of(world, TRUTH, tmp_path / "record.csv", histories=20)
    asked = (
        "mine",
        "--record",
        "record.csv",
        "--train-until",
        "2001-12",
        "--points",
        "32",
        "--rounds",
        "1",
        "-n",
        "8",
    )
    done = command(*asked, "-o", "out", "--json")
    data = json.loads(done.stdout)
    assert {row["path"] for row in data["numbers"]} == {*TRUTH, POWER, LATER}
    assert sim.load("out/mine-calibrated.toml").hash == data["hash"]["after"]
    shutil.copy(tmp_path / "out" / "mine-calibrated.toml", tmp_path / "scenarios")
    assert sim.load("mine-calibrated").hash == data["hash"]["after"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--record", "record.csv", "--train-until", "June"), "it is written as 2014-06"),
        (("--record", "none.csv", "--train-until", "2001-12"), "none.csv: No such file"),
        (
            ("--record", "record.csv", "--record", "record.csv", "--train-until", "2001-12"),
            "give each record once",
        ),
        (("--record", "record.csv", "--train-until", "1990-12"), "nothing to fit"),
        (
            (
                "--record",
                "record.csv",
                "--train-until",
                "2001-12",
                "--over",
                "ties.NORTH.EST.affinity",
            ),
            "did you mean",
        ),
    ],
)
def test_what_cannot_be_asked_of_the_command_is_one_line(world, tmp_path, command, words, told):
    record_of(world, {}, tmp_path / "record.csv", histories=2)
    done = command("world.toml", *words, "--points", "16", "-n", "2")
    assert done.exit_code == 2 and told in done.stderr
    assert len([line for line in done.stderr.strip().splitlines() if line.startswith("Error")]) <= 1
    assert not (tmp_path / "results").exists()


def test_two_states_are_too_few_to_score_but_not_to_fit(world_of, tmp_path, command):
    pair = world_of(
        "[states.A]\n[states.B]\n[ties.A.B]\naffinity = { value = 0.1, range = [-0.5, 0.5] }\n"
    )
    record_of(pair, {"ties.A.B.affinity": 0.4}, tmp_path / "record.csv", histories=20)
    done = command(
        "world.toml",
        "--record",
        "record.csv",
        "--train-until",
        "2001-12",
        "--points",
        "16",
        "-n",
        "4",
    )
    assert done.exit_code == 0 and "of 1 parameter beyond chance" in done.stdout


def test_what_became_of_the_rows_of_a_record_is_told_before_it_is_fitted_to(
    world, tmp_path, command
):
    path = tmp_path / "record.csv"
    record_of(world, TRUTH, path, histories=20)
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *rows, rows[0], rows[1].rsplit(",", 1)[0] + ",2.5"]) + "\n")
    asked = (
        "world.toml",
        "--record",
        "record.csv",
        "--train-until",
        "2000-12",
        "--points",
        "16",
        "--rounds",
        "1",
    )
    done = command(*asked, "-n", "2", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert f"record.csv: {len(rows) + 2} rows read, 0 passed over" in done.stdout
    assert "1 damaged, 1 repeated row passed over" in done.stdout
    assert f"record.csv:{len(rows) + 3}: material_conflict is '2.5'" in done.stderr
    assert "1 repeated row passed over" in (tmp_path / "out" / "report.html").read_text()


def test_a_file_that_extends_another_holds_what_differs_and_nothing_else(
    article, tmp_path, monkeypatch
):
    numbers = {
        "states.DPRK.autonomy": 0.4,
        "states.RUS.need.recognition": 0.7,
        "dynamics.chill": 0.05,
        "moves.envoy.cost": 0.11,
        "shocks.nuclear-test-sanctions.effects.1.amount": -0.2,
    }
    changed = sim.load("article", set=numbers, without=["crimea"])
    path = tmp_path / "other.toml"
    path.write_text(extending_toml(article, changed, "article"))
    again = sim.load(path)
    assert again.hash == changed.hash and set(again.changed) == set(changed.changed)
    assert (
        path.read_text().count("[[shocks]]") == 1
        and 'path = "ties.*.DPRK.reach.economy"' in path.read_text()
    )
    both = sim.load("article", without=["crimea*"])
    path.write_text(extending_toml(article, both, "article"))
    assert (
        'without = ["crimea", "crimea-vote", "crimea-mh17"]' in path.read_text()
        and sim.load(path).hash == both.hash
    )
    path.write_text(extending_toml(article, article, "article"))
    assert sim.load(path).hash == article.hash and len(path.read_text().splitlines()) == 3


ASKED = """
[[questions]]
id = "warm"
text = "NORTH ends on good terms with EAST"
level = { measure = "stance", state = "NORTH", partner = "EAST", from = 2002-01-01, above = 0.0 }
"""


def test_a_question_can_be_asked_to_be_answered_yes(world_of, tmp_path, command):
    asking = world_of(WORLD + ASKED, months=36, spin_up=12)
    record_of(asking, {}, tmp_path / "record.csv", histories=50)
    asked = (
        "world.toml",
        "--record",
        "record.csv",
        "--train-until",
        "2001-12",
        "--points",
        "64",
        "--rounds",
        "2",
    )
    done = command(*asked, "-n", "16", "-o", "out", "--yes", "warm", "--json")
    assert done.exit_code == 0, done.output
    agreed = pd.read_csv(tmp_path / "out" / "agreement.csv")
    row = agreed[agreed["row"] == "yes to warm"]
    assert row["correlation"].iloc[-1] > row["correlation"].iloc[0] and row["misfit"].isna().all()
    assert "--yes warm" in (tmp_path / "out" / "report.html").read_text()
    unknown = command(*asked, "-n", "16", "--yes", "wram")
    assert unknown.exit_code == 2 and "did you mean 'warm'" in unknown.stderr
