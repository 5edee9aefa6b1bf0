"""Calibrate: which numbers, within their ranges, bring the model near what was observed."""
