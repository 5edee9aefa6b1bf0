"""Ensemble: many histories, on any executor; designs of varied numbers; what an interruption leaves."""
