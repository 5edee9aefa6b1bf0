"""Sweep: every combination of some parameter values, and its outcomes."""
