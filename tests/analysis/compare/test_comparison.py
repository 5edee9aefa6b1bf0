"""Comparisons: the same random draws on both sides, differences of pairs, first divergences."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.compare.answer import compare
from sim.analysis.compare.comparison import labels_of
from sim.analysis.compare.divergence import divergence_in_words, first_divergences
from sim.analysis.compare.words import finding, headline
from sim.ensemble.run import run_once
from sim.outcomes.months import half_year_in_words
from sim.outcomes.table import Wanted
from sim.schema import DEALS


@pytest.fixture(scope="module")
def calm(article):
    """The article without Crimea."""
    return sim.load("article", without=["crimea*"])


@pytest.fixture(scope="module")
def found(article, calm):
    """The two compared."""
    return compare(article, calm, histories=400)


def test_a_scenario_compared_with_itself_differs_in_nothing(article):
    same = compare(article, article, histories=50)
    assert not same.differences(1).any()
    assert "is the same in every history" in finding(same)
    assert (first_divergences(*same.results)["month"] == "").all()
    assert divergence_in_words(same).startswith("No history diverges")


def test_differences_are_those_of_the_two_runs_history_by_history(article, calm, found):
    a, b = (sim.run(scenario, 400) for scenario in (article, calm))
    table = found.table().set_index("measure")
    for name, measure in {
        "hedging of DPRK, last month": lambda r: r.hedging("DPRK")[:, -1],
        "dependence of DPRK on RUS, last month": lambda r: r.dependence("DPRK", "RUS")[:, -1],
        "DPRK's first leaders' summit is with Moscow, not Beijing": lambda r: r.questions()[
            "moscow-first"
        ],
    }.items():
        paired = measure(b).astype(float) - measure(a)
        row = table.loc[name]
        assert row["difference"] == pytest.approx(paired.mean())
        assert row["higher"] == np.mean(paired > 0) and row["lower"] == np.mean(paired < 0)
        assert row["low"] <= row["difference"] <= row["high"]


def test_the_finding_says_what_crimea_did(found):
    text = finding(found)
    assert text.startswith(
        "Without the Crimean crisis, North Korea's tilt toward Russia in the second "
        "half of 2015 is "
    )
    row = found.table().set_index("measure").loc["tilt of DPRK, 2015 H2"]
    assert f"is {-row['difference']:.2f} lower on average than in the scenario as written (" in text
    often = f"it is lower in {100 * row['lower']:.0f} % of them."
    assert text.endswith(f"Compared history by history on the same random draws, {often}")


def test_the_finding_names_the_largest_sure_difference_when_it_is_then_the_end(article):
    proud = compare(article, sim.load("article", set={"states.DPRK.autonomy": 2}), histories=300)
    rows = proud.table().set_index("measure")
    halves = rows[rows.index.str.startswith("tilt of DPRK, 20")]
    largest = halves["difference"].abs().idxmax()
    assert largest != halves.index[-1]  # else this example shows nothing
    text = finding(proud)
    when = f"in {half_year_in_words(largest.removeprefix('tilt of DPRK, '))}"
    assert f"differs most {when}: {halves['difference'][largest]:.2f} higher" in text
    assert f"In the second half of 2015 it is {halves['difference'].iloc[-1]:.2f} higher" in text
    data = proud.data()["headlines"][0]
    assert data["largest"]["difference"] == pytest.approx(halves["difference"][largest])
    assert data["end"]["measure"] == "tilt of DPRK, 2015 H2"
    assert f"{halves['difference'][largest]:.2f} higher {when}" in headline(proud)


def test_the_finding_says_what_it_is_lower_than(article):
    own = sim.load("what-if-no-crimea")
    told = finding(compare(own, article, histories=100))
    assert f"higher on average than in “{own.title}” (" in told
    told = finding(compare(own, sim.load(own.name, without=["kremlin-invitation"]), histories=100))
    assert "than in the scenario as written (" in told
    proud, changed = {"states.DPRK.autonomy": 2}, sim.load("article", without=["crimea"])
    both = sim.load("article", without=["crimea"], set=proud)
    assert "than in the scenario without this change (" in finding(
        compare(changed, both, histories=100)
    )


def test_a_difference_of_nothing_is_never_told_as_one(article):
    hardly = compare(article, sim.load("article", set={"states.JPN.autonomy": 0.11}), histories=200)
    text = finding(hardly)
    assert "0.00" not in text and "-0.0" not in text
    assert "hardly changes: in no half-year does it differ by 0.01 or more beyond what" in text


def test_two_means_that_look_alike_are_told_with_another_digit(article):
    told = finding(compare(article, sim.load("article", without=["others-*"]), histories=300))
    second, first = re.search(r"\(([+-][\d.]+) instead of ([+-][\d.]+);", told).groups()
    assert second != first and len(second) == len(first) == 6


def test_shares_stand_beside_those_without_any_shock_in_each_scenario(found):
    rows = {row["id"]: row for row in found.questions()}
    for row in rows.values():
        assert row["shares_without_shocks"][0] == row["shares_without_shocks"][1]
    table = found.table().set_index("column")
    row = table.loc["answer_economy_stays"]
    assert row["first_without_shocks"] == rows["economy-stays"]["shares_without_shocks"][0]
    assert "without any shock" in found.text()


def test_histories_part_ways_not_before_the_shock_and_as_the_log_says(found):
    a, b = found.results
    table = first_divergences(a, b)
    assert table["month"].min() == "2014-03"
    for _, row in table.head(20).iterrows():
        month = a.scenario.month_labels.index(row["month"])
        here, there = (r.choices[row["run"], month] for r in (a, b))
        before = slice(0, month)
        assert np.array_equal(a.choices[row["run"], before], b.choices[row["run"], before])
        i, j = a.scenario.index(row["source"]), a.scenario.index(row["target"])
        answered = [r.answers_to_deals[row["run"], month, i, j] for r in (a, b)]
        assert here[i, j] != there[i, j] or (here[i, j] < len(DEALS) and answered[0] != answered[1])


def test_questions_of_all_scenarios_are_asked_of_all(world_of, tmp_path):
    states = '[states.A]\n[states.B]\n[[questions]]\nid = "{}"\ntext = "{}"\n'
    states += 'level = {{ measure = "hedging", state = "A", above = 0.1 }}\n'
    first = world_of(states.format("one", "First?"), months=6)
    second = world_of(states.format("two", "Second?"), months=6)
    names = {
        measure.name
        for measure in compare(first, second, histories=5).measures
        if measure.group == "questions"
    }
    assert names == {"First?", "Second?"}


def test_labels_tell_scenarios_apart(article, calm):
    changed = sim.load("article", set={"states.DPRK.autonomy": 0.9})
    assert labels_of([article, calm, changed, article]) == (
        "article",
        "without the Crimean crisis",
        "North Korea's wish for autonomy: 0.35 -> 0.9",
        "article (4)",
    )


@pytest.mark.parametrize(
    ("without", "numbers", "begins"),
    [
        (["storm"], {}, "Without “A storm”, "),
        ([], {"states.A.autonomy": 0.5}, "With Aland's wish for autonomy: 0.4 -> 0.5, "),
        (
            ["storm"],
            {"states.A.autonomy": 0.5},
            "Without “A storm” and with Aland's wish for autonomy: 0.4 -> 0.5, ",
        ),
        (
            [],
            {"states.A.autonomy": 0.5, "ties.A.B.stance": 0.4},
            "With Aland's wish for autonomy: 0.4 -> 0.5 and Aland's stance toward Bland: 0.5 -> "
            "0.4, ",
        ),
    ],
)
def test_a_finding_begins_with_its_changes_as_a_sentence_does(world, without, numbers, begins):
    changed = sim.load(world, without=without, set=numbers)
    assert compare(sim.load(world), changed, histories=20).finding.startswith(begins)


def test_a_title_with_a_semicolon_is_one_change(world):
    world.write_text(world.read_text().replace('"A storm"', '"A storm; and a calm"'))
    worlds = [sim.load(world, without=one) for one in ([], ["storm"])]
    begins = "Without “A storm; and a calm”, "
    assert compare(*worlds, histories=20).finding.startswith(begins)


def test_scenarios_of_other_states_or_periods_are_not_paired(article, world_of):
    small = world_of("[states.A]\n[states.B]\n")
    with pytest.raises(ValueError, match="cannot be paired: their states differ"):
        compare(article, small)
    longer = world_of("[states.A]\n[states.B]\n", months=30)
    with pytest.raises(ValueError, match=r"cannot be paired: their months differ \(24 and 30\)"):
        compare(small, longer)
    with pytest.raises(ValueError, match="at least 2 scenarios"):
        compare(article)


def test_the_command_writes_a_page_that_opens_with_the_finding(command, tmp_path):
    done = command("compare", "article", "--without", "crimea*", "-n", "30", "-o", "out")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "report.html").read_text()
    assert page.index("Without the Crimean crisis") < page.index("<h2>")
    assert page.count("data:image/png") == 5 and "https://" not in page
    table = pd.read_csv(tmp_path / "out" / "comparison.csv")
    pairs = pd.read_csv(tmp_path / "out" / "differences-B.csv.gz")
    for _, row in table.iterrows():
        assert pairs[row["column"]].mean() == pytest.approx(row["difference"], abs=1e-9)
    assert (
        json.loads((tmp_path / "out" / "manifest.json").read_text())["holds"]["kind"]
        == "comparison"
    )
    again = command("compare", "article", "--without", "jang-purge", "-n", "30", "-o", "out")
    assert again.returncode == 5 and "with other scenarios" in again.stderr


@pytest.mark.usefixtures("blank_figures")
def test_result_folders_are_compared_on_their_own_luck(command, tmp_path):
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        shock = ["--without", "crimea"] if name == "b" else []
        assert (
            command("run", "article", *shock, "-n", "20", "--seed", seed, "-o", name).returncode
            == 0
        )
    done = command("compare", "a", "b", "--json")
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["seed"], json.loads(done.stdout)["histories"]) == (7, 20)
    mixed = command("compare", "a", "c")
    assert mixed.returncode == 2 and "different seeds cannot be paired: a 7, c 8" in mixed.stderr
    runs = (tmp_path / "b" / "runs.csv").read_text()
    (tmp_path / "b" / "runs.csv").write_text(runs.replace("0.9", "0.8"))
    broken = command("compare", "a", "b")
    assert broken.returncode == 2 and "runs.csv changed since the run was written" in broken.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["article"], 2, "at least 2 scenarios"),
        (["article", "artcle"], 3, "did you mean 'article'"),
        (["article", "."], 2, "holds no run"),
        (["article", "--without", "crymea"], 3, "names no shock"),
        (["article", "--set", "states.DPRK.autonmy=1"], 3, "did you mean 'autonomy'"),
        (["article", "--set", "x"], 2, "write it as path=value"),
    ],
)
def test_what_cannot_be_compared_is_one_line(command, words, code, told):
    done = command("compare", *words)
    assert done.returncode == code and told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_finding_is_about_the_outcome_that_was_asked_for(article, calm):
    of = ["hedging.DPRK@2014-11", "moscow-first", "trust.DPRK.RUS@2014-01:2014-12"]
    found = sim.compare(article, calm, of=of, histories=60)
    a, b = (sim.run(scenario, 60) for scenario in (article, calm))
    when = article.month_labels.index("2014-11")
    paired = b.hedging("DPRK")[:, when] - a.hedging("DPRK")[:, when]
    first, *others = found.table().to_dict("records")
    assert (first["group"], first["measure"]) == ("asked", "hedging of DPRK, 2014-11")
    assert first["difference"] == pytest.approx(paired.mean())
    assert found.finding.startswith(
        "Without the Crimean crisis, North Korea's hedging in November 2014 is "
    )
    trust = (b.trust("DPRK", "RUS") - a.trust("DPRK", "RUS"))[:, 12:24].mean()
    assert others[1]["difference"] == pytest.approx(trust)
    names = found.table()["measure"]
    assert names.is_unique and len(found.table()["column"].unique()) == len(names)


@pytest.mark.parametrize(
    "one",
    [
        "tilt.DPRK.CHN.RUS",
        "tilt.JPN.USA.CHN@2014-03",
        "support.RUS.DPRK",
        "support.CHN.JPN@2014-01:2014-06",
        "dependence.DPRK.CHN",
        "dependence.JPN.USA@2014-03",
        "received.ROK",
        "posture.DPRK.hedging",
        "deals.RUS.DPRK",
    ],
)
def test_what_is_asked_for_takes_the_place_of_nothing_that_is_always_compared(article, calm, one):
    usual = sim.compare(article, calm, histories=5).table()["column"]
    found = sim.compare(article, calm, of=[one], histories=5)
    assert set(usual) <= set(found.table()["column"]) and found.finding


def test_a_question_that_was_asked_for_is_compared_in_shares(article, calm):
    found = sim.compare(article, calm, of=["moscow-drills"], histories=60)
    a, b = (sim.run(s, 60).questions()["moscow-drills"].mean() for s in (article, calm))
    assert f"{100 * b:.0f} % of histories instead of {100 * a:.0f} %" in found.finding


def test_a_comparison_prints_its_finding(found):
    assert repr(found) == found.finding == finding(found)
    assert len(repr(found)) < 400
    assert found.finding in found._repr_html_().replace("&#x27;", "'")
    assert found.to_frame().equals(found.table())
    table = found.text().split("\n\n")[2]
    assert all(len(line) <= 80 for line in table.splitlines())


def test_an_outcome_that_is_none_is_refused(article, calm):
    with pytest.raises(sim.InvalidInput, match="did you mean 'hedging'"):
        sim.compare(article, calm, of=["hedgin.DPRK"], histories=5)


def test_an_ensemble_at_hand_is_not_computed_again(article, calm, found, monkeypatch):
    from sim.analysis.compare import answer

    wanted = Wanted(about=found.about)
    at_hand = run_once(article, 400, keep=400, wanted=wanted)
    ran = []
    run = answer.run_once
    monkeypatch.setattr(answer, "run_once", lambda one, *rest: ran.append(one) or run(one, *rest))
    again = answer.answered(answer.asked([article, calm], (), 400, 1), known=[at_hand])
    assert [one.hash for one in ran] == [calm.hash]
    assert again.finding == found.finding and again.table().equals(found.table())


def test_a_twin_is_told_by_what_sets_it_apart_and_not_by_what_both_have():
    plain = sim.load("what-if-no-purge")
    changed = sim.load("what-if-no-purge", set={"states.DPRK.autonomy": 0.9})
    told = "North Korea's wish for autonomy: 0.35 -> 0.9"
    assert labels_of([plain, changed]) == ("what-if-no-purge", told)
    pair = compare(plain, changed, histories=30)
    assert pair.finding.startswith(f"With {told}, ")
