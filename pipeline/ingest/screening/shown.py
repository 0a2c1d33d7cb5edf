"""What a source shows a reader, by a plain walk that knows nothing of our readers.

Enter: the bytes of an item and the kind of its reader. Leave: its words in order, with breaks where a
paragraph, a row or a cell ends. Marks are taken out by their outward form alone: no parser, no main
text, no meaning. Words that the source itself withdraws or that a tool fills in carry a sign, since a
reading may do without them. It is meant to err otherwise than the readers do.
"""

from __future__ import annotations

import email
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2

from pipeline.ingest.loading import json_value, yaml_documents
from pipeline.ingest.normal import decode, normalise
from pipeline.ingest.readers.front_matter import Loader
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
NOTE = re.compile(
    r"<sup\b[^<>]*>\s*(?:<a\b[^<>]*>)?\s*\[?[\w*†‡]{1,3}\]?\s*</a>\s*</sup>|<sup\b[^<>]*>\s*\[[^\]<>]{1,8}\]\s*</sup>"
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
FRONT = re.compile(r"\A\s*(-{3,}|\+{3})[ \t]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^([ \t]*(?:>[ \t]*)?)(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
IMAGE = re.compile(
    r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"
)
LINKED = re.compile(r"\]\([ \t]*\n?(?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\]\n]*(?:\n[^\]\n]+)?\]")
DEFINED = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
FILLED = (Pairs(r"\{%", r"%\}"), Pairs(r"\{\{", r"\}\}"))
ATTRIBUTES = re.compile(
    r"\{[:#.][^}\n]{0,300}\}|(?<=\))\{[ ]?[\w-]+=[^}\n]{0,300}\}|\{[\w-]+=\"[^}\n]{0,300}\}(?=\s*\n)"
)
TILDES = re.compile(
    r"~(?:~(?=\S)([^\n]*?)~~|(?<![\w~]~)(?=[^\s~])([^~\n]{1,200})(?<=[^\s~])~(?![\w~]))"
)
TIMES = re.compile(r"\*(?<=\d\*)\*?(?=\d)")
MARKED_NOTE = re.compile(r"\[\^[^\]\n]{1,200}\]:?")
OWN_ROW = re.compile(r"\n(?=[ \t]*(?:\n|[-*+][ \t]|[#|]|\d{1,9}[.)][ \t]|:[ \t]))")
QUOTED = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)
SPAN = re.compile(
    r"(`(?<!``)`{0,2})(?!`)((?:[^`\n]|\n(?![ \t]*(?:\n|[-*+#>|]|\d{1,9}[.)][ \t]))){1,2000}?)\1(?!`)"
)
COMPONENT = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|code|small|mark|font|abbr|kbd|img)(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000})?/?>"
    r"|<(?:/|(?<![\w`]<))[A-Za-z][\w:.-]*(?:\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,2000})?/?>|<(?:/)?>"
)
UNDERLINE = re.compile(r"^[ \t]*[=\-~^\"'`#*+:.<>_|][=\-~^\"'`#*+:.<>_| \t]*$", re.MULTILINE)
RST = re.compile(
    r":[\w:+.-]{1,100}:(?=`)|\s<[^<>`]{1,500}>`(?!`)(?:__?)?|^[ \t]*\.\. [\w:-]+::|^[ \t]*:[\w -]+:(?=[ \t]|$)",
    re.MULTILINE,
)
ASCIIDOC = re.compile(
    r"(?:https?://|link:|xref:|mailto:|image:{1,2}|\{[\w-]+\})[^\s\[\]]{0,500}(?=\[[^\]])|<<[^,<>\n]*,|^\[[^\]\n]*\]$"
    r"|^:[\w!-]+:.*$|(?<=[\w.])\^(?=\])|\[[^\]\n]{1,100}\](?=#)|\b(?:kbd|btn|stem|latexmath|asciimath):(?=\[)|(?<=\S),\s*(?:role|window|opts|options)=[^\]\n]*(?=\])",
    re.MULTILINE,
)
ROLE = re.compile(
    r":[a-z][\w:+.-]{0,100}:(?=`)|(?:^|(?<=[\s(]))\{[a-z][\w:-]{1,60}\}(?=`[^`\s.,;:)!?])",
    re.MULTILINE,
)
ROLE_PLACE = re.compile(
    r"((?:^|(?<=[\s(]))\{[a-z][\w:-]{1,60}\}`[^`<\n]*)<[^<>`\n]*>(?=`)", re.MULTILINE
)
LINE_THROUGH = re.compile(r"\[[\w.-]*(?:line-?through|del|strike[\w-]*)\](#{1,2})([^#\n]{1,200})\1")
SHORT_ROLE = re.compile(r"(?<=[:}]`)~[\w.]{1,200}\.(\w+)(?=`)")  # of a path its last part is shown
STRUCK_ROLE = re.compile(r"[:{](?:line-?through|del|s|strike[\w-]*)[:}]`([^`\n]{1,200})`")
CRITIC = re.compile(r"\{--([^\n]{1,500}?)--\}|\{~~([^\n]{1,500}?)~>|\{>>([^\n]{1,500}?)<<\}")
NOTE_MACRO = re.compile(r"footnote(?:ref)?:[\w-]*\[[^\]\n]{0,500}\]")
BARE_XREF = re.compile(
    r"xref:(?=[^\s\[\]]{1,900}\[\])(?:[^\s\[\]]{0,300}[/:$])?([\w.-]+?)(?:\.adoc)?(?:#[^\s\[\]]{0,300})?\[\]"
)
UNSEEN_ROW = re.compile(
    r"^(?://(?!//)|(?:ifdef|ifndef|endif|ifeval|include)::)[^\n]*\n", re.MULTILINE
)
ORG_ROW = re.compile(
    r"^[ \t]*(?:#(?:\+[^\n]*|[ \t][^\n]*)?|:[\w-]+:[ \t]*|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):[^\n]*|\|[-+:| \t]*-[-+:| \t]*)$"
    r"|^(?=\*+[ \t])\*+[ \t]+(?:TODO|DONE|NEXT)?|(?<![ \t])[ \t]+(?::[\w@#%:]+:)(?=[ \t]*$)",
    re.MULTILINE,
)
ORG_DRAWER = re.compile(
    r"^[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*\n(?:[^\n]*\n){0,60}?[ \t]*:END:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
ORG_BLOCK = re.compile(
    r"^[ \t]*#\+(?:begin|end)_(?:src|example)[^\n]*$", re.MULTILINE | re.IGNORECASE
)
ORG_LINK = re.compile(r"\[\[[^\[\]\n]{1,1000}\]\[|\[\[(?=[^\[\]\n]{1,1000}\]\])")
ORG_STRUCK = re.compile(r"(?<![\w+])\+(?=\S)([^+\n]{1,300})(?<=\S)\+(?![\w+])")
ORG_NOTE = re.compile(r"\[fn:[\w-]+\]")
ORG_MARK = re.compile(r"(?<![\w=~])[=~](?=\S)|(?<=\S)[=~](?![\w=~])")
ORG_DAY = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ ][^\W\d_]{2,4}\.?(?=[ \]>])")
WIKI_LINK = re.compile(
    r"\[\[[^\[\]|\n]{1,300}\||\[(?:https?:|ftp:|mailto:)?//[^\s\[\]]{1,1000}(?=\s)"
)
WIKI_UNSHOWN = re.compile(
    r"\[\[ ?(?:file|image|category)[^\n]{0,500}?\]\](?!\])|(?-i:__[A-Z]{3,20}__)", re.IGNORECASE
)
WIKI_ROW = re.compile(
    r"^[ \t]*(?:\{\||\|-|\|\}|\|\+)[^\n]*$|^[ \t]*[|!](?:[^|\n\[\]]{1,200}=[^|\n\[\]]{1,200}\|)?",
    re.MULTILINE,
)
WIKI_CELL = re.compile(r"\|\||!!|^[*#:;]+", re.MULTILINE)
WIKI_NOTE = Pairs(r"<ref\b[^<>]{0,300}(?<!/)>", r"</ref\s*>", most=5_000)
WIKI_MARK = re.compile(r"<ref\b[^<>]{0,300}/>")
CUE_TIME = re.compile(
    r"(?:(?:\A|(?<=\n\n))(?![^\n]*-->)[^\n]{1,200}\n|^)[ \t]*(?:\d+:)?\d\d:\d\d[.,]\d+[ \t]*-->[^\n]*$",
    re.MULTILINE,
)
CUE_LABEL = re.compile(r"(-->(?:[^\n-]|-(?!->))*+\n)([^\n:<>]{1,60}):(?=[ \t])")
CUE_TAG = re.compile(
    r"</?(?:[cibusv]|ruby|lang|font|\d\d:[\d:.]+)(?:[.\s][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE
)
SEGMENT = re.compile(r"\"utf8\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"")
TIMED_TEXT = ("ttml", "dfxp", "srv1", "srv2", "srv3")
DIALOGUE = re.compile(r"^(?!Dialogue:)[^\n]*$|^Dialogue:(?:[^,\n]*,){9}", re.MULTILINE)
LINE_TIME = re.compile(
    r"^\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+$|\[\d+:\d\d(?:[.:]\d+)?\]|^\[[a-z]+:[^\n]*$",
    re.MULTILINE,
)
DEPTH = 40
CHANNEL = re.compile(r"\A\s*\{|<(?:\w+:)?(?:rss|feed|RDF|channel|urlset|sitemapindex)\b")
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


def shown(data: bytes, reader: str, suffix: str = "") -> list[str]:
    """The words of an item, as `STRUCK`, `SPARE` and `BREAK` sign them."""
    if reader == "pdf":
        return WORD.findall(_pdf(data))
    if reader == "mail":
        return WORD.findall(_mail(data))
    text = normalise(decode(data), Counter())
    if reader == "feed" and suffix == "xml" and not CHANNEL.search(text[:20_000]):
        return WORD.findall(_of_xml(_silenced(text)))
    if reader in ("notebook", "jsonl", "chunks", "record") or (
        reader == "feed" and text.lstrip()[:1] == "{"
    ):
        text = "\n\n".join(_strings(text, suffix)) or text
    return shown_of(text, reader, suffix)


def shown_of(text: str, reader: str, suffix: str) -> list[str]:
    """The words of a text, or of a stretch of one, in the form of a reader's files."""
    if reader == "feed":
        text = html.unescape(text)
    if reader in ("html", "page", "feed"):
        plain = _html(text)
    elif reader == "transcript":
        plain = _captions(text, suffix)
    else:
        plain = _marked(text, suffix)
    return WORD.findall(plain)


def _captions(text: str, suffix: str) -> str:
    """Words of a file of captions without the times; a caption that follows goes on with the words."""
    if suffix == "json3":
        said = "".join(map(_of_json, SEGMENT.findall(text)))
    elif suffix in TIMED_TEXT:
        said = BLOCK_TAG.sub(" ", _silenced(text))
    elif suffix in ("ass", "ssa"):
        said = re.sub(r"\\[Nnh]", " ", DIALOGUE.sub(" ", text))
    else:
        text = _without_labels(text)
        said = CUE_TIME.sub(BREAK, LINE_TIME.sub(BREAK, text) if suffix in ("sbv", "lrc") else text)
    said = CUE_TAG.sub("", said)
    return html.unescape(TAG.sub("", said) if suffix in TIMED_TEXT else said).replace("\n", " ")


def _without_labels(text: str) -> str:
    """Captions with a sign before what several of them open with: a name, which may go from a sentence."""
    times = Counter(match[2] for match in CUE_LABEL.finditer(text))
    return CUE_LABEL.sub(
        lambda match: (
            match[1]
            + (_signed(match[2], SPARE) if times[match[2]] > 1 else match[0][len(match[1]) :])
        ),
        text,
    )


def _of_json(written: str) -> str:
    """What a string of JSON says."""
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written


def _mail(data: bytes) -> str:
    """Words of the parts of each message that are shown, the HTML after the text."""
    done = []
    for part in re.split(rb"^From \S+ [^\r\n]*\d{4}[^\r\n]*$", data, flags=re.MULTILINE):
        message = email.message_from_bytes(part.lstrip())
        for kind in ("plain", "html"):
            for one in message.walk():
                if one.get_content_type() == f"text/{kind}":
                    body = one.get_payload(decode=True)
                    said = decode(body) if isinstance(body, bytes) else ""
                    done.append(_html(said) if kind == "html" else QUOTED.sub("", said))
    return BREAK.join(normalise(one, Counter()) for one in done)


def _pdf(data: bytes) -> str:
    """Words of a PDF, page after page; where its lines and paragraphs end is not known."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    joined = re.sub(r"[\ufffe\u00ad]\s*|(?<=\w)-\s+", "", " ".join(pages))
    return re.sub(r"\s+", " ", normalise(joined, Counter()))


def _html(text: str) -> str:
    """Words of HTML: every line break is white space, every block a break."""
    text = _silenced(text)
    text = re.sub(r"\s+", " ", NOTE.sub(lambda match: _signed(match.group(), SPARE), text))
    text = WITHDRAWN.sub(lambda span: _signed(span.inside, STRUCK), text)
    text = BLOCK_TAG.sub(BREAK, text)
    return html.unescape(TAG.sub("", APART_TAG.sub(" ", text)))


def _of_xml(text: str) -> str:
    """Words of a document in XML: what is no mark in a line is a break."""
    anchors = {
        one[2]: one[2] if one[1] == "reference" else one[3] or one[4] or ""
        for one in ANCHORED.finditer(text)
    }
    text = XML_TARGET.sub(lambda match: f" {anchors.get(match[1]) or match[1]} ", text)
    text = TITLED.sub(rf"{BREAK}<p>\1<p>", text)
    text = XML_POINTER.sub(r"\1", OF_HEAD.sub(BREAK, text))
    text = NAMED_ENTITY.sub(
        lambda name: name[0] if html.unescape(name[0]) != name[0] else _signed(name[1], SPARE), text
    )
    return html.unescape(re.sub(r"<[^<>]*>", "", XML_BLOCK.sub(BREAK, re.sub(r"\s+", " ", text))))


def _silenced(text: str) -> str:
    """Without what is never shown: scripts, comments, instructions."""
    for silent in SILENT:
        text = silent.sub(" ", text)
    return SECTION.sub(" ", text)


def _signed(words: str, sign: str) -> str:
    """Words with a sign before each, apart from what stands round them."""
    return " " + re.sub(r"[^\W_]+", lambda match: sign + match.group(), TAG.sub(" ", words)) + " "


def _marked(text: str, suffix: str) -> str:
    """Words of Markdown and plain markup: a row that begins as one, and a blank row, are breaks."""
    text = (
        QUOTED.sub("", FRONT.sub("", text))
        if ">" in text or text[:2] in ("--", "++", "\n-", "\n+")
        else text
    )
    if suffix == "org":
        text = _of_org(text)
    elif suffix in ("mediawiki", "wiki"):
        text = _of_wiki(text)
    text = _roles(text)
    text = RST.sub(" ", text) if suffix == "rst" else text
    if "`" in text or "~~~" in text:
        text = FENCE.sub("\n\n", text)
        text = SPAN.sub(lambda match: re.sub(r"[<>~{}\[\]]", " ", match[2]), text)
    text = _silenced(text) if "<" in text else text
    if suffix in ("adoc", "asciidoc"):
        text = LINE_THROUGH.sub(lambda match: _signed(match[2], STRUCK), text)
        text = NOTE_MACRO.sub(lambda match: _signed(match[0], SPARE), text)
        text = ASCIIDOC.sub(" ", BARE_XREF.sub(r"\1", UNSEEN_ROW.sub("", text)))
    if "{" in text:
        text = _braced(text)
    if "[" in text:
        text = MARKED_NOTE.sub(lambda match: _signed(match.group(), SPARE), text)
        text = LINKED.sub("] ", DEFINED.sub(BREAK, IMAGE.sub(" ", text)))
    text = WITHDRAWN.sub(lambda span: _signed(span.inside, STRUCK), text) if "<" in text else text
    if "~" in text:
        text = TILDES.sub(lambda match: _signed(match[1] or match[2] or "", STRUCK), text)
    text = OWN_ROW.sub("\0", UNDERLINE.sub("\0", text)).replace("\n", " ").replace("|", "\0")
    text = TIMES.sub(" ", text) if "*" in text else text
    text = text.replace("*", "").replace("`", "")
    if "<" in text:
        text = COMPONENT.sub("", APART_TAG.sub(" ", BLOCK_TAG.sub("\0", text)))
    return html.unescape(text).replace("\0", BREAK)


def _of_org(text: str) -> str:
    """An Org file in the form of plain markup."""
    text = ORG_DRAWER.sub("", ORG_BLOCK.sub("\n~~~~\n", text))
    text = ORG_STRUCK.sub(lambda found: _signed(found[1], STRUCK), ORG_ROW.sub("\n", text))
    text = ORG_NOTE.sub(lambda found: _signed(found[0], SPARE), ORG_LINK.sub(" ", text))
    return ORG_DAY.sub("", ORG_MARK.sub("", text))


def _of_wiki(text: str) -> str:
    """A page of a wiki in the form of plain markup; what its references hold stands after it."""
    notes = "\n\n".join(found.inside for found in WIKI_NOTE.find(text))
    text = WIKI_MARK.sub("", text)
    text = WIKI_UNSHOWN.sub("", f"{WIKI_NOTE.sub('', text)}\n\n{notes}")
    text = re.sub(r"'{2,5}", "", WIKI_LINK.sub(" ", text))
    return WIKI_CELL.sub("\n\n", WIKI_ROW.sub("\n\n", text))


def _roles(text: str) -> str:
    """Without the names of roles, whose words stay; those of one that strikes are signed."""
    if ":`" not in text and "}`" not in text:
        return text
    text = SHORT_ROLE.sub(r"\1", text)
    text = ROLE_PLACE.sub(r"\1", STRUCK_ROLE.sub(lambda match: _signed(match[1], STRUCK), text))
    return ROLE.sub(" ", text)


def _braced(text: str) -> str:
    """With a sign before what a tool fills in, what an editor struck, and attributes."""
    text = CRITIC.sub(lambda match: _signed(match[1] or match[2] or match[3], STRUCK), text)
    for filled in FILLED:
        text = filled.sub(lambda span: _signed(span.group(), SPARE), text)
    return ATTRIBUTES.sub(lambda match: _signed(match.group(), SPARE), text)


def _strings(text: str, suffix: str) -> Iterator[str]:
    """Every string of a file of records, cells of a notebook whole; nothing for another file."""
    rows = text.split("\n") if suffix in ("jsonl", "ndjson") else [text]
    for row in rows:
        try:
            values = yaml_documents(row, Loader) if suffix in ("yaml", "yml") else json_value(row)
            yield from _inside(values, 0)
        except ValueError:
            continue


def _inside(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < DEPTH and isinstance(value, list):
        lines = all(isinstance(one, str) for one in value)
        yield from (
            ["".join(value)] if lines else (row for one in value for row in _inside(one, depth + 1))
        )
    elif depth < DEPTH and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
