"""Records of flaws and of interfaces in the forms that bodies have agreed on, laid out as one.

Enter: the value of a JSON or YAML file. Leave: for each record the fields that its reader knows (`id`,
`title`, `details`, dates, `rows` by heading), in the words of the file. Forms: CVE JSON 5, NVD 2.0,
CSAF 2.0, OpenVEX, CISA's catalogue, GitHub's advisories and releases, logs of Rush, Mozilla's bulletins,
advisories of Composer, entries of changie, OpenAPI, notes of releases, newsletters and minutes that are
kept as lists under headings. Another value is given back as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Fields = dict[str, Any]

# Notes of CSAF that say something of the matter, and not of who may read it.
TOLD = frozenset(("summary", "description", "details", "general", "other"))
# What a statement of OpenVEX says in words.
VEX_WORDS = ("impact_statement", "action_statement", "status_notes")
LISTED = 30  # rows under one heading; what repeats the pattern is left out
PROSE = ("summary", "details", "description", "abstract", "body", "content", "text", "overview")
TITLE = 140  # characters of a first line that may be a title
# Fields of a row that say it in words, and fields that name what has such rows.
SAYS = "text highlight decision action action_item target note summary description details content body comment".split()
NAMES = ("title", "subject", "meeting", "headline")
SETTINGS = frozenset(
    ("$schema", "$id", "apiVersion", "schemaVersion", "panels", "properties", "definitions")
)
NESTED = 4  # levels of headings that are followed
ROWS, ROW_WORDS = 3, 30  # rows and words in them from which a list is a text
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def laid_out(value: Any) -> list[Any]:
    """The records of a value: those of a form that is known as our own fields."""
    if not isinstance(value, dict):
        return [value]
    for form in FORMS:
        if found := form(value):
            return found
    return [value]


def _cve(value: Fields) -> list[Any]:
    told, cna = mapping(value.get("cveMetadata")), mapping(value.get("containers"), "cna")
    if not told.get("cveId"):
        return []
    said = _english(cna.get("descriptions")) + _english(cna.get("rejectedReasons"))
    more = {
        "Workarounds": _english(cna.get("workarounds")),
        "Solutions": _english(cna.get("solutions")),
    }
    return [
        {
            "id": told["cveId"],
            "title": cna.get("title") or "",
            "details": "\n\n".join(said),
            "published": told.get("datePublished"),
            "modified": told.get("dateUpdated"),
            **_grave(scored for metric in objects(cna.get("metrics")) for scored in metric.values()),
            "rows": {"Affected": [row for one in objects(cna.get("affected")) for row in _products(one)]} | more,
        }
    ]  # fmt: skip


def _products(affected: Fields) -> Iterator[str]:
    """What a CVE says of the versions of one product."""
    name = " ".join(str(affected[key]) for key in ("vendor", "product") if affected.get(key))
    for one in objects(affected.get("versions")):
        bound = one.get("lessThan") or one.get("lessThanOrEqual")
        until = f" {'before' if one.get('lessThan') else 'up to'} {bound}" if bound else ""
        yield f"{name} {one.get('version', '')}{until}: {one.get('status', 'affected')}".strip()


def _nvd(value: Fields) -> list[Any]:
    found = [mapping(one.get("cve")) for one in objects(value.get("vulnerabilities"))]
    return [
        {
            "id": one["id"],
            "details": "\n\n".join(_english(one["descriptions"])),
            "published": one.get("published"),
            "modified": one.get("lastModified"),
            **_grave(
                mapping(metric.get("cvssData"))
                for metrics in mapping(one.get("metrics")).values() for metric in objects(metrics)
            ),
        }
        for one in found if one.get("id") and one.get("descriptions")
    ]  # fmt: skip


def _csaf(value: Fields) -> list[Any]:
    document = mapping(value.get("document"))
    tracking = mapping(document.get("tracking"))
    if not tracking or not document.get("title"):
        return []
    parts = list(_notes(document))
    rows: dict[str, list[str]] = {}
    for flaw in objects(value.get("vulnerabilities")):
        name = ": ".join(str(flaw[key]) for key in ("cve", "title") if flaw.get(key))
        parts += [f"## {name}"] if name else []
        parts += _notes(flaw)
        for one in objects(flaw.get("remediations")):
            kind = str(one.get("category") or "remediation").replace("_", " ").capitalize()
            rows.setdefault(kind, []).append(str(one.get("details") or ""))
    return [
        {
            "id": tracking.get("id") or "",
            "title": document["title"],
            "details": "\n\n".join(parts),
            "author": mapping(document.get("publisher")).get("name") or "",
            "published": tracking.get("initial_release_date"),
            "modified": tracking.get("current_release_date"),
            **_grave(
                scored for flaw in objects(value.get("vulnerabilities"))
                for one in objects(flaw.get("scores")) for scored in one.values()
            ),
            "rows": {kind: list(dict.fromkeys(filter(None, said))) for kind, said in rows.items()},
        }
    ]  # fmt: skip


def _grave(scores: Iterable[Any]) -> Fields:
    """The first word for how grave a flaw is, and the vectors, of scores in the form of CVSS."""
    told = [one for one in scores if isinstance(one, dict)]
    words = [str(one["baseSeverity"]) for one in told if one.get("baseSeverity")]
    vectors = dict.fromkeys(str(one["vectorString"]) for one in told if one.get("vectorString"))
    return {
        "severity": words[0] if words else "",
        "cvss": {str(n): one for n, one in enumerate(vectors)},
    }


def _notes(part: Fields) -> Iterator[str]:
    for one in objects(part.get("notes")):
        if one.get("category") in TOLD and isinstance(one.get("text"), str):
            yield one["text"]


def _github(value: Fields) -> list[Any]:
    """An advisory or a release as GitHub's interface gives it."""
    if not value.get("html_url") or not (value.get("ghsa_id") or value.get("tag_name")):
        return []
    rows = []
    for one in objects(value.get("vulnerabilities")):
        package = mapping(one.get("package"))
        name = " ".join(str(package[key]) for key in ("ecosystem", "name") if package.get(key))
        patched = one.get("first_patched_version") or one.get("patched_versions")
        fixed = mapping(patched).get("identifier") or patched
        until = f", first patched {fixed}" if isinstance(fixed, str) and fixed else ""
        rows.append(f"{name}: {one.get('vulnerable_version_range', '')}{until}")
    named = value.get("name") or value.get("tag_name")
    by = mapping(value.get("author")).get("login") or ""
    return [
        {**value, "id": value.get("ghsa_id") or "", "title": value.get("summary") or named or "", "summary": None,
         "name": "", "url": value["html_url"], "author": by, "rows": {"Affected packages": rows}}
    ]  # fmt: skip


