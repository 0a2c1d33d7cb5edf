"""Sentences that keep close to one of their source's, and what they changed on the way."""
