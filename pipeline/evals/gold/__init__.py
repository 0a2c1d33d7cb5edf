"""Gold packs: fixed evidence through a writer, scored by the verifier and by a judge."""