def _interface(value: Fields) -> list[Any]:
    """What OpenAPI, Swagger or AsyncAPI says in words."""
    info = mapping(value.get("info"))
    if not info.get("title") or not {"openapi", "swagger", "asyncapi"} & value.keys():
        return []
    parts = [str(info.get("description") or info.get("summary") or "")]
    for path, item in mapping(value.get("paths")).items():
        for method in METHODS:
            one = mapping(mapping(item).get(method))
            said = [
                str(one[key]) for key in ("summary", "description") if isinstance(one.get(key), str)
            ]
            if said:
                parts += [f"## {method.upper()} {path}", *said]
    return [{"title": info["title"], "details": "\n\n".join(parts)}]


def _by_name(value: Fields) -> list[Any]:
    """A bulletin whose flaws stand under their names, as Mozilla writes it."""
    flaws = {
        name: one for name, one in mapping(value.get("advisories")).items() if isinstance(one, dict)
    }
    if not any(one.get("description") or one.get("title") for one in flaws.values()):
        return []
    parts = [str(value.get("description") or "")]
    for name, one in flaws.items():
        parts += [f"## {': '.join(str(said) for said in (name, one.get('title')) if said)}"]
        parts += [f"Impact: {one['impact']}."] if isinstance(one.get("impact"), str) else []
        parts += [str(one.get("description") or "")]
    fixed = value.get("fixed_in")
    return [
        {**value, "description": "\n\n".join(parts), "advisories": None, "fixed_in": None, "severity": value.get("impact"),
         "rows": {"Fixed in": [str(row) for row in fixed] if isinstance(fixed, list) else []}}
    ]  # fmt: skip


