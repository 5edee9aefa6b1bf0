"""Torture: commands killed, raced and starved, and what they leave behind."""
