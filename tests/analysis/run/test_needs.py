"""What a run takes, said before it is begun."""

from __future__ import annotations

import pytest

from sim.analysis.run import needs
from sim.analysis.run.answer import asked


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"),
        (89, "89 s"),
        (90, "2 minutes"),
        (7200, "2 hours"),
        (1_836_000, "21 days"),
        (3e9, "95 years"),
    ],
)
def test_a_duration_is_said_in_its_largest_unit(seconds, words):
    assert needs.in_words(seconds) == words


@pytest.mark.parametrize(
    ("histories", "said", "tries"),
    [(1000, "", 0), (2_999_999, "", 1), (9 * 10**9, "about 10 days here", 2)],
)
def test_a_run_of_days_says_so_before_it_begins(
    article, monkeypatch, capsys, histories, said, tries
):
    tried = []
    monkeypatch.setattr(needs, "_rate", lambda *given: tried.append(given) or 10_000.0)
    needs.say_how_long(asked(article, 1, histories))
    told = capsys.readouterr()
    assert len(tried) == tries  # a run that is short is looked at for a moment, or not at all
    assert told.out == "" and bool(told.err) == bool(said)
    if said:
        assert told.err.startswith(f"9,000,000,000 histories will take {said}, at 10,000 a second")
