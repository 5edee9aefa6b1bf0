"""Blocs: which stable splits into two blocs the ties of a world allow (landscape theory)."""
