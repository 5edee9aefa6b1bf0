"""Run: many histories of a scenario, and the folder with tables, figures and report."""
