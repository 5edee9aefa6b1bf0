"""Hindcast: spans that record and scenario share, counts in the same measures, and what the command
makes of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import sim
from sim.analysis.hindcast import counting, hindcast
from sim.analysis.hindcast import figure as drawing
from sim.analysis.hindcast.counting import contacts_of, counted, with_year_before
from sim.analysis.hindcast.findings import balance, finding
from sim.analysis.hindcast.forecasts import ANCHORED, UNANCHORED, forecasts
from sim.analysis.hindcast.hindcast import (
    PADDING,
    Counts,
    months_before,
    recorded_counts,
    rising,
    scatter,
    share,
    spans,
    tone,
    volume,
)
from sim.analysis.hindcast.past import AFFINITY, BACK, LAST, USUAL
from sim.analysis.hindcast.scorecard import check_shared, scored
from sim.analysis.hindcast.timing import windows
from sim.cli import cli
from sim.data.events import Record, read_record
from sim.ensemble.how import How
from sim.errors import InvalidInput
from sim.model.history import blank_record, by_history, simulate
from sim.model.layout import quiet
from sim.model.prepared import prepared
from sim.outcomes.observation import events

SHARED = Path(__file__).parents[4] / "shared" / "record"
HEAD = "source,target,verbal_coop,material_coop,verbal_conflict,material_conflict\n"

# One that gives and asks, one that quarrels, one in between; the quarrel is settled after a year.
THREE = """
[states.A]
[states.B]
[states.C]
[ties.A.B]
affinity = 0.7
[ties.B.A]
affinity = 0.5
[ties.A.C]
affinity = -0.7
[ties.C.A]
affinity = -0.6
[ties.B.C]
affinity = 0.1
[ties.C.B]
affinity = -0.2
"""
PEACE = """
[[shocks]]
id = "peace"
date = 2001-01-01
title = "A and C make peace"
effects = [{ path = "ties.A.C.affinity", set = 0.8 }, { path = "ties.C.A.affinity", set = 0.8 },
           { path = "ties.A.C.stance", set = 0.8 }, { path = "ties.C.A.stance", set = 0.8 }]
"""


def of_periods(*periods: str, n: int = 3, cooperation=None) -> Record:
    """Return a record of some periods, of an event each way in each unless told otherwise."""
    ones = np.where(np.eye(n, dtype=bool), np.nan, 1.0) * np.ones((len(periods), 1, 1))
    return Record(
        "events.csv",
        ("A", "B", "C")[:n],
        periods,
        ones if cooperation is None else cooperation,
        ones,
        0,
        0,
        (),
    )


def years(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(year) for year in range(first, last + 1))


def months(first: str, count: int) -> tuple[str, ...]:
    return tuple(str(month) for month in np.datetime64(first) + np.arange(count))


def as_table(results: sim.outcomes.Results, path: Path) -> Path:
    """Write what event data would count of a run, all histories together, as a table by year."""
    codes, labels = results.codes, results.scenario.month_labels
    lines = []
    for year in sorted({label[:4] for label in labels}):
        where = [k for k, label in enumerate(labels) if label[:4] == year]
        sums = (kind[:, where].sum(axis=(0, 1)) for kind in events(results))
        warm, cold = (kind.round().astype(int) for kind in sums)
        lines += [
            f"{year},{codes[i]},{codes[j]},{warm[i, j]},0,{cold[i, j]},0\n"
            for i in range(len(codes))
            for j in range(len(codes))
            if i != j
        ]
    path.write_text("year," + HEAD + "".join(lines))
    return path


@pytest.fixture
def command(tmp_path, monkeypatch) -> Callable[..., Result]:
    """Run the command line, without the process."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, list(words))


def test_years_that_both_cover_whole_are_spans_and_so_is_the_year_before(world_of):
    scenario = world_of(THREE, months=30)  # 2000, 2001 and half of 2002
    found = spans(of_periods(*years(1997, 2003)), scenario)
    assert [(span.label, span.place) for span in found] == [("1999", 2), ("2000", 3), ("2001", 4)]
    assert [span.months for span in found] == [slice(-12, 0), slice(0, 12), slice(12, 24)]


def test_a_quarter_counts_only_with_all_its_months(world_of):
    scenario = world_of(THREE, months=12)
    whole = months("1999-09", 20)
    found = spans(of_periods(*whole), scenario)
    assert [span.label for span in found] == ["1999 Q4", "2000 Q1", "2000 Q2", "2000 Q3", "2000 Q4"]
    assert [span.months.start for span in found] == [-3, 0, 3, 6, 9]
    broken = spans(of_periods(*(month for month in whole if month != "2000-05")), scenario)
    assert [span.label for span in broken] == ["1999 Q4", "2000 Q1", "2000 Q3", "2000 Q4"]
    assert [span.place for span in broken] == [1, 2, 4, 5]


