"""Phrase rules in YAML and what runs them."""
