"""What a sentence and its sources say, taken apart: words, figures, clauses, source sentences."""
