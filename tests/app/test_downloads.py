"""What is downloaded is, byte for byte, what the shell writes."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette")

import sim
from sim.analysis.run.figures import FIGURES
from sim.app.answers.asked import Pair
from sim.app.downloads import again
from sim.report import style

pytestmark = pytest.mark.usefixtures("compiled_rules")
FEW = {"scenario": "article", "histories": 6}
CHANGED = FEW | {"without": ["crimea"]}


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """The comparison's folder, as the shell writes it, with its figures left to the test."""
    article, changed = sim.load("article"), sim.load("article", without=["crimea"])
    return sim.compare(article, changed, histories=6)


def test_the_table_of_a_run_is_that_of_its_folder(client, tmp_path, blank_figures):
    folder = sim.write(sim.run("article", 6), tmp_path / "run")
    answer = client.post("/api/download", FEW | {"kind": "csv"})
    assert answer.body == (folder / "runs.csv").read_bytes()
    assert answer.headers["content-disposition"] == 'attachment; filename="runs.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_the_table_and_the_report_of_a_comparison_are_those_of_its_folder(
    client, shell, tmp_path, blank_figures
):
    folder = sim.write(shell, tmp_path / "both")
    table = client.post("/api/download", CHANGED | {"kind": "csv"})
    assert table.body == (folder / "comparison.csv").read_bytes()
    report = client.post("/api/download", CHANGED | {"kind": "report"}).body.decode()
    line = "sim compare article --without crimea -n 6 --seed 1"
    assert line in report and shell.finding.split(",")[0] in report
    asked = "Asked from Python. manifest.json beside this page holds what was asked."
    there = (folder / "report.html").read_text()
    assert report.count("<table") == there.count("<table") and asked in there


def test_a_figure_is_the_file_of_that_name(client, shell, tmp_path, coarse_figures):
    figure = shell.figures()["05-dots"]
    for kind in ("svg", "png", "pdf"):
        answer = client.post("/api/download", CHANGED | {"kind": kind, "figure": "dots"})
        assert answer.body == style.as_file(figure, "05-dots", kind), kind
        assert answer.headers["content-disposition"] == f'attachment; filename="05-dots.{kind}"'
    style.save(figure, tmp_path / "05-dots")
    svg = client.post("/api/download", CHANGED | {"kind": "svg", "figure": "05-dots"}).body
    assert svg == (tmp_path / "05-dots.svg").read_bytes()


def test_an_unknown_figure_is_refused_with_those_that_there_are(client):
    answer = client.post("/api/download", CHANGED | {"kind": "svg", "figure": "dot"})
    assert answer.status == 400
    assert answer.json["error"].startswith("there is no figure 'dot' (did you mean")


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "sim run article -n 6 --seed 1"),
        (
            {"set": {"states.DPRK.autonomy": 0.6}, "without": ["crimea", "purge"]},
            "sim compare article --set states.DPRK.autonomy=0.6 --without crimea --without purge "
            "-n 6 --seed 1",
        ),
        (
            {"other": {"scenario": "what-if-no-crimea"}},
            "sim compare article what-if-no-crimea -n 6 --seed 1",
        ),
        (
            {"other": {"scenario": "what-if-no-crimea"}, "without": ["purge"]},
            "sim compare article B.toml -n 6 --seed 1  # B.toml: B, saved from the page",
        ),
    ],
)
def test_a_report_says_by_which_command_it_is_got_again(article, more, line):
    assert again(FEW | more, Pair(article, article if more else None, 1, 6)) == line


def test_a_figure_of_b_alone_is_that_of_its_run(client, tmp_path):
    answer = client.post("/api/download", CHANGED | {"kind": "svg", "figure": "postures-b"})
    figure = sim.run(sim.load("article", without=["crimea"]), 6)
    drawn = style.as_file(FIGURES["02-postures"](figure), "02-postures-b", "svg")
    assert answer.body == drawn
    assert answer.headers["content-disposition"] == 'attachment; filename="02-postures-b.svg"'


def test_an_unknown_figure_is_refused_before_anything_is_computed(client, monkeypatch):
    monkeypatch.setattr("sim.app.downloads.answer_of", None)
    answer = client.post("/api/download", FEW | {"kind": "svg", "figure": "network-b"})
    assert answer.status == 400 and "05-network" in answer.json["error"]
