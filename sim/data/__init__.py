"""Data: the files of the field, events, alliances, votes, country-years, and what they say of a scenario's states."""