def test_what_a_record_skips_is_no_change_from_one_to_the_next(world_of):
    scenario = world_of(THREE, months=48)
    record = of_periods("2000", "2001", "2003")
    counts = recorded_counts(record)
    assert counts.cooperation.shape == (4, 3, 3) and np.isnan(counts.cooperation[2]).all()
    found = spans(record, scenario)
    assert [span.place for span in found] == [0, 1, 3]
    simulated, still = (Counts(*(np.ones(shape) for _ in "12")) for shape in ((3, 3, 3), (3, 3)))
    told = forecasts(found, counts, simulated, np.zeros((3, 3)), still)
    assert {one.span for one in told if one.measure == "share"} == {"2000", "2001", "2003"}
    assert {one.span for one in told if one.measure == "change"} == {"2000 to 2001"}


def test_a_month_that_another_record_counts_in_part_is_no_whole_month_of_this_one(world_of):
    scenario = world_of(THREE, months=12)
    record = replace(of_periods(*months("2000-01", 9)), shared=("2000-05",))
    assert [span.label for span in spans(record, scenario)] == ["2000 Q1", "2000 Q3"]
    assert np.isnan(recorded_counts(record).cooperation[1]).all()
    looked_at = [window.labels for window in windows(record, scenario)]
    assert looked_at == [tuple(month for month in months("2000-01", 9) if month != "2000-05")]
    whole = replace(record, shared=record.periods)
    with pytest.raises(InvalidInput, match="what a record before it counts is not counted again"):
        check_shared(whole, scenario)


@pytest.mark.parametrize(
    ("until", "trained"),
    [
        (None, []),
        ("1999-12", ["1999"]),
        ("2000-12", ["1999", "2000"]),
        ("2001-01", ["1999", "2000", "2001"]),
    ],
)
def test_a_span_with_any_month_that_was_fitted_to_is_trained(world_of, until, trained):
    found = spans(of_periods(*years(1999, 2001)), world_of(THREE), until)
    assert [span.label for span in found if span.trained] == trained


@pytest.mark.parametrize("text", ["2014", "2014-13", "June 2014", "2014-6", "2014-06-01"])
def test_what_is_no_month_is_refused(world_of, text):
    with pytest.raises(ValueError, match=r"month is '.*': it is written as 2014-06"):
        spans(of_periods("2000"), world_of(THREE), text)


def test_a_scenario_may_begin_in_the_middle_of_a_year(world_of, tmp_path):
    path = tmp_path / "late.toml"
    path.write_text(f'title = "Late"\nstart = 2000-07-01\nmonths = 18\n{THREE}')
    found = spans(of_periods(*years(1998, 2002)), sim.load(path))
    assert [(span.label, span.months) for span in found] == [("2001", slice(6, 18))]


def test_the_year_before_is_the_world_without_shocks(world_of):
    scenario = world_of(THREE + PEACE.replace("2001-01-01", "2000-01-01"))
    ready, record = prepared(scenario), blank_record(20, 12, 3)
    simulate(replace(ready, setting=quiet(ready.setting, 12)), 7, np.arange(20), record)
    before, still = sim.run(months_before(scenario), 20, 7), by_history(record)
    assert months_before(scenario).month_labels == list(months("1999-01", 12))
    assert np.array_equal(before.choices, still.choices)
    assert np.array_equal(before.stances, still.stances)
    assert not np.array_equal(before.choices, sim.run(scenario, 20, 7).choices[:, :12])


def test_expected_events_are_those_of_the_run_and_of_the_year_before_on_draws_of_its_own(world_of):
    scenario = world_of(THREE)
    found = spans(of_periods(*years(1999, 2001)), scenario)
    counts = counted(with_year_before(scenario, 30, 4), found)
    warm, cold = (kind.mean(axis=0) for kind in events(sim.run(scenario, 30, 4)))
    assert counts.cooperation[1] == pytest.approx(warm[:12].sum(axis=0))
    assert counts.conflict[2] == pytest.approx(cold[12:].sum(axis=0))
    before = events(sim.run(months_before(scenario), 30, 5))
    assert counts.cooperation[0] == pytest.approx(before[0].mean(axis=0).sum(axis=0))


