"""The Mesa face: the same history to the bit, and behaviour that a user brings."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import runpy
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import mesa
import numpy as np
import pandas as pd
import pytest

import sim
from sim.outcomes.table import answer_column
from sim.scenario import shipped
from sim.schema import DEALS, HOLD, MOVES


class Recluse(sim.State):
    """A state that never makes a move."""

    def choose(self, values):
        """Hold toward everybody."""
        return np.full(len(values), HOLD)


class TitForTat(sim.State):
    """A state that answers last month's deals with envoys and last month's acts with a snub."""

    def choose(self, values):
        """Repay each partner in kind."""
        choices = np.full(len(values), HOLD)
        for other in self.model.states:
            last = other.last_move(self)
            if last is not None:
                choices[other.position] = MOVES.index("envoy" if last in DEALS else "snub")
        return choices


class Grudge(sim.State):
    """A state that remembers how often it was approached, and draws from its own generators."""

    def begin(self):
        """Begin without a grudge."""
        self.times = 0

    def choose(self, values):
        """Choose by the rules on values that its memory and its mood shift."""
        return super().choose(
            values + 0.01 * self.times + 0.1 * self.rng.random() + 0.1 * self.random.random()
        )

    def respond(self, asker, move):
        """Count, and answer by the rules."""
        self.times += 1
        return super().respond(asker, move)


class Hermit(Recluse):
    """A state that makes no moves and accepts none."""

    def respond(self, asker, move):
        """Decline."""
        return False


def same(a: sim.Results, b: sim.Results) -> bool:
    """Say whether two results hold the same bits."""
    names = ("stances", "trusts", "supports", "choices", "answers_to_deals")
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in names)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_mesa_and_compiled_give_the_same_history_to_the_bit(name):
    scenario = sim.load(name)
    assert same(sim.run(scenario, 4, seed=7), sim.run(scenario, 4, seed=7, engine="mesa"))


def test_a_step_is_a_month_and_the_model_stops_at_the_end(article):
    model = sim.Diplomacy(article)
    model.run_model()
    assert model.month == article.months
    assert not model.running
    with pytest.raises(ValueError, match="ends after 36 months"):
        model.step()


def test_the_data_collector_follows_every_state_from_the_start_on(article, thousand):
    model = sim.Diplomacy(article, seed=1, run=3)
    model.run_model()
    agents = model.datacollector.get_agent_vars_dataframe()
    assert len(agents) == (article.months + 1) * len(article.codes)
    received = agents[agents["state"] == "DPRK"]["received"].to_numpy()
    np.testing.assert_allclose(received[0], thousand.start.support[:, 0].sum())
    np.testing.assert_allclose(received[1:], thousand.received("DPRK")[3])
    moves = model.datacollector.get_table_dataframe("moves")
    expected = thousand.moves().query("run == 3")
    assert list(moves["move"]) == list(expected["move"])


def batch(parameters: dict, rng: list | None = None, **how) -> pd.DataFrame:
    """Return the rows of Mesa's own batch_run.

    Newer versions take seeds as `rng`, older ones as a parameter.
    """
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        rows = mesa.batch_run(sim.Diplomacy, parameters, rng=rng, display_progress=False, **how)
    else:
        seeds = {"seed": rng} if rng else {}
        rows = mesa.batch_run(sim.Diplomacy, {**parameters, **seeds}, display_progress=False, **how)
    return pd.DataFrame(rows)


def test_in_a_batch_every_row_holds_the_end_of_the_month_that_it_names(article, thousand):
    rows = batch({"scenario": [article], "run": [3]}, rng=[1], data_collection_period=1)
    assert sorted(rows["month"].unique()) == ["2012-12", *article.month_labels]
    own = rows[rows["state"] == "DPRK"]
    np.testing.assert_allclose(own["received"][1:], thousand.received("DPRK")[3])
    np.testing.assert_allclose(
        own["tilt"][1:], thousand.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))[3]
    )
    assert list(own["hedging"]) == list(own["hedging_DPRK"]) and list(own["posture"]) == list(
        own["posture_DPRK"]
    )
    assert own["answer_moscow_first"][:-1].isna().all()
    last = own.iloc[-1]
    assert last["month"] == "2015-12"
    for identity, yes in thousand.questions().items():
        assert last[answer_column(identity)] == yes[3]


def test_a_batch_reports_the_end_of_each_history_and_its_iterations_differ():
    how = (
        {"rng": [None] * 3}
        if "rng" in inspect.signature(mesa.batch_run).parameters
        else {"iterations": 3}
    )
    rows = pd.DataFrame(
        mesa.batch_run(sim.Diplomacy, {"scenario": "article"}, display_progress=False, **how)
    )
    assert set(rows["month"]) == {"2015-12"}
    assert rows["seed"].nunique() == 3 and rows.query("state == 'DPRK'")["received"].nunique() == 3
    seed = int(rows["seed"][0])
    again = sim.run(sim.load("article"), 1, seed=seed)
    np.testing.assert_allclose(rows["received"][0], again.received("DPRK")[0, -1])


def test_a_batch_sweeps_numbers_of_the_scenario(article):
    rows = batch({"scenario": [article], "states.DPRK.autonomy": [0.2, 0.8]}, rng=[5])
    own = rows[rows["state"] == "DPRK"].set_index("states.DPRK.autonomy")
    for value in (0.2, 0.8):
        one = sim.run(sim.load("article", set={"states.DPRK.autonomy": value}), 1, seed=5)
        np.testing.assert_allclose(own.loc[value, "received"], one.received("DPRK")[0, -1])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"states.DPRK.autonmy": 0.5}, "autonmy"),
        ({"states.DPRK.autonomy": 99.0}, "out of bounds"),
        ({"states.DPRK.autonomy": "0.5"}, "a number is needed"),
        ({"states.DPRK.autonomy": True}, "a number is needed"),
        ({"states.DPRK.autonomy": float("nan")}, "finite"),
        ({"sead": 3}, "takes no 'sead' (did you mean 'seed'?)"),
        ({"seed": True}, "seed is True"),
        ({"seed": 1.0}, "seed is 1.0"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 2**63}, "seed is 9223372036854775808"),
        ({"run": -1}, "run is -1"),
        ({"states": {"DPRC": Recluse}}, "unknown state 'DPRC' (did you mean 'DPRK', North Korea?)"),
        ({"states": {"DPRK": int}}, "states: int, given for DPRK, is not a subclass of sim.State"),
        (
            {"states": {"DPRK": "Recluse"}},
            "'Recluse', given for DPRK, is not a subclass of sim.State",
        ),
        ({"states": [Recluse]}, "a dictionary is needed"),
    ],
)
def test_what_a_model_cannot_be_made_from_is_refused_at_once(article, wrong, told):
    with pytest.raises(sim.SimError, match=re.escape(told)):
        sim.Diplomacy(article, **wrong)


def test_a_seed_that_is_not_given_is_drawn_and_recorded(article):
    one, other = sim.Diplomacy(article), sim.Diplomacy(article, seed=None)
    assert one.ensemble_seed != other.ensemble_seed
    one.run_model()
    again = sim.Diplomacy(article, seed=one.ensemble_seed)
    again.run_model()
    assert same(one.results(), again.results())


@pytest.mark.parametrize("month", [0, 5, 36])
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_model_is_copied_at_any_month_and_goes_on_to_the_same_bits(
    article, thousand, month, copied
):
    model = sim.Diplomacy(article, seed=1, run=7, states={"DPRK": Grudge})
    for _ in range(month):
        model.step()
    other = copied(model)
    for each in (model, other):
        while each.running:
            each.step()
    assert same(model.results(), other.results())
    assert model.datacollector.get_agent_vars_dataframe().equals(
        other.datacollector.get_agent_vars_dataframe()
    )


def test_a_model_begins_again_as_a_new_one(article):
    used = sim.Diplomacy(article, seed=1, run=0, states={"DPRK": Grudge})
    used.run_model()
    for _ in range(2):
        with pytest.raises(sim.SimError, match="ends after 36 months"):
            used.step()
    used.restart(4)
    used.run_model()
    new = sim.Diplomacy(article, seed=1, run=4, states={"DPRK": Grudge})
    new.run_model()
    assert same(used.results(), new.results())
    assert used.datacollector.get_model_vars_dataframe().equals(
        new.datacollector.get_model_vars_dataframe()
    )
    assert [agent.unique_id for agent in used.agents] == [1, 2, 3, 4, 5, 6]
    assert set(used.agents) == set(used.states)


def test_a_state_begins_with_everything_in_place_once_in_each_history(article, thousand):
    seen = []

    class Watcher(sim.State):
        def begin(self):
            world = self.model.world.stance.copy()
            seen.append(
                (
                    self.model.month,
                    len(self.model.states),
                    self.model.states[5].code,
                    world,
                    self.rng.random(),
                )
            )

    model = sim.Diplomacy(article, seed=1, states={"DPRK": Watcher})
    model.run_model()
    model.restart(1)
    model.run_model()
    assert [row[:3] for row in seen] == [(0, 6, "USA")] * 2
    assert np.array_equal(seen[0][3], thousand.start.stance)
    assert seen[0][4] != seen[1][4]


def answering(method: str, answer) -> type:
    """Return a state of which a method gives one answer."""
    return type("Odd", (sim.State,), {method: lambda self, *about: answer})


N, M = 6, len(MOVES)


@pytest.mark.parametrize(
    ("method", "answer", "told"),
    [
        ("choose", np.full(N, 99), "DPRK's Odd.choose returned 99 for RUS in 2013-01"),
        ("choose", np.full(N, M), f"returned {M} for RUS"),
        ("choose", np.full(N, -2), "returned -2 for RUS"),
        ("choose", np.full(N, 2**62), "returned 4611686018427387904 for RUS"),
        ("choose", np.full(N, 2**63, dtype=np.uint64), "returned 9223372036854775808 for RUS"),
        (
            "choose",
            np.array([0, 0, 0]),
            "returned 3 values in 2013-01: one for each of 6 states is needed",
        ),
        ("choose", np.zeros((N, 1), dtype=int), "returned 6 x 1 values"),
        ("choose", 3, "returned a single value"),
        ("choose", np.full(N, 0.5), "whole numbers are needed"),
        ("choose", np.full(N, np.nan), "whole numbers are needed"),
        ("choose", np.ones(N, dtype=bool), "returned True and False"),
        ("choose", [None] * N, "returned objects"),
        ("choose", [2**70] * N, "returned objects"),
        ("choose", ["envoy"] * N, "returned text"),
        ("choose", [[1], [1, 2]], "which is no array of numbers"),
        ("choose", None, "returned None"),
        ("appraise", np.full((99, 99), 1e308), "returned 99 x 99 values"),
        ("appraise", np.full((N, M), np.nan), "returned nan for"),
        ("appraise", np.full((N, M), np.inf), "returned inf for"),
        ("appraise", np.full((N, M), -1.7e308), "numbers are needed, from -1e+300 to 1e+300"),
        (
            "appraise",
            np.ma.masked_less(np.zeros((N, M)), 1.0),
            "returned an array in which values are masked",
        ),
        (
            "choose",
            np.ma.masked_array(np.zeros(N, dtype=int), mask=[0, 1, 0, 0, 0, 0]),
            "values are masked",
        ),
        ("appraise", np.full((N, M), "1"), "returned text"),
        ("appraise", np.full((N, M), True), "returned True and False"),
        ("appraise", None, "returned None"),
        ("respond", 7, "DPRK's Odd.respond returned 7 (int)"),
        ("respond", None, "returned None"),
        ("respond", float("nan"), "returned nan (float)"),
        ("respond", "yes", "returned 'yes' (str)"),
        ("respond", np.array([1, 0]), "(ndarray)"),
    ],
)
def test_what_a_state_returns_is_checked(article, method, answer, told):
    with pytest.raises(sim.SimError, match=re.escape(told)):
        sim.Diplomacy(article, seed=1, states={"DPRK": answering(method, answer)}).run_model()


@pytest.mark.parametrize(
    "given", [np.full((99, 99), 1.0), np.full((N, M), np.nan), None, np.zeros((N, M - 1))]
)
def test_the_rules_refuse_to_choose_from_what_is_no_appraisal(article, given):
    wild = type(
        "Wild", (sim.State,), {"choose": lambda self, values: sim.State.choose(self, given)}
    )
    with pytest.raises(sim.SimError, match=r"DPRK's Wild\.choose was given"):
        sim.Diplomacy(article, seed=1, states={"DPRK": wild}).step()


def test_numbers_in_any_honest_form_are_taken(article):
    class Plain(sim.State):
        def appraise(self):
            return super().appraise().tolist()

        def choose(self, values):
            return [int(k) for k in super().choose(values)]

        def respond(self, asker, move):
            return np.bool_(super().respond(asker, move))

    assert same(
        sim.run(article, 2, states={code: Plain for code in article.codes}), sim.run(article, 2)
    )


def test_what_a_state_keeps_and_writes_to_later_changes_nothing(article):
    class Keeper(sim.State):
        def appraise(self):
            self.kept = super().appraise()
            return self.kept

        def choose(self, values):
            for state in self.model.states:
                state.kept[:] = 99.0
            self.chosen = super().choose(values)
            values[:] = -99.0
            return self.chosen

        def respond(self, asker, move):
            for state in self.model.states:
                state.chosen[:] = 0
            self.model.workspace.decisions.choices[:] = 0
            return super().respond(asker, move)

    assert same(
        sim.run(article, 2, states={code: Keeper for code in article.codes}), sim.run(article, 2)
    )


@pytest.mark.parametrize("name", ["stance", "trust", "support"])
def test_a_state_that_writes_into_the_world_is_refused(article, name):
    class Meddler(sim.State):
        def choose(self, values):
            getattr(self.model.world, name)[0, 1] += 0.125
            return super().choose(values)

    with pytest.raises(
        sim.SimError, match=r"DPRK's Meddler\.choose changed the model's world in 2013-01"
    ):
        sim.Diplomacy(article, seed=1, states={"DPRK": Meddler}).step()


@pytest.mark.parametrize("when", ["begin", "__init__"])
def test_the_world_begins_as_the_scenario_says(article, when):
    def meddle(state, *about):
        if about:
            sim.State.__init__(state, *about)
        state.model.world.trust[0, 1] = 9.0

    meddler = type("Meddler", (sim.State,), {when: meddle})
    with pytest.raises(
        sim.SimError, match="Meddler changed the model's world before the first month"
    ):
        sim.Diplomacy(article, seed=1, states={"DPRK": meddler})


def test_what_was_simulated_is_not_changed_afterwards(article):
    class Forger(sim.State):
        def choose(self, values):
            self.model.record.choices[0] = 77
            return super().choose(values)

    with pytest.raises(ValueError, match="read-only"):
        sim.Diplomacy(article, seed=1, states={"DPRK": Forger}).step()


@pytest.mark.parametrize("position", [1, 3])
def test_a_state_keeps_its_place(article, position):
    class Usurper(sim.State):
        def choose(self, values):
            self.position = position
            return super().choose(values)

    with pytest.raises(sim.SimError, match=r"DPRK's Usurper\.choose changed its model or position"):
        sim.Diplomacy(article, seed=1, states={"DPRK": Usurper}).step()


def test_a_world_that_is_not_finite_any_more_is_refused(article):
    model = sim.Diplomacy(article, seed=1)
    model.setting.dynamics.retention[:] = np.inf
    with pytest.raises(sim.SimError, match="is no finite number after 2013-01"):
        model.step()


def test_a_constructor_that_forgets_the_state_is_named(article):
    forgetful = type("Forgetful", (sim.State,), {"__init__": lambda self, model, position: None})
    with pytest.raises(sim.SimError, match=r"DPRK's Forgetful\.__init__ must call super\(\)"):
        sim.Diplomacy(article, states={"DPRK": forgetful})


def test_models_that_were_run_are_freed(article):
    import gc
    import weakref

    kept = [sim.Diplomacy(article, seed=1, run=k) for k in range(2)]
    kept[0].run_model()
    kept[1].run_model()
    there = [weakref.ref(model) for model in kept]
    del kept
    gc.collect()
    assert [ref() for ref in there] == [None, None]


def test_a_state_that_always_holds_makes_no_moves(article):
    results = sim.run(article, 3, states={"DPRK": Recluse})
    scripted = {
        (shock.month, m.target)
        for shock in article.shocks
        for m in shock.moves
        if m.source == "DPRK"
    }
    moves = results.moves().query("source == 'DPRK'")
    months = {(np.flatnonzero(results.months == np.datetime64(t, "M"))[0], target) for t, target in
              zip(moves["month"], moves["target"], strict=True)}  # fmt: skip
    assert months == scripted
    assert (results.moves()["target"] == "DPRK").any()


def test_a_hermit_declines_every_approach_that_is_not_scripted(article):
    results = sim.run(
        sim.load("article", without=["security-council-stand"]), 3, states={"DPRK": Hermit}
    )
    assert not results.moves().query("target == 'DPRK'")["accepted"].fillna(False).any()


def test_tit_for_tat_repays_deals_and_acts_a_month_later(world_of):
    pair = """
