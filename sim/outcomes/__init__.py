"""Outcomes: what a history comes to: results by the names of states, questions, and the table of outcomes."""
