"""What a source says about its text: title, authors, dates, address. One door for every reader.

Enter: the fields a reader found (front matter, sidecar, metadata) and the written text. Leave: the
fields of a Reading. A title is what the author gave, never what a tool left; `published` is only
what the publisher says, and when a file was first seen or changed stands apart from it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pipeline.ingest import dates
from pipeline.ingest.identity import host_of
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.reading import Input
from pipeline.text.lexicon import SEVERITIES
from pipeline.text.lists import beside
from pipeline.text.words import clean

_LISTS = beside(__file__)
SAYS_NOTHING, OF_EACH, OF_FILES, HOLDS = map(
    _LISTS.words, ("says_nothing", "of_each", "of_files", "holds")
)

URL_KEYS = ("canonical_url", "canonical", "canonicalurl", "url", "permalink")
SLUG_KEYS = ("permalink", "url", "path", "slug")
# What Word, Writer, TeX, InDesign and slide tools leave where a title should stand.
LEFTOVER = re.compile(
    r"(?:microsoft (?:office )?(?:word|powerpoint|excel|publisher)\s*-.*"
    r"|[^/\\]*\.(?:docx?|dotx?|odt|rtf|pptx?|ppsx?|odp|xlsx?|ods|pdf|tex|dvi|ps|indd|pages|key|qxd|fm|txt|md|html?)"
    r"|[\[(<]?(?:untitled|no title|unnamed|document|dokument|book|sheet|slide|folie|"
    r"presentation|präsentation|powerpoint[ -]presentation|layout|default|new (?:page|document|file)|"
    r"template|draft|page|seite|none|null|undefined)[\])>]?(?:[ _-]?(?:\d+|entry|document|page|layout))*"
    r"|[\W_]+)",
    re.IGNORECASE,
)
NUMBERED = re.compile(rf"{_LISTS.either('numbered')}[ #-]*\d+", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")  # a file's name where a title should stand
FILE_NAME = re.compile(r"[\w@-]+(?:[./][\w@-]+)*\.[a-z]{1,5}\d?")  # `example.js`, `data.toml`
ROW_OF_NAME = re.compile(r"- (?:Name|Title|Feature Name):? (\S[^\n]{3,150})")
VERSION = re.compile(
    r"v?\d+(?:\.\d+){1,3}(?:[-+.]?(?:rc|beta|alpha|pre|dev|post)?[\w.]*)?(?: ?[-–(\[]+ ?\d{4}-\d\d-\d\d[)\]]?)?"
)
SUFFIXES = re.compile(r"(?:\.[A-Za-z]\w{0,9})+$")
ADDRESS = re.compile(r"(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# What an advisory says of versions; the mended ones first, for these are what a reader acts on.
VERSIONED = ("patched", "unaffected", "affected", "vulnerable")
STANDARD = ("std", "cmd", "stdlib", "toolchain")  # what Go calls its own modules
# Fields that only the head of a proposal or of a decision record has.
PROPOSED = frozenset(
    "pep sep rfc jep tep dep eip kep-number deciders decision-makers decision_makers consulted superseded-by"
    " review-manager bdfl-delegate pep-delegate resolution".split()
)
RANGES = 8  # ranges that a line names
OPENING = 6  # words of a paragraph over a heading, which heads a part of the text then
NEXT_PERSON = re.compile(r"(?<=[)>])\s*(?:[,;&]|\band\b)\s*(?=\S)")
NEXT_NAME = re.compile(r",\s*(?![^()]{0,200}\))")
NAME = re.compile(
    r"[^\W\d_][^\s,;()]*(?:\s+[^\s,;()]+){1,4}(?:\s*\([^()]*\))?(?:\s+and\s+[^,;()]{3,60}(?:\([^()]*\))?)?"
)
HANDLE = re.compile(
    r"@[\w-]{1,39}|[^\W\d_][^\s,;()]*\s*\(\[?@[^()]{1,60}\)"
)  # `@ann`, `Ann (@ann)`
_DAY = (
    r"(?:[A-Z][a-z]{2,8}, )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} \d{4}"
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)"
)
RELEASE = re.compile(
    rf"(?:[\w@/. -]{{0,40}}?\s)?[vV]?\d+(?:\.\d+){{1,3}}[\w.+-]*\s*[-–—:,(\[]?\s*\(?({_DAY})[)\]]?",
)
_DAY_NAMED, _DAY_TITLES, _DAY_ROWS = map(_LISTS.either, ("day_named", "day_titles", "day_rows"))
STATED = re.compile(
    rf"(?:- )?(?:(?i:{_DAY_NAMED})(?: (?:on|at))?\s*:\s*(\S.{{5,40}})"
    rf"|(?:Published|Posted|Released)(?: (?:on|at))? ({_DAY})(?:\.|, [^\n]*)?"
    rf"|[A-Z][^.:;!?\n]{{0,60}}\b{_DAY_TITLES}, ({_DAY})(?: \S+)?)",
)
# A title of minutes, which are of the day that it names.
_MET = _LISTS.either("meetings")
MET = re.compile(
    rf"[^\n]*\b{_MET}\b[^\n]*?[ (]({_DAY})\)?|({_DAY})[:,]? (?:[^\n]* )?{_MET}\b[^\n]*"
)
LONE_DAY = re.compile(rf"({_DAY})\.?")
ROW_OF_DATE = re.compile(
    rf"^{_DAY_ROWS}:? \| ([^|\n]{{6,40}})$",
    re.IGNORECASE | re.MULTILINE,
)
LINE = 250  # characters of a line that may date a text; a longer one says something besides
HEAD = 4  # blocks under a title among which a line may date the text
BY = re.compile(r"(?:written |posted )?by:?\s+(?=[^\W\d_])", re.IGNORECASE)
NO_PAGE = re.compile(  # where a recording, a picture or an archive lies
    r"\.(?:mp3|m4a|mp4|m4v|ogg|oga|opus|wav|flac|webm|mov|png|jpe?g|gif|svg|webp|zip|gz)(?:[?#]|$)",
    re.IGNORECASE,
)
UNFILLED = re.compile(r"\{\{|\{%|<%|\$\{")  # a name that a template has not put in
NOBODY = _LISTS.words("nobody")  # what tools write where no author was given


def provenance(known: Mapping[str, Any], source: Input, origin: str) -> dict[str, Any]:
    """Address, authors and dates from fields, else the date in the path.

    The day is the publisher's: of `origin`, of an address the front matter gives the page, or of the
    file's path; never the day on which a repository first had the file.
    """
    published, came_from = dates.first(known, dates.PUBLISHED), str(known.get("_origin") or origin)
    if not published:
        published = dates.from_addresses(known)
    if not published and (published := dates.from_path(source.path)):
        came_from = "path"
    updated = dates.first(known, dates.UPDATED)
    low = {str(key).lower(): value for key, value in known.items()}
    url = next((str(low[key]) for key in URL_KEYS if str(low.get(key, "")).startswith("http")), "")
    return {
        "url": _own_address(url, source.url),
        "slug": _slug(low),
        "authors": names(low.get("authors") or low.get("author")),
        "published": published,
        "published_from": came_from if published else "undated",
        "updated": updated if updated and updated != published else None,
    }


def _own_address(stated: str, fetched: str) -> str:
    """The address a text states for itself, if it is of the host it was fetched from and of a page."""
    stated = "" if NO_PAGE.search(stated) else stated
    same_host = not fetched or host_of(stated) == host_of(fetched)
    return stated if stated and same_host else fetched


def _slug(low: Mapping[str, Any]) -> str:
    """Where below its site the text says it stands: a path, or the last part of one."""
    found = (low.get(key) for key in SLUG_KEYS)
    said = (one.strip() for one in found if isinstance(one, str))
    return next((one for one in said if re.fullmatch(r"/?[\w./~%-]+", one)), "")


def names(value: object) -> tuple[str, ...]:
    """Author names out of a string, a list, or a list of mappings with a name."""
    if isinstance(value, Mapping):
        value = value.get("name") or ""
    if isinstance(value, str) and len(ADDRESS.findall(value)) > 1:
        return names(NEXT_PERSON.split(value))
    if isinstance(value, str) and (several := _several(value)):
        return names(several)
    if isinstance(value, str):
        name = person(value)
        return (name,) if name else ()
    if isinstance(value, Sequence):
        return tuple(dict.fromkeys(name for one in value for name in names(one)))
    return ()


def _several(value: str) -> list[str]:
    """The names of a list in one string, each of two words or more (`Bee, Ann` is one name)."""
    value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", value)
    parts = [re.sub(r"^and\s+", "", part.strip()) for part in NEXT_NAME.split(value)]
    whole = all(NAME.fullmatch(part) or HANDLE.fullmatch(part) for part in parts)
    return parts if len(parts) > 1 and whole else []


def person(said: str) -> str:
    """A person's name without the address that mail and feeds write beside it: `ann@b.example (Ann
    Bee)`, `Ann Bee <ann@b.example>`. "" when there is only an address, or no person's name."""
    if UNFILLED.search(said):
        return ""
    text = html.unescape(said)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|<(?!mailto:|[^\s<>]+@)/?[a-z][^<>]*>", r"\1", text)
    bracketed = re.fullmatch(rf"\s*<?{ADDRESS.pattern}>?\s*\((.+)\)\s*", text)
    text = bracketed[1] if bracketed else ADDRESS.sub("", text)
    name = clean(re.sub(r"<\s*>|\(\s*\)|[*`]", "", text)).strip(" ,;\"'")
    name = name[1:-1].strip() if re.fullmatch(r"\([^()]*\)", name) else BY.sub("", name, count=1)
    return "" if name.lower() in NOBODY else name


