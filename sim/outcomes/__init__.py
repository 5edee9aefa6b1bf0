"""Outcomes: the catalogue of every output, results by names of states, questions, the table."""
