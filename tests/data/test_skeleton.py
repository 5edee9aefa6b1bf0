"""Importing: a skeleton that runs, holds what the files say, and says what they do not."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import cli
from sim.cli.imported import importing, write_new
from sim.data.countries import country
from sim.data.skeleton import (
    Choices,
    affinity,
    agreement,
    import_skeleton,
    states_called,
)
from sim.ensemble.run import run
from sim.scenario import load

SHARED = Path(__file__).parents[3] / "shared" / "record"
FILES = {
    "power": "stateabb,ccode,year,cinc\nPRK,731,2013,.0129\nRUS,365,2013,.039\nCHN,710,2013,.228\n",
    "alliances": (
        "stateA,stateB,year,defense,consul\n710,731,2013,1,1\n365,710,2013,0,1\n2,20,1815,0,0\n"
    ),
    "votes": (
        "ccode1,ccode2,year,agree\n710,731,2011,0.8\n710,731,2013,0.9\n365,731,2013,0.75\n365,710,2012,0.85\n"
    ),
    "rivalries": "ccode1,ccode2,start,end\n365,731,2010,2020\n",
}
EVENTS = (
    "year,source,target,verbal_coop,material_coop,verbal_conflict,material_conflict\n"
    "2013,PRK,CHN,6,1,2,1\n"
)


def skeleton(
    tmp_path, year: int = 2013, states: str = "PRK,RUS,CHN", events: str = "", **changed: str | None
):
    """Return the skeleton made of the files, some of them changed or left out."""
    texts = {kind: text for kind, text in (FILES | changed).items() if text is not None}
    for kind, text in texts.items():
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    files = {kind: tmp_path / f"{kind}.csv" for kind in texts}
    return import_skeleton(
        "mine", states_called(states), year, files, [tmp_path / "events.csv"] if events else []
    )


def loaded(tmp_path, made):
    """Return the scenario of a skeleton."""
    (tmp_path / "mine.toml").write_text(made.text, encoding="utf-8")
    return load(tmp_path / "mine.toml")


def test_a_skeleton_is_a_scenario_that_runs_with_source_and_year_on_each_number(tmp_path):
    made = skeleton(tmp_path)
    scenario = loaded(tmp_path, made)
    assert [(state.code, state.name, state.ccode) for state in scenario.states] == [
        ("PRK", "North Korea", 731),
        ("RUS", "Russia", 365),
        ("CHN", "China", 710),
    ]
    assert len(scenario.numbers) == made.given == 9
    assert not made.missing and not made.faults
    for number in scenario.numbers.values():
        assert number.source in scenario.sources and "201" in number.note
    assert np.isfinite(run(scenario, 4, 1).stances).all()


def test_the_numbers_are_those_of_the_files_by_the_formula(tmp_path):
    scenario = loaded(tmp_path, skeleton(tmp_path))
    assert scenario.value("states.CHN.power").value == 0.228
    for path, value, note in (
        (
            "ties.PRK.CHN.affinity",
            0.4 + 0.8 * (0.85 - 0.6),
            "0.85 in UN votes of 2011, 2013; defence treaty in 2013",
        ),
        (
            "ties.RUS.CHN.affinity",
            0.2 + 0.8 * (0.85 - 0.6),
            "0.85 in UN votes of 2012; consultation pact in 2013",
        ),
        (
            "ties.RUS.PRK.affinity",
            0.8 * (0.75 - 0.6) - 0.2,
            "0.75 in UN votes of 2013; rivalry since 2010",
        ),
    ):
        assert scenario.value(path).value == pytest.approx(value)
        assert scenario.value(path).note == f"by the formula: agreement {note}"


def test_ideal_points_stand_in_for_agreement_and_the_note_says_so(tmp_path):
    votes = "ccode,session,IdealPointAll\n731,68,-2.0\n365,68,0.0\n365,67,9.0\n"
    made = skeleton(tmp_path, votes=votes, alliances=None, rivalries=None)
    number = loaded(tmp_path, made).value("ties.PRK.RUS.affinity")
    assert number.value == pytest.approx(affinity(agreement(2.0)), abs=0.005)
    assert (
        number.note
        == "by the formula: agreement, from ideal points, 0.62 in UN votes of 2013; treaties"
        " unknown; "
        "rivalry unknown"
    )


def test_the_formula_is_bounded_and_each_term_does_what_its_name_says():
    assert affinity(0.6) == 0
    assert (
        affinity(0.6, defence=True, consultation=True)
        == affinity(0.6, defence=True)
        > affinity(0.6, consultation=True)
        > 0
    )
    assert affinity(0.6, rivalry=True) < 0
    assert (affinity(0, rivalry=True), affinity(1, defence=True)) == pytest.approx((-0.68, 0.72))
    assert agreement(0) > agreement(1) > agreement(5) > agreement(50) == 0


def test_events_of_the_year_itself_are_told_beside_the_ties_and_set_nothing(tmp_path):
    made = skeleton(tmp_path, events=EVENTS)
    assert (
        "# events: 0.70 of 10 events of PRK toward CHN in 2013 cooperative (events.csv)"
        in made.text
    )
    assert made.missing[0] == "# tone: no file of events covers a year of 2010 to 2012"
    assert all(line.startswith("# events: none of ") for line in made.missing[1:])
    assert len(made.missing) == 6
    told, silent = loaded(tmp_path, made), loaded(tmp_path, skeleton(tmp_path))
    assert {path: one.value for path, one in told.numbers.items()} == {
        path: one.value for path, one in silent.numbers.items()
    }
    assert told.value("ties.CHN.PRK.affinity").note.endswith("; tone unknown")


def test_what_the_files_do_not_say_is_a_comment_and_no_number(tmp_path):
    power = FILES["power"].replace(".039", "-9")
    votes = FILES["votes"].replace("365,731,2013,0.75\n", "")
    made = skeleton(tmp_path, power=power, votes=votes)
    scenario = loaded(tmp_path, made)
    assert {"states.RUS.power", "ties.PRK.RUS.affinity", "ties.RUS.PRK.affinity"}.isdisjoint(
        scenario.numbers
    )
    assert "# power: no CINC of RUS in power.csv for 2013; 1 by default" in made.text
    assert (
        made.text.count(
            "# affinity: no votes of PRK and RUS in votes.csv for 2011 to 2013; 0 by default"
        )
        == 2
    )
    assert made.text.endswith("# 6 numbers from files; 3 missing\n")


def test_a_year_beyond_a_file_is_unknown_rather_than_without_treaties(tmp_path):
    later = {kind: FILES[kind].replace("2013", "2016") for kind in ("power", "votes")}
    made = skeleton(tmp_path, year=2016, **later)
    assert (
        "# affinity: no treaties of PRK and CHN known from alliances.csv for 2016: without that "
        "term" in made.text
    )
    assert "treaties unknown" in loaded(tmp_path, made).value("ties.PRK.CHN.affinity").note


def test_a_damaged_treaty_is_unknown_rather_than_none(tmp_path):
    made = skeleton(
        tmp_path, alliances=FILES["alliances"].replace("710,731,2013,1,1", "710,731,2013,?,1")
    )
    assert made.faults == ("alliances.csv:2: defense is '?': 0 to 1 is needed",)
    assert "treaties unknown" in loaded(tmp_path, made).value("ties.CHN.PRK.affinity").note
    assert (
        "alliances.csv: 3 rows read, 1 passed over (other states or years), 1 damaged"
        in made.counts
    )


def test_two_figures_for_one_thing_are_none(tmp_path):
    made = skeleton(tmp_path, power=FILES["power"] + "PRK,731,2013,.5\n")
    assert any("two different CINC of PRK" in line for line in made.missing)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("PRK,Rusia", r"unknown state 'Rusia' \(did you mean 'Russia'\?\)"),
        ("PRK,DPRK", "names DPRK twice"),
        ("PRK", "names 1: at least 2 are needed"),
        ("", "names 0"),
    ],
)
def test_states_that_cannot_be_are_refused(words, told):
    with pytest.raises(ValueError, match=told):
        states_called(words)


def test_without_any_file_there_is_nothing_to_import():
    with pytest.raises(ValueError, match="at least one of --power"):
        import_skeleton("mine", states_called("PRK,RUS"), 2013, {})


def test_half_the_world_makes_a_scenario_and_more_than_a_file_can_hold_is_refused(
    tmp_path, monkeypatch
):
    words = ",".join(str(ccode) for ccode in (2, *range(5, 1000, 5)) if country(str(ccode)))
    made = skeleton(tmp_path, states=words)
    assert len(loaded(tmp_path, made).states) == len(made.states) > 90
    monkeypatch.setattr("sim.data.skeleton.MOST_BYTES", 1000)
    with pytest.raises(
        ValueError, match=r"3 states make a file of 0.0 MB, beyond what a scenario can have"
    ):
        skeleton(tmp_path)


def test_the_command_writes_a_file_that_passes_the_check_and_says_what_it_read(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("nmc.csv").write_text(FILES["power"] + "PRK,731,2014,?\n")
    words = ["import", "mine", "--states", "PRK,RUS,CHN", "--year", "2013", "--power", "nmc.csv"]
    assert cli.main(words, standalone_mode=False) in (None, 0)
    told = capsys.readouterr()
    assert "scenarios/mine.toml: 3 states, 6 ties; 3 numbers from files; 6 missing" in told.out
    assert "nmc.csv: 4 rows read, 1 passed over (other states or years), none damaged" in told.out
    assert "no votes of PRK and RUS, as no file is given" in told.err
    assert cli.main(["check", "mine"], standalone_mode=False) in (None, 0)
    assert sorted(path.name for path in Path("scenarios").iterdir()) == ["mine.toml"]


def test_what_is_there_is_left_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("nmc.csv").write_text(FILES["power"])
    Path("mine.toml").write_text("precious")
    words = [
        "import",
        "mine",
        "--states",
        "PRK,RUS",
        "--year",
        "2013",
        "--power",
        "nmc.csv",
        "-o",
        "mine.toml",
    ]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 5
    assert "mine.toml exists already: choose another file with -o" in capsys.readouterr().err
    assert Path("mine.toml").read_text() == "precious"


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("atop.csv").write_text("no,alliances\n1,2\n")
    with pytest.raises(ValueError, match="expected ATOP"):
        importing("mine", "PRK,RUS", 2013, alliances=Path("atop.csv"))
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "new" / "mine.toml", "a lone surrogate \ud800")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["atop.csv", "new"]
    with pytest.raises(ValueError, match="cannot be a scenario's name"):
        importing("../mine", "PRK,RUS", 2013)


def test_a_missing_file_is_a_line_and_no_traceback(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(
            ["import", "mine", "--states", "PRK,RUS", "--year", "2013", "--power", "nowhere.csv"]
        )
    assert ended.value.code == 2
    assert "nowhere.csv: No such file" in capsys.readouterr().err


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
@pytest.mark.parametrize(("name", "start"), [("article", 2013), ("article-from-2012", 2012)])
def test_affinities_of_the_article_are_those_of_the_formula_or_say_what_it_gives(
    tmp_path, name, start
):
    files = {
        "alliances": SHARED / "atop_dyad_year_world25_2005_2013.csv",
        "votes": SHARED / "unga_agreement_world25_2005_2013.csv",
        "rivalries": SHARED / "tss_rivalries_world25.csv",
    }
    article, year = load(name), start - 1
    events = [SHARED / "icews_dyad_year_2002_2013.csv"]
    states = states_called(",".join(article.codes), year)
    made = import_skeleton("mine", states, year, files, events, Choices(start))
    scenario = loaded(tmp_path, made)
    assert not made.faults
    for i, j in permutations(article.codes, 2):
        here, there = (one.value(f"ties.{i}.{j}.affinity") for one in (article, scenario))
        if here.source == "affinity":
            assert (here.value, here.range) == (there.value, there.range)
        else:  # a departure, which says what the formula gives
            assert here.source == "judgement"
            said, _, _ = here.note.partition(" by the formula")
            assert float(said) == there.value


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
def test_the_powers_of_the_article_are_cinc(tmp_path):
    article = load("article")
    files = {"power": SHARED / "cow_cinc_six_1946_2016.csv"}
    made = import_skeleton("mine", states_called(",".join(article.codes)), 2013, files)
    scenario = loaded(tmp_path, made)
    for code in article.codes:
        here, there = (one.value(f"states.{code}.power").value for one in (article, scenario))
        assert here == pytest.approx(there, abs=0.0006)


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
def test_ideal_points_tell_of_agreement_as_closely_as_is_said():
    votes = pd.read_csv(SHARED / "unga_agreement_dyad_year.csv")
    points = (
        pd.read_csv(SHARED / "unga_ideal_points_six.csv").set_index(["state", "year"]).IdealPoint
    )
    votes = votes[votes.year >= 1991]
    sides = [
        points.reindex(list(zip(votes[side], votes.year, strict=True))).to_numpy()
        for side in ("state1", "state2")
    ]
    said = np.array([agreement(distance) for distance in np.abs(sides[0] - sides[1])])
    away = (said - votes.agree_3cat.to_numpy())[np.isfinite(sides[0] - sides[1])]
    assert len(away) == 390
    assert np.sqrt((away**2).mean()) < 0.115


def test_the_command_takes_a_start_and_weights_and_the_file_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("votes.csv").write_text(FILES["votes"])
    words = ["import", "mine", "--states", "PRK,RUS,CHN", "--year", "2013", "--votes", "votes.csv"]
    cli.main([*words, "--start", "2014", "--weight", "votes=0.5"], standalone_mode=False)
    text = Path("scenarios/mine.toml").read_text()
    assert "start = 2014-01-01" in text and "+ 0.5 x (UN agreement - 0.6)" in text
    assert load("mine").value("ties.PRK.CHN.affinity").value == pytest.approx(0.5 * 0.25, abs=0.006)
    with pytest.raises(SystemExit):
        cli.main([*words, "-o", "two.toml", "--start", "2012"])
    assert "--start is 2012, before --year 2013" in capsys.readouterr().err


def test_figures_of_gdp_and_capitals_become_capacity_need_and_reach(tmp_path):
    gdp = "state,year,pwtrgdp\nUSA,2013,200\nPRK,2013,1\nRUS,2013,40\nCHN,2013,180\n"
    capitals = "state,lat,lng\nPRK,39.0,125.7\nRUS,55.6,37.6\nCHN,40.2,116.4\n"
    scenario = loaded(tmp_path, skeleton(tmp_path, gdp=gdp, capitals=capitals))
    assert scenario.value("states.CHN.capacity.economy").value == pytest.approx(0.9**0.4, abs=1e-3)
    assert scenario.value("states.PRK.need.economy").value > 0.9
    assert scenario.value("ties.CHN.PRK.reach.security").value == 1
    near, far = (scenario.value(f"ties.{i}.PRK.reach.economy").value for i in ("CHN", "RUS"))
    assert near > 0.8 > far
    assert all(number.range and number.source for number in scenario.numbers.values())


def test_of_files_by_year_only_the_one_of_the_year_is_told_beside_the_ties(tmp_path):
    paths = []
    for year in (2012, 2013):
        paths.append(tmp_path / f"events.{year}.csv")
        paths[-1].write_text(EVENTS.replace("2013", str(year)))
    votes = tmp_path / "votes.csv"
    votes.write_text("ccode1,ccode2,year,agree\n731,710,2013,0.8\n")
    states = states_called("PRK,RUS,CHN")
    made = import_skeleton("mine", states, 2013, {"votes": votes}, paths)
    assert "in 2013 cooperative (events.2013.csv)" in made.text
    assert "events.2012.csv for 2013" not in made.text


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (("2013-01",), "0.70 of 10 events of PRK toward CHN in 1 month of 2013 cooperative"),
        (("2013-01", "2013-03"), "0.70 of 20 events of PRK toward CHN in 2 months of 2013"),
    ],
)
def test_events_of_a_part_of_the_year_are_told_with_the_number_of_months(tmp_path, months, told):
    head = EVENTS.splitlines()[0].replace("year", "month")
    rows = [f"{month},PRK,CHN,6,1,2,1" for month in months]
    made = skeleton(tmp_path, events="\n".join([head, *rows, ""]))
    assert f"# events: {told}" in made.text
