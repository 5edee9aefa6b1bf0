"""Starting: the scenario that `sim new` writes can be asked every question at once."""

from __future__ import annotations

import re
import shlex

import pytest

import sim
from sim import schema
from sim.cli import cli
from sim.countries.codes import CODES
from sim.data.rough_figures import ALLIES, RIVALS, ROUGH
from sim.data.starting import MOST, starting_scenario, starting_states
from sim.scenario import ranged_paths

FEW = {
    "run": ["-n", "4"],
    "compare": ["-n", "4"],
    "explain": ["-n", "4"],
    "sweep": ["-n", "3"],
    "blocs": ["-n", "4"],
    "sensitivity": ["-n", "2", "--trajectories", "2", "--base", "8", "--most", "1"],
    "threshold": ["-n", "3"],
}


def made(tmp_path, words):
    """Return the scenario that is written for some states."""
    path = tmp_path / "mine.toml"
    path.write_text(starting_scenario("mine", starting_states(words)), encoding="utf-8")
    return sim.load(path)


@pytest.mark.usefixtures("blank_figures")
def test_the_commands_in_its_comments_work_as_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "mine", "--states", "Vietnam,China,USA"], standalone_mode=False) is None
    text = (tmp_path / "scenarios" / "mine.toml").read_text(encoding="utf-8")
    commands = re.findall(r"^#   sim (.*)$", text, re.MULTILINE)
    assert {line.split()[0] for line in commands} == {*FEW, "check", "show", "play"}
    (tmp_path / "moves.txt").write_text("2020-01 rules\n")
    for line in commands:
        words = shlex.split(line)
        if words[0] in ("sensitivity", "threshold"):
            words += ["--over", "states.VNM.autonomy", "--over", "ties.CHN.VNM.affinity"]
        if words[0] == "play":
            words += ["--script", "moves.txt"]
        code = cli.main(words + FEW.get(words[0], []), standalone_mode=False)
        assert code in (None, 0), line


@pytest.mark.parametrize(
    ("words", "client", "patrons"),
    [
        ("Vietnam,China,USA", "VNM", {"CHN", "USA"}),
        ("india, PRK, 365", "PRK", {"IND", "RUS"}),
        (None, "SMALL", {"EAST", "WEST"}),
        ("UK,Kenya,China", "KEN", {"GBR", "CHN"}),
    ],
)
def test_the_great_are_patrons_and_the_question_is_about_the_smallest(
    tmp_path, words, client, patrons
):
    scenario = made(tmp_path, words)
    question = scenario.questions[0]
    assert question.terms["state"] == client and {*question.terms["between"]} == patrons
    results = sim.run(scenario, 40)
    for patron in patrons:
        given = results.support(patron, client).mean()
        assert given > results.support(client, patron).mean(), patron


def test_two_states_have_a_question_too(tmp_path):
    scenario = made(tmp_path, "Japan,China")
    assert scenario.questions[0].terms["measure"] == "support"
    assert list(sim.run(scenario, 3).questions()) == ["turns"]


def test_every_number_it_gives_has_a_range_and_an_argument(tmp_path):
    scenario = made(tmp_path, "Vietnam,China,USA")
    assert set(scenario.numbers) <= set(ranged_paths(scenario))
    assert all(number.source == "judgement" for number in scenario.numbers.values())
    assert all(number.note for number in scenario.numbers.values())


@pytest.mark.parametrize("words", ["Vietnam,China,USA", "Nepal,India,China,Tuvalu", None])
def test_a_rough_guess_has_two_digits_at_most(tmp_path, words):
    scenario = made(tmp_path, words)
    for path, number in scenario.numbers.items():
        for value in (number.value, *number.range):
            assert value == float(f"{value:.2g}"), path
        assert number.range[0] <= number.value <= number.range[1], path


def test_capitals_name_states_as_names_do():
    assert starting_states("Hanoi,Beijing,Washington") == starting_states("Vietnam,China,USA")


def test_its_comments_name_every_number_of_states_and_ties():
    text = starting_scenario("mine")
    for table in ("states", "ties"):
        for parameter in schema.parameters(table):
            assert f"{parameter.name} = " in text
            assert parameter.meaning in text


def test_its_description_says_whose_posture_to_read(tmp_path):
    about = made(tmp_path, "Vietnam,China,USA").description
    assert about.startswith("Where does Vietnam stand between China and the United States?")
    assert "Read the posture of Vietnam." in about
    assert made(tmp_path, "Japan,China").description.startswith("What does Japan get from China?")


def test_states_of_which_nothing_is_known_are_named(tmp_path):
    text = starting_scenario("mine", starting_states("Tuvalu,Australia,China"))
    assert "# Nothing is known here of Tuvalu" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Vietnam", "at least 2 are needed"),
        ("Vietnam,Chnia", "unknown state 'Chnia' (did you mean"),
        ("China,CHN", "names CHN twice: 'China' and 'CHN' are the same"),
        ("Moscow,Russia", "names RUS twice: 'Moscow' and 'Russia' are the same"),
        ("Atlantis,China", "without --states `sim new` takes three invented states"),
        (",".join([*CODES][: MOST + 1]), f"at most {MOST}"),
    ],
)
def test_states_that_cannot_be_are_refused(words, told):
    with pytest.raises(sim.InvalidInput, match=re.escape(told)):
        starting_states(words)


def test_in_a_terminal_it_asks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *given, **more: "Cuba,USA,Russia")
    cli.main(["new", "mine"], standalone_mode=False)
    assert sim.load("mine").codes == ("CUB", "USA", "RUS")


def test_rough_figures_are_of_states_that_there_are():
    named = {*ROUGH, *(code for pair in RIVALS for code in pair), *(c for a in ALLIES for c in a)}
    assert named <= CODES
    assert all(row.gdp > 0 and row.arms > 0 and -1 <= row.camp <= 1 for row in ROUGH.values())
    assert all(len(pair) == 2 for pair in RIVALS)
