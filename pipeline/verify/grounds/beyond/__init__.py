"""What goes beyond its ground in words that no bag of words tells apart: how much, which, whether."""
