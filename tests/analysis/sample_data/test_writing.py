"""Sample data: what is made up is read back whole, is the scenario's own, and says that it is made
up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import spearmanr

import sim
from sim.analysis.hindcast.hindcast import PADDING
from sim.analysis.sample_data import kinds
from sim.analysis.sample_data.news import counts_of, news, own_seed
from sim.analysis.sample_data.tables import Tables
from sim.analysis.sample_data.writing import sample_data
from sim.cli import cli
from sim.data.country_years import read_figures
from sim.data.event_rows import QUADS
from sim.data.events import read_record, read_records
from sim.data.skeleton import KINDS, import_skeleton, states_called
from sim.errors import InvalidInput
from sim.outcomes.observation import cooperation, events
from sim.report.folder import OutputExists

STATES = "DPRK,RUS,CHN,JPN,ROK,USA"


@pytest.fixture(scope="module")
def prelude():
    return sim.load("article-from-2012")


@pytest.fixture(scope="module")
def sample(prelude, tmp_path_factory):
    return sample_data(prelude, tmp_path_factory.mktemp("made") / "up", histories=3, seed=4)


def of_kind(sample, word):
    return [sample.folder / one.name for one in sample.files if word in one.name]


def total(record, sign):
    return np.nansum(getattr(record, sign))


# --- what is written is read -------------------------------------------------------------------


def test_every_file_of_events_is_read_without_a_damaged_row(sample, prelude):
    files = [sample.folder / one.name for one in sample.files if "--events" in one.option]
    assert len(files) == 14
    for path in files:
        record = read_record(path, prelude.states)
        assert record.rows and (record.damaged, record.outside, record.repeated) == (0, 0, 0), path


def test_all_forms_hold_the_same_events(sample, prelude):
    raw = read_records(of_kind(sample, "icews"), prelude.states)
    table = read_record(sample.folder / "sample-events-by-year.csv", prelude.states)
    for k, year in enumerate(sample.years):
        for sign in ("cooperation", "conflict"):
            whole = np.nansum(getattr(raw[k], sign), axis=0)
            assert np.array_equal(whole, np.nan_to_num(getattr(table, sign)[k]))
        for name in (f"gdelt-1.0-{year}", f"gdelt-2.0-{year}", f"list-{year}"):
            for path in of_kind(sample, name):
                other = read_record(path, prelude.states)
                assert total(other, "conflict") == total(raw[k], "conflict") > 0
                assert total(other, "cooperation") == total(raw[k], "cooperation")
    months = read_record(sample.folder / "sample-events-by-month.csv", prelude.states)
    assert total(months, "cooperation") == total(table, "cooperation")
    assert sample.events == total(table, "cooperation") + total(table, "conflict")


def test_every_table_of_country_years_is_read_without_a_damaged_row(sample, prelude):
    tables = [one for one in sample.files if "--events" not in one.option]
    assert {one.option.removeprefix("--") for one in tables} == set(KINDS)
    for one in tables:
        kind = one.option.removeprefix("--")
        read = read_figures(kind, sample.folder / one.name, prelude.states, 2010, 2012)
        assert read.kept and not read.faults.count and not read.twice, one.name


def test_an_import_of_the_sample_gives_back_power_and_capacity(sample, prelude):
    given = {
        one.option.removeprefix("--"): sample.folder / one.name
        for one in sample.files
        if "--events" not in one.option and "Ideal" not in one.name
    }
    raw = [path for path in of_kind(sample, "icews") if path.suffixes[0] in (".2010", ".2011")]
    made = import_skeleton("made", states_called(STATES, 2011), 2011, given, raw)
    assert not made.missing and not made.faults
    path = sample.folder.parent / "made.toml"
    path.write_text(made.text)
    back = sim.load(path)
    for code in prelude.codes:
        for name in ("power", "capacity.economy", "capacity.security"):
            here = prelude.value(f"states.{code}.{name}").value
            assert back.value(f"states.{code}.{name}").value == pytest.approx(here, rel=1e-3)


# --- it is the scenario's own ------------------------------------------------------------------


def test_events_are_as_many_as_the_observation_model_expects(prelude):
    results = sim.run(prelude, histories=20, seed=2)
    counts = counts_of(results, 7).sum(axis=(1, 2))
    quads = np.array([kind.quad for kind in kinds.KINDS])
    off = ~np.eye(len(prelude.codes), dtype=bool)
    for expected, ours in zip(events(results), (quads < 2, quads >= 2), strict=True):
        expected = expected.sum(axis=(0, 1))[off]
        assert np.abs(counts[ours].sum(axis=0)[off] - expected).max() < 4.5 * np.sqrt(20 * 48) / 2
        assert counts[ours].sum(axis=0)[off].sum() == pytest.approx(expected.sum(), rel=0.01)


def test_cooperative_kinds_are_those_of_their_codes():
    assert [QUADS[kind.quad] for kind in (kinds.ROUTINE, kinds.REBUFF, kinds.ACTED["force"])] == [
        "verbal_coop",
        "verbal_conflict",
        "material_conflict",
    ]
    assert all(kind.quad < 2 for kind in (*kinds.OFFERED.values(), *kinds.ACCEPTED.values()))
    assert all(kind.quad >= 2 for kind in kinds.ACTED.values())


def test_a_scenario_ranks_its_own_sample_highly_and_mixed_up_states_do_not(prelude, tmp_path):
    made = sample_data(prelude, tmp_path / "made", histories=20, seed=3)
    table = read_record(made.folder / "sample-events-by-year.csv", prelude.states)
    where = [k for k, year in enumerate(table.periods) if int(year) >= prelude.start.year]
    warm, cold = (kind[where].sum(axis=0) for kind in (table.cooperation, table.conflict))
    off = ~np.eye(len(prelude.codes), dtype=bool)
    share = ((warm + PADDING) / (warm + cold + 2 * PADDING))[off]
    own = cooperation(sim.run(prelude, histories=200))
    assert spearmanr(share, own[off]).statistic > 0.95
    mixed = np.roll(own, 1, axis=(0, 1))
    assert spearmanr(share, mixed[off]).statistic < 0.5


def test_the_hindcast_of_a_sample_ranks_every_year_highly(sample):
    years = sample.folder / "sample-events-by-year.csv"
    scores = sim.hindcast("article-from-2012", years, histories=200).to_frame()
    alone = (scores.statement == "unanchored") & (scores.about == "tone")
    ranks = scores[alone & (scores.measure == "share") & scores.score.str.startswith("rank")]
    assert set(ranks.span) == {"2012", "2013", "2014", "2015"}
    assert ranks.model.min() > 0.75


def test_treaties_go_with_warmth_and_rivalries_with_quarrels(prelude):
    tables = Tables(prelude, range(2012, 2013))
    alliances = [line.split(",") for line in tables.alliances().splitlines()[1:]]
    rivals = [line.split(",") for line in tables.rivalries().splitlines()[1:]]
    assert {"2"} < {row[2] for row in alliances} | {row[3] for row in alliances}
    assert alliances and rivals
    assert not {tuple(row[2:4]) for row in alliances} & {tuple(row[2:4]) for row in rivals}


# --- the same seed, the same bytes -------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(prelude, sample, tmp_path):
    again = sample_data(prelude, tmp_path / "again", histories=3, seed=4)
    assert [one.text for one in again.files] == [one.text for one in sample.files]
    for one in again.files:
        assert (again.folder / one.name).read_bytes() == (sample.folder / one.name).read_bytes()
    other = sample_data(prelude, tmp_path / "other", histories=3, seed=5)
    assert other.files[0].text != again.files[0].text


def test_draws_are_not_those_of_a_run_with_the_same_seed():
    seeds = {own_seed(seed, purpose) for seed in range(50) for purpose in ("before", "during")}
    assert len(seeds) == 100 and not seeds & set(range(51))
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_news_are_dated_in_order_within_the_years(prelude):
    told = news(prelude, 1, 9)
    assert np.all(np.diff(told.day.astype(int)) >= 0)
    assert (told.year.min(), told.year.max()) == (2007, 2015)
    assert np.all(told.source != told.target)


def test_a_year_in_part_is_in_the_table_by_month_and_not_in_that_by_year(prelude, tmp_path):
    short = replace(prelude, start=date(2012, 4, 1), months=5, shocks=(), questions=())
    made = sample_data(short, tmp_path / "made", histories=1)
    years, months = (
        read_record(made.folder / f"sample-events-by-{period}.csv", short.states).periods
        for period in ("year", "month")
    )
    assert (years[0], years[-1]) == ("2007", "2011")
    assert (months[0], months[-1]) == ("2007-01", "2012-08")


# --- it says that it is made up, and replaces nothing -------------------------------------------


def test_every_file_says_in_its_name_and_beside_it_that_it_is_made_up(sample):
    beside = (sample.folder / "README.md").read_text(encoding="utf-8")
    assert "made up" in beside and "`article-from-2012`" in beside and "seed 4" in beside
    assert "Changed in the scenario" not in beside  # what its file says of another is no change
    names = {path.name for path in sample.folder.iterdir()} - {"README.md"}
    assert names == {one.name for one in sample.files}
    assert all(name.startswith("sample-") for name in names)
    assert all(f"`{name}`" in beside for name in names if "icews" not in name)
    assert "`sample-icews-events.2007.tab` to `sample-icews-events.2015.tab`" in beside


def test_the_command_writes_a_folder_and_refuses_what_is_in_the_way(command):
    words = ["sample-data", "made", "-n", "1", "--scenario", "article"]
    code, out, _ = command(*words)
    assert code == 0 and "made-up data about 6 states, 2008-2015" in out
    assert command(*words)[0] == 0  # the very same files are not in the way
    code, _, err = command(*words, "--seed", "2")
    assert code == 5 and "README.md exists already with other contents" in err
    assert "--overwrite" in err and "Traceback" not in err
    assert command(*words, "--seed", "2", "--overwrite")[0] == 0


def test_a_file_of_somebody_elses_is_kept(prelude, tmp_path):
    mine = tmp_path / "sample-pwt110.csv"
    mine.write_text("my own\n")
    with pytest.raises(OutputExists, match=r"sample-pwt110\.csv exists already"):
        sample_data(prelude, tmp_path, histories=1)
    assert mine.read_text() == "my own\n" and len(list(tmp_path.iterdir())) == 1
    with pytest.raises(InvalidInput, match="1 to 1,000"):
        sample_data(prelude, tmp_path, histories=0)


def test_a_scenario_of_invented_states_has_samples_that_its_own_hindcast_reads(tmp_path):
    path = tmp_path / "mine.toml"
    assert cli.main(["new", "mine", "-o", str(path)], standalone_mode=False) in (0, None)
    mine = sim.load(path)
    made = sample_data(mine, tmp_path / "made", histories=2)
    for one in made.files:
        if "--events" in one.option:
            record = read_record(made.folder / one.name, mine.states)
            assert record.rows and (record.damaged, record.outside) == (0, 0), one.name
