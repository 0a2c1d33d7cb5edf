"""Elements of a page as Markdown that says the same, row by row; titles on their preview."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.publish.agents.markdown import Walker, words
from pipeline.publish.images import preview

WALKER = Walker("briefs/2026-11-20/", "https://d.example/")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("Loose <p>One.</p> words", ["Loose", "One.", "words"]),
        (
            "<p>A <strong>bold</strong> and <em>slanted</em> word.</p>",
            ["A **bold** and *slanted* word."],
        ),
        ("<p>A <b> </b>gap.</p>", ["A gap."]),
        ("<p>A <code>key_name</code> here.</p>", ["A `key_name` here."]),
        ("<p>A <code>a`b</code> tick.</p>", ["A ``a`b`` tick."]),
        ("<p>A <code>`</code> tick.</p>", ["A `` ` `` tick."]),
        ("<p>A <mark>marked</mark> word.</p>", ["A **marked** word."]),
        ("<p>One<br>two.</p>", ["One\ntwo."]),
        ('<p>See <a href="/x/">it</a>.</p>', ["See [it](https://d.example/x/index.md)."]),
        (
            '<p>See <a href="../2026-11-19/">it</a>.</p>',
            ["See [it](https://d.example/briefs/2026-11-19/index.md)."],
        ),
        (
            '<p>See <a href="https://a.example/x#y">it</a>.</p>',
            ["See [it](https://a.example/x#y)."],
        ),
        ('<p>See <a href="#part">it</a>.</p>', ["See it."]),
        ('<p>See <a href="/feed.xml">it</a>.</p>', ["See [it](https://d.example/feed.xml)."]),
        ('<p>See <a href="/x/?q=1#y">it</a>.</p>', ["See [it](https://d.example/x/index.md)."]),
        ('<p>See <a href="/x/"> </a>.</p>', ["See ."]),
        ('<p>True.<a class="cite" href="#s1">[Source 1]</a></p>', ["True.[Source 1]"]),
        (
            '<p>True.<a class="cite" href="#s1">[Source 1]</a>(so it says)</p>',
            ["True.[Source 1]\\(so it says)"],
        ),
        ('<p>True.<a class="cite" href="#s1">[Source 1]</a>: so</p>', ["True.[Source 1]\\: so"]),
        (
            '<p>Now <a class="corrected" href="#c">corrected 20 November</a>.</p>',
            ["Now [corrected 20 November]."],
        ),
        (
            '<p><img src="a.png" alt="A cat"></p>',
            ["![A cat](https://d.example/briefs/2026-11-20/a.png)"],
        ),
        ("<p>One<!-- a remark --> two.</p>", ["One two."]),
        ("<p>One <script>x()</script>two.</p>", ["One two."]),
        ("<p>One</p><script>x()</script>two", ["One", "two"]),
        ("<h2>Head</h2><p>Text</p>", ["## Head", "Text"]),
        ("<h2> </h2>", []),
        ("<h6>Small</h6>", ["###### Small"]),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", ["> One.\n>\n> Two."]),
        ("<blockquote><p>One<br>two.</p></blockquote>", ["> One\n> two."]),
        ("<ul><li>One</li><li>Two</li></ul>", ["- One\n- Two"]),
        ("<ol><li>One</li><li>Two</li></ol>", ["1. One\n2. Two"]),
        (
            '<ol start="4"><li>Four</li><li value="9">Nine</li><li>Ten</li></ol>',
            ["4. Four\n9. Nine\n10. Ten"],
        ),
        ("<ul><li>One<ul><li>Inner</li></ul></li></ul>", ["- One\n\n  - Inner"]),
        ("<ul><li><p>One</p><p>More</p></li></ul>", ["- One\n\n  More"]),
        ('<pre><code class="language-py">x = 1\n</code></pre>', ["```py\nx = 1\n```"]),
        ('<div class="language-toml"><pre>x = 1</pre></div>', ["```toml\nx = 1\n```"]),
        ("<pre>plain</pre>", ["```\nplain\n```"]),
        ("<pre>```\nfenced\n```</pre>", ["````\n```\nfenced\n```\n````"]),
        (
            '<pre class="mermaid">flowchart TD\naccTitle: A\n</pre>',
            ["```mermaid\nflowchart TD\naccTitle: A\n```"],
        ),
        (
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            ["| A | B |\n| --- | --- |\n| 1 | 2 |"],
        ),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["|  |  |\n| --- | --- |\n| 1 | 2 |"]),
        ("<table><tr><th>A</th></tr><tr><td>x|y</td></tr></table>", ["| A |\n| --- |\n| x\\|y |"]),
        ("<table></table>", []),
        (
            "<svg><title>A chart</title><desc>It rises.</desc></svg>",
            ["Drawing: A chart. It rises."],
        ),
        ("<svg><path></path></svg>", []),
        ("<details><summary>More</summary><p>Hidden.</p></details>", ["More:", "Hidden."]),
        ("<details><p>Hidden.</p></details>", ["Details:", "Hidden."]),
        ("<hr>", ["---"]),
        ('<nav><a href="/">Home</a></nav>', []),
        ("<div><p>In a box.</p></div>", ["In a box."]),
        ('<div class="correction"><p>Now <b>41</b>.</p></div>', ["| Now **41**. |\n| --- |"]),
        ("<p>1. Not a list</p>", ["1\\. Not a list"]),
        ("<p># Not a heading</p>", ["\\# Not a heading"]),
        ("<p>- Not an item</p>", ["\\- Not an item"]),
        ("<p>&gt; Not a quote</p>", ["\\> Not a quote"]),
        ("<p>-5 degrees</p>", ["-5 degrees"]),
        ("<p>2026. A year</p>", ["2026\\. A year"]),
        ("<p>a_b and *c* and [d](e)</p>", ["a_b and \\*c* and [d\\](e)"]),
        ("<p>snake_case stays, _this does not</p>", ["snake_case stays, \\_this does not"]),
        ("<p>&lt;T&gt; and &amp;amp; stay words</p>", ["\\<T> and \\&amp; stay words"]),
        ("<p>~~not struck~~</p>", ["\\~~not struck\\~~"]),
        ("<p>5 * 6 * 7</p>", ["5 * 6 * 7"]),
        ("<p>[Source 3] in words</p>", ["\\[Source 3] in words"]),
    ],
)
def test_an_element_is_markdown_that_says_the_same(markup: str, expected: list[str]) -> None:
    assert WALKER.blocks(html.fragment_fromstring(markup, create_parent="section")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a * b", "a * b"),
        ("*a*", "\\*a*"),
        ("`a`", "\\`a\\`"),
        ("[a](b)", "[a\\](b)"),
        ("[a] b", "[a] b"),
        ("\\*", "\\\\*"),
        ("a_b_c", "a_b_c"),
        (" _a_", " \\_a_"),
        ("<b>", "\\<b>"),
        ("a < b", "a < b"),
        ("&amp;", "\\&amp;"),
        ("AT&T", "AT&T"),
        ("~~a~~", "\\~~a\\~~"),
        ("[Source 1]", "\\[Source 1]"),
    ],
)
def test_words_that_would_be_read_as_markup_are_escaped_and_no_others(
    text: str, expected: str
) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [
        ("Short", 78, 1),
        ("A title of some forty letters and a word", 78, 2),
        ("The cache, not the weights, sets how many users fit on one accelerator at a time", 78, 3),
        ("word " * 40, 46, 5),
        ("word " * 90, 46, 6),
    ],
)
def test_a_title_is_as_large_as_its_room_allows_and_clipped_at_last(
    title: str, size: int, lines: int
) -> None:
    found, parts = preview._fit(title)
    assert (found, len(parts)) == (size, lines)
    assert " ".join(parts).startswith(title[:20].strip())
