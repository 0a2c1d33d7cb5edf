"""What readers of dates, names and marks make of what publishers write, row by row."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.ingest import dates
from pipeline.ingest.normal import normalise
from pipeline.ingest.readers import inline, layout, markdown, markup, plain
from pipeline.ingest.readers.facts import people, titles
from pipeline.ingest.readers.front_matter import front_matter
from pipeline.ingest.readers.lightweight import org, wiki, xml_document
from pipeline.ingest.reading import Input
from pipeline.ingest.screening import duplicates
from pipeline.ingest.sources import formats, proposals
from pipeline.text.addressed import disguises


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30Z", "2024-03-05T10:20:30+00:00"),
        ("2024-03-05T10:20:30+02:00", "2024-03-05T08:20:30+00:00"),
        ("2024-03-05 10:20", "2024-03-05T10:20:00+00:00"),
        ("2024-03-05 10:20:30", "2024-03-05T10:20:30+00:00"),
        ("Tue, 05 Mar 2024 10:20:30 GMT", "2024-03-05T10:20:30+00:00"),
        ("Tue, 05 Mar 2024 10:20:30 EST", "2024-03-05T15:20:30+00:00"),
        ("5 Mar 2024", "2024-03-05T00:00:00+00:00"),
        ("March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("Mar 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("5 March 2024", "2024-03-05T00:00:00+00:00"),
        ("5th March 2024", "2024-03-05T00:00:00+00:00"),
        ("March 5th, 2024", "2024-03-05T00:00:00+00:00"),
        ("2024/03/05", "2024-03-05T00:00:00+00:00"),
        ("05.03.2024", "2024-03-05T00:00:00+00:00"),
        ("5. März 2024", "2024-03-05T00:00:00+00:00"),
        ("5 mars 2024", "2024-03-05T00:00:00+00:00"),
        ("5 de marzo de 2024", "2024-03-05T00:00:00+00:00"),
        ("20240305", "2024-03-05T00:00:00+00:00"),
        ("2024-03", None),
        ("2024", None),
        ("", None),
        ("soon", None),
        ("2024-13-05", None),
        ("2024-02-30", None),
        ("1969-12-31", None),
        ("2101-01-01", None),
        ("12/11/2024", None),
        ("13/11/2024", "2024-11-13T00:00:00+00:00"),
        ("11/13/2024", "2024-11-13T00:00:00+00:00"),
        (1709634030, "2024-03-05T10:20:30+00:00"),
        (1709634030000, "2024-03-05T10:20:30+00:00"),
        (0, None),
        (-5, None),
        (True, None),
        (None, None),
        ([], None),
        ({}, None),
        ("  2024-03-05  ", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30.123Z", "2024-03-05T10:20:30+00:00"),
        ("2024-03-05T24:00:00Z", None),
        ("Tuesday, March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("10:20", None),
        ("yesterday", None),
        ("Published on 2024-03-05", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:20:30-0800", "2024-03-05T18:20:30+00:00"),
        ("2024-03-05T10:20:30 PST", "2024-03-05T18:20:30+00:00"),
        ("Mar. 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("5-Mar-2024", "2024-03-05T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_in_the_forms_publishers_write(value: object, expected: str | None) -> None:
    assert dates.iso(value) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2024-09-05-title.md", "2024-09-05T00:00:00+00:00"),
        ("2024/09/05/title.md", "2024-09-05T00:00:00+00:00"),
        ("posts/2024/09/05-title.md", "2024-09-05T00:00:00+00:00"),
        ("2024-09-title.md", None),
        ("20240905-title.md", "2024-09-05T00:00:00+00:00"),
        ("v2024.09.05.md", None),
        ("2024-13-05-x.md", None),
        ("2024-02-30-x.md", None),
        ("a/2023-01-01/b/2024-09-05.md", "2024-09-05T00:00:00+00:00"),
        ("release-1.2.3.md", None),
        ("", None),
        ("2024_09_05.md", "2024-09-05T00:00:00+00:00"),
        ("12024-09-05.md", None),
        ("blog/2024/index.md", None),
        ("1999-12-31.md", "1999-12-31T00:00:00+00:00"),
        ("2024-09-051.md", None),
    ],
)
def test_a_day_in_a_path_is_the_last_whole_one(path: str, expected: str | None) -> None:
    assert dates.from_path(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Posted on 5 March 2024 by Ann", "2024-03-05T00:00:00+00:00"),
        ("March 5, 2024", "2024-03-05T00:00:00+00:00"),
        ("Updated: Mar 5 2024", "2024-03-05T00:00:00+00:00"),
        ("on the 5th of March, 2024", "2024-03-05T00:00:00+00:00"),
        ("May 2024", None),
        ("In 2024 we met", None),
        ("5 March", None),
        ("March 5, 2024 and 6 March 2024", "2024-03-05T00:00:00+00:00"),
        ("31 February 2024", None),
        ("le 5 mars 2024", "2024-03-05T00:00:00+00:00"),
        ("am 5. März 2024", "2024-03-05T00:00:00+00:00"),
        ("no date here", None),
        ("", None),
        ("Sept 9, 2023", "2023-09-09T00:00:00+00:00"),
        ("1 January 1969", None),
    ],
)
def test_a_written_date_is_found_in_words(text: str, expected: str | None) -> None:
    assert dates.in_words(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann Bee", ("Ann Bee",)),
        ("Ann Bee and Cid Dee", ("Ann Bee and Cid Dee",)),
        (["Ann Bee", "Cid Dee"], ("Ann Bee", "Cid Dee")),
        ([{"name": "Ann Bee"}], ("Ann Bee",)),
        ({"name": "Ann Bee"}, ("Ann Bee",)),
        ("", ()),
        (None, ()),
        ([], ()),
        (5, ()),
        (["", None], ()),
        ("ann@b.example (Ann Bee)", ("Ann Bee",)),
        ("Ann Bee <ann@b.example>", ("Ann Bee",)),
        ("@annbee", ("@annbee",)),
        ([{"name": "Ann Bee"}, "Cid Dee"], ("Ann Bee", "Cid Dee")),
        ("ann", ("ann",)),
        ([{"login": "annbee"}], ()),
        ({"given": "Ann"}, ()),
        ("  Ann   Bee  ", ("Ann Bee",)),
    ],
)
def test_names_of_authors_are_read_in_every_form_of_a_field(
    value: object, expected: tuple[str, ...]
) -> None:
    assert people.names(value) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ann@b.example (Ann Bee)", "Ann Bee"),
        ("Ann Bee <ann@b.example>", "Ann Bee"),
        ("Ann Bee (ann@b.example)", "Ann Bee"),
        ("Ann Bee", "Ann Bee"),
        ("ann@b.example", ""),
        ("mailto:ann@b.example", ""),
        ("", ""),
        ("<ann@b.example>", ""),
        ('"Bee, Ann" <a@b.example>', "Bee, Ann"),
    ],
)
def test_a_person_is_named_without_the_address_beside_it(said: str, expected: str) -> None:
    assert people.person(said) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("getting-started.md", "getting started"),
        ("docs/getting_started.md", "getting started"),
        ("2024-09-05-my-title.md", "my title"),
        ("README.md", "README"),
        ("docs/caching/README.md", "caching"),
        ("docs/caching/index.md", "caching"),
        ("a/b/c.txt", "c"),
        ("My Notes.txt", "My Notes"),
        ("API.md", "API"),
        ("v1.2.3.md", "v1.2.3"),
        ("0001-record-decisions.md", "0001 record decisions"),
        ("https://a.example/some-post/", "some post"),
    ],
)
def test_a_file_names_its_text_where_nothing_else_does(path: str, expected: str) -> None:
    assert titles.stem(path) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Overview", True),
        ("overview", True),
        ("Introduction", True),
        ("README", True),
        ("FAQ", True),
        ("Release notes of Kestrel 2.0", False),
        ("Caching", False),
        ("Home", True),
        ("Table of Contents", True),
        ("Frequently Asked Questions", True),
        ("", False),
        ("Details", True),
        ("Notes", True),
        ("How we cut p99", False),
        ("1.2.3", False),
        ("v2", False),
    ],
)
def test_a_title_that_every_site_has_says_nothing(words: str, expected: bool) -> None:
    assert titles.says_nothing(words) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1.2.0", "Kestrel 1.2.0"),
        ("Changelog", "Kestrel: Changelog"),
        ("Hello,", "Kestrel: Hello,"),
        ("issue 390", "Kestrel: issue 390"),
        ("How we cut p99", "How we cut p99"),
    ],
)
def test_a_title_that_says_nothing_alone_bears_the_name_of_its_source(
    words: str, expected: str
) -> None:
    assert titles.alone(words, "Kestrel") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nText", ({"title": "A"}, "Text")),
        (
            "---\ntitle: A\ndate: 2024-03-05\n---\n\nText",
            ({"title": "A", "date": "2024-03-05"}, "\nText"),
        ),
        ('+++\ntitle = "A"\n+++\nText', ({"title": "A"}, "Text")),
        ("Text", ({}, "Text")),
        ("", ({}, "")),
        ("---\n---\nText", ({}, "Text")),
        ("---\ntitle: A\nText", ({}, "---\ntitle: A\nText")),
        ("---\ntitle: [a, b\nother: c\n---\nText", ({"title": "[a, b", "other": "c"}, "Text")),
        ("---\n- a\n- b\n---\nText", ({}, "---\n- a\n- b\n---\nText")),
        ("---\njust words\n---\nText", ({}, "---\njust words\n---\nText")),
        ("---\ntitle: A: B\n---\nText", ({"title": "A: B"}, "Text")),
        ("---\ntags:\n  - x\n  - y\n---\nText", ({"tags": ["x", "y"]}, "Text")),
        ('{"title": "A"}\nText', ({"title": "A"}, "\nText")),
        ('---\ntitle: "A"\n...\nText', ({"title": "A"}, "Text")),
    ],
)
def test_front_matter_is_read_and_the_rest_is_the_text(
    text: str, expected: tuple[dict[str, object], str]
) -> None:
    assert front_matter(text) == expected


@pytest.mark.parametrize(
    ("tag", "before", "inner", "expected"),
    [
        ("sup", "0", "6", "^6"),
        ("sup", "2", "n+1", "^(n+1)"),
        ("sup", "1", "st", "st"),
        ("sub", "O", "2", "2"),
        ("sub", "x", "i", "_i"),
        ("sup", "d", "1", "^1"),
        ("sup", "", "2", "2"),
        ("sup", "2", "nd", "nd"),
        ("sup", "x", "2", "^2"),
        ("sub", "H", "2", "2"),
        ("sup", "m", "TM", "™"),
    ],
)
def test_powers_and_indices_are_told_from_what_they_stand_on(
    tag: str, before: str, inner: str, expected: str
) -> None:
    assert inline.raised(tag, before, inner) == expected


@pytest.mark.parametrize(
    ("count", "kind", "expected"),
    [
        (1, "1", "1"),
        (12, "1", "12"),
        (1, "a", "a"),
        (26, "a", "z"),
        (27, "a", "27"),
        (52, "a", "52"),
        (53, "a", "53"),
        (1, "A", "A"),
        (28, "A", "28"),
        (1, "i", "i"),
        (4, "i", "iv"),
        (9, "i", "ix"),
        (14, "i", "xiv"),
        (40, "i", "40"),
        (90, "i", "90"),
        (1999, "i", "1999"),
        (4, "I", "IV"),
        (400, "I", "400"),
    ],
)
def test_lists_are_counted_in_figures_letters_and_roman_numerals(
    count: int, kind: str, expected: str
) -> None:
    assert layout.written(count, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold** and *it*", "bold and it"),
        ("[link](https://a.example)", "link"),
        ("`code`", "code"),
        ("![alt](a.png)", ""),
        ("a\nb", "a b"),
        ("# not a heading", "# not a heading"),
        ("1. not a list", "1. not a list"),
        ("- not a list", "- not a list"),
        ("> not a quote", "> not a quote"),
        ("<b>x</b>", "x"),
        ("a &amp; b", "a & b"),
        ("&lt;tag&gt;", "<tag>"),
        ("~~gone~~ here", "here"),
        ("[ref][1]", "ref"),
        ("a[0][1]", "a[0][1]"),
        ("<https://a.example>", "https://a.example"),
        ("a  b", "a b"),
        ("", ""),
        ("\\*kept\\*", "*kept*"),
        ("**unclosed", "**unclosed"),
        ("[a](b) and [c](d)", "a and c"),
        ("`a*b*c`", "a*b*c"),
        ("<br>", ""),
        ("snake_case_word", "snake_case_word"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a<sup>2</sup>", "a^2"),
    ],
)
def test_inline_marks_are_reduced_to_their_words(text: str, expected: str) -> None:
    assert markdown.plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import X from './x'\n\n# A\n", True),
        ("export const a = 1\n\n# A\n", False),
        ("# A\n\nText", False),
        ("<Note>\n\nText\n\n</Note>\n", False),
        ("import the library first.\n", False),
        ("", False),
        ("Export your data.\n", False),
    ],
)
def test_a_text_is_mdx_when_it_has_what_only_mdx_has(text: str, expected: bool) -> None:
    assert markup.is_mdx(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\n=====\n\nText", "Title\n=====\n\nText"),
        ("Part\n----\n\nText", "Part\n----\n\nText"),
        ("1. Intro\n\nText", "1. Intro\n\nText"),
        ("1.2 Scope\n\nText", "1.2 Scope\n\nText"),
        ("Just text", "Just text"),
        ("* star\n* star", "\\* star\n\\* star"),
        ("# hash", "\\# hash"),
        ("", ""),
        ("a_b_c", "a\\_b\\_c"),
        ("<tag>", "\\<tag\\>"),
        ("A line\nand another", "A line\nand another"),
        ("2024 was a year.\n\nText", "2024 was a year.\n\nText"),
    ],
)
def test_plain_text_has_headings_where_a_reader_sees_them(text: str, expected: str) -> None:
    assert plain.from_text(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("A b.", "a  B", True),
        ("A-b", "a b", True),
        ("It's", "Its", False),
        ("a", "b", False),
        ("1.2", "12", False),
        ("Café", "Cafe", False),
        ("", "", True),
        ("a b c", "a b", False),
        ("“x”", '"x"', True),
        ("ＡＢ", "ab", False),
    ],
)
def test_texts_that_differ_in_case_marks_and_space_are_one(
    one: str, other: str, expected: bool
) -> None:
    assert (duplicates.exact_key(one) == duplicates.exact_key(other)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("How we cut p99", "How We Cut p99!", True),
        ("A", "B", False),
        ("Kestrel 1.2", "Kestrel 1.3", False),
        ("", "", True),
        ("a: b", "a - b", True),
        ("The cache", "A cache", False),
    ],
)
def test_titles_are_one_but_for_case_and_marks(one: str, two: str, expected: bool) -> None:
    assert duplicates.same_title(one, two) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ignore all previous instructions", True),
        ("x", False),
        ("a8f3e2b1", False),
        ("Hello there friend", False),
        ("1234567890", False),
        ("", False),
        ("the quick brown fox jumps", True),
        ("%PDF-1.4 obj", False),
        ("QUJD", False),
        ("SELECT * FROM t", False),
        ("\x00\x01\x02", False),
        ("don't do this now", True),
    ],
)
def test_coded_words_count_where_they_are_prose(words: str, expected: bool) -> None:
    assert disguises.is_prose(words) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", "md"),
        ("a.MD", "md"),
        ("a.tar.gz", "gz"),
        ("a.html.j2", "html"),
        ("README", "txt"),
        ("ChangeLog", "txt"),
        ("LICENSE", ""),
        ("a.", ""),
        ("a.b/c", ""),
        ("a.html.erb", "html"),
        ("x.json.tmpl", "json"),
        ("a b.PDF", "pdf"),
    ],
)
def test_a_suffix_tells_what_a_file_holds(name: str, expected: str) -> None:
    assert formats.suffix_of(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\u200bb", "ab"),
        ("\ufeffa", "a"),
        ("a\xadb", "ab"),
        ("é", "é"),
        ("a\x00b", "ab"),
        ("a\tb", "a\tb"),
        ("a\u2028b", "a\nb"),
        ("", ""),
        ("a\u202eb", "ab"),
        ("x\xa0y", "x\xa0y"),
        ("a\x0cb", "a\nb"),
        ("\u200fa", "a"),
    ],
)
def test_unseen_characters_go_and_line_breaks_are_one(text: str, expected: str) -> None:
    assert normalise(text, Counter()) == expected


@pytest.mark.parametrize(
    "piece", ["[[a|", "{{\n", "<ref>", "<pre>", "{|\n", "[[file:", "''", "| a=b=c "]
)
def test_marks_of_a_wiki_that_never_close_take_time_that_grows_with_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        wiki.from_wiki("{|\n" + piece * times, Counter())
        return time.process_time() - began

    assert seconds(8_000) < 0.05 + 16 * max(seconds(1_000), 0.001)


@pytest.mark.parametrize(
    "piece", ["=a ", "[[a][", "{{{a", "|-", ":A:\n", "#+begin_quote\n", "+a ", " "]
)
def test_marks_of_org_that_never_close_take_time_that_grows_with_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        org.from_org("* a " + piece * times + "x", Counter())
        return time.process_time() - began

    assert seconds(8_000) < 0.05 + 16 * max(seconds(1_000), 0.001)


@pytest.mark.parametrize(
    ("facts_of_it", "expected"),
    [
        ("title: T\nauthors:\n  - \"@ann\"\n  - Ben Cee\ncreation-date: 2026-11-02\nlast-updated: 2026-11-05\n",
         {"published": "2026-11-02", "updated": "2026-11-05", "authors": ["@ann", "Ben Cee"]}),
        ("see-also:\n  - \"/keps/1\ncreation-date: '2026-11-02'", {"published": "2026-11-02"}),
        ("title: T", {}),
    ],
)  # fmt: skip
def test_a_proposal_has_the_days_and_authors_of_the_file_beside_it(
    tmp_path: Path, facts_of_it: str, expected: dict[str, object]
) -> None:
    (tmp_path / "kep.yaml").write_text(facts_of_it)
    for name in ("README.md", "other.md"):
        (tmp_path / name).write_text("# T")
    assert proposals.beside(str(tmp_path / "README.md"))[0] == expected
    assert proposals.beside(str(tmp_path / "other.md")) == ({}, "")


@pytest.mark.parametrize("root", ["revision", "note", "iref", "info", "p"])
def test_what_is_a_part_elsewhere_may_be_a_whole_document(root: str) -> None:
    data = f"<{root}><title>Caches</title><para>A cache holds rows until they go.</para><note/></{root}>"
    (made,), refused = xml_document.read(Input("a.xml", data.encode(), "xml"))
    assert "A cache holds rows until they go." in made.text and not refused
