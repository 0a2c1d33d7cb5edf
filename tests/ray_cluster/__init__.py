"""Work on a real Ray cluster, begun here: `make test-ray`."""
