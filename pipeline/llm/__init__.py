"""Models: what is asked, by whom it is answered, what it costs, and what is kept of it."""
