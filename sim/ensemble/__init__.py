"""Ensemble: many histories, on any executor; designs of varied numbers.

An interrupted run leaves parts from which it can be resumed.
"""
