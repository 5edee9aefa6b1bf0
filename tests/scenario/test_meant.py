"""Meant: every verb takes a scenario, its name or its file, and says what else it was given."""

from __future__ import annotations

import pytest

import sim
from sim.scenario import resolved_toml

FEW = {"histories": 2, "seed": 3}


def test_a_verb_takes_the_name_or_the_file_of_a_scenario(article, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(resolved_toml(article), encoding="utf-8")
    runs = [sim.run(given, **FEW) for given in (article, "article", file, str(file))]
    assert {run.stances.tobytes() for run in runs} == {runs[0].stances.tobytes()}


def test_compare_takes_names():
    assert sim.compare("article", "what-if-no-crimea", **FEW).asked.histories == 2


@pytest.mark.parametrize("verb", ["run", "sweep", "sensitivity", "threshold", "hindcast", "play"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("artcle", "did you mean 'article'"),
        (12, "expected a scenario, its name or its file, found the number 12"),
        (None, "found None"),
        ([1], "found a list"),
    ],
)
def test_what_is_no_scenario_is_refused_kindly(verb, given, told):
    more = {"run": (), "sensitivity": (), "hindcast": ([],), "play": ("DPRK",)}.get(verb, ("x",))
    with pytest.raises(sim.SimError) as refused:
        getattr(sim, verb)(given, *more)
    assert told in str(refused.value)


@pytest.mark.parametrize("verb", ["explain", "blocs", "write"])
def test_verbs_on_results_say_how_to_get_them(verb):
    more = ("DPRK",) if verb == "explain" else ()
    with pytest.raises(sim.InvalidInput, match=rf"sim\.run\('article'\), then sim\.{verb}\("):
        getattr(sim, verb)("article", *more)
