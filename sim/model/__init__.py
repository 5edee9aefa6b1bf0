"""Model: the rules, a month, a history, in plain Python that is compiled to machine code."""