def title(stated: str, page: Manuscript, path: str) -> str:
    """The stated title, or the first heading, or a title from the file's name.

    A tool's leftover is no title. One that says nothing alone ("Overview") gives way to the first
    heading that says more, or stands after the name of its folder.
    """
    stated = "" if UNFILLED.search(stated) else stated
    first = heading(page)
    if SLUG.fullmatch(stated.strip()) and _tells(stated, first, path):
        stated = first
    leads = first if _leads(page, 1 if clean(stated) else 6) else ""
    if FILE_NAME.fullmatch(leads) and letters(leads) not in letters(path):
        first = leads = ""  # of a file that the text shows
    if not clean(stated) and _bare_words(leads) in OF_EACH and _names(path):
        return stem(path) if letters(leads) in letters(stem(path)) else f"{stem(path)}: {leads}"
    for said in (clean(stated), leads, "" if clean(stated) else _row_of_name(page)):
        if said and not LEFTOVER.fullmatch(said) and not says_nothing(said):
            return said
    vague = next((one for one in (clean(stated), leads) if one and not LEFTOVER.fullmatch(one)), "")
    name = stem(path)
    telling = re.search(r"[^\W\d_]{3}", name) is not None and not says_nothing(name)
    telling = telling and not OF_FILES.issuperset(name.lower().split())
    if not vague and (telling or first):
        return name if telling else first
    vague = vague or name
    if (
        telling
        and not clean(stated)
        and re.search(r"\w \w", name)
        and not re.search(r"\d \d", name)
    ):
        return name
    folders = map(_folder, PurePosixPath(path.split("#")[0]).parents)
    folder = next(
        (one for one in folders if one and not says_nothing(one) and one.lower() not in HOLDS), ""
    )
    return f"{folder[:1].upper()}{folder[1:]}: {vague}" if folder else vague


