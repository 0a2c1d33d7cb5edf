"""content/ into site/: built aside, completed, audited, and put in place whole.

Enter: a newsroom whose content/ is rendered, and the audit to pass. Leaves: site/ with pages,
feeds, twins, pictures and indexes. Refuses: a build that mkdocs or the audit finds fault with
(`BuildError`); yesterday's site then stays as it was. Same input, same bytes.
"""

from __future__ import annotations

from pipeline.publish.build import (
    Audit,
    AuditError,
    BuildReport,
    UnprovenError,
    build_site,
    standing,
)

__all__ = ["Audit", "AuditError", "BuildReport", "UnprovenError", "build_site", "standing"]
