"""Agents: the same model as Mesa agents, one object per state, which users may subclass."""