def _of_composer(value: Fields) -> list[Any]:
    """An advisory of PHP's packages: a title, and the versions of each branch."""
    package, branches = str(value.get("reference") or ""), mapping(value.get("branches"))
    if not package.startswith("composer://") or not value.get("title") or not branches:
        return []
    spans = [(name, one) for name, one in branches.items() if isinstance(one, dict)]
    days = sorted(str(one["time"]) for _, one in spans if one.get("time"))
    name = package.removeprefix("composer://")
    rows = [
        f"{name} {branch}: {', '.join(map(str, one['versions']))}"
        for branch, one in spans
        if isinstance(one.get("versions"), list)
    ]
    return [
        {"id": value.get("cve") or "", "title": value["title"], "details": f"{value['title']}.", "aliases": [],
         "url": value.get("link") or "", "published": days[0] if days else None, "rows": {"Affected packages": rows}}
    ]  # fmt: skip


def _entry_of_changes(value: Fields) -> list[Any]:
    """One change, as changie keeps it until a release: its day is that of its release at the earliest."""
    body = value.get("body")
    if not isinstance(body, str) or not value.get("kind") or not value.get("time"):
        return []
    first = body.strip().split("\n")[0]
    part = ": ".join(str(value[key]) for key in ("component", "kind") if value.get(key))
    return [
        {
            "title": first if len(first) <= TITLE else "",
            "body": f"## {part}\n\n{body}",
            "date": value["time"],
        }
    ]


def _release_note(value: Fields) -> list[Any]:
    """The note of one change for the next release, as Kubernetes keeps it."""
    said = mapping(value.get("releasenote")).get("text")
    number = value.get("pr") or value.get("number")
    if not isinstance(said, str) or not number:
        return []
    return [{"title": f"#{number}", "details": said}]


def _exploited(value: Fields) -> list[Any]:
    """The flaws of a catalogue of those that are exploited, as CISA keeps it."""
    found = [one for one in objects(value.get("vulnerabilities")) if one.get("cveID")]
    return [
        {
            "id": one["cveID"],
            "title": one.get("vulnerabilityName") or "",
            "details": str(one.get("shortDescription") or ""),
            "published": one.get("dateAdded"),
            "rows": {
                "Required action": [one["requiredAction"]] if one.get("requiredAction") else [],
                "Due": [one["dueDate"]] if one.get("dueDate") else [],
            },
        }
        for one in found
    ]


def _statements(value: Fields) -> list[Any]:
    """What a maker says of flaws in its products, in the form of OpenVEX."""
    said = objects(value.get("statements")) if "vex" in str(value.get("@context")).lower() else []
    told: dict[str, None] = {}
    parts, rows = [], []
    for one in said:
        flaw = one.get("vulnerability")
        name = str(mapping(flaw).get("name") or mapping(flaw).get("@id") or flaw or "")
        if words := [one[key] for key in VEX_WORDS if isinstance(one.get(key), str)]:
            told[name] = None
            parts += [f"## {name}", *words]
        products = ", ".join(str(each.get("@id") or "") for each in objects(one.get("products")))
        status = str(one.get("status") or "").replace("_", " ")
        rows.append(f"{name}: {status}{f' ({products})' if products else ''}")
    if not parts:
        return []
    return [
        {"title": ", ".join(told), "details": "\n\n".join(parts), "author": value.get("author") or "",
         "published": value.get("timestamp"), "modified": value.get("last_updated"), "rows": {"Status": rows}}
    ]  # fmt: skip


