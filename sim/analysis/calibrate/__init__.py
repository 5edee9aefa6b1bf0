"""Calibrate: which numbers, within their ranges, bring the model near what was observed."""

from .plan import Plan

__all__ = ["Plan"]