[states.A]
[states.B]
[ties.A.B]
affinity = -0.8
[ties.B.A]
affinity = -0.8
"""
    results = sim.run(world_of(pair), 5, states={"B": TitForTat})
    a, b = 0, 1
    did, repaid = results.choices[:, :-1, a, b], results.choices[:, 1:, b, a]
    acts, deals = did >= len(DEALS), (did >= 0) & (did < len(DEALS))
    assert acts.any()
    assert (repaid[acts] == MOVES.index("snub")).all()
    assert (repaid[deals] == MOVES.index("envoy")).all()
    assert (repaid[did == HOLD] == HOLD).all()


EXAMPLE = Path(__file__).parents[2] / "docs" / "watch_in_browser.py"


def test_the_viewer_is_handed_what_makes_a_model(monkeypatch):
    drawn: list[str] = []
    viewer = ModuleType("mesa.visualization")  # Solara is not installed for the tests
    viewer.SolaraViz = lambda model, **given: SimpleNamespace(model=model, **given)
    viewer.Slider = lambda label, value, **_: SimpleNamespace(value=value)
    viewer.make_plot_component = lambda columns: drawn.extend(
        [columns] if isinstance(columns, str) else columns
    )
    monkeypatch.setitem(sys.modules, "mesa.visualization", viewer)
    page = runpy.run_path(str(EXAMPLE))["page"]
    chosen = {
        name: given["value"] if isinstance(given, dict) else getattr(given, "value", given)
        for name, given in page.model_params.items()
    }
    again = type(page.model)(**chosen)  # as the viewer does on Reset
    again.step()
    page.model.step()
    table = again.datacollector.get_model_vars_dataframe()
    assert set(drawn) <= set(table.columns)
    assert list(table["tilt"]) == list(page.model.datacollector.model_vars["tilt"])


def subclass(*names: str) -> type[sim.State]:
    """Return a class of states with methods of these names, which do what ``State``'s do."""

    def method(name):
        return lambda self, *given: getattr(super(kind, self), name)(*given)

    kind = type("Own", (sim.State,), {name: method(name) for name in names})
    return kind


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("step",), "nothing calls its 'step': override appraise, choose, respond or begin"),
        (("step", "advance"), "nothing calls its 'step'"),
        (("chose",), r"nothing calls its 'chose' \(did you mean 'choose'\?\)"),
    ],
)
def test_a_class_whose_methods_nobody_calls_is_refused(article, names, told):
    with pytest.raises(sim.SimError, match=f"Own would decide by the rules, as {told}"):
        sim.Diplomacy(article, seed=1, states={"DPRK": subclass(*names)})


