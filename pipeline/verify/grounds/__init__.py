"""Sentences against their ground: clause by clause, without a model."""
