"""Recordings of speech: captions of every form, and transcripts as text."""
