"""Addresses, marks and names of what is published, row by row."""

from __future__ import annotations

import pytest

from pipeline.pages import front_matter, links, metadata
from pipeline.publish import plan
from pipeline.publish.agents import markdown as twin
from pipeline.records import draft
from pipeline.render import markdown


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.md", ""),
        ("briefs/2026-11-20.md", "briefs/2026-11-20/"),
        ("briefs/index.md", "briefs/"),
        ("posts/a-title.md", "posts/a-title/"),
        ("about.md", "about/"),
        ("a/b/c.md", "a/b/c/"),
        ("a/b/index.md", "a/b/"),
        ("posts/Über.md", "posts/Über/"),
    ],
)
def test_a_page_has_the_address_mkdocs_gives_it(path: str, expected: str) -> None:
    assert metadata.page_url(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Web Performance", "web-performance"),
        ("Cloud & Infrastructure", "cloud-infrastructure"),
        ("AI/ML", "ai-ml"),
        ("C++", "c"),
        ("Über uns", "über-uns"),
        ("  A  b ", "a-b"),
        ("--a--b--", "a-b"),
        ("", "untitled"),
        ("?!", "untitled"),
        ("Kestrel 2.0", "kestrel-2-0"),
        ("naïve café", "naïve-café"),
        ("日本 語", "日本-語"),
        ("a_b", "a-b"),
        ("it's", "it-s"),
        ("xxxxx", "xxxxx"),
        ("HTTP/3 & QUIC: why?", "http-3-quic-why"),
        ("snake_case-name", "snake-case-name"),
    ],
)
def test_a_name_for_addresses_keeps_letters_and_figures(text: str, expected: str) -> None:
    assert metadata.slug(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example/", "http://a.example/"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
        ("ftp://a.example", ""),
        ("//a.example/x", ""),
        ("/x", ""),
        ("https://a.example/a b", ""),
        ("https://a.example/(x)", "https://a.example/%28x%29"),
        ('https://a.example/"x', "https://a.example/%22x"),
        ("https://a.example/<x>", "https://a.example/%3Cx%3E"),
        ("vbscript:x", ""),
        ("mailto:a@b.example", ""),
        ("https://a.example/ä", "https://a.example/%C3%A4"),
        ("https://a.example/[x]", "https://a.example/%5Bx%5D"),
        ("https://a.example/a|b", "https://a.example/a%7Cb"),
        ("HTTPS://A.example/x", "HTTPS://A.example/x"),
    ],
)
def test_only_http_addresses_are_linked(url: str, expected: str) -> None:
    assert links.safe_url(url) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.md", "index.html"),
        ("briefs/2026-11-20.md", "briefs/2026-11-20/index.html"),
        ("briefs/index.md", "briefs/index.html"),
        ("a/b.md", "a/b/index.html"),
    ],
)
def test_a_page_lies_where_mkdocs_puts_it(path: str, expected: str) -> None:
    assert plan.html_path(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("posts/a.md", True),
        ("posts/index.md", False),
        ("briefs/2026-11-20.md", False),
        ("index.md", False),
        ("posts/a/b.md", True),
        ("postscript.md", False),
        ("about.md", False),
    ],
)
def test_a_post_is_what_a_person_wrote_below_posts(path: str, expected: bool) -> None:
    assert plan.is_post(path) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nText\n", ({"title": "A"}, "Text\n")),
        ("Text\n", ({}, "Text\n")),
        ("---\ntitle: A\n---\n", ({"title": "A"}, "")),
        ("", ({}, "")),
        ("---\ntitle: A\ntags: [x, y]\n---\n\nText", ({"title": "A", "tags": ["x", "y"]}, "Text")),
        ("---\nn: 5\nyes: true\n---\nText", ({"n": 5, "yes": True}, "Text")),
        ("text\n---\ntitle: A\n---\n", ({}, "text\n---\ntitle: A\n---\n")),
    ],
)
def test_facts_and_body_of_a_page_are_told_apart(
    text: str, expected: tuple[dict[str, object], str]
) -> None:
    assert front_matter.load(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nText\n", 4),
        ("Text\n", 1),
        ("---\na: 1\nb: 2\n---\n\nText", 6),
        ("", 1),
    ],
)
def test_the_body_of_a_page_starts_on_its_line(text: str, expected: int) -> None:
    assert front_matter.body_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("*star*", "\\*star\\*"),
        ("_under_", "\\_under\\_"),
        ("a_b", "a_b"),
        ("[link](x)", "\\[link\\](x)"),
        ("`code`", "\\`code\\`"),
        ("<b>", "&lt;b&gt;"),
        ("a & b", "a & b"),
        ("# hash", "\\# hash"),
        ("1. one", "1\\. one"),
        ("- dash", "\\- dash"),
        ("+ plus", "\\+ plus"),
        ("> quote", "&gt; quote"),
        ("a|b", "a|b"),
        ("\\back", "\\\\back"),
        ("!image", "!image"),
        ("![x](y)", "!\\[x\\](y)"),
        ("~~gone~~", "&#8203;~~gone~~"),
        ("a\nb", "a b"),
        ("{{ x }}", "\\{\\{ x \\}\\}"),
        ("$x$", "$x$"),
        ("http://a.example", "http://a.example"),
        ("<!-- x -->", "&lt;!-- x --&gt;"),
        ("&amp;", "&amp;amp;"),
        ("*", "\\*"),
        ("**", "\\*\\*"),
        ("a * b", "a \\* b"),
        ("", ""),
        ("[Source 1]", "\\[Source 1\\]"),
        ("(c)", "(c)"),
        ("^1", "^1"),
        ("==x==", "&#8203;==x=="),
        ("5 < 6", "5 &lt; 6"),
        ("key: value", "key: value"),
    ],
)
def test_words_are_escaped_so_that_they_show_as_they_are(text: str, expected: str) -> None:
    assert markdown.escape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("`code` here", "`code` here"),
        ("`a*b` and *c*", "`a*b` and \\*c\\*"),
        ("``a`b``", "``a`b``"),
        ("`open", "\\`open"),
        ("<b>`x`</b>", "&lt;b&gt;`x`&lt;/b&gt;"),
        ("a_b `c_d`", "a_b `c_d`"),
        ("", ""),
        ("`<tag>`", "`<tag>`"),
        ("[x](y) `z`", "\\[x\\](y) `z`"),
    ],
)
def test_words_of_a_writer_keep_their_code_and_nothing_else(text: str, expected: str) -> None:
    assert markdown.written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ('a "b"', "a &quot;b&quot;"),
        ("it's", "it&#x27;s"),
        ("<b>", "&lt;b&gt;"),
        ("a & b", "a &amp; b"),
        ("", ""),
        ("a\nb", "a b"),
        ("&amp;", "&amp;amp;"),
        ("a`b", "a`b"),
        ("{x}", "{x}"),
    ],
)
def test_words_in_an_attribute_cannot_leave_it(text: str, expected: str) -> None:
    assert markdown.attribute(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("*star*", "\\*star*"),
        ("a_b", "a_b"),
        ("[x](y)", "[x\\](y)"),
        ("`c`", "\\`c\\`"),
        ("<b>", "\\<b>"),
        ("a\nb", "a b"),
        ("", ""),
        ("#x", "#x"),
        ("a|b", "a|b"),
        ("5 * 6", "5 * 6"),
        ("\\x", "\\x"),
        ("~x~", "~x~"),
    ],
)
def test_words_on_one_line_are_told_as_markdown_to_agents(text: str, expected: str) -> None:
    assert twin.words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("+ x", "\\+ x"),
        ("* x", "* x"),
        ("> x", "\\> x"),
        ("1. x", "1\\. x"),
        ("1) x", "1\\) x"),
        ("12. x", "12\\. x"),
        ("plain", "plain"),
        ("---", "\\---"),
        ("```", "```"),
        ("|a|b|", "\\|a|b|"),
        ("2026 was", "2026 was"),
        ("", ""),
        ("+1 agrees", "+1 agrees"),
        ("1.5 times", "1.5 times"),
        ("#hash", "\\#hash"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_a_paragraph_is_not_taken_for_a_heading_a_list_or_a_quote(text: str, expected: str) -> None:
    assert twin.paragraph(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("sections[2].quote", ("sections", 2, "quote")),
        ("lede", ("lede",)),
        ("sections[0].sentences[3]", ("sections", 0, "sentences", 3)),
        ("sections[0].implication.sentence", ("sections", 0, "implication", "sentence")),
        ("crosscuts[1]", ("crosscuts", 1)),
        ("", ()),
        ("sections[]", ()),
        ("a..b", ()),
        ("title", ("title",)),
        ("sections[0].sentences[3].text", ("sections", 0, "sentences", 3, "text")),
        ("a.b.c", ("a", "b", "c")),
        ("a.", ()),
        ("graph.edges[2]", ("graph", "edges", 2)),
    ],
)
def test_a_path_of_a_draft_is_read_into_its_steps(
    path: str, expected: tuple[str | int, ...]
) -> None:
    assert draft.parse(path) == expected


@pytest.mark.parametrize(
    ("path", "rest", "expected"),
    [
        ("sections[0]", "quote", "sections[0].quote"),
        ("sections[0]", "", "sections[0]"),
        ("", "lede", "lede"),
        ("", "", ""),
        ("sections[0]", "sentences[1].text", "sections[0].sentences[1].text"),
    ],
)
def test_a_path_below_another_is_joined_with_one_dot(path: str, rest: str, expected: str) -> None:
    assert draft.below(path, rest) == expected