def test_histories_summed_in_parts_are_those_of_one_run_and_keep_the_contacts_of_each(
    world_of, monkeypatch
):
    scenario, told = world_of(THREE), []
    whole = with_year_before(scenario, 20, 4)
    monkeypatch.setattr(counting, "CHUNK", 7)
    parts = with_year_before(scenario, 20, 4, How(progress=told.append))
    assert sum(told) == 40 and sorted(told) == [6, 6, 7, 7, 7, 7]
    of_all, of_parts = (*whole.before, *whole.during), (*parts.before, *parts.during)
    for mine, theirs in zip(of_all, of_parts, strict=True):
        assert np.array_equal(mine, theirs)
    direct = contacts_of(sim.run(scenario, 20, 4))
    for name in ("met", "deals"):
        assert np.array_equal(getattr(parts.contacts, name), getattr(direct, name))


def test_shares_tones_and_volumes_are_hand_worked():
    counts = Counts(
        np.array([[[0, 9], [4, 0]], [[0, 1], [0, 0]]]),
        np.array([[[0, 0], [4, 0]], [[0, 1], [0, 0]]]),
    )
    assert share(counts)[0, 0, 1] == 1 and share(counts)[0, 1, 0] == 0.5
    assert np.isnan(share(counts)[1, 1, 0])  # nothing is reported
    assert PADDING == 2
    assert tone(counts)[0, 0, 1] == pytest.approx(np.log(11 / 2)) and tone(counts)[0, 1, 0] == 0
    assert np.diff(volume(counts), axis=0)[0, 0, 1] == pytest.approx(np.log(3 / 11))


def test_a_rise_is_as_likely_as_the_record_scatters():
    assert scatter(np.array([3.0, -4.0, np.nan])) == pytest.approx(np.sqrt(12.5))
    assert scatter(np.array([np.nan])) == scatter(np.zeros(3)) == hindcast.SCATTER
    assert rising(np.array([0.0, 0.5, -0.5]), 0.5) == pytest.approx([0.5, 0.8413, 0.1587], abs=1e-4)


def test_a_record_made_from_the_scenario_itself_is_matched(world_of, tmp_path):
    scenario = world_of(THREE + PEACE)
    made = as_table(sim.run(scenario, 400, 9), tmp_path / "itself.csv")
    found = scored(read_record(made, scenario.states), with_year_before(scenario, 400, 1))
    keys = ["statement", "span", "measure", "score"]
    table = found.scores.groupby(keys)["model"].first()[UNANCHORED]
    # padding counts for more in the mean of one history than in a sum over four hundred
    assert min(table[year, "share", "rank correlation"] for year in ("2000", "2001")) > 0.7
    assert table["2000 to 2001", "change", "rank correlation"] > 0.8
    assert (
        table["2000 to 2001", "net direction", "hits"] == 1
        and table["2000 to 2001", "net direction", "Brier score"] < 0.1
    )
    assert table["2000", "plain share", "median error"] < 0.05
    said = finding(found)
    assert "Tone in 2001 (new): the model's shares of cooperation are off by" in said
    assert "Anchored on the record's past its order of 2001 correlates" in said
    rows = found.scores[(found.scores["about"] == "tone") & (found.scores["statement"] == ANCHORED)]
    lost = int(rows["wins"].str.startswith("rival").sum())
    counted_up = balance(found.scores)[1]
    assert f"Of {len(rows)} comparisons of tone with a rival, anchored on the" in counted_up
    assert f"and loses {lost} (0 at 95 %)." in counted_up


def test_the_article_matches_a_record_of_itself_better_than_affinity_does(article, tmp_path):
    made = as_table(sim.run(article, 1000, 9), tmp_path / "itself.csv")
    table = scored(read_record(made, article.states), with_year_before(article, 1000, 1)).scores
    table = table[table["statement"] == UNANCHORED]
    ranked = table[(table["rival"] == AFFINITY) & (table["score"] == "rank correlation")]
    shares, changes = (ranked[ranked["measure"] == measure] for measure in ("share", "change"))
    assert (shares["model"] > 0.96).all() and (shares["better"] > 0).all()
    assert (changes["model"] > 0.6).all() and (changes["low"] > 0.2).all()


