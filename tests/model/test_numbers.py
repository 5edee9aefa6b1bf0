"""Numbers from one end of their bounds to the other: histories stay finite and bounded, tables hold
numbers.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim import schema
from sim.model.layout import settings as lay_out
from sim.outcomes.summary import as_text, summary
from sim.outcomes.table import outcome_table
from sim.report import tables
from sim.scenario import with_numbers

SMALL = (5e-324, 1e-308, 1e-200, 1e-160, 1e-100, 1e-17)
AMOUNTS = (-1000.0, -1e-308, 0.0, 5e-324, 0.3, 1.0, 7.0, 1000.0)
MOVED = ("support", "support.economy", "trust", "stance")


def numbers_of(parameter: schema.Parameter) -> st.SearchStrategy[float]:
    """Draw from the ends of a parameter's bounds, from next to nothing, and from what
    lies between.
    """
    low, high = parameter.low, parameter.high
    edges = [low, high, 0.0, *SMALL, *(-small for small in SMALL)]
    usual = st.floats(low, high, width=32)
    return st.one_of(st.sampled_from([edge for edge in edges if low <= edge <= high]), usual)


def written(draw, table: str, owner: str, names: list[str]) -> list[str]:
    """Write some parameters of an owner, each for all of its needs, as lines of a file."""
    lines = []
    for parameter in (p for p in schema.parameters(table) if p.name in names):
        for need in [f".{need}" for need in schema.NEEDS] if parameter.by_need else [""]:
            lines.append(f"{owner}{parameter.name}{need} = {draw(numbers_of(parameter))!r}")
    return lines


@st.composite
def worlds(draw) -> str:
    """Draw a scenario over the whole bounds of the schema, with shocks."""
    codes = "ABCD"[: draw(st.integers(2, 4))]
    lines = [f"months = {draw(st.integers(1, 5))}", f"spin_up = {draw(st.sampled_from([0, 2]))}"]

    def some(table: str) -> list[str]:
        return draw(
            st.lists(st.sampled_from([p.name for p in schema.parameters(table)]), unique=True)
        )

    for code in codes:
        lines += [f"[states.{code}]", *written(draw, "states", "", some("states"))]
    for i in codes:
        for j in codes.replace(i, ""):
            lines += [f"[ties.{i}.{j}]", *written(draw, "ties", "", some("ties"))]
    lines += ["[dynamics]", *written(draw, "dynamics", "", some("dynamics"))]
    for move in draw(st.lists(st.sampled_from(schema.MOVES), unique=True, max_size=2)):
        names = [p.name for p in schema.parameters("moves") if not p.only or move in p.only]
        lines += [f"[moves.{move}]", *written(draw, "moves", "", names)]
    paths = [f"ties.*.B.{name}" for name in (*MOVED, "reach", "obstacle")] + [
        "states.A.capacity",
        "states.A.power",
    ]
    for k in range(draw(st.integers(0, 2))):
        effects = [
            f'{{ path = "{draw(st.sampled_from(paths))}", {draw(effects_of())} }}'
            for _ in range(draw(st.integers(1, 3)))
        ]
        lines += [
            "[[shocks]]",
            f'id = "s{k}"',
            "date = 2000-01-05",
            'title = "S"',
            f"effects = [{', '.join(effects)}]",
        ]
    return "\n".join(lines) + "\n"


@st.composite
def effects_of(draw) -> str:
    """Draw what a shock does to numbers."""
    operation = draw(st.sampled_from(["add", "multiply", "set"]))
    amounts = {"add": AMOUNTS, "multiply": AMOUNTS[2:], "set": (0.0, 5e-324, 0.3, 1.0)}[operation]
    return f"{operation} = {draw(st.sampled_from(amounts))!r}"


def check(scenario: sim.Scenario) -> None:
    """Make sure that histories of a scenario are finite, within their bounds, and the same under
    Mesa, to the bit.
    """
    results = sim.run(scenario, 3)
    for name, low, high in (("stances", -1, 1), ("trusts", 0, 1), ("supports", 0, 10)):
        values = getattr(results, name)
        assert np.isfinite(values).all() and values.min() >= low and values.max() <= high, name
    assert all(np.isfinite(numbers).all() for numbers in results.start)
    agents = sim.run(scenario, 1, engine="mesa")
    for name in ("stances", "trusts", "supports", "choices", "answers_to_deals"):
        assert np.array_equal(getattr(agents, name)[0], getattr(results, name)[0]), name
    counted = outcome_table(results)
    assert all(np.isfinite(column).all() for column in counted.columns.values())
    json.dumps(summary(counted), allow_nan=False)
    assert "nan" not in as_text(summary(counted))
    for table in (tables.months_table(results), tables.runs_table(counted)):
        assert np.isfinite(table.select_dtypes(float).to_numpy()).all()


QUICKLY = settings(suppress_health_check=list(HealthCheck))


@QUICKLY
@given(text=worlds())
def test_no_number_within_its_bounds_leads_out_of_them(tmp_path, text):
    path = tmp_path / "world.toml"
    path.write_text(f'title = "W"\nstart = 2000-01-01\n{text}')
    check(sim.load(path))


PAIR = """
[states.A]
[states.B]
[[shocks]]
id = "gift"
date = 2000-02-01
title = "A gift"
effects = [{ path = "ties.A.B.support", add = 1 }, { path = "ties.A.B.support", multiply = 1 },
           { path = "ties.A.B.trust", multiply = 1 }, { path = "ties.A.B.stance", add = 1 }]
