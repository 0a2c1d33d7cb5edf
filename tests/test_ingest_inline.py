"""Running text means the same whatever format it is written in."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.ingest.readers import feeds, markdown, plain
from pipeline.ingest.readers.data import structured
from pipeline.ingest.readers.html import page as html
from pipeline.ingest.reading import Input, Reading
from pipeline.ingest.sources import formats

FILL = "The build cache keeps its index in one file, and a cold start reads that file once and no more."


def from_html(fragment: str) -> Reading:
    page = f"<html><body><article><h1>On it</h1><p>{FILL}</p>{fragment}<p>{FILL}</p></article></body></html>"
    (one,), refused = html.read(Input("a.html", page.encode(), "html"))
    assert refused == ()
    return one


def from_markdown(text: str) -> Reading:
    (one,), _ = markdown.read(Input("a.md", f"{FILL}\n\n{text}\n\n{FILL}\n".encode(), "md"))
    return one


def from_feed(fragment: str) -> Reading:
    item = {"id": "1", "title": "T", "content_html": f"<p>{FILL}</p>{fragment}"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    (one,), _ = feeds.read(Input("f.json", json.dumps(feed).encode(), "json"))
    return one


def from_notebook(text: str) -> Reading:
    book = {"cells": [{"cell_type": "markdown", "source": f"{FILL}\n\n{text}"}]}
    (one,), _ = structured.read_notebook(Input("a.ipynb", json.dumps(book).encode(), "ipynb"))
    return one


READERS = {
    "html": lambda words: from_html(f"<p>{words}</p>"),
    "markdown": from_markdown,
    "feed": lambda words: from_feed(f"<p>{words}</p>"),
    "notebook": from_notebook,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("takes 10<sup>6</sup> requests and 2<sup>40</sup> bytes.", "takes 10^6 requests and 2^40 bytes."),
        ("takes 10<sup>-3</sup> s, or 2<sup>n + 1</sup> steps.", "takes 10^-3 s, or 2^(n + 1) steps."),
        ("the 1<sup>st</sup> of 3<sup>rd</sup> parties, Foo<sup>TM</sup> too.", "the 1st of 3rd parties, Foo™ too."),
        ("it is 10<sup>6</sup>8 wide and m<sup>2</sup>K.", "it is 10^6 8 wide and m^2 K."),
        ("log<sub>2</sub> of H<sub>2</sub>O, 101<sub>2</sub> and t<sub>max</sub>.", "log2 of H2O, 101_2 and t_max."),
        ("The limit is <del>30</del> 60 seconds.", "The limit is 60 seconds."),
        ("The limit is <s>30</s><ins>60</ins> seconds.", "The limit is 60 seconds."),
        ("The limit is <strike>30 or <b>40</b></strike> 60 seconds.", "The limit is 60 seconds."),
        ("He said <q>it <q>must</q> hold</q> twice.", "He said “it ‘must’ hold” twice."),
        ("It is <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> here.", "It is 漢(kan) here."),
        ("a long<wbr>word and a <mark>marked</mark> one.", "a longword and a marked one."),
    ],
    ids=["power", "powers", "ordinals", "glued", "index", "del", "ins", "strike", "q", "ruby", "wbr"],
)  # fmt: skip
def test_what_stands_in_a_line_says_what_it_shows(reader: str, written: str, read: str) -> None:
    assert read in READERS[reader](written).text


@pytest.mark.parametrize("written", ["~~30~~ 60", "~30~ 60", "<s>30</s> 60", "**~~30~~** 60"])
def test_struck_words_of_markdown_are_out_and_counted(written: str) -> None:
    one = from_markdown(f"The limit is {written} seconds for a call.")
    assert "The limit is 60 seconds for a call." in one.text
    assert dict(one.removed)["struck"] == 1


@pytest.mark.parametrize(
    "text", ["It takes ~5 ms to ~10 ms.", "In ~/.config and ~/bin it lies.", "H~2~O stays."]
)
def test_a_tilde_that_strikes_nothing_is_text(text: str) -> None:
    assert text in from_markdown(text).text


@pytest.mark.parametrize(
    ("suffix", "written"),
    [
        ("rst", "It takes 10\\ :sup:`6` requests of H\\ :sub:`2`\\ O and no more of them."),
        ("adoc", "It takes [.line-through]#30# 10^6^ requests of H~2~O and no more of them."),
    ],
)
def test_plain_markup_has_the_same_powers_and_struck_words(suffix: str, written: str) -> None:
    (one,), _ = plain.read(Input(f"a.{suffix}", f"{FILL}\n\n{written}\n".encode(), suffix))
    assert "It takes 10^6 requests of H2O and no more of them." in one.text


def test_a_footnote_of_asciidoc_stands_after_its_text() -> None:
    text = f"{FILL}\n\nThe pool holds 40footnote:[It held 20 once.] connections on a node.\n"
    (one,), _ = plain.read(Input("a.adoc", text.encode(), "adoc"))
    assert "The pool holds 40 connections on a node.\n\nIt held 20 once." in one.text


def test_whole_struck_paragraphs_go_and_are_counted() -> None:
    one = from_html("<del><p>Old words that are withdrawn.</p><p>More of them.</p></del>")
    assert "withdrawn" not in one.text and "More of them" not in one.text
    assert dict(one.removed)["struck"] == 1


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1">1</a></sup>', '<a class="footnote-ref" href="#fn-2">2</a>', "<sup>[3]</sup>",
        '<sup id="r"><a href="#cite_note-4">[4]</a></sup>', '<a role="doc-noteref" href="#x">5</a>',
    ],
    ids=["pandoc", "bare", "brackets", "wiki", "aria"],
)  # fmt: skip
def test_a_footnote_mark_is_no_figure_of_the_number_before_it(mark: str) -> None:
    one = from_html(f"<p>The pool holds 40{mark} connections on every node of it.</p>")
    assert "The pool holds 40 connections on every node of it." in one.text
    assert dict(one.removed)["footnote-mark"] == 1


def test_footnotes_of_markdown_keep_their_text_and_lose_their_marks() -> None:
    one = from_markdown("The pool holds 40[^1] connections.\n\n[^1]: It held 20 before the spring.")
    assert "The pool holds 40 connections." in one.text
    assert "\n\nIt held 20 before the spring." in one.text
    assert dict(one.removed)["footnote-mark"] == 1


@pytest.mark.parametrize(
    ("fragment", "rows"),
    [
        ("<ol><li>Stop it.<li>Start it.</ol>", "1. Stop it.\n2. Start it."),
        ("<ol start=4><li>Stop it.<li value=9>Go.<li>End.</ol>", "4. Stop it.\n9. Go.\n10. End."),
        ("<ol reversed><li>Stop it.<li>Start it.</ol>", "2. Stop it.\n1. Start it."),
        ("<ol type=a><li>Stop it.<li>Start it.</ol>", "a. Stop it.\nb. Start it."),
        ("<ul><li>Stop it.<li>Start it.</ul>", "- Stop it.\n- Start it."),
        ("<dl><dt>Lease<dd>Ends by itself.<dt>Lock<dd>Does not.</dl>", "Lease\n- Ends by itself.\nLock\n- Does not."),
    ],
    ids=["ol", "start", "reversed", "letters", "ul", "dl"],
)  # fmt: skip
def test_an_ordered_list_keeps_its_numbers(fragment: str, rows: str) -> None:
    assert f"\n\n{rows}\n\n" in from_html(fragment).text


def test_lists_of_markdown_keep_their_numbers_and_definitions() -> None:
    one = from_markdown(
        "4. Stop it.\n5. Start it.\n   - gently\n6. End it.\n\nLease\n: Ends by itself.\n: Is short."
    )
    assert "\n\n4. Stop it.\n5. Start it.\n  - gently\n6. End it.\n\n" in one.text
    assert "\n\nLease\n- Ends by itself.\n- Is short.\n\n" in one.text


def test_a_definition_may_be_indented_and_open_with_the_mark_of_a_list() -> None:
    one = from_markdown(
        "Lease\n  : Ends by itself.\n  : - Is short.\n\n**Note**: a lock\ndoes *not\nend*."
    )
    assert "\n\nLease\n- Ends by itself.\n- Is short.\n\nNote: a lock does not end.\n\n" in one.text


def test_an_address_between_angle_brackets_is_read_as_it_is_written() -> None:
    one = from_markdown("See <https://site.org/a%20b#:~:text=two%20words,end> first.")
    assert "See https://site.org/a%20b#:~:text=two%20words,end first." in one.text


def test_who_is_quoted_stands_under_the_quote_and_the_foot_of_a_page_does_not() -> None:
    one = from_html(
        "<blockquote><p>The disk is the clock of the house.</p><footer>Jo Kay, <cite>On disks</cite></footer>"
        "</blockquote><footer>All rights of the page are kept.</footer>"
    )
    assert "The disk is the clock of the house.\n\nJo Kay, On disks\n\n" in one.text
    assert "All rights" not in one.text


@pytest.mark.parametrize(
    "hidden",
    [
        '<img src="a.png" style="position: absolute; left: -9999px" alt="Logo">',
        '<img src="a.png" style="position: absolute; left: -120px; top: 6px" />',
        '<hr style="display: none">',
        "<input hidden>",
        '<div style="display: none">Words that nobody sees.</div>',
    ],
)
def test_what_is_hidden_hides_nothing_that_stands_behind_it(hidden: str) -> None:
    one = from_markdown(f"The first slide.\n\n{hidden}\n\n## Second\n\nWords of the second slide.")
    assert "\n\nSecond\n\nWords of the second slide.\n\n" in one.text
    assert "nobody sees" not in one.text


NESTED = "- Drain.\n  - Look first.\n    - At the oldest job.\n  - Look again.\n- Patch."
BRANCHES = "<ul><li>Drain.<ul><li>Look first.<ul><li>At the oldest job.</ul><li>Look again.</ul><li>Patch.</ul>"


@pytest.mark.parametrize(
    ("suffix", "written"),
    [
        ("md", NESTED),
        ("html", BRANCHES),
        (
            "rst",
            "* Drain.\n\n  * Look first.\n\n    * At the oldest job.\n\n  * Look again.\n\n* Patch.",
        ),
        ("adoc", "* Drain.\n** Look first.\n*** At the oldest job.\n** Look again.\n* Patch."),
        ("org", NESTED),
        ("wiki", "* Drain.\n** Look first.\n*** At the oldest job.\n** Look again.\n* Patch."),
    ],
)
def test_items_of_a_list_in_a_list_stand_deeper_than_those_around_them(
    suffix: str, written: str
) -> None:
    reader = formats.BY_SUFFIX[suffix].read
    (one,), _ = reader(Input(f"a.{suffix}", f"{FILL}\n\n{written}\n\n{FILL}\n".encode(), suffix))
    assert NESTED in one.text


def test_cells_that_span_say_in_every_row_what_they_belong_to() -> None:
    one = from_html(
        "<table><caption>Limits</caption><tr><th>Region<th colspan=2>Limit<tr><td rowspan=2>EU<td>20<td>ms"
        "<tr><td>40<td>s<tr><td colspan=3>Measured in May<tr><td>US<td>60<td>s</table>"
    )
    assert (
        "Limits\nRegion | Limit | Limit\nEU | 20 | ms\nEU | 40 | s\nMeasured in May\nUS | 60 | s"
        in one.text
    )


CODE = ["drain node-7", "wait 90", "patch node-7"]


@pytest.mark.parametrize(
    "block",
    [
        "<pre><code>" + "".join(f'<div class="line">{row}</div>' for row in CODE) + "</code></pre>",
        "<pre><code>" + "".join(f'<span class="line">{row}</span>' for row in CODE) + "</code></pre>",
        "<pre>" + "<br>".join(CODE) + "</pre>",
        "<pre>" + "".join(f"<code>{row}</code>" for row in CODE) + "</pre>",
        "<pre><ol>" + "".join(f"<li>{row}</li>" for row in CODE) + "</ol></pre>",
        "<pre><code>" + "\n".join(f'<span class="lineno">{n}</span>{row}' for n, row in enumerate(CODE, 1)) + "</code></pre>",
        "<pre><table><tr><td class=gutter><pre>1\n2\n3</pre></td><td><pre>" + "\n".join(CODE) + "</pre></td></tr></table></pre>",
        "<div class=highlight><table><tr><td><pre>1\n2\n3</pre></td><td><pre>" + "\n".join(CODE) + "</pre></td></tr></table></div>",
        "<pre>" + "\n".join(f'<span style="user-select:none">{n} </span>{row}' for n, row in enumerate(CODE, 1)) + "</pre>",
    ],
    ids=["div", "span", "br", "code", "li", "numbers", "gutter inside", "gutter beside", "unselectable"],
)  # fmt: skip
def test_a_line_of_code_is_a_line_and_its_number_is_no_code(block: str) -> None:
    one = from_html(block)
    code = [one.text[b.start : b.end] for b in one.blocks if b.kind == "code"]
    assert code == ["\n".join(CODE)]


def test_a_line_break_inside_a_sentence_joins_it_and_one_after_it_parts() -> None:
    one = from_html(
        "<p>The limit is<br>thirty seconds for a call.<br>After that the call is dropped.</p>"
    )
    assert "The limit is thirty seconds for a call.\n\nAfter that the call is dropped." in one.text


def test_a_button_that_a_sentence_names_is_a_word_of_it() -> None:
    assert (
        "Then press Deploy to begin."
        in from_html("<p>Then press <button>Deploy</button> to begin.</p>").text
    )


def test_a_formula_is_read_as_it_was_written() -> None:
    one = from_html(
        "<p>It runs in <math><semantics><mi>O</mi><annotation encoding='application/x-tex'>O(n^2)</annotation>"
        "</semantics></math> time on every list.</p>"
    )
    assert "It runs in O(n^2) time on every list." in one.text


@pytest.mark.parametrize(
    "text",
    [
        "In a template the mark <!-- opens a remark, and our old parser took it for text.",
        "The mark <!-- opens it.\n\nIts end --> stands in another paragraph.",
        "The chart takes {{ .Values.image }} for the image and {{ .Values.tag }} for the tag.",
        "Set it to ${{ secrets.TOKEN }} in the job, or {{ name }} in a letter.",
        "A word in {braces} and {{double}} ones.",
    ],
    ids=["comment", "over a blank line", "helm", "actions", "braces"],
)
def test_marks_of_a_template_are_text_where_nothing_fills_them_in(text: str) -> None:
    assert text in from_markdown(text).text


@pytest.mark.parametrize(
    ("text", "read", "kind"),
    [
        ("<!-- a\n\nremark -->\n\nIt is said.", "It is said.", "comment"),
        ("It is <!-- not --> said.", "It is said.", "comment"),
        ("{% include x.html %}\n\nIt is here.", "It is here.", "template"),
        ("{% if x %}\n\nIt is {{ site.name }} here. It stays.", "It stays.", "cut"),
        ("It is {{< param v >}} here. It stays.", "It stays.", "cut"),
        ("{{< note >}}It is {{< b >}}so{{< /b >}} here.{{< /note >}}", "It is so here.", "template"),
        ("{% if x %}\n\n* SIZE: {{ size }}\n\nIt stays.", "It stays.", "cut"),
        ("{% raw %}It is {{ kept }} here.{% endraw %}", "It is {{ kept }} here.", ""),
        ("Write {{</* note */>}} so.", "Write {{< note >}} so.", ""),
    ],
    ids=["block comment", "comment", "liquid", "liquid value", "hugo value", "hugo", "label", "raw", "escaped"],
)  # fmt: skip
def test_what_a_generator_takes_out_is_counted(text: str, read: str, kind: str) -> None:
    one = from_markdown(text)
    assert f"\n\n{read}\n\n" in one.text
    assert not kind or dict(one.removed)[kind] > 0


# ── what Sphinx adds to Markdown and to reStructuredText ──────────────────────────────────

ROLES = {
    ":ref:`the limits <lim>`": "the limits",
    ":meth:`Store.drain <kestrel.Store.drain>`": "Store.drain",
    ":class:`~kestrel.store.Store`": "Store",
    ":func:`.drain`": "drain",
    ":doc:`../guide`": "../guide",
}


def from_suffix(suffix: str, text: str) -> str:
    read = {"md": markdown.read, "rst": plain.read}[suffix]
    (one,), _ = read(Input(f"a.{suffix}", text.encode(), suffix))
    return one.text


@pytest.mark.parametrize("markup", ["md", "rst", "myst"])
@pytest.mark.parametrize("role", ROLES)
def test_a_role_says_the_same_in_every_markup(markup: str, role: str) -> None:
    form = re.sub(r"^:(\w+):", r"{\1}", role) if markup == "myst" else role
    text = from_suffix(
        "rst" if markup == "rst" else "md", f"It runs {form} first, then all that it left.\n"
    )
    assert text == f"It runs {ROLES[role]} first, then all that it left."


@pytest.mark.parametrize(("suffix", "form"), [("md", "```{{{}}}{}\n```"), ("rst", ".. {}::{}")])
def test_a_directive_keeps_what_it_says_of_a_version_and_nothing_of_what_it_fetches(
    suffix: str, form: str
) -> None:
    rows = (("versionadded", " 1.2 The drain keeps its order."), ("highlight", " lua"), ("deprecated", " 1.4"))  # fmt: skip
    text = "\n\n".join(["It runs first.", *(form.format(*row) for row in rows), ""])
    assert from_suffix(suffix, text) == "It runs first.\n\nThe drain keeps its order."