def test_the_command_leaves_tables_that_keep_trained_and_new_apart(world_of, tmp_path, command):
    scenario = world_of(THREE + PEACE, months=36)
    as_table(sim.run(scenario, 50, 9), tmp_path / "itself.csv")
    words = ["world.toml", "--record", "itself.csv", "--train-until", "2001-06", "-n", "20"]
    done = command("hindcast", *words, "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert "itself.csv: 18 rows read, 0 passed over" in done.stdout
    assert "Tone in 2002 (new): the model's shares of cooperation are off by" in done.stdout
    assert "anchored better by" in done.stdout and "back to usual" in done.stdout
    assert "tuned with 2013-15 in view" in done.stdout
    out = tmp_path / "out"
    for name in ("scores", "bands", "alarms", "dyads"):
        table = pd.read_csv(out / f"{name}.csv")
        last = table["span"].astype(str).str[-4:]
        assert (table["sample"] == np.where(last == "2002", "new", "trained")).all()
        assert set(table["record"]) == {"itself.csv"}
    dyads = pd.read_csv(out / "dyads.csv")
    assert len(dyads) == 18 and dyads["recorded_share"].between(0, 1).all()
    assert list(pd.read_csv(out / "timing.csv").columns)[:3] == ["record", "sample", "first"]
    page = (out / "report.html").read_text()
    assert (
        page.count("data:image/png") == 1
        and "https://" not in page
        and page.index("correlates") < page.index("<h2>")
    )
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["holds"]["kind"] == "hindcast" and list(manifest["holds"]["records"]) == [
        "itself.csv"
    ]
    other = command("hindcast", *words[:3], "-n", "20", "-o", "out", "--json")
    assert other.exit_code == 5 and "with other train_until" in other.stderr
    again = command("hindcast", *words, "-o", "again", "--json")
    told = pd.DataFrame(json.loads(again.stdout)["records"][0]["scores"])
    kept = pd.read_csv(out / "scores.csv", dtype={"span": str}).drop(columns="record")
    pd.testing.assert_frame_equal(told, kept, check_dtype=False)
    assert again.stderr.strip().startswith("Report: again")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ["--record", "good.csv", "--train-until", "2014"],
            2,
            "month is '2014': it is written as 2014-06",
        ),
        (
            ["--record", "early.csv"],
            2,
            (
                "early.csv counts events from 1990 to 1990, world runs from 2000-01 to 2001-12: "
                "they share no whole year"
            ),
        ),
        (["--record", "none.csv"], 2, "none.csv: No such file or directory"),
        (["--record", "loop"], 2, "loop: Too many levels of symbolic links"),
        (["--record", "other.csv"], 2, "other.csv: expected a dyad table"),
        (["--record", "good.csv", "--record", "good.csv"], 2, "two files are called good.csv"),
        (["--record", "good.csv", "--set", "states.A.autonmy=1"], 3, "did you mean 'autonomy'"),
        ([], 2, "Missing option '--record'"),
    ],
)
def test_what_cannot_be_scored_is_one_line(world_of, tmp_path, command, words, code, told):
    world_of(THREE)
    for name, year in (("good", 2000), ("early", 1990)):
        (tmp_path / f"{name}.csv").write_text(f"year,{HEAD}{year},A,B,1,1,1,1\n")
    (tmp_path / "other.csv").write_text("apples,pears\n1,2\n")
    (tmp_path / "loop").symlink_to("loop")
    done = command("hindcast", "world.toml", *words, "-n", "2", "-o", "out")
    assert done.exit_code == code and told in done.stderr, done.stderr
    errors = [
        line
        for line in done.stderr.splitlines()
        if line and not line.startswith(("Usage:", "Try "))
    ]
    assert len(errors) == 1 and not (tmp_path / "out").exists()


