"""Names and code of a sentence: whether its sources have them, and of whom they speak.

A name is borne in any form: possessive, plural, compound, acronym or expansion that the source
spells out, publisher, title. Code is borne as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.verify.grounds.fits import Doubt, Fit
from pipeline.verify.grounds.reading.sources import SourceText, names
from pipeline.verify.grounds.reading.words import keys

INITIALS = 3  # capitals of a name written as one word; two stand for too much


def name_doubts(text: str, sources: Sequence[SourceText], fits: Sequence[Fit]) -> list[Doubt]:
    out = []
    for name in sorted(names(text)):
        if any(borne(name, one) or _shortened(name, text, one.raw) for one in sources):
            out += _misplaced(name, sources, fits)
        else:
            out.append(Doubt("name", 0.95, name, ""))
    return out


def borne(name: str, source: SourceText) -> bool:
    """Whether a source has a name, in any of its forms."""
    raw = source.raw.lower()
    plain = name.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    for form in dict.fromkeys((plain, plain.removesuffix("s"), plain.removesuffix("es"))):
        if len(form) > 1 and re.search(rf"(?<![^\W_]){re.escape(form)}", raw):
            return True
    if (
        len(plain) > 3
        and re.sub(r"[\W_]", "", plain) in re.sub(r"[\W_]", "", raw)
        and len(plain) > 5
    ):
        return True
    split = [p for p in re.split(r"[-./]|(?<=[a-z])(?=[A-Z])", name) if len(p) > 1]
    if len(split) > 1 and all(borne(p, source) for p in split):
        return True
    if source.whole.bears(keys(plain)) >= 0.9:
        return True
    return _quarter(plain, raw) or _initials(plain, source.raw)


_QUARTERS = ("first", "second", "third", "fourth")


def _quarter(name: str, raw: str) -> bool:
    """Whether a name is a quarter of a year that is spelled out: `Q3`."""
    found = re.fullmatch(r"q([1-4])", name)
    told = re.sub(r"[\s-]+", " ", raw)
    return found is not None and f"{_QUARTERS[int(found[1]) - 1]} quarter" in told


def _initials(name: str, raw: str) -> bool:
    """Whether a name is the first letters of words that stand in a row."""
    if not (2 <= len(name) <= 6 and name.isalpha()):
        return False
    words = re.findall(r"[A-Za-z]+", raw)
    first = "".join(one[0] for one in words).lower()
    at = first.find(name)
    while at >= 0:
        if sum(w[0].isupper() for w in words[at : at + len(name)]) >= max(1, len(name) - 1):
            return True
        at = first.find(name, at + 1)
    return False


def _shortened(name: str, text: str, raw: str) -> bool:
    """Whether a source has a name of the text by its capitals: `PodDisruptionBudgets` as PDBs."""
    written = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    said = written[0] if written else ""
    capitals = "".join(sign for sign in said if sign.isupper())
    joined = len(capitals) >= INITIALS and not said.isupper() and said.isalnum()
    return joined and bool(re.search(rf"\b{capitals}s?\b", raw))


def _misplaced(name: str, sources: Sequence[SourceText], fits: Sequence[Fit]) -> list[Doubt]:
    """A name whose clause stands on a sentence that speaks of another name."""
    for fit in fits:
        first = list(fit.clause.content[:3])
        if not any(
            name in (t.low, t.low.removesuffix("s")) or t.low.startswith(name) for t in first
        ):
            continue
        source = next((s for s in sources if s.n == fit.ground.n), None)
        if source is None or fit.covered < 0.35:
            continue
        if not borne(name, source):
            return [Doubt("name-elsewhere", 0.8, name, fit.ground.text[:160])]
        if _in_head(name, source) or name in fit.ground.names or _text_has(name, fit.ground.text):
            if _text_has(name, fit.ground.text) and not _in_head(name, source):
                mine = fit.part.text[fit.part.start : fit.part.end]
                rivals = [o for o in names(mine) if o != name and not _told(o, fit.clause.text)]
                subject = list(fit.part.content[:2])
                if (
                    not _text_has(name, mine)
                    and any(t.low in rivals for t in subject)
                    and fit.recalled > 0.4
                ):
                    return [Doubt("name-swapped", 0.8, name, rivals[0])]
            continue
        rivals = [o for o in fit.ground.names if not _told(o, fit.clause.text)]
        subject = list(fit.part.content[:3]) + [t for t in fit.ground.tokens if t.content][:3]
        if any(t.low in rivals for t in subject):
            return [Doubt("name-swapped", 0.8, name, min(rivals))]
    return []


def _told(name: str, text: str) -> bool:
    """Whether a text has a name, or spells out the words that it is the first letters of."""
    return _text_has(name, text) or _initials(name, text)


def _in_head(name: str, source: SourceText) -> bool:
    return _text_has(name, source.heading)


def _text_has(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<![^\W_]){re.escape(name)}", text.lower()))


_CODE = re.compile(
    r"`([^`\n]{1,120})`|(?<![\w-])(--?[a-zA-Z][\w-]*)(?![\w/])|(?<![\w`])([A-Za-z]\w*(?:_\w+)+)"
)


def code_doubts(text: str, sources: Sequence[SourceText]) -> list[Doubt]:
    """Code, flags and identifiers that no source has letter for letter."""
    out = []
    raw = "\n".join(s.raw for s in sources)
    flat = re.sub(r"[\s`]+", "", raw)
    for m in _CODE.finditer(text):
        said = (m[1] or m[2] or m[3]).strip()
        core = said.strip(".").removesuffix("()").strip()
        if m[2] and not re.search(r"\s$|^$|[(`'\"]$", text[: m.start(2)]):
            continue
        if not core or (re.sub(r"[\s`]+", "", core) in flat and _whole(core, raw)):
            continue
        if m[1] and re.fullmatch(r"[A-Za-z ]+", core) and core.lower() in raw.lower():
            continue
        out.append(Doubt("code", 0.95, said, ""))
    return out


def _whole(core: str, raw: str) -> bool:
    pattern = r"\s*".join(re.escape(p) for p in core.split())
    lead = r"(?<![\w-])" if core[:1].isalnum() or core[:1] in "-_" else ""
    return bool(re.search(lead + pattern + (r"(?![\w])" if core[-1:].isalnum() else ""), raw))
