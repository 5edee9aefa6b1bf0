"""Answers: pure functions from what the page asks to what it shows, both JSON; no server here."""
