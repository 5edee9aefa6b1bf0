"""Threshold: how far a number has to move until the answer to a question turns."""
