"""Holding a fact to the words its writer anchored it in."""
