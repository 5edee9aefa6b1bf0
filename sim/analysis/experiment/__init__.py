"""Experiment: scenarios, variations, seeds and outcomes in one file, and one table of them all."""
