"""Facts: those that come with the program are whole, and a file with faults is told all of them."""

from __future__ import annotations

import math
import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

import sim
from sim.analysis.exam.facts import PLAIN_SOURCES, SHIPPED, read_facts
from sim.analysis.exam.form import KINDS
from sim.errors import InvalidInput
from sim.scenario import Refused

DOCS = Path(__file__).parents[3] / "docs"
FACT = """
[[facts]]
id = "{id}"
text = "They meet"
kind = "dyad"
source = "general knowledge"
scenario = "article"
measure.rate = {{ what = "deal", source = "DPRK", target = "RUS" }}
low = 1
why = "Counted"
used = false
"""


@pytest.fixture
def facts_of(tmp_path):
    """Write a file of facts and read it."""

    def read(text: str, **how):
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return read_facts(path, **how)

    return read


def faults(read, text: str) -> list[str]:
    """Return what is wrong with a file, a line each."""
    with pytest.raises(Refused) as refused:
        read(text)
    return str(refused.value).splitlines()


def test_facts_of_every_kind_come_with_the_program_and_ten_that_did_not_happen(shipped):
    kinds = Counter(fact.kind for fact in shipped.facts)
    assert set(kinds) == set(KINDS)
    assert sum(kinds.values()) >= 44 and kinds["absent"] >= 10
    assert {fact.used for fact in shipped.facts} == {True, False}


def test_every_fact_has_a_source_a_reason_and_a_bound_that_something_can_fail(shipped):
    for fact in shipped.facts:
        low, high = fact.cases[0].ends
        assert fact.sources and fact.why.endswith(".")
        assert fact.low > low or fact.high < high, fact.id


def test_every_named_source_is_used(shipped):
    named = {source for fact in shipped.facts for source in fact.sources} - set(PLAIN_SOURCES)
    listed = re.findall(r'^(\w+) = "(.+)"$', shipped.text.split("[sources]")[1].split("# ---")[0],
                        re.MULTILINE)  # fmt: skip
    assert named == {text for _, text in listed}


def test_predictions_are_those_of_the_page_on_what_ifs(shipped):
    make = runpy.run_path(str(DOCS / "make_what_ifs.py"))
    pages = {
        (name, part.measure, part.low, part.high)
        for name, parts in make["PREDICTIONS"].items()
        for part in parts
    }
    fact = next(fact for fact in shipped.facts if fact.id == "predictions-hold")
    case = fact.cases[0]
    scenario = sim.load("article")
    mine = {
        (term.world.name, term.measure.outcome.label(scenario), low, high)
        for term, (low, high) in zip(case.terms[::2], case.parts, strict=True)
    }
    assert mine == pages


def test_the_page_of_facts_is_made_from_the_file():
    script = runpy.run_path(str(DOCS / "make_facts.py"))
    assert (DOCS / "facts.md").read_text(encoding="utf-8") == script["text"]()


def test_one_kind_one_fact_or_one_scenario_can_be_asked(shipped):
    assert {fact.kind for fact in read_facts(SHIPPED, ("absent",)).facts} == {"absent"}
    one = read_facts(SHIPPED, ("kim-meets-nobody",)).facts
    assert [fact.id for fact in one] == ["kim-meets-nobody"]
    egypt = read_facts(SHIPPED, (), sim.load("egypt-1970-79")).facts
    assert {case.scenario for fact in egypt for case in fact.cases} == {"egypt-1970-79"}
    assert {"quiet-stances", "egypt-turns"} <= {fact.id for fact in egypt}


