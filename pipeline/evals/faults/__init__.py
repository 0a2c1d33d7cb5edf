"""Faults put into sound briefs, and what became of each."""
