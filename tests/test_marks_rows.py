"""Citation marks, links to sources, diagrams and phrases as they stand in Markdown, row by row."""

from __future__ import annotations

import pytest

from pipeline.verify.markdown import marks, mermaid
from pipeline.verify.phrases.style import needed

PLACES = {"a.example/x": (2,), "b.example/y": (3, 5)}
Marked = list[tuple[str, tuple[int | str, ...]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [Source 3].", [("[Source 3]", (3,))]),
        ("A [source 3, 5].", [("[source 3, 5]", (3, 5))]),
        ("A [Sources 2-4].", [("[Sources 2-4]", (2, 3, 4))]),
        ("A [Source 3 and 5].", [("[Source 3 and 5]", (3, 5))]),
        ("A (source 3).", [("(source 3)", (3,))]),
        ("A [[Source 3]].", [("[[Source 3]]", (3,))]),
        ("A [Source 3](#source-3).", [("[Source 3](#source-3)", (3,))]),
        ("A [Source 3]{.cite}.", [("[Source 3]{.cite}", (3,))]),
        ("A [Source 3, p. 4].", [("[Source 3, p. 4]", (3,))]),
        ("A [Source: 3].", [("[Source: 3]", (3,))]),
        ("A [source 3; source 5].", [("[source 3; source 5]", (3, 5))]),
        ("A [3].", [("[3]", (3,))]),
        ("A [3, 5].", [("[3, 5]", (3, 5))]),
        ("A [3][5].", [("[3]", (3,)), ("[5]", (5,))]),
        ("A [[3]](#s3).", [("[[3]](#s3)", (3,))]),
        ("A [3](https://a.example/).", [("[3](https://a.example/)", (3,))]),
        ("A [3](other.md).", []),
        ("A [3]: not a mark", []),
        ("A [3, p. 4].", [("[3, p. 4]", (3,))]),
        ("A [3, § 2.1].", [("[3, § 2.1]", (3,))]),
        ("A[^3].", [("[^3]", (3,))]),
        ("A[^name].", [("[^name]", ())]),
        ("A[^3]: a note", []),
        ("A<sup>3</sup>.", [("<sup>3</sup>", (3,))]),
        ("A<sup>[3, 5]</sup>.", [("<sup>[3, 5]</sup>", (3, 5))]),
        ("Word³.", [("³", (3,))]),
        ("Word³˒⁵.", [("³˒⁵", (3, 5))]),
        ("10³ keys", []),
        ("m² of it", []),
        ("A [@knuth84].", [("[@knuth84]", ("knuth84",))]),
        (
            "A [@knuth84, p. 4; @lamport78].",
            [("[@knuth84, p. 4; @lamport78]", ("knuth84", "lamport78"))],
        ),
        ("A [see @knuth84].", [("[see @knuth84]", ("knuth84",))]),
        ("A [-@knuth84].", [("[-@knuth84]", ("knuth84",))]),
        ("A [@{a key}].", [("[@{a key}]", ("a key",))]),
        ("A [Source three].", [("[Source three]", ())]),
        ("A [Source ].", [("[Source ]", ())]),
        ("A `[Source 3]` in code.", []),
        ("A [Source 2-20].", [("[Source 2-20]", (2, 20))]),
        ("A [Source 4-2].", [("[Source 4-2]", (4, 2))]),
        ("A [Sources 3 & 5].", [("[Sources 3 & 5]", (3, 5))]),
        ("A [Source 123456].", [("[Source 123456]", ())]),
        ("An [email@host.example](x)", []),
        ("No mark at all.", []),
        ("A [x] list", []),
    ],
)
def test_a_citation_mark_of_any_style_gives_its_numbers_or_keys(
    text: str, expected: Marked
) -> None:
    found = marks.marks(text, 0, len(text))
    assert [(text[one.start : one.end], one.numbers or one.keys) for one in found] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.a.example/x/", "a.example/x"),
        ("https://A.example/x#part", "a.example/x"),
        ("http://a.example/x?y=1#z", "a.example/x?y=1"),
        ("https://a.example", "a.example"),
        ("https://a.example/X", "a.example/X"),
    ],
)
def test_links_to_one_page_share_its_address(url: str, expected: str) -> None:
    assert marks.address(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [it](https://a.example/x).", [("](https://a.example/x)", (2,))]),
        ("See <https://a.example/x>.", [("<https://a.example/x>", (2,))]),
        (
            'See [it](https://www.a.example/x/#part "title").',
            [('](https://www.a.example/x/#part "title")', (2,))],
        ),
        ("See [it](https://c.example/).", []),
        ("See ![it](https://a.example/x).", []),
        (
            "See [both](https://b.example/y) and [it](https://a.example/x).",
            [("](https://b.example/y)", (3, 5)), ("](https://a.example/x)", (2,))],
        ),
        ("See [it](/x).", []),
    ],
)
def test_a_link_to_the_page_of_a_source_cites_it(text: str, expected: Marked) -> None:
    found = marks.links(text, 0, len(text), PLACES)
    assert [(text[one.start : one.end], one.numbers) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [it](https://a.example/x).", "See it."),
        ("See <https://a.example/x>.", "See ."),
        ("See [it](https://c.example/).", "See [it](https://c.example/)."),
        ("No link.", "No link."),
    ],
)
def test_a_link_to_the_page_of_a_source_is_its_words_alone(text: str, expected: str) -> None:
    assert marks.unlinked(text, PLACES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [Source 1].", True),
        ("A [1].", True),
        ("A [1].\n\n[1]: https://a.example/", False),
        ("A[^1].", True),
        ("A[^1].\n\n[^1]: a remark", False),
        ("A [Source x].", False),
        ("A `[1]`.", False),
        ("Nothing.", False),
        ("A [@key].", True),
        ("[a][1]", False),
    ],
)
def test_a_file_cites_where_a_mark_leads_outside_of_it(text: str, expected: bool) -> None:
    assert marks.cites(text) is expected


