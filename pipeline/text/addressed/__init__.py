"""Whether words address a model or a reader's agent instead of a person: by rule, in a code, in another language."""
