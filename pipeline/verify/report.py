"""Prints findings: text for people, GitHub annotations, SARIF 2.1.0.

Enter: findings with file, line and column. Leave: text. JSON is the records themselves.
"""

from __future__ import annotations

from typing import Any

from pipeline import __version__
from pipeline.records import Finding
from pipeline.records.rules import RULES, row
from pipeline.records.verdict import RECORD

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 160  # characters of a match that a line of text shows


def text(findings: tuple[Finding, ...]) -> str:
    """One or two lines a finding, like a compiler's."""
    return "\n".join(_line(one) for one in findings)


def _line(found: Finding) -> str:
    where = found.where
    place = f"{where.file}:{where.line}:{where.column}" if where.line else where.path
    done = f" ({found.resolved})" if found.resolved else ""
    match = " ".join(found.match.split())
    shown = match if len(match) <= SHOWN else match[: SHOWN - 1] + "…"
    line = f"{place}: {found.severity}: {found.message}{done} [{found.rule}]"
    if shown:
        line += f"\n    {shown}"
    return line + (f"\n    fix: {found.fix}" if found.fix and not found.resolved else "")


def github(findings: tuple[Finding, ...]) -> str:
    """Workflow commands that GitHub shows as annotations at their lines."""
    return "\n".join(_command(one) for one in findings)


def _command(found: Finding) -> str:
    where = found.where
    values: dict[str, object] = {"file": where.file or where.path, "line": where.line or 1}
    values |= {"col": where.column or 1, "title": found.rule}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    fix = f" Fix: {found.fix}" if found.fix else ""
    return f"::{_COMMAND[found.severity]} {properties}::{_data(found.message + fix)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """A SARIF log of one run."""
    known = {rule.id for rule in RULES.values() if rule.maker in ("verifier", "judge")}
    used = sorted({one.rule for one in findings} | known)
    rules = [_rule(name) for name in used]
    index = {name: at for at, name in enumerate(used)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "dateline", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, index[one.rule]) for one in findings],
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    rule = row(name)
    return {
        "id": name,
        "shortDescription": {"text": rule.asks},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(found: Finding, index: int) -> dict[str, Any]:
    where = found.where
    region = {"startLine": max(1, where.line), "startColumn": max(1, where.column)}
    if found.match and "\n" not in found.match and where.line:
        region["endColumn"] = region["startColumn"] + len(found.match)
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": where.file or RECORD},
            "region": region,
        }
    }
    if where.path:
        location["logicalLocations"] = [{"fullyQualifiedName": where.path}]
    fix = f" Fix: {found.fix}" if found.fix else ""
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": _LEVEL[found.severity],
        "message": {"text": found.message + fix},
        "locations": [location],
    }