"""


@pytest.mark.parametrize("amount", [1e308, -1e308, 500.0, 5e-324])
def test_what_shocks_move_stays_within_its_bounds_by_whatever_amount(world_of, amount):
    gift = world_of(PAIR, months=3)
    check(with_numbers(gift, {f"shocks.gift.effects.{k}.amount": amount for k in range(4)}))


def test_a_shock_gives_no_more_support_than_there_can_be(world_of):
    text = (
        PAIR.replace("add = 1 }, {", "add = 500 }, {", 1)
        + "[dynamics]\nretention = { economy = 1.0 }\n"
    )
    assert sim.run(world_of(text, months=3), 20).support("A", "B", "economy")[:, 1].max() == 10.0


@pytest.mark.parametrize("value", [1e308, 1e4, -1001])
def test_an_amount_beyond_its_bounds_is_refused_wherever_it_is_written(world_of, tmp_path, value):
    with pytest.raises(sim.Refused, match=r"world\.toml:\d+: shocks\.0\.effects\.0\.add: .* bound"):
        world_of(PAIR.replace("add = 1 }, {", f"add = {value!r} }}, {{", 1))
    world_of(PAIR)
    with pytest.raises(sim.Refused, match="out of bounds: -1000 to 1000"):
        sim.load(tmp_path / "world.toml", set={"shocks.gift.effects.0.amount": value})


def test_capacity_and_reach_together_bring_no_more_than_support_may_be(world_of):
    rich = "capacity = { economy = 5.0 }\nprecision = 100.0\n"
    text = (
        f"[states.A]\n{rich}[states.B]\n{rich}[ties.A.B]\nreach.economy = 5.0\nsupport.economy ="
        " 9.9\n"
    )
    text += (
        "[moves.invest]\nbrings.economy = 1.0\ncost = 0.0\n[dynamics]\nretention.economy = 1.0\n"
    )
    found = sim.run(world_of(text, months=24), 50).support("A", "B", "economy")
    assert found.max() == 10.0


def test_only_ratios_of_power_matter_however_small_it_is(world_of):
    def powers(unit: float) -> np.ndarray:
        return lay_out(
            world_of(f"[states.A]\npower = {unit}\n[states.B]\npower = {2 * unit}\n")
        ).states.power

    assert powers(1e-305) == pytest.approx(powers(1.0))
    assert (powers(0.0) == 0.0).all()


def test_support_that_dies_away_leaves_the_choices_as_they_are_without_any(world_of):
    text = (
        "[states.A]\n[states.B]\n[states.C]\n[ties.A.B]\nsupport.economy ="
        " {}\n[dynamics]\nretention.economy = 0.3\n"
    )
    text = text.replace("]\n[", "]\ncapacity = { economy = 0, security = 0, recognition = 0 }\n[")
    dying, none = (
        sim.run(world_of(text.replace("{}", value), months=400), 20) for value in ("1.0", "0.0")
    )
    later = slice(300, None)
    assert dying.supports[:, later].max() < 1e-150
    assert np.array_equal(dying.choices[:, later], none.choices[:, later])
