"""The verifier and gate: drafts and evidence in, findings and a verdict out.

`judge` is what a run calls; `quotes.check`, `claims` and `document.verify_markdown` serve anyone
with a text and its sources. None of it speaks to a model or the network; `claims.hearing`, for
briefs that a model wrote, is the one that asks a model.
"""

from pipeline.verify.gate import as_it_was_made, judge, remembered

__all__ = ["as_it_was_made", "judge", "remembered"]
