"""Dateline: a daily cited engineering brief, proven against its sources or held."""

__version__ = "0.1.0"
