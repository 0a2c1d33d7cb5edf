"""Files as authors and tools really leave them: odd bytes, front matter, markup, speakers, names."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.chunk import LEAST, MOST, passages
from pipeline.errors import SourceError
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.readers import markdown, plain
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.data import structured
from pipeline.ingest.readers.html import page as html
from pipeline.ingest.readers.spoken import transcripts
from pipeline.ingest.reading import Input, Reading
from pipeline.ingest.sources import formats, listing
from pipeline.ingest.sources.formats import BY_SUFFIX
from pipeline.records import Block, Document, Source
from pipeline.records.store import short_id

TEXT = "The cache keeps a copy of each answer near the reader until its time runs out and it goes."


def parts(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks]


def md(data: bytes | str, suffix: str = "md") -> Reading:
    raw = data if isinstance(data, bytes) else data.encode()
    (one,), refused = markdown.read(Input("a." + suffix, raw, suffix))
    assert refused == ()
    return one


def rst(text: str) -> list[tuple[str, str]]:
    (one,), _ = plain.read(Input("a.rst", text.encode(), "rst"))
    return parts(one)


def spoken(text: str, suffix: str = "vtt") -> list[tuple[str, str, str]]:
    (one,), refused = transcripts.read(Input("a." + suffix, text.encode(), suffix))
    assert refused == ()
    return [(block.kind, block.label, one.text[block.start : block.end]) for block in one.blocks]


ROWS = tuple(
    " ".join(f"{name} {n} waits {n + 7} ms for its lock and then goes on." for n in range(9))
    for name in ("Alpha", "Beta", "Gamma")
)
ONE, TWO, THREE = (f"<p>{row}</p>" for row in ROWS)
ROOTS = {
    "two pages": f"<html><body>{ONE}</body></html><html><body>{TWO}</body></html>{THREE}",
    "pages without bodies": f"<html>{ONE}</html><html>{TWO}</html>\n<html>{THREE}</html>",
    "two bodies": f"<body>{ONE}</body><body class=x>{TWO}</body>{THREE}",
    "two doctypes": f"<!DOCTYPE html><html><head><title>Unseen</title></head><body>{ONE}</body></html>"
    f"<!DOCTYPE html><html><head><title>Unseen</title></head><body>{TWO}</body></html>{THREE}",
    "a page in the middle": f"{ONE}<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{TWO}</body></html>{THREE}",
    "a frameset": f"<frameset cols='1,2'><frame src=a><noframes><body>{ONE}</body></noframes></frameset>{TWO}{THREE}",
    "a late frameset": f"{ONE}<frameset><frame src=x></frameset>{TWO}{THREE}",
    "instructions": f"<?xml version='1.0' encoding='utf-8'?>{ONE}<?php echo 1; ?>{TWO}<?xml-stylesheet href='x'?>{THREE}",
    "zero bytes": f"\0{ONE}\0{TWO}\0{THREE}",
    "a lone surrogate": f"{ONE}<p>&#xD800;</p>{TWO}{THREE}<p>\ud800</p>",
    "heads": f"<head><title>Unseen</title></head>{ONE}<head></head>{TWO}</body></html>{THREE}",
    "a body in a body": f"<body>{ONE}<body>{TWO}</body>{THREE}</body>",
    "a character section": f"<![CDATA[{ONE}]]>{TWO}{THREE}",
    "nothing closed": f"<html><body><p>{ROWS[0]}<html><body><p>{ROWS[1]}<html><p>{ROWS[2]}",
}


def html_file(fragment: str) -> tuple[str, bytes]:
    return "html", fragment.encode("utf-8", "replace")


def markdown_file(fragment: str) -> tuple[str, bytes]:
    text = f"# Waiting\n\nWhat was seen.\n\n{fragment}\n"
    return "md", text.encode("utf-8", "replace")


def feed_file(fragment: str) -> tuple[str, bytes]:
    entry = {"id": "1", "url": "https://f.example/1", "title": "E", "content_html": fragment}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [entry]}
    return "json", json.dumps(feed).encode()


def notebook(fragment: str) -> tuple[str, bytes]:
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["# T\n", "\n", fragment]}
    body = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return "ipynb", json.dumps(body).encode()


@pytest.mark.parametrize("kind", [html_file, markdown_file, feed_file, notebook])
@pytest.mark.parametrize("fragment", ROOTS.values(), ids=list(ROOTS))
def test_markup_of_several_roots_is_read_whole_and_once(
    fragment: str, kind: Callable[[str], tuple[str, bytes]]
) -> None:
    suffix, data = kind(fragment)
    row = BY_SUFFIX[suffix]
    item = listing.Item(f"a.{suffix}", row.name, suffix, "", data=data)
    source = Source("s", "S", "folder", "/nowhere", ("d",))
    outcome = do(Job(source, item, "", "2026-11-20T06:00:00+00:00", "en", 10**6), passages)
    text = "\n".join(made.document.text for made in outcome.made)
    assert [text.count(row) for row in ROWS] == [1, 1, 1] and not outcome.refused
    assert "Unseen" not in text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("It’s “quoted” – café.".encode("cp1252"), "It’s “quoted” – café."),
        ("It’s “quoted”.".encode("utf-16-le"), "It’s “quoted”."),
        ("It’s “quoted”.".encode("utf-16-be"), "It’s “quoted”."),
        ("It’s “quoted”.".encode("utf-16"), "It’s “quoted”."),
        (b"\xef\xbb\xbfA mark first.\r\n\r\nThen more.\r\n", "A mark first.\n\nThen more."),
        (b"Half a sign " + "生".encode()[:2] + " of “many”.".encode(), "Half a sign \ufffd of “many”."),
    ],
    ids=["windows", "utf-16-le", "utf-16-be", "utf-16 with its mark", "utf-8 mark", "damaged"],
)  # fmt: skip
def test_text_is_read_in_the_encoding_it_is_in(data: bytes, text: str) -> None:
    assert md(data).text == text


def test_a_page_in_utf_16_keeps_its_title() -> None:
    page = f"<html><head><title>Café</title></head><body><p>{TEXT}</p></body></html>"
    (one,), _ = html.read(Input("a.html", page.encode("utf-16"), "html"))
    assert (one.title, one.text) == ("Café", TEXT)


@pytest.mark.parametrize(
    "matter",
    [
        "---\ntitle: A title\ndate: 2024-05-01\n...\n",
        "---\ntitle: A title\ndate: 2024-05-01\n\n",
        "------\ntitle: A title\ndate: 2024-05-01\n---\n",
        '{\n  "title": "A title",\n  "date": "2024-05-01"\n}\n',
        "---\ntitle: A title\ndate: 2024-05-01 00:00:00\nother: 2024-13-45\n---\n",
        "---\ntitle: A title\ndate: 2024-4-30 16:00:00 -8\n---\n",
    ],
    ids=["dots", "not closed", "long rule", "json", "impossible date elsewhere", "loose offset"],
)
def test_front_matter_of_every_form_is_read_and_is_no_text(matter: str) -> None:
    one = md(f"{matter}\n{TEXT}\n")
    assert (one.title, one.published, one.text) == ("A title", "2024-05-01T00:00:00+00:00", TEXT)


def test_an_empty_front_matter_does_not_take_the_text_up_to_the_next_rule() -> None:
    assert md(f"---\n---\n\nkey: a word\n\n---\n\n{TEXT}").text == f"key: a word\n\n{TEXT}"


def test_json_that_is_no_front_matter_is_text() -> None:
    assert md(f'{{ "budget": 1 }}\n\n{TEXT}').text == f'{{ "budget": 1 }}\n\n{TEXT}'


def test_versions_in_yaml_stay_as_they_are_written() -> None:
    assert md(f"---\ntitle: 3.10\n---\n\n{TEXT}").title == "3.10"
    (one,), _ = structured.read_record(
        Input("a.yaml", b"id: X-1\nsummary: A flaw in the parser of it\naliases: CVE-1\n"
              b"published: 2024-13-45\naffected:\n- package: {ecosystem: PyPI, name: p}\n"
              b"  ranges: [{type: ECOSYSTEM, events: [{introduced: 0}, null, {fixed: 1.10}]}]\n"
              b"- package: {ecosystem: npm, name: q}\n  versions: [2.0, 2.10]\n", "yaml")
    )  # fmt: skip
    lists = [text for kind, text in parts(one) if kind == "list"]
    assert lists == [
        "- PyPI p: introduced 0, fixed 1.10\n- npm q: versions 2.0, 2.10",
        "- CVE-1",
    ]
    assert (one.published, one.published_from) == (None, "undated")


@pytest.mark.parametrize(
    "text",
    [
        "id: A\nsummary: the first of two advisories\n---\nid: B\nsummary: the second of two advisories\n",
        "- id: A\n  summary: the first of two advisories\n- id: B\n  summary: the second of two advisories\n",
    ],
    ids=["documents", "list"],
)
def test_every_advisory_of_a_file_is_read(text: str) -> None:
    found, refused = structured.read_record(Input("a.yaml", text.encode(), "yaml"))
    assert [(one.path, one.title.split(":")[0]) for one in found] == [
        ("a.yaml#A", "A"),
        ("a.yaml#B", "B"),
    ]
    assert refused == ()


def test_a_record_nested_beyond_reading_is_refused() -> None:
    found, (refused,) = structured.read_record(Input("a.json", b"[" * 100_000, "json"))
    assert (found, refused.reason) == ((), "is nested too deep to be a record")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", "# A\n\nIt is \ue0009\ue001 of `it` kept for a day.\n"),
        (
            "a.html",
            "<h1>A</h1>{% if b %}<p>It is \ue0009\ue001 of it kept for a day.</p>{% endif %}",
        ),
    ],
)
def test_a_sign_that_readers_set_for_code_is_none_where_a_source_has_it(
    name: str, data: str
) -> None:
    suffix = formats.suffix_of(name)
    row = formats.of_file("folder", suffix)
    assert row is not None
    ((made,), _) = formats.read(row.name, Input(name, data.encode(), suffix, "", {}))
    assert "kept for a day." in made.text and "\ue000" not in made.text


def test_a_notebook_of_another_language_and_with_odd_cells_is_read() -> None:
    cells = [
        None,
        {"cell_type": "markdown"},
        {"cell_type": "markdown", "source": TEXT},
        {"cell_type": "code", "source": ["x <- 1\n", "y"]},
    ]
    book = {"cells": cells, "metadata": {"kernelspec": {"language": "R"}, "title": "On R"}}
    (one,), _ = structured.read_notebook(Input("a.ipynb", json.dumps(book).encode(), "ipynb"))
    assert (one.title, parts(one)) == ("On R", [("paragraph", TEXT), ("code", "x <- 1\ny")])
    assert one.blocks[1].label == "r"


def test_a_notebook_of_the_third_format_is_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Head"},
        {"cell_type": "code", "input": "x = 1", "language": "python"},
    ]
    book = {"worksheets": [{"cells": cells}], "nbformat": 3}
    (one,), _ = structured.read_notebook(Input("a.ipynb", json.dumps(book).encode(), "ipynb"))
    assert parts(one) == [("heading", "Head"), ("code", "x = 1")]


def test_a_component_defined_over_blank_lines_is_no_text_of_mdx() -> None:
    one = md(
        "export const Box = ({ children }) => {\n  const x = 'it}';\n\n  return <div>gone</div>\n}\n\n"
        f"export default Box\n\nIt is {{'literal'}}{{' '}}here.\n\n{TEXT}",
        suffix="mdx",
    )
    assert one.text == f"It is literal here.\n\n{TEXT}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"    {TEXT}\n    -\n    so it goes", [("paragraph", f"{TEXT} - so it goes")]),
        ("        - one\n          - two", [("list", "- one\n  - two")]),
        ("```sh\nrun\n        ```\n\nafter", [("code", "run"), ("paragraph", "after")]),
        ("     ```sh\nrun\n  it\n```\n\nafter", [("code", "run\nit"), ("paragraph", "after")]),
        ("```sh\nrun", [("code", "run")]),
    ],
    ids=["paragraph", "list", "closed deep", "opened deep", "never closed"],
)
def test_mdx_has_no_code_by_indentation(written: str, read: list[tuple[str, str]]) -> None:
    assert parts(md(f"{TEXT}\n\n{written}", suffix="mdx"))[1:] == read


def test_the_title_of_a_callout_is_kept() -> None:
    one = md(
        f'<Callout type="x" title="Look out now">\n{TEXT}\n</Callout>\n\n'
        '<Accordion title={"What if I don\'t"}>\n\nThen go on.\n\n</Accordion>',
        suffix="mdx",
    )
    assert one.text == f"Look out now\n\n{TEXT}\n\nWhat if I don't\n\nThen go on."


def test_two_voices_of_a_cue_are_two_speakers_and_entities_are_signs() -> None:
    assert spoken(
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann &amp; Co>Locks &amp; <c.y>queues</c>, or x < 3.</v>\n"
        "<v Ben>Yes, those two.</v>\n"
    ) == [
        ("speaker", "Ann & Co", "Ann & Co:"),
        ("cue", "1", "Locks & queues, or x < 3."),
        ("speaker", "Ben", "Ben:"),
        ("cue", "1", "Yes, those two."),
    ]


def test_what_a_second_speaker_repeats_after_a_pause_is_kept() -> None:
    rows = spoken(
        "1\n00:00:01,000 --> 00:00:02,000\nIs it safe to go on?\n\n2\n00:00:02,000 --> 00:00:03,000\n"
        "No.\n\n3\n00:00:05,000 --> 00:00:06,000\nNo.\n",
        "srt",
    )
    assert [text for _, _, text in rows] == ["Is it safe to go on?", "No. No."]


def test_subtitle_styles_go_and_a_remark_is_no_speaker() -> None:
    rows = spoken("1\n00:00:01,000 --> 00:00:04,000\n{\\an8}Note: it is late.\n", "srt")
    assert rows == [("cue", "1", "Note: it is late.")]


def test_a_passage_that_opens_with_a_speaker_has_the_time_of_what_is_said() -> None:
    text = "A:\n\nOne.\n\nB:\n\nTwo."
    blocks = (
        Block("speaker", 0, 2, 0, "A"), Block("cue", 4, 8, 0, "61"),
        Block("speaker", 10, 12, 0, "B"), Block("cue", 14, 18, 0, "75"),
    )  # fmt: skip
    assert [one.locator for one in passages(_document(text, blocks))] == ["00:01:01"]


def _document(text: str, blocks: tuple[Block, ...]) -> Document:
    return Document(
        id="d", source="s", url="", title="T", authors=(), published=None, published_from="undated",
        updated=None, fetched="", text=text, blocks=blocks, sha256=short_id(text),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["paragraph", "list"])
def test_a_text_without_full_stops_is_parted_at_commas_into_passages(kind: str) -> None:
    page = Manuscript()
    page.lines(kind, [("and then the request goes on to the next server, " * 200).strip()])
    found = passages(_document(page.text, tuple(page.blocks)))
    assert all(LEAST <= len(one.text.split()) <= MOST for one in found)
    assert all(one.text.endswith(",") for one in found)
    assert " ".join(one.text for one in found) == page.text


def test_code_in_restructured_text_is_left_as_it_stands() -> None:
    assert rst(
        "Run ``x |grep y| wc`` of |name| as::\n\n    cat |grep y| wc [1]_\n    :key: value\n\n"
        ".. code-block:: yaml\n   :caption: c\n\n   :key: |b|\n\n>>> 1 + 1\n2\n\nterm\n  what it is\n"
    ) == [
        ("paragraph", "Run x |grep y| wc of name as:"),
        ("code", "cat |grep y| wc [1]_\n:key: value"),
        ("code", ":key: |b|"),
        ("code", ">>> 1 + 1\n2"),
        ("list", "term\n- what it is"),
    ]


def test_code_in_asciidoc_is_left_as_it_stands_and_quotes_are_quotes() -> None:
    code = "// a comment\n[section]\n* item\n. dot\n:attr: x\n= heading\nlink:foo[bar]\n{v}"
    (one,), _ = plain.read(
        Input("a.adoc", (
            "= Head\nAnn B <a@b.example>\nv1.2, 2024-03-04: first remark\n:v: 1.0\n\nIt is {v}.\n\n"
            f"[source,ini]\n----\n{code}\n----\n\n____\nSaid so.\n____\n\nterm:: what it is\n"
        ).encode(), "adoc")
    )  # fmt: skip
    assert parts(one) == [
        ("heading", "Head"),
        ("paragraph", "It is 1.0."),
        ("code", code),
        ("quote", "Said so."),
        ("list", "term\n- what it is"),
    ]
    assert (one.published, one.authors) == ("2024-03-04T00:00:00+00:00", ("Ann B",))


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ("<p>By Ann on <time datetime='2021-05-06'>6 May 2021</time></p>", "2021-05-06T00:00:00+00:00"),
        ("<p>We saw it in the outage of <time datetime='2021-05-06'>May</time>.</p>", None),
    ],
    ids=["byline", "in a sentence"],
)  # fmt: skip
def test_a_day_in_a_sentence_is_not_the_day_of_its_page(body: str, published: str | None) -> None:
    page = f"<html><body><article><h1>On caches</h1>{body}<p>{TEXT * 6}</p></article></body></html>"
    (one,), _ = html.read(Input("a.html", page.encode(), "html"))
    assert one.published == published


def test_a_list_of_articles_has_no_day_of_its_own() -> None:
    cards = "".join(
        f"<article><h2><a href=/{n}>Post {n}</a></h2><time datetime='2024-01-0{n}'>x</time><p>{TEXT * 3}</p></article>"
        for n in (1, 2, 3)
    )
    (one,), _ = html.read(Input("a.html", f"<html><body>{cards}</body></html>".encode(), "html"))
    assert (one.published, one.published_from) == (None, "undated")


def _source(place: Path) -> Source:
    return Source("s", "S", "folder", str(place), ("d",))


def test_names_and_things_that_are_no_files_are_reported_and_the_others_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "good.md").write_text(f"# Good\n\n{TEXT}")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.md")).write_text(f"# Bad\n\n{TEXT}")
    (tmp_path / "dead.md").symlink_to(tmp_path / "nowhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / "picture.png").write_bytes(b"PNG")
    source = _source(tmp_path)
    done = [do(Job(source, item, "", "", "en", 1000), passages) for item in listing.local(source)]
    assert {one.job.item.path: len(one.made) for one in done} == {
        "bad\\udcff.md": 1, "dead.md": 0, "good.md": 1, "letter.docx": 0, "pipe.md": 0,
    }  # fmt: skip
    assert sorted(refusal.reason for one in done for refusal in one.refused) == [
        "cannot be read (No such file or directory)",
        "is not a regular file",
        "is of a kind that is not read (.docx)",
    ]


def test_a_folder_that_cannot_be_listed_fails_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    scan = os.scandir

    def refuse(path: str | int) -> object:
        if isinstance(path, str | os.PathLike) and Path(path).name == "below":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    with monkeypatch.context() as patch:  # pytest lists folders itself when a test ends
        patch.setattr(os, "scandir", refuse)
        with pytest.raises(SourceError, match="cannot be listed"):
            listing.local(_source(tmp_path))


def test_a_text_that_surprises_the_cutter_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# A\n\n{TEXT}")

    def broken(_: Document) -> tuple[()]:
        raise ValueError("no")

    source = _source(tmp_path)
    (item,) = listing.local(source)
    assert do(Job(source, item, "", "", "en", 1000), broken).refused[0].reason == (
        "its reader failed (ValueError: no)"
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json.erb", b"[\n<% rows.each do |row| %>\n  {}\n]", "is a template that makes JSON"),
        ("a.json", b"[\n  {}, {\n]", "is not JSON (Expecting property name"),
        ("a.json3", b'{"events": [{"tStartMs": {"a": 1}, "segs": [{"utf8": "The index is read."}]}]}', "is not a transcript (states no time"),
        ("a.json3", b'{"events": [{"tStartMs": 1, "segs": 7}]}', "has no cues"),
        ("a.mbox", b"Left over here\n\nFrom ann@b.example Mon Nov  2 09:00:00 2026\nSubject: Cache notes\n\nThe index is read once, and the rows of it are kept.\n",
         "14 bytes stand before its first message"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_its_kind_is_refused_for_what_it_is(
    name: str, data: bytes, reason: str
) -> None:
    suffix = formats.suffix_of(name)
    row = formats.of_file("folder", suffix)
    assert row is not None
    refused = formats.read(row.name, Input(name, data, suffix, "", {}))[1]
    assert [one.reason[: len(reason)] for one in refused] == [reason]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", "# " + "Meeting " * 8000),
        ("a.md", "<div>\n" + '<span class="a">B c</span>' * 4000 + "\n</div>\n"),
        ("a.txt", "00:00:01\tA b:\tx\n" * 6000),
        ("a.adoc", "= A\n\n|===\n" + "| a\n- b\n" * 6000 + "|===\n"),
        ("a.md", "///\n\n/// note | " + " " * 80_000 + "a"),
        ("a.adoc", "//\n" + "\n" * 200 + "It is kept for a day.\n"),
    ],
)
def test_what_repeats_a_sign_is_read_in_a_time_that_grows_with_it(name: str, data: str) -> None:
    suffix = formats.suffix_of(name)
    row = formats.of_file("folder", suffix)
    assert row is not None
    begun = time.process_time()
    formats.read(row.name, Input(name, data.encode(), suffix, "", {}))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("fence", "shown"),
    [
        ("{r setup, include=FALSE}\nlibrary(x)", False),
        ("{r, echo = F}\nlibrary(x)", False),
        ("{r}\n#| label: setup\n#| echo: false\nlibrary(x)", False),
        ("{r, echo=TRUE}\nlibrary(x)", True),
        ("{r}\nlibrary(x)  # echo: false", True),
        ("r\ninclude=FALSE", True),
    ],
)
def test_code_that_a_made_page_runs_and_does_not_show_is_not_read(fence: str, shown: bool) -> None:
    one = md(f"{TEXT}\n\n```{fence}\n```\n\n{TEXT}", suffix="rmd")
    assert ("code" in [kind for kind, _ in parts(one)]) is shown
    assert dict(one.removed).get("hidden", 0) == (not shown)
