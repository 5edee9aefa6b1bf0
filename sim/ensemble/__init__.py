"""Ensemble: many histories, on any executor; designs of varied numbers.

What an interruption leaves.
"""
