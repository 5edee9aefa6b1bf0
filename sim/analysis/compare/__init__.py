"""Compare: what sets scenarios apart, history by history, on the same random draws."""
