"""Quotes: aligned with their source, cut again, or refused."""
