"""Hindcast: how the model fares against the recorded events, beside simple rivals."""
