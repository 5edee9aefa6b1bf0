"""The results folder: complete or not there, and the same bytes for the same run."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.run import tallied
from sim.analysis.run import write as store
from sim.analysis.run.answer import Run
from sim.report import publish
from sim.schema import TERMS
from sim.shell.opening import is_results
from sim.shell.reopening import reopen


@pytest.fixture(scope="module")
def few(article):
    """A dozen histories."""
    return sim.run(article, 12)


@pytest.fixture(scope="module")
def folder(few, blanked, tmp_path_factory) -> Path:
    """Their results folder, with moves; its figures are blank."""
    with blanked():
        return store.write(few, tmp_path_factory.mktemp("out") / "results", moves=True)


def test_the_manifest_names_every_file_with_its_checksum(folder, few):
    manifest = json.loads((folder / "manifest.json").read_text())
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {
        "manifest.json"
    }
    assert set(manifest["files"]) == present
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert manifest["scenario"]["hash"] == few.scenario.hash
    assert (manifest["seed"], manifest["holds"]["histories"], manifest["engine"]) == (
        1,
        12,
        "compiled",
    )


@pytest.mark.usefixtures("blank_figures")  # those of figures are tested with the figures
def test_the_same_run_gives_the_same_bytes(folder, few, tmp_path):
    again = store.write(few, tmp_path / "again", moves=True)
    first, second = (
        json.loads((where / "manifest.json").read_text())["files"] for where in (folder, again)
    )
    assert first == second


def test_a_folder_that_is_called_nothing_is_refused_and_not_taken_for_the_usual_one(few, tmp_path):
    with pytest.raises(sim.InvalidInput, match="names no folder"):
        sim.write(few, "")
    assert not list(tmp_path.iterdir())


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
            r
            for r in csv.DictReader(file)
            if (r["measure"], r["state"], r["partner"]) == ("stance", "CHN", "DPRK")
        ]
    assert len(rows) == 36
    assert (rows[0]["partner_iso3"], rows[0]["partner_ccode"], rows[0]["year"]) == (
        "PRK",
        "731",
        "2013",
    )
    np.testing.assert_allclose(
        [float(r["mean"]) for r in rows], few.stance("CHN", "DPRK").mean(axis=0), rtol=1e-9
    )


def test_moves_carry_their_terms_which_add_up(folder, few):
    moves = pd.read_csv(folder / "moves.csv.gz")
    assert len(moves) == len(few.moves())
    assert list(moves["move"]) == list(few.moves()["move"])
    np.testing.assert_allclose(moves[list(TERMS)].sum(axis=1), moves["value"], atol=1e-8)


def test_the_codebook_explains_every_column_in_a_row_of_its_own(folder):
    book = pd.read_csv(folder / "codebook.csv")
    for name in ("runs.csv", "months.csv.gz", "moves.csv.gz"):
        described = list(book[book["file"] == name]["column"])
        columns = list(pd.read_csv(folder / name, nrows=1).columns)
        assert described[: len(columns)] == columns
        values = {column.partition(" = ")[2] for column in described[len(columns) :]}
        measures = set(pd.read_csv(folder / "months.csv.gz")["measure"])
        assert values == (measures if name == "months.csv.gz" else set())
    assert book["meaning"].str.len().min() > 3


def test_the_report_opens_with_the_finding_and_needs_nothing_else(folder, few):
    page = (folder / "report.html").read_text()
    assert page.index('class="finding"') < page.index("<h2>")
    assert 'src="data:image/png' in page
    page = page.replace("http://www.w3.org/2000/svg", "")  # a name, which nobody looks up
    for outside in ("http://", "https://", "<script src", "<link"):
        assert outside not in page
    assert "(12 of 12)" in page and "without any shock" in page


@pytest.mark.usefixtures("blank_figures")
def test_scenario_text_cannot_break_the_page(few, tmp_path, world_of):
    text = '[states.A]\nname = "<b>A & co</b>"\n[states.B]\n'
    results = sim.run(world_of(text, months=2), 2)
    page = (store.write(results, tmp_path / "r") / "report.html").read_text()
    assert "<b>A" not in page


@pytest.mark.usefixtures("blank_figures")
def test_a_failure_leaves_nothing_behind(few, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "report", fail)
    with pytest.raises(OSError, match="No space left"):
        store.write(few, tmp_path / "full")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("blank_figures")
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


@pytest.fixture
def copy(folder, tmp_path) -> Path:
    """A copy of the results, to be damaged."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def set_in_manifest(copy: Path, value: object, *places: str) -> None:
    """Set a value in the manifest, in one place or several that say the same."""
    path = copy / "manifest.json"
    content = json.loads(path.read_text())
    for place in places:
        *above, last = (
            place.split("/", maxsplit=1) if place.startswith("files/") else place.split("/")
        )
        table = content
        for key in above:
            table = table[key]
        table[last] = value
    path.write_text(json.dumps(content))


def unread(copy: Path) -> str:
    """Return the one line that says why a folder cannot be reopened."""
    with pytest.raises(sim.InvalidInput) as refused:
        reopen(copy)
    text = str(refused.value)
    assert "\n" not in text and "copy" in text
    return text


def test_an_untouched_folder_is_reopened_also_when_what_nobody_needs_is_gone(copy, few):
    kept = reopen(copy)
    assert (kept.scenario.hash, kept.seed, kept.histories) == (few.scenario.hash, 1, 12)
    (copy / "report.html").unlink()
    (copy / "notes.txt").write_text("mine")
    assert reopen(copy) == kept


