"""Data: the field's files (events, alliances, votes, country-years) as figures about states."""
