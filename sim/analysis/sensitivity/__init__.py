"""Sensitivity: which numbers matter: Morris screening, then Sobol indices of the foremost."""
