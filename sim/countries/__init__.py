"""Countries: what the states of today are called, by code, number, name and capital."""
