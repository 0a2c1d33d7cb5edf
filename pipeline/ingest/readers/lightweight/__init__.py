"""Lightweight markup languages other than Markdown, turned into it."""
