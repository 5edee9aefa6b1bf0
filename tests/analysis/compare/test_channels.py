"""Channels: through what a difference comes about, on changes whose channel is known."""

from __future__ import annotations

import json

import pytest

import sim
from sim.analysis.compare import channels
from sim.analysis.compare.answer import compare
from sim.analysis.compare.shown import attribution


@pytest.fixture(scope="module", autouse=True)
def few():
    """Attribute on few histories."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "MOST", 60)
        yield


@pytest.fixture(scope="module")
def wilful(article):
    """The article against a North Korea that minds dependence more."""
    return compare(
        article,
        sim.load("article", set={"states.DPRK.autonomy": 2.0}),
        of=["tilt@2013-01:2013-06"],
        histories=60,
        channels=True,
    )


def shares(table):
    """Return the share of each channel."""
    return table.set_index("channel")["share"]


def test_the_parts_add_up_to_the_whole(wilful):
    table = wilful.channels[0]
    parts = table[table["group"].isin(["start", "term", "rest"])]
    assert parts["goes"].sum() == pytest.approx(table["goes"].iloc[0])
    assert table["share"].iloc[0] == 1


def test_its_figure_is_numbered_after_the_others_and_can_be_read_at_both_sizes(wilful, readable):
    *others, last = wilful.figures()
    assert last == f"{len(others) + 1:02d}-channels-B"
    readable(lambda: wilful.figures()[last])


def test_the_whole_is_the_difference_that_is_compared(wilful):
    assert wilful.channels[0]["goes"].iloc[0] == pytest.approx(wilful.rows(1)["difference"].iloc[0])


def test_minding_dependence_works_through_autonomy_and_where_quiet_months_lead(wilful):
    share = shares(wilful.channels[0])
    assert share["autonomy"] + share["start"] > 0.9
    assert share["cost"] == 0 and share["no decision"] == 0


def test_what_a_shock_does_to_one_tie_goes_with_that_tie(article):
    calm = sim.load("article", without=["crimea*"])
    found = compare(article, calm, histories=60, channels=True)
    share = shares(found.channels[0])
    assert share["DPRK-RUS"] > 0.8 > 0.2 > abs(share["CHN-JPN"])
    said = attribution(found, 1).sentence()
    assert "the cost term of moves is held" in said and "what North Korea and Russia do" in said


def test_in_a_large_world_the_ties_are_held_whose_moves_differ_most(article):
    calm = sim.load("article", without=["crimea*"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "MOST_TIES", 2)
        found = compare(article, calm, histories=20, channels=True)
    a, b = found.results
    differ = ((a.choices != b.choices) | (a.answers_to_deals != b.answers_to_deals)).sum((0, 1))
    counts = {
        f"{one}-{other}": differ[i, i + 1 + j] + differ[i + 1 + j, i]
        for i, one in enumerate(a.codes)
        for j, other in enumerate(a.codes[i + 1 :])
    }
    held = found.channels[0].query("group == 'tie'")["channel"]
    assert sorted(counts[tie] for tie in held) == sorted(counts.values())[-2:]


def test_the_histories_at_hand_are_not_simulated_again(article, monkeypatch):
    asked = []
    simulated = channels.simulate_beside

    def counting(*given):
        asked.append(given)
        return simulated(*given)

    monkeypatch.setattr(channels, "simulate_beside", counting)
    found = compare(article, sim.load("article", without=["crimea"]), histories=5, channels=True)
    rows = found.channels[0]
    assert len(asked) == len(rows) - 2  # neither for the whole difference nor for the interplay


def test_what_does_not_differ_is_not_attributed(article):
    found = compare(article, article, histories=20, channels=True)
    assert "nothing to attribute" in found.text()
    assert found.channels[0]["share"].isna().all()


@pytest.mark.usefixtures("blank_figures")
def test_the_command_writes_table_figure_and_page(command, tmp_path):
    words = ("compare", "article", "--without", "crimea*", "--channels", "-n", "20")
    done = command(*words, "-o", "found")
    assert done.returncode == 0
    assert "What carries the difference in North Korea's tilt" in done.stdout
    names = {path.name for path in (tmp_path / "found").rglob("*")}
    assert {"channels-B.csv", "06-channels-B.png"} <= names
    assert "add up to the whole" in (tmp_path / "found" / "report.html").read_text()
    asked = json.loads(command(*words, "-o", "again", "--json").stdout)
    assert asked["channels"][0][0]["channel"] == "difference"
