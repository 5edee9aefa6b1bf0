"""Game: a person plays one of the states; the others follow the rules."""