@pytest.mark.parametrize(
    ("diagram", "expected"),
    [
        ("flowchart TD\n  a --> b", []),
        ("flowchart\n  a --> b", [("flowchart", "A flowchart names its direction (TD, LR, ")]),
        ("graph LR;\n  a --> b;", []),
        (
            "flowchart XX\n  a --> b",
            [("flowchart XX", "A flowchart names its direction (TD, LR, ")],
        ),
        ("a --> b", [("a --> b", "The diagram does not say of what kind it is")]),
        ("", [("```mermaid", "The diagram is empty")]),
        ('pie\n  "a": 1', []),
        ("flowchart TD\n  a -->", [("a -->", "This line of the diagram would not be drawn")]),
        ('flowchart TD\n  a["A & B"] --> b("C")', []),
        (
            "flowchart TD\n  a[A (x)] --> b",
            [("a[A (x)] --> b", "This line of the diagram would not be drawn")],
        ),
        ("flowchart TD\n  a & b --> c", []),
        ("flowchart TD\n  a -->|says| b", []),
        ("flowchart TD\n  a -- says --> b", []),
        ("flowchart TD\n  a -.-> b\n  b ==> c\n  c --- d", []),
        (
            'flowchart TD\n  a["A [Source 1]"] --> b["B"]',
            [('b["B"]', "This node cites no source; others do")],
        ),
        ('flowchart TD\n  a["A [1]"] --> b["B [2]"]', []),
        (
            "flowchart TD\n  a -->|x [1]| b\n  b -->|y| c",
            [(">|y|", "This edge cites no source; others do")],
        ),
        ("flowchart TD\n  subgraph one\n  a --> b\n  end", []),
        ("flowchart TD\n  accTitle: A title\n  accDescr: A word\n  a --> b", []),
        ("flowchart TD\n  accDescr {\n  many words here -> so\n  }\n  a --> b", []),
        ("flowchart TD\n  %% a remark\n  a --> b", []),
        ('flowchart TD\n  a --> b{"C"}\n  b --> d[("D")]', []),
        ("sequenceDiagram\n  a ->> b: hi", []),
    ],
)
def test_what_of_a_diagram_would_not_be_drawn_or_cites_nothing_is_named(
    diagram: str, expected: list[tuple[str, str]]
) -> None:
    found = mermaid.faults(f"```mermaid\n{diagram}\n```")
    assert [(match, message.split(".")[0]) for _, match, message in found] == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("foo", "foo"),
        ("foo bar", "foo bar"),
        ("foo|bar", None),
        ("(foo|bar) baz", " baz"),
        ("foo?", None),
        ("fo{2}x", None),
        ("foo.*barbaz", "barbaz"),
        ("[abc]def", "def"),
        ("\\bword\\b", "word"),
        ("a\\.b", "a.b"),
        ("Foo", "foo"),
        ("", None),
        ("(?:very )?unique", "unique"),
        ("x+yz", None),
        (".*", None),
    ],
)
def test_a_phrase_rule_is_looked_for_by_the_longest_words_that_it_cannot_do_without(
    expression: str, expected: str | None
) -> None:
    assert needed(expression) == expected
