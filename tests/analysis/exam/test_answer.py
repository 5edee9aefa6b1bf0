"""The exam as a command and as a verb: what it prints, keeps and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.analysis.exam.against_record import held_against, rank_of_shares
from sim.analysis.exam.facts import SHIPPED, read_facts
from sim.analysis.exam.theories import THEORIES
from sim.analysis.hindcast.forecasts import ANCHORED, UNANCHORED
from sim.errors import InvalidInput

HEAD = "source,target,verbal_coop,material_coop,verbal_conflict,material_conflict\n"


@pytest.fixture(scope="module")
def exam(scripted_facts):
    """The exam of a scripted world."""
    return sim.exam(scripted_facts, theories=["balance"], histories=6, seeds=[3, 4])


def test_the_command_prints_what_passes_and_fails_and_writes_a_folder(
    command, scripted_facts, tmp_path
):
    words = ("exam", "--facts", str(scripted_facts), "-n", "6", "--seeds", "2", "-o", "out")
    code, out, err = command(*words)
    assert (code, err) == (0, "")
    assert "4 of 6 facts pass" in out and "all seeds agree" in out
    assert "FAIL meets-too-often" in out and "pass meets " in out and "nothing" in out
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {
        "facts.csv",
        "values.csv",
        "facts.toml",
        "report.html",
        "manifest.json",
    }
    page = (tmp_path / "out" / "report.html").read_text()
    assert "It is scripted, so that this fails." in page and "Their" not in page
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["command"].startswith("sim exam --seeds 2 --facts /")
    assert command(*words)[0] == 0  # the same again
    code, _, err = command(*words, "--only", "meets")
    assert code == 5 and "with other only" in err


@pytest.mark.usefixtures("blank_figures")
def test_json_begins_with_how_many_pass_of_how_many(command, scripted_facts):
    code, out, _ = command(
        "exam", "--facts", str(scripted_facts), "-n", "4", "--seeds", "1", "--json", "--theories"
    )
    found = json.loads(out)
    assert code == 0 and list(found)[:2] == ["passed", "of"]
    assert (found["passed"], found["of"]) == (4, 6)
    assert found["not_looked_at"] == {"passed": 4, "of": 5}
    assert found["by_kind"]["dyad"] == {"passed": 1, "of": 2}
    assert found["theories"]["all"] == {"passed": 4, "of": 6}
    facts = {fact["fact"]: fact for fact in found["facts"]}
    assert facts["meets"]["value"] == 0.5 and facts["meets"]["seeds_agree"]
    assert facts["nothing-to-accept"]["value"] is None


def test_the_answer_has_tables_of_facts_values_and_theories(exam):
    facts, values, theories = exam.tables().values()
    assert exam.passed == facts["passed"].sum() == 4 == exam.to_frame()["passed"].sum()
    assert len(values) == 12 and set(values["seed"]) == {3, 4}
    assert theories["all"].tolist() == facts["passed"].tolist()
    assert "seeds 3, 4" in exam.small and exam.facts.title == "Facts"


def test_kinds_and_facts_can_be_chosen_and_seeds_are_checked(scripted_facts):
    few = sim.exam(scripted_facts, only=["turn"], histories=2, seeds=[1])
    assert few.to_frame()["fact"].tolist() == ["script-matters", "in-the-first-year"]
    for seeds in ([], [1, 1]):
        with pytest.raises(InvalidInput, match="one or more are needed, each once"):
            sim.exam(scripted_facts, seeds=seeds)
    with pytest.raises(InvalidInput, match="histories is 0"):
        sim.exam(scripted_facts, histories=0)


def test_a_file_with_faults_is_refused_with_exit_code_3(command, tmp_path):
    (tmp_path / "mine.toml").write_text('[[facts]]\nid = "A"\n')
    code, out, err = command("exam", "--facts", "mine.toml")
    assert (code, out) == (3, "")
    assert "mine.toml:2: facts.0.id: 'A' is no id" in err and "missing: this key is needed" in err


def test_a_record_scores_theories_and_without_them_is_refused(command, tmp_path):
    rows = [f"{a},{b},{9 - k},0,{k},0" for k, (a, b) in enumerate(
        [("PRK", "CHN"), ("CHN", "PRK"), ("PRK", "RUS"), ("RUS", "PRK"), ("PRK", "KOR"),
         ("KOR", "PRK"), ("USA", "KOR")])]  # fmt: skip
    header = HEAD.replace("source", "year,source")
    (tmp_path / "y.csv").write_text(header + "".join(f"2013,{row}\n" for row in rows))
    given = ("exam", "--only", "quiet-tilt", "-n", "4", "--seeds", "1", "--record", "y.csv")
    code, _, err = command(*given)
    assert code == 2 and "ask for them with --theories" in err
    code, out, _ = command(*given, "--theories", "--json")
    assert code == 0
    ranks = json.loads(out)["hindcast"]
    assert set(ranks) == set(json.loads(out)["theories"])
    assert all(rank is None or -1 <= rank <= 1 for rank in ranks.values())


def test_a_theory_is_ranked_by_what_it_says_alone_and_not_by_the_past_of_the_record(tmp_path):
    pairs = [("PRK", "CHN"), ("PRK", "RUS"), ("PRK", "KOR"), ("USA", "KOR"), ("USA", "JPN")]
    rows = [f"{year},{i},{j},{90 - 20 * k + year % 7},0,{20 * k},0" for year in (2012, 2013)
            for k, pair in enumerate(pairs) for i, j in (pair, pair[::-1])]  # fmt: skip
    path = tmp_path / "years.csv"
    path.write_text(HEAD.replace("source", "year,source") + "\n".join(rows) + "\n")
    facts = read_facts(SHIPPED, ("quiet-tilt",), None)
    found = rank_of_shares(THEORIES["all"], held_against(facts, path), (20, 1))
    card = sim.hindcast(sim.load("article"), path, histories=20).scored[0]
    alone, anchored = (
        card.newest_score("share", "rank correlation", statement)["model"].iloc[0]
        for statement in (UNANCHORED, ANCHORED)
    )
    assert found == alone != anchored


def test_the_facts_of_the_program_run_on_a_scenario_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\nextends = "article"\nmoves.summit.cost = 10.0\n')
    found = sim.exam(only=["kim-meets-nobody"], scenario=sim.load(path), histories=20, seeds=[1])
    assert found.passed == 1  # nobody meets where summits are that dear
    assert found.asked.options["scenarios"] == {"article": sim.load(path).hash}


def test_the_shipped_facts_are_in_the_package():
    assert (Path(sim.__file__).parent / "analysis" / "exam" / "facts.toml").exists()


def test_margins_are_nowhere_above_zero_where_a_fact_fails(exam):
    table: pd.DataFrame = exam.to_frame()
    failed = table[~table["passed"]]
    assert (failed["margin"].dropna() < 0).all()
    assert (table.loc[table["passed"], "margin"] >= 0).all()
