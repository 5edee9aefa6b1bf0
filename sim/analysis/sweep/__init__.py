"""Sweep: every combination of some numbers, and what each comes to."""
