"""The embedded index: terms, postings, forward columns."""
