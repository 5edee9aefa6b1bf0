"""The results folder: complete or not there, and the same bytes for the same run."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim import store
from sim.schema import TERMS


@pytest.fixture(scope="module")
def few(article):
    """A dozen histories."""
    return sim.run(article, 12)


@pytest.fixture(scope="module")
def folder(few, tmp_path_factory) -> Path:
    """Their results folder, with moves."""
    return store.write(few, tmp_path_factory.mktemp("out") / "results", moves=True)


def test_the_manifest_names_every_file_with_its_checksum(folder, few):
    manifest = json.loads((folder / "manifest.json").read_text())
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == present
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert manifest["scenario"]["hash"] == few.scenario.hash
    assert (manifest["seed"], manifest["holds"]["histories"], manifest["engine"]) == (1, 12, "compiled")


def test_the_same_run_gives_the_same_bytes(folder, few, tmp_path):
    again = store.write(few, tmp_path / "again", moves=True)
    first, second = (json.loads((where / "manifest.json").read_text())["files"] for where in (folder, again))
    assert first == second


def test_the_resolved_scenario_gives_the_run_again(folder, few):
    again = sim.run(sim.load(folder / "resolved.toml"), 12)
    assert np.array_equal(again.supports, few.supports)


def test_runs_have_a_row_for_each_history(folder, few):
    runs = pd.read_csv(folder / "runs.csv")
    assert list(runs["run"]) == list(range(12))
    np.testing.assert_allclose(runs["hedging_DPRK"], few.hedging("DPRK")[:, -1])
    assert list(runs["answer_hedges"]) == few.questions()["hedges"].astype(int).tolist()


def test_months_hold_means_and_quantiles_under_the_fields_codes(folder, few):
    with gzip.open(folder / "months.csv.gz", "rt") as file:
        rows = [
            r for r in csv.DictReader(file) if (r["measure"], r["state"], r["partner"]) == ("stance", "CHN", "DPRK")
        ]
    assert len(rows) == 36
    assert (rows[0]["partner_iso3"], rows[0]["partner_ccode"], rows[0]["year"]) == ("PRK", "731", "2013")
    np.testing.assert_allclose([float(r["mean"]) for r in rows], few.stance("CHN", "DPRK").mean(axis=0), rtol=1e-9)


def test_moves_carry_their_terms_which_add_up(folder, few):
    moves = pd.read_csv(folder / "moves.csv.gz")
    assert len(moves) == len(few.moves())
    assert list(moves["move"]) == list(few.moves()["move"])
    np.testing.assert_allclose(moves[list(TERMS)].sum(axis=1), moves["value"], atol=1e-8)


def test_the_codebook_explains_every_column(folder):
    book = pd.read_csv(folder / "codebook.csv")
    for name in ("runs.csv", "months.csv.gz", "moves.csv.gz"):
        described = " ".join(book[book["file"] == name]["column"])
        patterns = [word.strip() for word in described.replace(",", " ").split()]
        for column in pd.read_csv(folder / name, nrows=1).columns:
            stems = [p.rstrip("*") for p in patterns if p.endswith("*")] + [p for p in patterns if p.startswith("*")]
            known = column in patterns or any(column.startswith(s) for s in stems if s and not s.startswith("*"))
            known = known or column.endswith(("_iso3", "_ccode")) or column in ("q05", "q25", "q50", "q75", "q95")
            assert known or column in ("source", "target"), f"{name}: {column}"


def test_the_report_opens_with_the_finding_and_needs_nothing_else(folder, few):
    page = (folder / "report.html").read_text()
    assert page.index('class="finding"') < page.index("<h2>")
    assert 'src="data:image/png' in page
    for outside in ("http://", "https://", "<script", "<link"):
        assert outside not in page
    assert "in 12 of 12 histories" in page


def test_scenario_text_cannot_break_the_page(few, tmp_path, world_of):
    text = '[states.A]\nname = "<b>A & co</b>"\n[states.B]\n'
    results = sim.run(world_of(text, months=2), 2)
    page = (store.write(results, tmp_path / "r") / "report.html").read_text()
    assert "<b>A" not in page


def test_a_failure_leaves_nothing_behind(few, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.report, "write", fail)
    with pytest.raises(OSError, match="No space left"):
        store.write(few, tmp_path / "full")
    assert list(tmp_path.iterdir()) == []


def test_the_same_run_may_be_written_again_but_another_only_when_asked(few, article, tmp_path):
    store.write(few, tmp_path / "r")
    store.write(few, tmp_path / "r")
    other = sim.run(article, 12, seed=2)
    with pytest.raises(store.OutputExists, match=r"12 histories of scenario .* with seed 1"):
        store.write(other, tmp_path / "r")
    store.write(other, tmp_path / "r", overwrite=True)
    assert json.loads((tmp_path / "r" / "manifest.json").read_text())["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_what_is_no_results_folder_is_never_overwritten(few, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(store.OutputExists, match="holds files that are not results"):
        store.write(few, tmp_path, overwrite=True)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_results_write_themselves_where_they_are_told(few, tmp_path):
    assert (few.to(tmp_path / "mine") / "report.html").exists()
