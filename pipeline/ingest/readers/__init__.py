"""One module for each form of source: bytes in, a Reading out."""
