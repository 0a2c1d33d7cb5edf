"""The edition without a model: it selects, quotes, joins and computes."""

from pipeline.compose.extractive.edition import write

__all__ = ["write"]
