"""Documents joined to stories: what relates to what, and how much each group weighs."""
