"""The verifier and gate: drafts and evidence in, findings and a verdict out.

`judge` is what a run calls; `quotes.check`, `claims` and `document.verify_markdown` serve anyone
with a text and its sources. Nothing here speaks to a model or the network.
"""

from pipeline.verify.gate import judge

__all__ = ["judge"]
