"""The numbered evidence of a day: candidates, support, similarity, context."""
