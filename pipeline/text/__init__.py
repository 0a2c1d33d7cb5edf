"""Words, sentences and numbers of technical English, folding, and closed word classes."""