def test_a_scenario_of_ones_own_stands_in_for_those_whose_states_and_months_it_has(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\nextends = "article"\nmoves.sanction.cost = 0.9\n')
    facts = read_facts(SHIPPED, (), sim.load(path))
    assert facts.shelf.simulated("article").name == "mine"
    assert {case.scenario for fact in facts.facts for case in fact.cases} == {"article"}
    assert not any(fact.kind == "what-if" for fact in facts.facts)  # these extend the article


def test_of_a_longer_scenario_the_months_of_the_named_one_are_asked():
    facts = read_facts(SHIPPED, ("dyad",), sim.load("article-from-2012"))
    assert facts.shelf.months("article") == (12, 48)
    with pytest.raises(InvalidInput, match="does not have all states and months of article"):
        read_facts(SHIPPED, ("absent",), sim.load("egypt-1970-79", without=["expulsion"]))


def test_names_that_mean_nothing_are_refused(facts_of):
    with pytest.raises(InvalidInput, match=r"--only absnt: .* \(did you mean 'absent'\?\)"):
        facts_of(FACT.format(id="a"), only=("absnt",))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kind = "dyadic"', "mine.toml:5: facts.0.kind: unknown 'dyadic' (did you mean 'dyad'?)"),
        ('source = "me"', "mine.toml:6: facts.0.source.0: unknown source 'me'"),
        ('scenario = "articl"', "mine.toml:7: facts.0.scenario: articl: there is no such scenario"),
        ("low = inf", "mine.toml:9: facts.0.low: the number is not finite"),
        ("used = 1", "mine.toml:11: facts.0.used: expected true or false, found the number 1"),
        (
            'measure.rate = { what = "deal", source = "DPRK", target = "RUSS" }',
            "mine.toml:8: facts.0.measure.rate.target: unknown state 'RUSS' (did you mean 'RUS'?)",
        ),
        (
            'measure.rate = { what = "deal", source = "DPRK", target = "DPRK" }',
            "mine.toml:8: facts.0.measure.rate.target: a state cannot be its own partner",
        ),
        (
            'measure.rate = { what = "deal", source = "*", target = "*", move = "sanction" }',
            "mine.toml:8: facts.0.measure.rate.move: 'sanction' is none",
        ),
        (
            'measure.rate = { what = "deal", source = "*", target = "*", from = 2012-12-01 }',
            "mine.toml:8: facts.0.measure.rate.from: 2012-12-01 is outside the period",
        ),
        (
            'measure.rate = { what = "act", source = "*", target = "*", from = 2014-01-01, '
            "to = 2013-01-01 }",
            "mine.toml:8: facts.0.measure.rate.to: the window runs backwards",
        ),
        (
            'measure.mean = "tilt.DPRK"',
            "mine.toml:8: facts.0.measure.mean: tilt.DPRK: 'tilt' takes a state",
        ),
        (
            'measure.share.level = { measure = "hedging", state = "DPRK" }',
            "mine.toml:8: facts.0.measure.share.level: exactly one of above and below is needed",
        ),
        (
            'measure.share.question = "moscow-frist"',
            "mine.toml:8: facts.0.measure.share.question: article has no question 'moscow-frist'",
        ),
        (
            'measure.share.count = { what = "act", source = "*", target = "*" }',
            "mine.toml:8: facts.0.measure.share.count: exactly one of at_least and at_most",
        ),
        ("measure.share = {}", "mine.toml:8: facts.0.measure.share: exactly one of question"),
        ("measure = {}", "mine.toml:8: facts.0.measure: exactly one of share, rate, accepted"),
        (
            'measure.rank = { of = "deal", record = { "DPRK-RUS" = 1, "DPRK" = 2, "A-B" = 3 } }',
            "mine.toml:8: facts.0.measure.rank.record.DPRK: a pair is written as CHN-RUS",
        ),
        (
            'measure.rank = { of = "deal", record = { DPRK-RUS = 1, DPRK-CHN = 2, A-CHN = 3 } }',
            "mine.toml:8: facts.0.measure.rank.record.A-CHN: unknown state 'A'",
        ),
    ],
)
def test_what_is_wrong_with_a_fact_is_told_with_its_line(facts_of, line, told):
    lines = FACT.format(id="a").splitlines()
    key = re.split(r"[.=]", line)[0].strip()
    text = "\n".join(line if re.match(rf"{key}\b", old) else old for old in lines)
    found = faults(facts_of, text)
    assert found and found[0].startswith(told), found


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("high = 0.5", "facts.0.low: low 1 is above high 0.5"),
        ('less.mean = "hedging.DPRK"\nover.mean = "hedging.DPRK"', "facts.0.over: at most one of"),
        ('without = ["crime"]', "facts.0.without: article: 'crime' names no shock"),
        ('against.without = ["x"]', "facts.0.against.without: article: 'x' names no shock"),
        ('against.scenario = "articl"', "facts.0.against.scenario: articl: there is no such"),
        (
            'set = { "states.DPRK.autonmy" = 1 }',
            "facts.0.set.states.DPRK.autonmy: 'states.DPRK.autonmy' names nothing",
        ),
        (
            'held = [{ scenario = "what-if-no-crimea", of = "tlt", low = 1, high = 0 }]',
            "facts.0: exactly one of measure and held is needed",
        ),
    ],
)
def test_what_does_not_go_together_is_told(facts_of, more, told):
    assert any(told in one for one in faults(facts_of, FACT.format(id="a") + more))


def test_one_fault_hides_no_other_and_an_id_is_taken_once(facts_of):
    text = FACT.format(id="a") + FACT.format(id="a").replace("RUS", "RUSS")
    found = faults(facts_of, text.replace("low = 1\n", "", 1))
    assert any("a bound is needed" in one for one in found)
    assert any("unknown state 'RUSS'" in one for one in found)
    assert any("the id 'a' is taken by the fact at line 2" in one for one in found)


def test_the_ends_of_what_passes_are_the_bounds_or_those_of_the_measure(facts_of):
    fact = facts_of(FACT.format(id="a")).facts[0]
    assert fact.ends == (1.0, math.inf) and fact.scale == 1.0
    assert [fact.place(value) for value in (0.0, 1.0, 2.0)] == [-2.0, -1.0, 0.0]
    assert fact.place(1000.0) < 1.0 and fact.passes(1000.0) and not fact.passes(math.nan)
    both = facts_of(FACT.format(id="a") + "high = 3").facts[0]
    assert [both.place(value) for value in (1.0, 2.0, 3.0, 4.0)] == [-1.0, 0.0, 1.0, 2.0]
    assert both.margin(2.5) == 0.5 and both.margin(4.0) == -1.0


def test_a_name_that_only_the_asked_scenario_has_is_refused_with_its_line(facts_of, world):
    named = sim.load(world)  # small.toml, elsewhere: nothing else is called `small`
    text = 'title = "Mine"\n' + FACT.format(id="met").replace('"article"', f'"{named.name}"')
    with pytest.raises(Refused, match=r"^mine.toml:8: facts.0.scenario: small: there is no such"):
        facts_of(text, scenario=named)


def test_where_nothing_is_asked_the_file_is_named(facts_of, world):
    text = 'title = "Mine"\n' + FACT.format(id="met")
    with pytest.raises(InvalidInput, match=r"^mine.toml: none of the facts is asked of small"):
        facts_of(text, scenario=sim.load(world))
