"""An experiment file: what it means, and everything that is wrong with it, at once."""

from __future__ import annotations

import pytest

from sim.analysis.experiment.reading import read_experiment
from sim.scenario import Refused


def faults(file, text):
    """Return the complaints about a text, without the name of the file."""
    file.write_text(text)
    with pytest.raises(Refused) as refusal:
        read_experiment(file)
    return [str(one).removeprefix(f"{file.name}:") for one in refusal.value.problems]


def test_a_file_becomes_settings_with_their_bases(file):
    plan = read_experiment(file)
    labels = [plan.label(one) for one in plan.settings]
    assert labels == ["as it is", "calm", "autonomy 0.1", "autonomy 0.9"]
    assert plan.bases == (None, 0, 0, 0) and plan.figure == "matrix"
    assert (plan.total, plan.columns[0]) == (4 * 2 * 12, "hedging_A")
    assert read_experiment(file, histories=5).histories == 5
    assert not plan.settings[1].scenario.shocks
    assert plan.settings[3].scenario.value("states.A.autonomy").value == 0.9


def test_what_is_left_out_has_defaults(file):
    file.write_text('title = "Plain"\nscenarios = "small"\noutcomes = ["hedging.A"]\n')
    plan = read_experiment(file)
    assert (plan.seeds, plan.histories, plan.figure, plan.base) == ((1,), 1000, "dots", "")
    assert [one.variation.name for one in plan.settings] == ["as it is"]


def test_a_scenario_can_be_the_base_of_others(file):
    head = 'title = "Two"\nscenarios = ["small", "still.toml"]\noutcomes = ["hedging.A"]\n'
    file.write_text(f'{head}base = "small"\n[[variations]]\nname = "a"\n[[variations]]\nname = "b"')
    plan = read_experiment(file)
    assert plan.bases == (None, None, 0, 1)
    assert [plan.label(one) for one in plan.settings][2:] == ["still, a", "still, b"]


def test_the_only_variation_is_named_where_it_changes_something(file):
    head = 'title = "Two"\nscenarios = ["small", "still.toml"]\noutcomes = ["hedging.A"]\n'
    labels = {}
    for name, more in (("as it is", ""), ("proud", 'set = { "states.A.autonomy" = 0.9 }')):
        file.write_text(f'{head}[[variations]]\nname = "{name}"\n{more}\n')
        plan = read_experiment(file)
        labels[name] = [plan.label(one) for one in plan.settings]
    assert labels == {"as it is": ["small", "still"], "proud": ["small, proud", "still, proud"]}


def test_everything_wrong_is_reported_at_once_with_lines_bounds_and_nearest_names(file):
    found = faults(
        file,
        'titel = "x"\nscenarios = ["smal", "small"]\nhistories = 0\nseeds = [2, 2]\n'
        'outcomes = ["hedgin.A", "hedging.A"]\nbase = "plan"\n'
        '[[variations]]\nname = "plain"\n[[variations]]\nname = "plain"\nwithout = "strom"\n'
        '[[variations]]\nname = "far"\nset = { "states.A.autonmy" = 1 }\n'
        'over = { "states.A.autonomy" = "0:1", "states.B.autonomy" = [0, 1000] }\n',
    )
    expected = [
        "title: missing",
        "1: titel: unknown key (did you mean 'title'?)",
        "2: scenarios.0: there is no such scenario (did you mean 'small'?)",
        "3: histories: 0 is below its lower bound 1",
        "4: seeds.1: 2 is there already",
        "5: outcomes.0: unknown outcome 'hedgin.A' (did you mean 'hedging'?)",
        "6: base: 'plan' is no variation and no scenario here (did you mean 'plain'?)",
        "10: variations.1.name: the name 'plain' is there already",
        "11: variations.1.without.0: 'strom' names no shock (did you mean 'storm'?)",
        "14: variations.2.set.states.A.autonmy:",
        "15: variations.2.over.states.A.autonomy: expected a list of numbers, or 'low:high:count'",
        "15: variations.2.over.states.B.autonomy: 1000 is out of bounds: 0 to 5",
    ]
    assert len(found) == len(expected)
    for one, begins in zip(found, expected, strict=True):
        assert one.strip().startswith(begins), one


def test_one_wrong_entry_of_a_list_hides_none_of_the_others(file):
    found = faults(
        file,
        'title = "x"\nscenarios = ["small", 5, "smal"]\nseeds = [2, "a", 2]\n'
        'outcomes = ["hedging.A", 7, "hedgin.A"]\n'
        '[[variations]]\nwithout = ["strom", 1]\nover = { "states.A.autonomy" = [0.5, "b", 99] }\n'
        '[[variations]]\nname = 3\nset = { "states.A.autonmy" = 1 }\n',
    )
    expected = [
        "2: scenarios.1: expected text", "2: scenarios.2: there is no such scenario",
        "3: seeds.1: expected a whole number", "3: seeds.2: 2 is there already",
        "4: outcomes.1: expected text", "4: outcomes.2: unknown outcome 'hedgin.A'",
        "5: variations.0.name: missing", "6: variations.0.without.0: 'strom' names no shock",
        "6: variations.0.without.1: expected text",
        "7: variations.0.over.states.A.autonomy: 99 is out of bounds",
        "7: variations.0.over.states.A.autonomy.1: expected a number",
        "9: variations.1.name: expected text", "10: variations.1.set.states.A.autonmy:",
    ]  # fmt: skip
    assert len(found) == len(expected), found
    in_order = sorted(found, key=lambda one: int(one.split(":")[0]))
    for one, begins in zip(in_order, expected, strict=True):
        assert one.strip().startswith(begins), one


def test_an_empty_file_is_told_of_no_scenario(file):
    assert faults(file, "\n")[0].endswith("is empty; `title` and `scenarios` are needed")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('scenarios = ["small"]\nfigure = "matrix"', "shows differences from a base"),
        ('scenarios = ["small"]\nbase = "small"', "nothing to compare it with"),
        ('scenarios = ["storms"]', "is this file itself"),
        ("scenarios = []", "at least one is needed"),
        (
            'scenarios = ["small"]\n[[variations]]\nname = "a"\nwithout = ["storm"]\n'
            'set = { "shocks.storm.effects.0.amount" = 1 }',
            "names nothing",
        ),
        (
            'scenarios = ["small"]\n[[variations]]\nname = "a"\n'
            'set = { "states.A.autonomy" = 1 }\nover = { "states.A.autonomy" = [1] }',
            "stands in `set` as well",
        ),
        (
            'scenarios = ["small"]\n[[variations]]\nname = "a"\nover = { "states.A.autonomy" = '
            '"0:1:1000", "states.B.autonomy" = "0:1:1000" }',
            "are too many: at most 10,000",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(file, text, words):
    found = faults(file, f'title = "x"\noutcomes = ["hedging.A"]\n{text}\n')
    assert any(words in one for one in found), found


def test_an_outcome_that_means_two_things_is_refused(file):
    other = file.with_name("small.toml").read_text().split("[[questions]]")[0]
    file.with_name("other.toml").write_text(other.replace("s.A", "s.D"))
    text = 'title = "x"\nscenarios = ["small", "other"]\noutcomes = ["tilt"]\n'
    assert any("write it out" in one for one in faults(file, text))
