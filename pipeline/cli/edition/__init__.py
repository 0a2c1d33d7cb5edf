"""Commands about what an edition tells: its news, and what editors change in it."""
