"""Publishing: the answer to any question is written, shown and printed in the same way."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.run.answer import Run
from sim.analysis.run.figures import FIGURES
from sim.report import style
from sim.report.answer import Answer, Asked, records
from sim.report.folder import OutputExists
from sim.report.page import Bar, Cell, Heading, Items, Picture, Table, Text
from sim.report.publish import Output, keep, pictures_of, pictures_side_by_side, publish, report
from sim.system import copied

NASTY = "<script>alert('x')</script> & “co”"


class Made(Answer):
    """An answer made up for a test."""

    finding = f"The finding {NASTY}."

    def __init__(self, asked: Asked, rows: int = 3):
        self.asked, self.rows = asked, rows

    def text(self) -> str:
        return "What the terminal prints."

    def data(self) -> dict:
        return {"finding": self.finding, "rows": records(self.to_frame())}

    def tables(self) -> dict[str, pd.DataFrame]:
        return {
            "main.csv": pd.DataFrame({"n": range(self.rows), "x": 0.5}),
            "more.csv.gz": pd.DataFrame(),
        }

    def figures(self) -> dict[str, Figure]:
        return {"drawn": style.drawn(2, 1, lambda canvas: style.head(canvas, NASTY, "small"))}

    def page(self) -> list:
        cell = Cell(NASTY, "bold", lines=(NASTY, NASTY))
        return [
            Heading(NASTY),
            Text(NASTY, "small"),
            Items([NASTY], NASTY, "code"),
            Table((NASTY, "share"), [(cell, Bar(0.25)), (NASTY, "1")], numeric=1, folded=NASTY),
            Picture("drawn", NASTY),
        ]


@pytest.fixture
def made(article, tmp_path) -> Made:
    """An answer about the article."""
    return Made(Asked("made", (article,), 7, 12, tmp_path / "usual", {"of": "x"}))


def test_the_folder_holds_all_that_the_answer_has_and_the_manifest_what_was_asked(made, tmp_path):
    folder = keep(made, Output(again="sim made article"))
    assert folder == tmp_path / "usual"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "main.csv", "more.csv.gz", "resolved.toml", "report.html", "manifest.json",
        "figures/drawn.svg", "figures/drawn.png",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["holds"] == made.asked.holds() == {
        "kind": "made", "scenario": made.scenarios[0].hash, "seed": 7, "histories": 12, "of": "x"
    }  # fmt: skip
    assert manifest["command"] == "sim made article"
    assert pd.read_csv(folder / "main.csv")["n"].tolist() == [0, 1, 2]


def test_the_page_opens_with_the_finding_ends_with_the_command_and_escapes_all(made, tmp_path):
    folder = keep(made, Output(again=f"sim made '{NASTY}'"))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.index('class="finding"') < page.index("<h2>") < page.index("<h2>Reproduce</h2>")
    assert "<script" not in page and page.count("&lt;script&gt;") > 10
    assert page.count('src="data:image/png;base64,') == 1
    for outside in ("http://", "https://", "<link"):
        assert outside not in page
    assert 'style="width:25.0%"' in page and '<td class="number">1</td>' in page
    assert page.count("<details>") == page.count("</details>") == 2
    assert "The same seed gives the same bits" in page


def test_an_answer_asked_from_python_says_where_what_was_asked_stands(made, tmp_path):
    folder = keep(made, Output())
    assert "command" not in json.loads((folder / "manifest.json").read_text())
    assert "manifest.json beside this page" in report(made, folder / "figures")


@pytest.mark.parametrize("as_json", [False, True])
def test_stdout_is_the_answer_and_with_json_nothing_else(made, tmp_path, capsys, as_json):
    publish(made, Output(tmp_path / "out", as_json=as_json))
    out, err = capsys.readouterr()
    where = f"\nReport: {tmp_path / 'out' / 'report.html'}\n"
    if as_json:
        assert json.loads(out) == made.data() and err == where
    else:
        assert out == f"What the terminal prints.\n{where}" and err == ""


def test_other_results_are_in_the_way_before_and_after_computing(made, article, tmp_path):
    output = Output(tmp_path / "out")
    keep(made, output)
    keep(made, output)  # the same again
    other = Made(Asked("made", (article,), 8, 12, tmp_path / "usual", {"of": "x"}))
    with pytest.raises(OutputExists, match="with seed 7"):
        output.check(other.asked)
    with pytest.raises(OutputExists, match="with seed 7"):
        keep(other, output)
    keep(other, Output(tmp_path / "out", overwrite=True))
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["holds"]["seed"] == 8


def test_progress_counts_the_tables_once_and_each_figure(made):
    steps = []
    keep(made, Output(), steps.append)
    assert steps == ["tables", "drawn"]


@pytest.mark.parametrize("copies", [True, False])
def test_two_processes_draw_the_same_pictures_as_one(thousand, monkeypatch, copies):
    monkeypatch.setattr(copied, "can_copy", lambda: copies and sys.platform == "linux")
    answer = Run.of(thousand)
    monkeypatch.setattr(
        Run,
        "figures",
        lambda self: {k: FIGURES[k](self.whole) for k in ("02-postures", "05-network")},
    )
    assert pictures_side_by_side(answer) == list(pictures_of(answer))


def test_an_answer_shows_its_finding_and_a_notebook_the_head_of_its_table(made):
    assert repr(made) == made.finding and len(repr(made)) < 200
    shown = made._repr_html_()
    assert "<script" not in shown and "&lt;script&gt;" in shown and "<table" in shown
    assert "more rows" not in shown
    assert "480 more rows" in Made(made.asked, rows=500)._repr_html_()
    assert made.to_frame().equals(made.tables()["main.csv"])


def test_a_figure_shows_itself_in_a_notebook(made):
    assert made.figures()["drawn"]._repr_png_().startswith(b"\x89PNG")


def test_what_is_missing_in_a_table_is_none_in_json():
    rows = records(pd.DataFrame({"a": [1.0, float("nan")], "b": ["x", None]}))
    assert rows == [{"a": 1.0, "b": "x"}, {"a": None, "b": None}]
    assert "NaN" not in json.dumps(rows)


def test_a_file_may_stand_for_a_scenario(tmp_path):
    asked = Asked("made", (), 1, 0, tmp_path / "of file", subject="matrix.csv")
    assert asked.holds()["scenario"] == "matrix.csv"

    class OfFile(Made):
        title, small = "A matrix", "From a file."

    folder = keep(OfFile(asked), Output())
    assert not (Path(folder) / "resolved.toml").exists()
    assert "scenario hash" not in (folder / "report.html").read_text()
