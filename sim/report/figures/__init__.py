"""Figures of a run: for each, functions that make the data, draw on axes, compose the figure.

Numbers follow the kinds of figure: 1 fan, 2 paired, 3 postures, 4 alluvial, 5 dyads, 6 network, 7
tornado, 8 why, 9 quantile dots, 10 moves.
"""
