"""The walk of HTML and XML: tags out by their outward form, a break where a block begins or ends.

Enter: markup. Leave: its words as text, `BREAK` at the ends of blocks, `STRUCK` or `SPARE` before each
word that the markup withdraws or that a reading may do without.
"""

from __future__ import annotations

import html
import re

from pipeline.text.spans import Elements, Pairs

BREAK = "\n"  # among the words: a paragraph, row or cell ends here
STRUCK = "\ue000"  # before a word: the source strikes it
SPARE = "\ue001"  # before a word: a mark of a footnote, or what a tool fills in
WORD = re.compile(r"\n|[\ue000\ue001]?[^\W_]+")
_BLOCKS = (
    "p|div|section|article|main|body|html|head|title|blockquote|pre|table|caption|thead|tbody|tfoot|tr|td|th|"
    "figure|figcaption|details|summary|center|header|footer|aside|nav|hgroup|dialog|address|fieldset|"
    "legend|form|hr|ul|ol|li|dl|dt|dd|menu|h[1-6]|option|select|button|label|textarea|item|entry|"
    "description|content|content:encoded|channel|feed|guid|link|pubDate|author|id|updated|published"
)
_SILENT = frozenset("script style template svg head iframe select textarea rp".split())
SILENT = (
    Elements(lambda name, _: name in _SILENT, to_the_end=False), Pairs("<!--", "-->"), Pairs(r"<\?", r"\?>"),
)  # fmt: skip
SECTION = re.compile(r"<!\[CDATA\[|\]\]>")
WITHDRAWN = Elements(
    lambda name, said: (
        name in ("del", "s", "strike") or "line-through" in said or "deletion" in said
    ),
    to_the_end=False,
)
# What browsers do not show, or show to those who listen alone.
UNSEEN = re.compile(
    r"\shidden(?=[\s=/]|$)|display\s*:\s*none|visibility\s*:\s*hidden|\b(?:sr-only|visually-?hidden|screen-reader)",
    re.IGNORECASE,
)
HIDDEN = Elements(lambda _, said: UNSEEN.search(said) is not None, to_the_end=False)
NOTE = re.compile(
    r"<sup\b[^<>]*>\s*(?:<a\b[^<>]*>)?\s*\[?[\w*†‡]{1,3}\]?\s*</a>\s*</sup>|<sup\b[^<>]*>\s*\[[^\]<>]{1,8}\]\s*</sup>"
    r"|<a\b[^<>]*\bhref=[\"']?#[^<>]*>\s*<sup\b[^<>]*>\s*\[?[\w*†‡]{1,3}\]?\s*</sup>\s*</a>"
    r"|<a\b[^<>]*(?:noteref|footnote-ref|doc-backlink)[^<>]*>[^<>]{1,5}</a>",
    re.IGNORECASE,
)
BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]*>", re.IGNORECASE)
APART_TAG = re.compile(
    r"</?(?:br|sup|sub|rt|del|ins|s|strike|m(?:n|i|o|sup|sub|frac|row|sqrt|text))\b[^<>]*>"
    r"|<[a-z]+\b[^<>]*(?:align\s*:\s*(?:super|sub)\b|superscript|subscript)[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(
    r"</?[A-Za-z][\w:.-]*(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000})?/?>|</?>"
)
XML_BLOCK = re.compile(
    r"</?(?:\w*section\d?|sect\d|refsect\d|chapter|appendix|abstract|t|p|para|simpara|li|dt|dd|di|list(?:-?item)?|row|tr|td|th|c|"
    r"ttcol|entry|title|name|note|term|tag-\w+|example|artwork|sourcecode|programlisting|screen|literallayout|br|blockquote|"
    r"references?|directive|syntax|default|appeared-in|front|tip|warning|item|table\w*|revision|remark|caption|c-def)(?![\w.-])[^<>]*>"
)
OF_HEAD = re.compile(
    r"<(author|workgroup|area|keyword|revision|dependencies|schemaloc|approver|sig)\b[^<>]*>.{0,5000}?</\1>",
    re.DOTALL,
)
TITLED = re.compile(
    r"<(?:\w*section\d?|note|references|directive)\b[^<>]*?\b(?:title|topic|name)=(\"[^\"<>]*\"|'[^'<>]*')[^<>]*>"
)
XML_TARGET = re.compile(r"<xref\b[^<>]*?\btarget=[\"']([^\"'<>]*)[\"'][^<>]*/>")
ANCHORED = re.compile(
    r"<(reference|\w*section\d?)\b(?=[^<>]*?\banchor=[\"']([^\"'<>]*))[^<>]*?(?:\btitle=[\"']([^\"'<>]*)[^<>]*)?>(?:\s*<name>([^<>]*))?"
)
XML_POINTER = re.compile(
    r"<(?:link|eref|ulink)\b[^<>]*?\b(?:id|target|url)=[\"']([^\"'<>]*)[\"'][^<>]*/>"
)
NAMED_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z_][\w.-]{0,99});")


def of_html(text: str) -> str:
    """Words of HTML: every line break is white space, every block a break."""
    text = silenced(text)
    text = re.sub(r"\s+", " ", NOTE.sub(lambda match: signed(match.group(), SPARE), text))
    text = WITHDRAWN.sub(lambda span: signed(span.inside, STRUCK), text)
    if UNSEEN.search(text):
        text = HIDDEN.sub(lambda span: signed(span.inside, SPARE), text)
    text = BLOCK_TAG.sub(BREAK, text)
    return html.unescape(TAG.sub("", APART_TAG.sub(" ", text)))


def of_xml(text: str) -> str:
    """Words of a document in XML: what is no mark in a line is a break."""
    anchors = {
        one[2]: one[2] if one[1] == "reference" else one[3] or one[4] or ""
        for one in ANCHORED.finditer(text)
    }
    text = XML_TARGET.sub(lambda match: f" {anchors.get(match[1]) or match[1]} ", text)
    text = TITLED.sub(rf"{BREAK}<p>\1<p>", text)
    text = XML_POINTER.sub(r"\1", OF_HEAD.sub(BREAK, text))
    text = NAMED_ENTITY.sub(
        lambda name: name[0] if html.unescape(name[0]) != name[0] else signed(name[1], SPARE), text
    )
    return html.unescape(re.sub(r"<[^<>]*>", "", XML_BLOCK.sub(BREAK, re.sub(r"\s+", " ", text))))


def silenced(text: str) -> str:
    """Without what is never shown: scripts, comments, instructions."""
    for silent in SILENT:
        text = silent.sub(" ", text)
    return SECTION.sub(" ", text)


def signed(words: str, sign: str) -> str:
    """Words with a sign before each, apart from what stands round them."""
    return " " + re.sub(r"[^\W_]+", lambda match: sign + match.group(), TAG.sub(" ", words)) + " "
