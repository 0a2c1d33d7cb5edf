"""A reading is compared with what its source shows, by a walk that does not know our readers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.chunk import passages
from pipeline.ingest.jobs import Job, do
from pipeline.ingest.readers.builder import Manuscript
from pipeline.ingest.readers.html import page
from pipeline.ingest.reading import Input, Read, reading
from pipeline.ingest.screening import beside
from pipeline.ingest.screening.beside import SourceFile, compared
from pipeline.ingest.screening.fidelity import Faults, ShownWords, faults, refusal
from pipeline.ingest.screening.shown import shown, shown_of
from pipeline.ingest.screening.walk import asciidoc
from pipeline.ingest.sources import formats, listing
from pipeline.records import Source

FILL = "The build cache keeps its index in one file, and a cold start reads that file once and no more."


def found(source: str, read: str, kind: str = "html") -> Faults:
    """The faults of a reading `read` of a source."""
    page = Manuscript()
    for part in read.split("\n\n"):
        page.line("cue" if kind == "transcript" else "paragraph", part)
    suffix = {"html": "html", "markdown": "md", "transcript": "vtt"}[kind]
    return faults(
        reading("a", "T", page, kind=kind), ShownWords(shown(source.encode(), kind, suffix))
    )


@pytest.mark.parametrize(
    ("kind", "source", "read", "fault"),
    [
        ("html", "<p>The store takes 10<sup>6</sup> requests and holds many bytes.</p>",
         "The store takes 106 requests and holds many bytes.", Faults(glued=1)),
        ("html", "<p>The limit of it is <del>30</del> 60 seconds for a call.</p>",
         "The limit of it is 30 60 seconds for a call.", Faults(struck=1)),
        ("html", "<p>We set the pool to 40 (not 400) connections on each node.</p>",
         "We set the pool to 40 connections on each node.", Faults(missing=2)),
        ("html", "<p>One line of it that is said<div>and then another line that is said.</div>",
         "One line of it that is said and then another line that is said.", Faults(joined=1)),
        ("html", "<div>drain the node-seven</div><div>wait for ninety seconds or so</div>",
         "drain the node-sevenwait for ninety seconds or so", Faults(glued=1, joined=0)),
        ("html", f"<p>{FILL}</p>", FILL.replace("reads that file", "reads that file reads that file"), Faults(doubled=3)),
        ("markdown", "The limit is ~~30~~ 60 seconds for a call and a half.",
         "The limit is 30 60 seconds for a call and a half.", Faults(struck=1)),
        ("markdown", "The chart takes {{ .Values.image }} for the image. " + FILL,
         "The chart takes for the image. " + FILL, Faults()),
        ("markdown", "Write [the words](https://a.example/b) of it, **all** of them, `as code` too.",
         "Write the words of it, of them, as code too.", Faults(missing=1)),
        ("transcript", "WEBVTT\n\n00:00.000 --> 00:05.000\nWe set the pool to 40 (not 400) connections each.\n",
         "We set the pool to 40 connections each.", Faults(missing=2)),
        ("transcript", "WEBVTT\n\n00:00.000 --> 00:05.000\nthe queue grew by half\n",
         "the queue grew by half the queue grew by half", Faults(doubled=5)),
    ],
    ids=["power", "struck", "bracket", "joined", "glued", "doubled", "tildes", "template", "lost", "aside", "rolled"],
)  # fmt: skip
def test_what_a_reading_changed_is_found(kind: str, source: str, read: str, fault: Faults) -> None:
    assert found(source, read, kind) == fault


@pytest.mark.parametrize(
    ("kind", "source", "read"),
    [
        ("html", f"<nav>Home About</nav><h1>T</h1><p>{FILL}<br>And <b>un</b>believable 10<sup>6</sup>.</p><aside>More</aside>",
         f"{FILL} And unbelievable 10^6."),
        ("html", f"<p>The limit is <del>30</del> 60<sup><a href='#fn1'>1</a></sup> seconds. {FILL}</p>",
         f"The limit is 60 seconds. {FILL}"),
        ("markdown", f"# Head\n\nA *word* and [a link][x], ~5 ms to ~10 ms.[^1]\n\n[x]: https://a.example\n\n> {FILL}\n",
         f"A word and a link, ~5 ms to ~10 ms.\n\n{FILL}"),
        ("markdown", f"<!-- not shown -->\n{FILL}\n\n```js\nlet x = `a`\n```\n", FILL),
    ],
    ids=["html", "marks", "markdown", "comment"],
)  # fmt: skip
def test_what_is_left_out_as_a_whole_and_what_is_written_otherwise_is_no_fault(
    kind: str, source: str, read: str
) -> None:
    assert found(source, read, kind) == Faults()


def test_a_reading_is_refused_when_too_much_of_it_is_not_its_source() -> None:
    page = Manuscript()
    page.line("paragraph", "word " * 100)
    one = reading("a", "T", page)
    assert refusal(Faults(missing=3), one) is None
    assert "is not what the source shows (5 missing, 2 glued of 100 words)" in (
        refusal(Faults(missing=5, glued=2), one) or ""
    )


def _lossy(source: Input) -> Read:
    page = Manuscript()
    for part in source.data.decode().split("\n\n"):
        page.line("paragraph", part.replace(" not", "").replace("^", ""))
    return (reading(source.path, "T", page, kind="markdown"),), ()


@pytest.mark.parametrize(("times", "taken"), [(1, 1), (12, 0)], ids=["few", "many"])
def test_an_ingest_counts_and_refuses_what_a_reader_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, taken: int
) -> None:
    monkeypatch.setitem(formats.BY_NAME, "markdown", formats.Format("markdown", _lossy, ("md",)))
    rows = [
        f"In the {n}th week it was not the cache that failed at 10^6 requests."
        for n in range(times)
    ]
    (tmp_path / "a.md").write_text("\n\n".join([FILL, FILL.replace("cold", "warm"), *rows]))
    source = Source("s", "S", "folder", str(tmp_path), ("d",))
    (item,) = listing.local(source)
    outcome = do(Job(source, item, "", "", "en", 10_000), passages)
    assert len(outcome.made) == taken
    if taken:
        assert dict(outcome.made[0].document.removed) == {"words-glued": 1, "words-missing": 1}
    else:
        assert "12 missing, 12 glued" in outcome.refused[0].reason


def test_rolling_captions_that_are_read_once_are_faithful() -> None:
    rows = [
        "the queue grew overnight by half",
        "and nobody saw the alert fire",
        "until the disks were full",
    ]
    cues = [f"00:00:0{2 * n}.000 --> 00:00:0{2 * n + 2}.000\n{rows[n - 1] if n else ' '}\n{row}\n\n"
            f"00:00:0{2 * n + 2}.000 --> 00:00:0{2 * n + 2}.010\n{row}\n" for n, row in enumerate(rows)]  # fmt: skip
    source = "WEBVTT\n\n" + "\n".join(cues)
    assert found(source, " ".join(rows), "transcript") == Faults()


def test_a_page_that_its_reader_changed_is_read_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lossy = formats.Format("html", _lossy_page, ("html",), other=page.read_whole)
    monkeypatch.setitem(formats.BY_NAME, "html", lossy)
    rows = [
        f"In the {n}th week it was not the cache that failed at 10^6 requests." for n in range(12)
    ]
    text = "".join(f"<p>{row}</p>" for row in [FILL, *rows])
    (tmp_path / "a.html").write_text(f"<html><body><nav>Home</nav>{text}</body></html>")
    source = Source("s", "S", "folder", str(tmp_path), ("d",))
    (item,) = listing.local(source)
    outcome = do(Job(source, item, "", "", "en", 10_000), passages)
    (made,) = outcome.made
    assert (
        "In the 11th week it was not the cache that failed at 10^6 requests." in made.document.text
    )
    assert "words-missing" not in dict(made.document.removed)
    assert outcome.refused == ()


def _lossy_page(source: Input) -> Read:
    (one,), _ = page.read_whole(source)
    made = Manuscript()
    for part in one.text.split("\n\n"):
        made.line("paragraph", part.replace(" not", "").replace("^", ""))
    return (reading(source.path, "T", made, kind="html"),), ()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (f"{FILL}\n\nThe **hard** limit is [60](https://a.example/x) seconds for `one` call.", Faults()),
        (f"{FILL}\n\n{FILL}", Faults(doubled=20)),
    ],
    ids=["marked", "twice"],
)  # fmt: skip
def test_a_glance_and_the_walk_agree(source: str, fault: Faults) -> None:
    made = Manuscript()
    read = source.replace("**", "").replace("[60](https://a.example/x)", "60").replace("`", "")
    for part in read.split("\n\n"):
        made.line("paragraph", part)
    once = source.encode() if not fault.all else f"{FILL}\n".encode()
    assert compared(reading("a", "T", made), SourceFile(once, "markdown", "md")) == fault


def test_a_field_of_a_header_named_in_a_sentence_of_nginx_breaks_no_sentence() -> None:
    data = f"<module name='M'><section><para>{FILL}</para><para>The <header>Referer</header> field of it is missing in the request.</para></section></module>".encode()
    (one,), _ = formats.read("feed", Input("a.xml", data, "xml"))
    assert "The Referer field of it is missing in the request." in one.text
    assert compared(one, SourceFile(data, "feed", "xml")) == Faults()


@pytest.mark.parametrize("rows", [1, 2, 3], ids="{} long rows".format)
def test_a_long_row_is_walked_three_times_at_most_however_many_sentences_of_it_read_otherwise(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"the {number} of it {number * 7} and so it is {number * 3}" for number in range(600)]
    said = [f"We say {one}, and <b>then {one} too</b>. All stays as {one} does." for one in words]
    size = len(said) // rows
    source = "\n\n".join(" ".join(said[at : at + size]) for at in range(0, len(said), size))
    page = Manuscript()
    for one in said:
        for part in one.replace("<b>", "").replace("</b>", "").split(". "):
            page.line("paragraph", part)
    walked: list[str] = []
    monkeypatch.setattr(
        beside, "shown_of", lambda text, *form: walked.append(text) or shown_of(text, *form)
    )
    file = SourceFile(source.encode(), "markdown", "md")
    assert compared(reading("a", "T", page, kind="markdown"), file) == Faults()
    assert 0.9 * len(source) < sum(map(len, walked)) < 3 * len(source)


def test_a_file_is_walked_so_often_and_no_more_where_what_is_read_stands_in_another_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        f"The row {number} of it says <b>what</b> the {number * 7} are." for number in range(90)
    ]
    plain = [row.replace("<b>", "").replace("</b>", "") for row in rows]
    kept = [f"A sentence of {number} words that stands as it is read." for number in range(90)]
    source = "\n\n".join(one for pair in zip(rows, kept, strict=True) for one in pair)
    page = Manuscript()
    for turn in range(90):
        page.line("paragraph", kept[turn % 9 + (50 if turn % 2 else 0)])
        page.line("paragraph", plain[turn].replace("the", "the same", 1))
    walked: list[str] = []
    monkeypatch.setattr(
        beside, "shown_of", lambda text, *form: walked.append(text) or shown_of(text, *form)
    )
    compared(
        reading("a", "T", page, kind="markdown"), SourceFile(source.encode(), "markdown", "md")
    )
    assert 0 < sum(map(len, walked)) <= beside.WALKS * len(source)


@pytest.mark.parametrize(
    ("source", "shown_text"),
    [
        ("= Cache {v}\n:v: 2.1\n\nIt is {v}.", "= Cache 2.1\n:v: 2.1\n\nIt is 2.1."),
        (":a: one {b}\n:b: two\n\n{a}", ":a: one {b}\n:b: two\n\none two"),
        (":v: 1\n\n{v}\n\n:v: 2\n\n{v}", ":v: 1\n\n1\n\n:v: 2\n\n2"),
        (":v: 1\n\n{v}\n\n:!v:\n\n{v}", ":v: 1\n\n1\n\n:!v:\n\n{v}"),
        (":v: 1\n\n----\n{v}\n----\n\n....\n----\n{v}\n....\n{v}",
         ":v: 1\n\n----\n{v}\n----\n\n....\n----\n{v}\n....\n1"),
        (":v: 1\n\n/users/{id} and \\{v}", ":v: 1\n\n/users/{id} and \\{v}"),
        (":v:\n\nIt is{v} so.", ":v:\n\nIt is so."),
    ],
    ids=["title", "by another", "set again", "taken away", "listing", "none", "empty"],
)  # fmt: skip
def test_a_name_of_an_asciidoc_document_shows_what_it_stands_for_there(
    source: str, shown_text: str
) -> None:
    assert asciidoc.filled(source) == shown_text


def test_a_post_that_names_its_version_by_an_attribute_is_read(tmp_path: Path) -> None:
    head = ":v: 5.3.12.Final\n:product: Kestrel Broker\n:docs: https://kestrel.example/docs"
    said = "{v} now reads from any replica by default, and {product} keeps its index in one file."
    more = f"See {{docs}}/limits[the limits] of {{product}}. {FILL}"
    (tmp_path / "a.adoc").write_text(f"= \"Kestrel Broker 5.3.12.Final released\"\n{head}\n\nToday we say this of it: {{v}}.\n\n{said}\n\n{more}\n")  # fmt: skip
    source = Source("s", "S", "folder", str(tmp_path), ("d",))
    (item,) = listing.local(source)
    outcome = do(Job(source, item, "", "2026-11-20T06:00:00+00:00", "en", 1_000_000), passages)
    assert outcome.refused == ()
    (made,) = outcome.made
    assert (
        "5.3.12.Final now reads from any replica by default, and Kestrel Broker keeps"
        in made.document.text
    )
    assert made.document.removed == ()


def test_a_value_that_a_reading_states_wrongly_is_found() -> None:
    words = "the pool of it takes {limit} connections for each of the nodes that are there"
    source = f"= T\n:limit: 40 (not 400)\n\n{words}\n"
    read = words.replace("{limit}", "40")
    page = Manuscript()
    page.line("paragraph", read)
    file = SourceFile(source.encode(), "plain", "adoc")
    assert compared(reading("a", "T", page, kind="plain"), file) == Faults(missing=2)


def test_options_of_links_that_never_close_are_walked_in_a_time_that_grows_with_the_row() -> None:
    begun = time.process_time()
    asciidoc.of_asciidoc("a, opts=" * 20_000)
    assert time.process_time() - begun < 2
