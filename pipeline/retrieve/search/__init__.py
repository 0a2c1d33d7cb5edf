"""A question: its intents and terms, rankers, fusion, spread, and whether it is answered."""