@pytest.mark.parametrize("name", ["resolved.toml", "runs.csv"])
@pytest.mark.parametrize("how", ["flipped", "cut", "gone", "a pipe", "a folder", "a link"])
def test_a_run_whose_files_were_changed_is_not_simulated_again(copy, name, how):
    path = copy / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    if how in ("flipped", "cut"):
        path.write_bytes(data if how == "flipped" else data[: len(data) // 2])
    elif how == "a pipe":
        os.mkfifo(path)
    elif how == "a folder":
        path.mkdir()
    elif how == "a link":
        path.symlink_to("/dev/zero")
    assert f"{name} changed since the run was written, or is missing" in unread(copy)


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (13, ["holds/histories"], "runs.csv has 12 histories, and manifest.json says 13"),
        (10**12, ["holds/histories"], "runs.csv has 12 histories"),
        (-1, ["holds/histories"], "holds.histories: Input should be greater than or equal to 0"),
        (2, ["holds/seed"], "two different seeds"),
        (2, ["holds/seed", "seed"], "this version of the program gives other histories"),
        (2**63, ["holds/seed", "seed"], "holds.seed: Input should be less than"),
        ("0123abcd", ["holds/scenario"], "the hashes of two different scenarios"),
        ("0123abcd", ["holds/scenario", "scenario/hash"], "and manifest.json says 0123abcd"),
        ("comparison", ["holds/kind"], "holds no run"),
        (None, ["scenario"], "holds no run"),
        ("99.0", ["made_by/version"], "was written by version 99.0"),
        ("new\nest", ["made_by/version"], "made_by.version"),
        ("somebody", ["made_by/name"], "made_by.name"),
        (["DPRK=mine.py:Own"], ["holds/behaviour"], "own behaviour (DPRK=mine.py:Own)"),
        (
            {},
            ["files"],
            "resolved.toml and runs.csv changed since the run was written, or is missing",
        ),
        ("0" * 64, ["files/../../etc/passwd"], "no file of this folder"),
        ("x", ["files/runs.csv"], "files.runs.csv: String should match"),
        ({}, ["changed"], "changed: Input should be a valid array"),
        ("a\nb", ["scenario/name"], "scenario.name"),
    ],
)
def test_a_manifest_that_does_not_fit_is_told_in_one_line(copy, value, places, words):
    set_in_manifest(copy, value, *places)
    assert words in unread(copy)


def test_other_histories_with_their_own_checksum_are_found_out_by_living_them_again(copy):
    rows = (copy / "runs.csv").read_bytes().splitlines(keepends=True)
    forged = b"".join([rows[0], *rows[2:], rows[1]])
    (copy / "runs.csv").write_bytes(forged)
    set_in_manifest(copy, hashlib.sha256(forged).hexdigest(), "files/runs.csv")
    assert "this version of the program gives other histories" in unread(copy)


def test_a_folder_whose_writer_was_killed_between_two_renames_is_found_by_its_reader(copy):
    copy.rename(copy.with_name(".copy.old"))
    assert is_results(str(copy)) and reopen(copy).histories == 12
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


@pytest.mark.usefixtures("blank_figures")
def test_results_write_themselves_where_they_are_told(few, tmp_path):
    assert (sim.write(few, tmp_path / "mine") / "report.html").exists()


@pytest.mark.usefixtures("blank_figures")
def test_the_answer_to_any_question_is_written_by_the_same_verb(few, tmp_path):
    answers = {
        "blocs": sim.blocs(few, month="2014-12"),
        "explanation": sim.explain(few, "DPRK", toward="RUS", month="2014-11", history=3),
    }
    for kind, answer in answers.items():
        folder = sim.write(answer, tmp_path / kind)
        manifest = json.loads((folder / "manifest.json").read_text())
        assert manifest["holds"]["kind"] == kind
        assert answer.finding[:30] in (folder / "report.html").read_text()
        main = next(iter(answer.tables()))
        assert list(pd.read_csv(folder / main).columns) == list(answer.to_frame().columns)
        assert repr(answer) == answer.finding


def test_a_large_table_of_months_is_parquet_unless_csv_is_asked_for(few, tmp_path, monkeypatch):
    monkeypatch.setattr(tallied, "MOST_CSV", 100)
    monkeypatch.setattr(Run, "figures", lambda self: {})
    monkeypatch.setattr(Run, "page", lambda self: [])
    large = store.write(few, tmp_path / "large")
    again = store.write(few, tmp_path / "again")
    asked = store.write(replace(Run.of(few), csv=True), tmp_path / "asked")
    there = pd.read_parquet(large / "months.parquet")
    assert (again / "months.parquet").read_bytes() == (large / "months.parquet").read_bytes()
    text = pd.read_csv(asked / "months.csv.gz", keep_default_na=False)
    assert list(there) == list(text) and len(there) == len(text)
    assert np.allclose(there["q95"], text["q95"], rtol=1e-9, atol=0)
    book = pd.read_csv(large / "codebook.csv")
    assert set(there) <= set(book[book["file"] == "months.parquet"]["column"])
    assert not (large / "months.csv.gz").exists()


def test_without_pyarrow_a_large_table_of_months_is_csv(monkeypatch):
    monkeypatch.setattr(tallied, "find_spec", lambda name: None)
    assert tallied.months_file(10**9) == "months.csv.gz"