@pytest.mark.parametrize("names", [(), ("_helper",), ("choose", "step"), ("posture", "mood")])
def test_a_class_that_decides_or_adds_nothing_is_taken(article, names):
    sim.Diplomacy(article, seed=1, states={"DPRK": subclass(*names)}).step()


def test_a_state_neither_moves_alone_nor_leaves(article):
    model = sim.Diplomacy(article, seed=1)
    with pytest.raises(
        sim.SimError, match=r"DPRK has no step of its own: model.step\(\) moves all"
    ):
        model.agents.do("step")
    for leave in (model.states[1].remove, model.remove_all_agents):
        with pytest.raises(sim.SimError, match=r"cannot leave the history"):
            leave()
    assert len(model.agents) == len(model.states)


def test_agents_of_other_kinds_are_collected_without_the_measures_of_states(article):
    model = sim.Diplomacy(article, seed=1)
    watcher = mesa.Agent(model)
    model.step()
    table = model.datacollector.get_agent_vars_dataframe()
    assert table.loc[(1, watcher.unique_id)].isna().all()
    assert table.loc[1]["state"].tolist()[:-1] == list(article.codes)


def test_mesa_s_other_word_for_the_seed_is_told(article):
    with pytest.raises(sim.SimError, match="takes no 'rng', but a 'seed'"):
        sim.Diplomacy(article, rng=3)
