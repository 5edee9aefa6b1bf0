"""How long very many histories take is said before they are begun, whatever command asks them."""

from __future__ import annotations

import pytest

from sim.shell import lasting


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
    assert lasting.in_words(seconds) == words


@pytest.mark.parametrize(
    ("histories", "said", "tries"),
    [(1000, "", 0), (2_999_999, "", 1), (9 * 10**9, "about 10 days here", 2)],
)
def test_a_run_of_days_says_so_before_it_begins(
    article, monkeypatch, capsys, histories, said, tries
):
    tried = []
    monkeypatch.setattr(lasting, "rate", lambda *given: tried.append(given) or 10_000.0)
    lasting.say_how_long(article, 1, histories)
    told = capsys.readouterr()
    assert len(tried) == tries  # a run that is short is looked at for a moment, or not at all
    assert told.out == "" and bool(told.err) == bool(said)
    if said:
        assert told.err.startswith(f"9,000,000,000 histories will take {said}, at 10,000 a second")


@pytest.mark.parametrize(
    ("words", "histories"),
    [
        ("run small.toml -n 12", 12),
        ("compare small.toml --set states.A.autonomy=1 -n 6", 12),
        ("sweep small.toml --over states.A.autonomy=0,1 --of support.A.B.economy -n 6", 12),
    ],
)
def test_every_command_that_simulates_says_it_unless_it_is_quiet(
    world, blank_figures, command, monkeypatch, words, histories
):
    monkeypatch.setattr(lasting, "_MANY", histories)
    monkeypatch.setattr(lasting, "rate", lambda *given: 0.01)
    told = command(*words.split()).stderr
    assert told.startswith(f"{histories} histories will take about 20 minutes here, at 0 a second")
    assert "Ctrl-C stops the run; --resume continues it." in told
    assert "will take" not in command(*words.split(), "--quiet", "--overwrite").stderr
