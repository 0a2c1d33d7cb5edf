"""A sentence against all sentences of its sources at once, whichever of them it stands on."""
