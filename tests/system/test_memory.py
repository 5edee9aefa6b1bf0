"""Memory: what is free, or that nobody says, and what is kept for later."""

from __future__ import annotations

import os

from sim.system.memory import free_memory


def test_where_the_system_does_not_say_what_is_free_there_is_no_limit(monkeypatch):
    assert free_memory() > 0
    monkeypatch.delattr(os, "sysconf", raising=False)  # as on Windows
    assert free_memory() == float("inf")