def _names(path: str) -> bool:
    """Whether the name of a file says what it is of."""
    words = _bare_words(stem(path))
    return re.search(r"[a-z]{3}", words) is not None and words not in OF_EACH | SAYS_NOTHING


def _tells(stated: str, first: str, path: str) -> bool:
    """Whether the first heading is what a slug stands for, or says what one that names the file does not."""
    if letters(stated) == letters(first):
        return True
    names = (letters(stem(path)), letters(PurePosixPath(path).parent.name))
    is_name = letters(stated) in names and re.search(r"[a-z]{3}", stated) is not None
    return is_name and " " in first and not says_nothing(first) and not LEFTOVER.fullmatch(first)


def _row_of_name(page: Manuscript) -> str:
    """The name that a proposal gives in the first row of a list under its head (`- Name: ...`)."""
    rows = (page.text[one.start : one.end] for one in page.blocks[:HEAD] if one.kind == "list")
    found = ROW_OF_NAME.match(next(rows, ""))
    return clean(found[1]) if found and " " in found[1].strip() else ""


def _folder(above: PurePosixPath) -> str:
    """The name of a file's folder; one of figures alone stands behind the name of its own."""
    name = clean(
        re.sub(
            r"_+|(?<![A-Z\d])-+|-+(?!\d)",
            " ",
            re.sub(r"^\d{1,3}[-_. ]", "", above.name.strip("_.")),
        )
    )
    if (
        name
        and not re.search(r"[^\W\d_]{2}", name)
        and re.search(r"[^\W\d_]{2}", above.parent.name)
    ):
        return f"{_folder(above.parent)} {clean(above.name.replace('_', ' '))}"
    return name


