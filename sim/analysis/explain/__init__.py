"""Explain: why a state made a move, and what drives its turn to a partner over all histories."""