def _of_rush(value: Fields) -> list[Any]:
    """The log of a package's changes as Rush and Beachball keep it: entries by kind of change."""
    entries = [one for one in objects(value.get("entries")) if one.get("version")]
    parts = []
    for one in entries:
        kinds = {kind: objects(said) for kind, said in mapping(one.get("comments")).items()}
        told = {
            kind: [str(each["comment"]) for each in said if each.get("comment")]
            for kind, said in kinds.items()
        }
        if any(told.values()):
            parts += [f"## {one['version']}", str(one.get("date") or "")]
            parts += ["\n".join(f"- {said}" for said in rows) for rows in told.values() if rows]
    return [{"title": str(value.get("name") or ""), "details": "\n\n".join(parts)}] if parts else []


def _by_headings(value: Fields) -> list[Any]:
    """A newsletter, or minutes: rows that say something in words, under the names of their lists."""
    named = next((str(value[name]) for name in NAMES if isinstance(value.get(name), str)), "")
    if (
        not named
        or any(isinstance(value.get(name), str) for name in PROSE)
        or SETTINGS & value.keys()
    ):
        return []
    parts = [part for name, one in value.items() for part in _under(name, one, 2)]
    rows = [part for part in parts if not part.startswith("#")]
    if len(rows) < ROWS or sum(len(row.split()) for row in rows) < ROW_WORDS:
        return []
    return [{**value, "title": named, "details": "\n\n".join(parts)}]


def _under(name: str, value: Any, level: int) -> Iterator[str]:
    """The rows of a list, or of lists in a mapping, with a heading over them."""
    parts: list[str] = []
    if isinstance(value, dict):
        parts = [one for key, inner in value.items() for one in _under(key, inner, level + 1)]
    elif isinstance(value, list):
        parts = [one for row in value for one in _row(row, level + 1)]
    if parts and level <= NESTED + 1:
        words = name.replace("_", " ").replace("-", " ").strip()
        yield f"{'#' * level} {words[:1].upper()}{words[1:]}"
        yield from parts


def _row(row: Any, level: int) -> Iterator[str]:
    """What one row of a list says: its name and its words, or its own rows under its name."""
    if isinstance(row, str) and len(row.split()) >= ROWS:
        yield row
    if not isinstance(row, dict):
        return
    said = [row[key].strip() for key in SAYS if isinstance(row.get(key), str)]
    named = str(row.get("title") or row.get("name") or "").strip()
    if said and any(said):
        who = row.get("owner")
        yield from [f"**{named}**"] if named else []
        yield " ".join(said) + (f" ({who})" if isinstance(who, str) and who.strip() else "")
        return
    inner = [
        part
        for one in row.values()
        if isinstance(one, list)
        for each in one
        for part in _row(each, level + 1)
    ]
    if inner:
        yield from [f"{'#' * level} {named}"] if named else []
        yield from inner


FORMS: tuple[Callable[[Fields], list[Any]], ...] = (
    _cve, _nvd, _exploited, _csaf, _statements, _github, _interface, _by_name, _of_composer,
    _entry_of_changes, _of_rush, _release_note, _by_headings,
)  # fmt: skip


def objects(value: Any) -> list[Fields]:
    """The mappings of a list, or a mapping alone; a record may hold anything at all there."""
    items = value if isinstance(value, list) else [value]
    return [one for one in items if isinstance(one, dict)]


def mapping(value: Any, *names: str) -> Fields:
    """A mapping inside others, or an empty one."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _english(texts: Any) -> list[str]:
    """The values of a list of texts in languages that are in English, once each."""
    found = (
        one.get("value")
        for one in objects(texts)
        if str(one.get("lang") or "en").lower().startswith("en")
    )
    return list(dict.fromkeys(one.strip() for one in found if isinstance(one, str) and one.strip()))