def test_a_record_with_too_little_in_it_says_so(world_of, tmp_path, command):
    world_of(THREE)
    (tmp_path / "thin.csv").write_text(f"year,{HEAD}2000,A,B,1,1,1,1\n")
    done = command("hindcast", "world.toml", "--record", "thin.csv", "-n", "2", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert (
        "Too few dyads have events in any span for shares or changes to be scored." in done.stdout
    )
    assert pd.read_csv(tmp_path / "out" / "scores.csv").empty


def test_damaged_rows_are_named_and_counted_and_the_rest_is_scored(world_of, tmp_path, command):
    scenario = world_of(THREE)
    made = as_table(sim.run(scenario, 20, 9), tmp_path / "itself.csv")
    made.write_text(made.read_text() + "2001,A,B,many,0,0,0\n")
    done = command("hindcast", "world.toml", "--record", "itself.csv", "-n", "5", "-o", "out")
    assert (
        done.exit_code == 0
        and "13 rows read, 0 passed over (not between two of the states), 1 damaged" in done.stdout
    )
    assert "itself.csv:14: verbal_coop is 'many'" in done.stderr


@pytest.mark.parametrize("counts", ["5,1,1,1", "0,0,0,0", "0,0,3,3", "10000000,0,10000000,0"])
def test_a_record_that_says_the_same_of_all_is_scored_without_a_direction(
    world_of, tmp_path, command, counts
):
    world_of(THREE)
    rows = [f"{year},{a},{b},{counts}" for year in (2000, 2001) for a, b in permutations("ABC", 2)]
    (tmp_path / "same.csv").write_text(f"year,{HEAD}" + "\n".join(rows) + "\n")
    done = command(
        "hindcast", "world.toml", "--record", "same.csv", "-n", "2", "-o", "out", "--json"
    )
    assert done.exit_code == 0, done.stderr
    assert "NaN" not in done.stdout and "Infinity" not in done.stdout


@pytest.mark.parametrize("states", [3, 14])
def test_the_figure_has_a_row_for_each_record_and_tells_hits_from_misses_without_colour(
    states, readable
):
    codes = tuple(f"S{k}" for k in range(states))
    source, target = (np.array(codes)[k] for k in np.nonzero(~np.eye(states, dtype=bool)))
    size = np.linspace(-1, 1, len(source))
    table = pd.DataFrame({"span": "2001", "sample": "new", "source": source, "target": target})
    share = 1 / (1 + np.exp(-size))
    names = ("recorded_share", "recorded_padded_share", "anchored_share")
    table = table.assign(**dict.fromkeys(names, share), anchored_low=0.9 * share)
    table = table.assign(
        anchored_high=1.1 * share, expected_share=-size, expected_padded_share=-size
    )
    table = table.assign(recorded_change=size, expected_change=size, anchored_change=np.abs(size))
    table["rises"] = np.where(size > 0, 1.0, 0.0)
    records = [("one.csv", table), ("none.csv", table[:0]), ("two.csv", table)]
    readable(lambda: drawing.figure(records, codes, "A title", "Small."))
    drawn = drawing.figure(records, codes, "A title", "Small.")
    panels, pairs = drawn.axes, len(source)
    assert [axes.get_title(loc="left").replace("\n", " ") for axes in panels] == 2 * [
        "Model alone, 2001 (new): rank correlation −1.00",
        f"Anchored on the record's past: 1.00, {pairs} of {pairs} within their band",
        f"Changes to 2001: {pairs // 2} of {pairs} right (model alone {pairs})",
    ]
    assert [axes.texts[-1].get_text() for axes in panels[::3]] == ["one.csv", "two.csv"]
    hits, misses = panels[2].collections[-2:]
    assert len(hits.get_offsets()) == len(misses.get_offsets()) == pairs / 2
    assert hits.get_paths()[0].vertices.shape != misses.get_paths()[0].vertices.shape
    named = [text.get_text() for text in panels[0].texts]
    assert len(named) == 7 and f"{source[0]}→{target[0]}" in named  # and the record's name


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
def test_the_article_is_scored_on_the_record_and_it_says_where_it_loses(tmp_path, command):
    files = (
        "icews_dyad_year_2002_2013.csv",
        "icews_dyad_month_2014h1.csv",
        "chronology_2012_2015feb.csv",
    )
    given = [word for file in files for word in ("--record", str(SHARED / file))]
    done = command(
        "hindcast", "article", *given, "--train-until", "2013-12", "-n", "60", "-o", "out"
    )
    assert done.exit_code == 0, done.stderr
    assert "360 rows read, 0 passed over" in done.stdout and "as last time (0.86" in done.stdout
    table = pd.read_csv(tmp_path / "out" / "scores.csv")
    shares = table[(table["measure"] == "share") & (table["statement"] == UNANCHORED)]
    share = shares[shares["rival"] == LAST].set_index("span")
    rivals = shares[shares["span"] == "2013"].set_index("rival")["rival_score"]
    assert rivals[BACK] == pytest.approx(0.899, abs=1e-3) and rivals[USUAL] < rivals[BACK]
    assert share.loc["2013", "sample"] == "trained" and share.loc["2014 Q2", "sample"] == "new"
    assert 0.5 < share.loc["2013", "model"] < 0.9 and share.loc[
        "2013", "rival_score"
    ] == pytest.approx(0.858, abs=1e-3)
    times = pd.read_csv(tmp_path / "out" / "timing.csv")
    turns = times[(times["measure"] == "turn") & (times["record"] == files[2])].set_index("sample")
    assert turns.loc["new", "first"] == "2014-01" and turns.loc["new", "recorded"] == "2014-03"
