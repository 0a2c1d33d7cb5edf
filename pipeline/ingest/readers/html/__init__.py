"""HTML: main text, structure and page chrome."""
