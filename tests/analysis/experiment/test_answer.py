"""Experiments: the same histories as `sim run`, paired, in tables whose columns are described."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.experiment import runs
from sim.report import style
from sim.report.legible import collisions
from sim.report.paper import Paper, on_paper


@pytest.fixture
def found(file):
    """The experiment."""
    return sim.experiment(file)


def test_means_are_those_of_the_runs_of_each_setting_and_seed(file, found):
    table = found.to_frame()
    assert len(table) == 4 * 2 * 3
    changed = {"calm": {"without": ["storm"]}, "autonomy 0.9": {"set": {"states.A.autonomy": 0.9}}}
    for name, change in changed.items():
        for seed in (3, 4):
            run, base = (
                sim.run(sim.load(file.with_name("small.toml"), **how), 12, seed)
                for how in (change, {})
            )
            after, before = (one.hedging("A")[:, -1] for one in (run, base))
            row = table[(table["variation"] == name) & (table["seed"] == seed)].iloc[0]
            assert row["mean"] == pytest.approx(after.mean())
            assert row["difference"] == pytest.approx((after - before).mean())
            assert row["higher"] == (after > before).mean()
            assert row["difference_low"] <= row["difference"] <= row["difference_high"]


def test_seeds_together_are_the_mean_of_the_seeds(found):
    one = found.to_frame().groupby(["variation", "outcome"])[["mean", "difference"]].mean()
    pooled = found.pooled().set_index(["variation", "outcome"]).loc[one.index]
    np.testing.assert_allclose(pooled[["mean", "difference"]], one, atol=1e-12)
    assert set(pooled["histories"]) == {24}


def test_the_base_differs_from_nothing_and_has_no_difference(found):
    table = found.pooled()
    assert table["difference"].isna().tolist() == [True] * 3 + [False] * 9
    assert "(base)" in found.text()
    assert found.finding.endswith("from “as it is” at 95 %.")


def test_shares_stand_beside_those_without_any_shock(found):
    asked = found.pooled()["outcome"] == "trades"
    assert found.pooled()["without_shocks"].notna().tolist() == asked.tolist()
    assert "without any shock" in found.text()


def test_shares_without_any_shock_are_those_of_each_seed_and_of_all(file, monkeypatch):
    file.write_text(file.read_text().replace('without = ["storm"]', ""))
    answer = sim.experiment(file)
    calm = sim.load(file.with_name("small.toml"), without=["*"])
    shares = {seed: sim.run(calm, 12, seed).questions()["trades"].mean() for seed in (3, 4)}
    table = answer.to_frame()
    table = table[table["outcome"] == "trades"]
    assert table["without_shocks"].tolist() == table["seed"].map(shares).tolist()
    pooled = answer.pooled().set_index("outcome").loc["trades", "without_shocks"]
    assert pooled.tolist() == pytest.approx([sum(shares.values()) / 2] * len(pooled))
    # a setting without shocks is at hand, and the same
    file.write_text(file.read_text().replace('name = "calm"', 'name = "calm"\nwithout = ["*"]'))
    monkeypatch.setattr(runs, "without_shocks", None)
    again = sim.experiment(file).to_frame()
    assert again[again["outcome"] == "trades"]["without_shocks"].tolist() == [
        *table["without_shocks"]
    ]


def test_a_share_of_nought_without_any_shock_is_drawn_too(file):
    file.write_text('title = "x"\nscenarios = ["small"]\nhistories = 3\noutcomes = ["never"]\n')
    small = file.with_name("small.toml")
    small.write_text(
        f'{small.read_text()}[[questions]]\nid = "never"\ntext = "A and B trade often"\n'
        'count = { source = "A", target = "B", what = "deal", at_least = 999 }\n'
    )
    answer = sim.experiment(file)
    assert answer.pooled()["without_shocks"].tolist() == [0.0]
    (axes,) = answer.figures()["experiment"].axes
    assert [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == ":"] == [0.0]


def test_a_single_history_makes_no_difference_sure(file):
    file.write_text(file.read_text().replace("seeds = [3, 4]", "seeds = [3]"))
    answer = sim.experiment(file, histories=1)
    assert answer.pooled()["difference"].abs().max() > 0
    assert "None of 3 changes" in answer.finding and "*" not in answer.text().split("Difference")[0]
    assert "1 history of each of 4 settings" in answer.text()


def test_every_column_is_described_and_every_history_written(found, tmp_path):
    found.write_large(tmp_path)
    runs = pd.read_csv(tmp_path / "runs.csv")
    assert len(runs) == 4 * 2 * 12
    tables = {**found.tables(), "runs.csv": runs}
    book = tables.pop("codebook.csv")
    for name, table in tables.items():
        described = [c for c in book[book["file"] == name]["column"] if " = " not in c]
        assert described == list(table.columns), name
    mean = runs[(runs["variation"] == "calm") & (runs["seed"] == 4)]["hedging_A"].mean()
    table = found.to_frame()
    row = table[(table["variation"] == "calm") & (table["seed"] == 4)].iloc[0]
    assert mean == pytest.approx(row["mean"])


def test_a_tilt_stands_beside_the_support_that_it_divides(file):
    file.write_text(
        'title = "x"\nscenarios = ["small"]\nhistories = 4\noutcomes = ["tilt.A.B.C"]\n'
    )
    found = sim.experiment(file)
    assert found.to_frame()["outcome"].tolist()[0] == "tilt.A.B.C"
    assert len(found.to_frame()) == 3 and "support" in found.text().lower()
    assert found.finding.endswith("on average.")


def test_the_answer_is_data_and_text_of_80_columns(found):
    data = json.loads(json.dumps(found.data()))
    assert data["base"] == "as it is" and len(data["pooled"]) == 12
    assert [one["variation"] for one in data["settings"]][1] == "calm"
    assert all(len(line) <= 80 for line in found.text().splitlines())


@pytest.mark.usefixtures("coarse_figures")
@pytest.mark.parametrize("figure", ["matrix", "dots"])
def test_either_figure_is_drawn_the_same_twice_and_can_be_read(file, figure, tmp_path, readable):
    file.write_text(
        file.read_text().replace("[[variations]]", f'figure = "{figure}"\n[[variations]]', 1)
    )
    answer = sim.experiment(file, histories=4)
    files = [style.save(answer.figures()["experiment"], tmp_path / "drawn") for _ in range(2)]
    assert files[0][0].stat().st_size > 1000 and files[0] == files[1]
    assert "autonomy 0.9" in files[0][0].read_text()
    readable(lambda: answer.figures()["experiment"])


@pytest.mark.parametrize("size", ["8.5cm", "12cm", "17.5cm"])
def test_a_figure_for_a_paper_has_no_words_over_words(file, size):
    file.write_text(file.read_text().replace('"deals.A.B"]', '"tilt.A.B.C", "deals.A.B.trade"]'))
    answer = sim.experiment(file, histories=4)
    figure = on_paper(Paper(size=size), lambda: answer.figures()["experiment"])
    assert not collisions(figure, letters=6)


def test_a_number_of_histories_that_cannot_be_is_refused(file):
    with pytest.raises(sim.InvalidInput, match="at least 1"):
        sim.experiment(file, histories=0)
