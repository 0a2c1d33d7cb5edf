"""What stands in the fields over a text alone and a reader of it has to know.

Enter: the fields. Leave: lines; of an advisory, versions and how grave the flaw is; of a proposal, its
status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.text.lexicon import SEVERITIES
from pipeline.text.words import clean

# What an advisory says of versions; the mended ones first, for these are what a reader acts on.
VERSIONED = ("patched", "unaffected", "affected", "vulnerable")
STANDARD = ("std", "cmd", "stdlib", "toolchain")  # what Go calls its own modules
# Fields that only the head of a proposal or of a decision record has.
PROPOSED = frozenset(
    "pep sep rfc jep tep dep eip kep-number deciders decision-makers decision_makers consulted superseded-by"
    " review-manager bdfl-delegate pep-delegate resolution".split()
)
COMMIT = re.compile(r"-\d{14}-[0-9a-f]{12}$")  # ends a version that Go makes up
RANGES = 8  # ranges that a line names


def fields_told(known: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the fields over a text alone and a reader of it has to know, a line each: of an
    advisory, versions and how grave the flaw is; of a proposal, its status."""
    yield from advisory_told(known)
    said = known.get("status")
    low = {str(key).lower() for key in known}
    if isinstance(said, str) and PROPOSED & low and re.search(r"[A-Za-z]{3}", said):
        yield f"Status: {clean(said)}"
        follows = next(
            (known[key] for key in ("superseded-by", "superseded_by") if known.get(key)), ""
        )
        if isinstance(follows, str | int) and follows:
            yield f"Superseded by: {follows}"


def advisory_told(known: Mapping[str, Any]) -> Iterator[str]:
    """What an advisory's own fields say of versions and of how grave its flaw is, a line each:
    `Patched versions: >= 2.0.1.`, `Severity: high`, `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`.

    Ruby's advisories and npm's have a field of that name, RustSec's a table of versions, Go's a list
    of modules with theirs.
    """
    table = known.get("versions")
    for name in VERSIONED:
        said = known.get(f"{name}_versions")
        if said is None and isinstance(table, dict):
            said = table.get(name)
        if said is None and isinstance(known.get(name), str):  # Node.js' own advisories
            said = known[name]
        listed = [str(one).strip() for one in (said if isinstance(said, list) else [said]) if one]
        if any(re.search(r"\d", one) for one in listed):
            yield f"{name.capitalize()} versions: {'; '.join(listed[:RANGES])}."
    products = known.get("fixed_in")  # Mozilla names them with their versions
    if isinstance(products, list) and any(re.search(r"\d", str(one)) for one in products):
        yield f"Fixed in: {'; '.join(map(str, products[:RANGES]))}."
    fixed = [row for one in _mappings(known.get("modules")) for row in _module_fixed(one)]
    if fixed:
        yield f"Patched versions: {'; '.join(fixed[:RANGES])}."
    yield from _grave(known)


def _module_fixed(module: Mapping[str, Any]) -> Iterator[str]:
    """The versions in which a module of Go is mended: `golang.org/x/net 0.38.0`; where Go only has the
    name of a commit for one, those that the project gave it."""
    name = str(module.get("module") or "")
    told, own = (_mappings(module.get(field)) for field in ("versions", "non_go_versions"))
    commits = any(COMMIT.search(str(one.get("fixed") or "")) for one in told)
    for one in own if commits and any(one.get("fixed") for one in own) else told:
        if one.get("fixed") and name:
            yield f"{'Go' if name in STANDARD else name} {one['fixed']}"


def _grave(known: Mapping[str, Any]) -> Iterator[str]:
    """The word, score and vector for a flaw, in whichever of the usual fields they stand."""
    extra = known.get("database_specific")
    stated = [known.get("severity"), extra.get("severity") if isinstance(extra, dict) else ""]
    stated += [known.get("impact")] if known.get("fixed_in") else []  # as Mozilla calls it
    for field in stated:
        if isinstance(field, str) and field.lower() in SEVERITIES:
            yield f"Severity: {field.lower()}"
            break
    rows = [known.get(name) for name in ("cvss", "cvss_v4", "cvss_v3", "cvss_v2")]
    rows += [one.get("score") for one in _mappings(known.get("severity"))]
    rows = [one for row in rows for one in (row.values() if isinstance(row, dict) else [row])]
    told = dict.fromkeys(str(one).strip() for one in rows if isinstance(one, str | int | float))
    for one in told:
        if re.fullmatch(r"CVSS:[\d.]+(?:/[A-Z]{1,3}:[A-Z][A-Za-z]*)+", one):
            yield one
        elif re.fullmatch(r"10(?:\.0)?|\d\.\d", one):
            yield f"CVSS score: {one}"


def _mappings(value: object) -> list[Mapping[str, Any]]:
    """The mappings of a list; an advisory may hold anything at all in a field."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