def alone(titled: str, source: str) -> str:
    """A title that stands alone: a bare version (`1.2.0`, `v2.0.0-rc.1 (2026-08-10)`) is one of its
    source, and so is what says nothing alone (`Changelog`)."""
    if VERSION.fullmatch(titled):
        return f"{source} {titled}"
    vague = says_nothing(titled) or _bare_words(titled) in OF_EACH or NUMBERED.fullmatch(titled)
    return f"{source}: {titled}" if vague else titled


def letters(words: str) -> str:
    """The letters and figures of a name alone, small."""
    return re.sub(r"[\W_]+", "", words.lower())


def _leads(page: Manuscript, level: int) -> bool:
    """Whether the first heading, of a level or a higher one, heads the text, and not a part of it that
    comes after an opening."""
    for block in page.blocks:
        if block.kind == "heading" and block.level <= level:
            return True
        if block.kind != "page" and len(page.text[block.start : block.end].split()) >= OPENING:
            break
    return any(block.kind == "heading" and block.level == 1 for block in page.blocks)


def released(page: Manuscript) -> str | None:
    """The day that the only heading of a release states (`v0.14.0 - 2024-11-08`)."""
    heads = [page.text[one.start : one.end] for one in page.blocks if one.kind == "heading"]
    found = [match[1] for head in heads if (match := RELEASE.fullmatch(head))]
    return dates.iso(found[0]) if len(found) == 1 and RELEASE.fullmatch(heads[0]) else None


def dated(page: Manuscript) -> str | None:
    """The day that a line of its own states at the head of a text (`Date: 2026-11-02`), that stands
    alone under the title, or that a table there has in its row for it."""
    named = False
    for block in [one for one in page.blocks if one.kind != "page"][:HEAD]:
        said = page.text[block.start : block.end]
        if block.kind == "table" and (row := ROW_OF_DATE.search(said)):
            return dates.iso(row[1])
        if len(said) > LINE:
            named = False
            continue
        if match := STATED.fullmatch(said) or (LONE_DAY.fullmatch(said) if named else None):
            return dates.iso(next(filter(None, match.groups())))
        if block.kind == "heading" and block.level == 1 and (met := MET.fullmatch(said)):
            return dates.iso(met[1] or met[2])
        named = block.kind == "heading" and block.level == 1
    return None


def says_nothing(words: str) -> bool:
    """Whether a title says nothing where its site is not seen."""
    return _bare_words(words) in SAYS_NOTHING


def _bare_words(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")


def heading(page: Manuscript) -> str:
    """The first heading written, of the highest level among the first three."""
    found = [block for block in page.blocks if block.kind == "heading"][:3]
    best = min(found, key=lambda block: block.level, default=None)
    return page.text[best.start : best.end] if best else ""


def stem(path: str) -> str:
    """A title from a file name, for a text that names none; `v1.2.3.md` is `v1.2.3`."""
    pure = PurePosixPath(path)
    base = SUFFIXES.sub("", pure.name) or pure.stem
    name = pure.parent.name if base.lower() in ("index", "readme", "_index") else base
    return clean(re.sub(r"[-_]+", " ", re.sub(r"^\d{4}-\d\d-\d\d-", "", name or base)))


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
    fixed = [row for one in _mappings(known.get("modules")) for row in _module_fixed(one)]
    if fixed:
        yield f"Patched versions: {'; '.join(fixed[:RANGES])}."
    yield from _grave(known)


def _module_fixed(module: Mapping[str, Any]) -> Iterator[str]:
    """The versions in which a module of Go is mended: `golang.org/x/net 0.38.0`."""
    name = str(module.get("module") or "")
    for one in _mappings(module.get("versions")):
        if one.get("fixed") and name:
            yield f"{'Go' if name in STANDARD else name} {one['fixed']}"


def _grave(known: Mapping[str, Any]) -> Iterator[str]:
    """The word, score and vector for a flaw, in whichever of the usual fields they stand."""
    extra = known.get("database_specific")
    for field in (known.get("severity"), extra.get("severity") if isinstance(extra, dict) else ""):
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
