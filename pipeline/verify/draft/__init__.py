"""The checks of a draft, each a function from draft and evidence to findings."""
