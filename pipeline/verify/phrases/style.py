"""Reads phrase rules in Vale's YAML and makes them fast to look up.

Enter: folders of `*.yml` files, one rule each. Leave: `PhraseRule` records, sorted by name. Refuses: a
file that is not YAML or lacks what its kind needs. Kinds this engine does not run (spelling,
metric, script, sequence) and expressions of another engine are skipped and named in
`Style.skipped`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import ConfigError
from pipeline.records import Severity

SHIPPED = Path(__file__).parent / "rules"
KINDS = (
    "existence substitution occurrence repetition consistency capitalization conditional".split()
)
LEVELS: dict[str, Severity] = {"error": "error", "warning": "warning", "suggestion": "info"}
# Go's classes that styles use, where they stand outside of brackets; within, Python refuses them.
_CLASSES = {r"\p{Lu}": "[A-ZÀ-ÖØ-Þ]", r"\p{L}": r"[^\W\d_]", r"\p{N}": r"\d", r"\p{Nd}": r"\d"}
# What Python says of an expression that is sound elsewhere.
_OTHER_ENGINE = ("look-behind requires", "bad escape", "unknown extension", "bad inline flags")
_META = set("\\^$.|?*+()[]{}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression of a rule. `need`: a lower-case literal any match holds, or ''."""

    source: str
    need: str
    swap: str = ""


@dataclass(frozen=True, slots=True)
class PhraseRule:
    name: str
    kind: str
    message: str
    severity: Severity
    scope: str = "text"
    ignorecase: bool = False
    patterns: tuple[Pattern, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()  # consistency: ways that exclude each other
    limits: tuple[int, int] = (-1, -1)  # occurrence: at most, at least (-1: no limit)
    match: str = ""  # capitalization
    exceptions: frozenset[str] = frozenset()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    rules: tuple[PhraseRule, ...]
    skipped: tuple[str, ...] = ()
    by_word: dict[str, tuple[tuple[PhraseRule, Pattern], ...]] = field(default_factory=dict)
    by_substring: tuple[tuple[PhraseRule, Pattern], ...] = ()


def load(styles: Path) -> Style:
    """The shipped rules and those of every folder below `styles`. Raises ConfigError."""
    files = sorted(SHIPPED.glob("*.yml"))
    if styles.is_dir():
        files += sorted(path for path in styles.glob("*/*.yml") if path.is_file())
    return _load(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, int], ...]) -> Style:
    rules: list[PhraseRule] = []
    skipped: list[str] = []
    for path, _ in files:
        rule = _read(path)
        if isinstance(rule, PhraseRule):
            rules.append(rule)
        else:
            skipped.append(rule)
    return _index(tuple(rules), tuple(skipped))


