"""The built site, looked at as a stranger would: page by page, then as a whole.

Enter: a folder of built files and the desk. Leave: `Finding`s; one error is enough to refuse
publication. Pages whose bytes did not change are not read again: what was seen on them is kept in
`memory`, and what joins pages is checked anew each time, so the result equals a full audit.
"""

from __future__ import annotations

from pipeline.audit.inspect import Inspection, audit, inspect

__all__ = ["Inspection", "audit", "inspect"]
