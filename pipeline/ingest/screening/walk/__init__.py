"""The plain walk of what a source shows, by the form of its marks; `shown` is its door."""