def _read(path: Path) -> PhraseRule | str:
    """The rule of a file, or a line on why it is skipped."""
    name = f"{path.parent.name if path.parent != SHIPPED else 'Dateline'}.{path.stem}"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(path.read_text("utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        message = f"is not a rule: {str(error).splitlines()[0]}"
        raise ConfigError(message, where=str(path), hint="mend the YAML or take it out") from error
    if not isinstance(values, dict) or "extends" not in values:
        raise ConfigError("has no `extends`", where=str(path), hint="name the rule's kind")
    if values["extends"] not in KINDS:
        return f"{name}: rules of kind {values['extends']} are not run"
    try:
        return _rule(name, values)
    except re.error as error:
        if error.msg.startswith(_OTHER_ENGINE):
            return f"{name}: its expression cannot be run here ({error})"
        message = f"is not a sound {values['extends']} rule: {error}"
        raise ConfigError(message, where=str(path), hint="see Vale's documentation") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"is not a sound {values['extends']} rule: {error}"
        raise ConfigError(message, where=str(path), hint="see Vale's documentation") from error


def _rule(name: str, values: dict[str, Any]) -> PhraseRule:
    kind = values["extends"]
    ignorecase = bool(values.get("ignorecase", False))
    scope = values.get("scope", "text")
    return PhraseRule(
        name=name,
        kind=kind,
        message=str(values.get("message", "'%s' is not used here.")),
        severity=LEVELS[values.get("level", "warning")],
        scope=str(scope[0] if isinstance(scope, list) else scope),
        ignorecase=ignorecase,
        patterns=tuple(_patterns(kind, values, ignorecase)),
        pairs=tuple((str(a), str(b)) for a, b in (values.get("either") or {}).items()),
        limits=(int(values.get("max", -1)), int(values.get("min", -1))),
        match=str(values.get("match", "")),
        exceptions=frozenset(str(one) for one in values.get("exceptions") or ()),
        link=str(values.get("link", "")),
    )


def _patterns(kind: str, values: dict[str, Any], ignorecase: bool) -> list[Pattern]:
    """The expressions of a rule, each compiled once to prove it sound."""
    nonword = bool(values.get("nonword", False))
    if kind == "substitution":
        pairs = [(str(a), str(b)) for a, b in values["swap"].items()]
    elif kind == "conditional":
        pairs = [(str(values["first"]), ""), (str(values["second"]), "")]
        nonword = True
    elif kind == "occurrence":
        pairs = [(str(values["token"]), "")]
        nonword = True
    elif kind in ("existence", "repetition"):
        raw = "".join(str(one) for one in values.get("raw") or ())
        pairs = [(raw + str(one), "") for one in values.get("tokens") or ()] or [(raw, "")]
        nonword = nonword or bool(raw)
    else:
        pairs = [(str(one), "") for pair in (values.get("either") or {}).items() for one in pair]
    return [_pattern(source, swap, nonword, ignorecase) for source, swap in pairs]


def _pattern(source: str, swap: str, nonword: bool, ignorecase: bool) -> Pattern:
    for name, range_ in _CLASSES.items():
        source = source.replace(name, range_)
    if source.startswith("(?i)"):  # Go reads inline flags anywhere, Python at the start only
        source = f"(?i:{source[4:]})"
    need = needed(source)
    bounded = source if nonword else rf"(?<!\w)(?:{source})(?!\w)"
    flags = re.IGNORECASE if ignorecase else 0
    if need is None or _META & set(source):
        re.compile(bounded, flags)
    return Pattern(bounded, need or "", swap)


def needed(source: str) -> str | None:
    """The longest lower-case literal every match of an expression must hold, or None."""
    best, run, depth, at = "", "", 0, 0
    if "|" in _outside_groups(source):
        return None
    while at < len(source):
        char = source[at]
        if char == "\\":
            step, char = 2, source[at + 1 : at + 2]
            literal = not char.isalnum()
        else:
            step, literal = 1, char not in _META
        if char in "([" and not literal:
            depth += 1
        elif char in ")]" and not literal:
            depth -= 1
        elif source[at] == "{" and not literal:
            step = max(1, source.find("}", at) - at + 1)
        elif literal and depth == 0:
            optional = source[at + step : at + step + 1] in ("?", "*", "{")
            if not optional:
                run += char.lower()
                at += step
                continue
        best, run = max((best, run), key=len), ""
        at += step
    best = max((best, run), key=len)
    return best if len(best.strip()) > 2 else None


def _outside_groups(source: str) -> str:
    """The parts of an expression that stand in no group or class."""
    bare = re.sub(r"\\.", "", source)
    while (shorter := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", bare)) != bare:
        bare = shorter
    return bare


def _index(rules: tuple[PhraseRule, ...], skipped: tuple[str, ...]) -> Style:
    """Sort the patterns of existence and substitution by the first whole word they need."""
    by_word: dict[str, list[tuple[PhraseRule, Pattern]]] = {}
    by_substring: list[tuple[PhraseRule, Pattern]] = []
    for rule in rules:
        if rule.kind not in ("existence", "substitution"):
            continue
        for pattern in rule.patterns:
            word = _whole_word(pattern)
            if word:
                by_word.setdefault(word, []).append((rule, pattern))
            else:
                by_substring.append((rule, pattern))
    return Style(
        rules, skipped, {word: tuple(found) for word, found in by_word.items()}, tuple(by_substring)
    )


def _whole_word(pattern: Pattern) -> str:
    """A word that stands whole in every match: only sure where spaces surround it or edges do."""
    inner = pattern.source.removeprefix(r"(?<!\w)(?:").removesuffix(r")(?!\w)")
    if inner == pattern.source or _META & set(inner):
        words = re.findall(r"(?<= )[a-z]{3,}(?= )", pattern.need)
        return str(words[0]) if words else ""
    words = re.findall(r"[^\W_]+", inner.lower())
    return str(max(words, key=len)) if words else ""


@lru_cache(maxsize=8192)
def compiled(source: str, ignorecase: bool) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE if ignorecase else 0)
