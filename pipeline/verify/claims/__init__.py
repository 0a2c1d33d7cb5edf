"""Claims: numbers, names and words against the sources that are cited."""
