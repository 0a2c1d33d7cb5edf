"""Every kind of input that readers get wrong is read rightly, in every format, and beyond one case."""

from __future__ import annotations

import re

import pytest

from pipeline.chunk import passages
from pipeline.ingest.identity import canonical_url
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.reading import Input, Reading
from pipeline.ingest.sources import formats
from pipeline.ingest.sources.listing import Item
from pipeline.records import Source
from tests.readings import SAMPLES as SAMPLED
from tests.readings import TOLD as TOLD_OF
from tests.readings import Sample, Told
from tests.readings_exports import FILES as EXPORTS
from tests.readings_fifth import FILES as FIFTH
from tests.readings_fourth import FILES as FOURTH
from tests.readings_fresh import FRESH, FRESH_TOLD
from tests.readings_seventh import FILES as SEVENTH
from tests.readings_sixth import FILES as SIXTH
from tests.readings_tools import FILES as TOOLS
from tests.readings_tools import File

SAMPLES = (*SAMPLED, *FRESH)
TOLD = (*TOLD_OF, *FRESH_TOLD)
FOLDER = Source("s", "S", "folder", "/nowhere", ("sys",))


def _read(name: str, data: bytes) -> tuple[Reading, ...]:
    suffix = formats.suffix_of(name)
    reader = "feed" if suffix == "json" else formats.BY_SUFFIX[suffix].name
    return formats.read(reader, Input(name, data, suffix, "", {}))[0]


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text as words: 30 is not in 130."""
    edged = rf"(?<![^\W_]){re.escape(words)}(?![^\W_])" if words[0].isalnum() else re.escape(words)
    return re.search(edged, text) is not None


def _misread(sample: Sample) -> list[str]:
    text = "\n\n".join(one.text for one in _read(f"a.{sample.suffix}", sample.data))
    lost = [f"lost {words!r}" for words in sample.says if words not in text]
    return lost + [f"states {words!r}" for words in sample.never if _stands(words, text)]


def _mistold(told: Told) -> list[str]:
    found = _read(told.name, told.data)
    wrong = [] if len(found) == len(told.says) else [f"{len(found)} readings"]
    for one, says in zip(found, told.says, strict=False):
        for field, value in says.items():
            stated = getattr(one, field)
            if field == "text":
                wrong += [f"lost {part!r}" for part in value if part not in stated]  # type: ignore[attr-defined]
            elif (canonical_url(stated) if field == "url" else stated) != value:
                wrong.append(f"{field} is {stated!r}, not {value!r}")
    same = len({(one.url, one.key, one.path) for one in found}) < len(found)
    return [*wrong, "two of one id"] if same else wrong


@pytest.mark.parametrize("kind", sorted({sample.kind for sample in SAMPLES}))
def test_a_text_says_what_its_source_shows(kind: str) -> None:
    samples = [sample for sample in SAMPLES if sample.kind == kind]
    assert len(samples) >= 10
    assert [(one.suffix, one.part, wrong) for one in samples if (wrong := _misread(one))] == []


@pytest.mark.parametrize("kind", sorted({told.kind for told in TOLD}))
def test_what_a_source_says_of_itself_is_told_as_it_says_it(kind: str) -> None:
    files = [told for told in TOLD if told.kind == kind]
    assert len(files) >= 10
    assert [(one.name, one.text, wrong) for one in files if (wrong := _mistold(one))] == []


def _otherwise(file: File) -> list[str]:
    """What ingest makes of a file other than what it says; it compares, screens and cuts as well."""
    row = formats.of_file("folder", suffix := formats.suffix_of(file.name))
    assert row is not None
    item = Item(file.name, row.name, suffix, "", data=file.data)
    made = do(Job(FOLDER, item, "", "2026-11-20T06:00:00+00:00", "en", 20_000_000), passages)
    text = "\n\n".join(one.document.text for one in made.made)
    shown = "\n\n".join(part.text for one in made.made for part in one.passages)
    wrong = [f"refused: {one.reason}" for one in made.refused]
    wrong += [f"lost {words!r}" for words in file.says if words not in text]
    wrong += [f"states {words!r}" for words in file.never if _stands(words, shown)]
    wrong += [] if len(made.made) == len(file.fields) else [f"{len(made.made)} documents"]
    return wrong + [
        f"{name} is {getattr(one.document, name)!r}, not {value!r}"
        for one, said in zip(made.made, file.fields, strict=False)
        for name, value in said.items()
        if getattr(one.document, name) != value
    ]


FILES = (*TOOLS, *EXPORTS, *FOURTH, *FIFTH, *SIXTH, *SEVENTH)


@pytest.mark.parametrize("kind", sorted({file.kind for file in FILES}))
def test_a_file_as_its_tool_writes_it_is_read_as_it_is_meant(kind: str) -> None:
    files = [file for file in FILES if file.kind == kind]
    assert len(files) >= 5
    assert [(one.name, one.data, wrong) for one in files if (wrong := _otherwise(one))] == []


def _pdf(*parts: str) -> bytes:
    """A page with one line; parts that begin with ^ or _ stand, smaller, above or below it."""
    shown = b""
    for part in parts:
        rise = {"^": b"/F 7 Tf 5 Ts ", "_": b"/F 7 Tf -3 Ts "}.get(part[0], b"")
        shown += rise + b"(%s) Tj " % part.lstrip("^_").encode() + b"0 Ts /F 12 Tf "
    stream = b"BT /F 12 Tf 30 700 Td " + shown + b"ET"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("It takes 10", "^6", " requests a day."), "It takes 10^6 requests a day."),
        (("It holds 2", "^40", " bytes, 106 of them."), "It holds 2^40 bytes, 106 of them."),
        (("It takes 10", "^-3", " seconds in 2026."), "It takes 10^-3 seconds in 2026."),
        (
            ("Of H", "_2", "O and x", "_1", " and x", "^2", " it is."),
            "Of H2O and x1 and x^2 it is.",
        ),
        (("The 5", "^th", " of v1.29.1 is out."), "The 5th of v1.29.1 is out."),
        (("The store", "^12", " is small and new."), "The store is small and new."),
        (("It is 10", "^6", "8 wide."), "It is 10^6 8 wide."),
    ],
)
def test_what_is_raised_in_a_pdf_is_never_part_of_a_number(
    parts: tuple[str, ...], says: str
) -> None:
    assert says in _read("a.pdf", _pdf(*parts))[0].text


PROSE = "A crafted header makes the proxy read past the end of its buffer and answer with what lies there."


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("CVE-1.yml", f"gem: mast\ndate: 2026-08-01\ndescription: |\n  {PROSE}\npatched_versions:\n  - \"~> 1.2.9\"\n  - \">= 2.0.1\"\n",
         "Patched versions: ~> 1.2.9; >= 2.0.1."),
        ("CVE-2.yml", f"gem: mast\ndescription: |\n  {PROSE}\nunaffected_versions:\n  - \"< 1.1\"\n",
         "Unaffected versions: < 1.1."),
        ("a.json", f'{{"id": "N-1", "overview": "{PROSE}", "patched_versions": ">=3.4.0", "vulnerable_versions": "<3.4.0"}}',
         "Patched versions: >=3.4.0."),
        ("R-1.md", f'```toml\n[advisory]\nid = "R-1"\npackage = "mast"\ndate = "2026-08-01"\n\n[versions]\npatched = [">= 0.9.1"]\n```\n\n# Reads past its buffer\n\n{PROSE}\n',
         "Patched versions: >= 0.9.1."),
    ],
)  # fmt: skip
def test_an_advisory_says_the_versions_that_its_fields_name(
    name: str, text: str, line: str
) -> None:
    suffix = formats.suffix_of(name)
    reader = "record" if suffix == "json" else formats.BY_SUFFIX[suffix].name
    (found,) = formats.read(reader, Input(name, text.encode(), suffix, "", {}))[0]
    assert line in found.text.splitlines() and PROSE in found.text


@pytest.mark.parametrize(
    "fields",
    ["patched_versions: []", "patched_versions:", "patched_versions: none", "versions: [1.2]"],
)
def test_an_advisory_without_a_version_gains_no_line(fields: str) -> None:
    data = f"gem: mast\ndescription: |\n  {PROSE}\n{fields}\n".encode()
    (found,) = _read("CVE-3.yml", data)
    assert "ersions:" not in found.text
