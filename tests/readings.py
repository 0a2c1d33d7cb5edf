"""Small inputs, each of a kind that readers get wrong: what its source says, and what it never says.

Enter: nothing. Leave: `SAMPLES`. `says` stands in the text of the reading, word for word; `never`
does not, nor is it anything that a post may state with the source as its proof. Written anew after
the forms that tools write, several of every kind and format.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass

FILL = "The build cache keeps its index in one file, and a cold start reads that file once and no more."
MORE = "When the index grows over its bound, the oldest entries of it go first and the file is written anew."


@dataclass(frozen=True, slots=True)
class Sample:
    """One input: the kind of its fault, the file's suffix, the part that matters, the right and wrong text."""

    kind: str
    suffix: str
    part: str
    says: tuple[str, ...]
    never: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The file with the part inside a whole document of its format."""
        return WRAPPED[self.suffix](self.part).encode()


def _page(part: str) -> str:
    return (
        f"<html><head><title>Cache notes for the index</title></head><body><article><h1>Cache notes</h1><p>{FILL}</p>"
        f"{part}<p>{MORE}</p></article></body></html>"
    )


def _atom(part: str) -> str:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><id>u:f</id><entry><title>Cache notes</title><id>u:1</id>"
        f"<link href='https://n.example/a'/><content type='html'>{html.escape(f'<p>{FILL}</p>{part}<p>{MORE}</p>')}</content></entry></feed>"
    )


def _rss(part: str) -> str:
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>F</title><item><title>Cache notes</title>"
        f"<link>https://n.example/a</link><content:encoded><![CDATA[<p>{FILL}</p>{part}<p>{MORE}</p>]]></content:encoded></item></channel></rss>"
    )


def _json_feed(part: str) -> str:
    item = {
        "id": "1",
        "title": "Cache notes",
        "url": "https://n.example/a",
        "content_html": f"<p>{FILL}</p>{part}<p>{MORE}</p>",
    }
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    )


def _notebook(part: str) -> str:
    cell = {
        "cell_type": "markdown",
        "source": [f"# Cache notes\n\n{FILL}\n\n", part, f"\n\n{MORE}"],
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


WRAPPED = {
    "html": _page,
    "md": lambda part: f"# Cache notes\n\n{FILL}\n\n{part}\n\n{MORE}\n",
    "mdx": lambda part: f"# Cache notes\n\n{FILL}\n\n{part}\n\n{MORE}\n",
    "rst": lambda part: f"Cache notes\n===========\n\n{FILL}\n\n{part}\n\n{MORE}\n",
    "adoc": lambda part: f"= Cache notes\n\n{FILL}\n\n{part}\n\n{MORE}\n",
    "atom": _atom,
    "rss": _rss,
    "json": _json_feed,
    "ipynb": _notebook,
    "jsonl": lambda part: json.dumps({"id": "1", "title": "Cache notes", "text": f"{FILL}\n\n{part}\n\n{MORE}"}) + "\n",
    "vtt": lambda part: f"WEBVTT\n\n{part}\n",
    "srt": lambda part: part + "\n",
}  # fmt: skip


def _row(kind: str, suffix: str, part: str, says: str | tuple[str, ...], *never: str) -> Sample:
    return Sample(kind, suffix, part, (says,) if isinstance(says, str) else says, never)


POWERS = (
    _row("power", "html", "<p>The store takes 10<sup>6</sup> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "html", "<p>The store takes 10<sup><b>6</b></sup> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "html", "<p>The store takes 10<SUP>6</SUP> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "html", "<p>The store takes 10<span style='vertical-align: super'>6</span> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "html", "<p>The store takes 10<span class='superscript'>6</span> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "html", "<p>The store takes 10<sup><a href='#fn1'>6</a></sup> requests a day.</p>", "takes 10 requests", "106"),
    _row("power", "html", "<p>It takes 5<sup class='footnote'><a href='/x#ref-2'>[2]</a></sup> tries a day to end.</p>", "takes 5 tries", "52"),
    _row("power", "html", "<ul><li>It takes 10<sup>6</sup> requests</li><li>and 2<sub>8</sub> of it</li></ul>", ("10^6 requests", "2_8 of it"), "106", "28"),
    _row("power", "html", "<table><tr><th>Rate</th><th>Of</th></tr><tr><td>10<sup>6</sup></td><td>2<sup>40</sup></td></tr></table>", "10^6 | 2^40", "106", "240"),
    _row("power", "html", "<h2>Why 10<sup>6</sup> requests are few</h2><p>They are few, as one machine serves them.</p>", "Why 10^6 requests", "106"),
    _row("power", "html", "<p>It holds <math><msup><mn>10</mn><mn>6</mn></msup></math> rows of it in a file.</p>", "10^6", "106"),
    _row("power", "html", "<p>It holds <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of the rows of it in a file.</p>", "1/2", " 12 "),
    _row("power", "html", "<p>It holds x<sub>1</sub><sup>2</sup> rows of it in a file.</p>", "x1^2 rows", "x12"),
    _row("power", "html", "<p>A cold start takes 1<sup>1</sup>/<sub>2</sub> seconds in all.</p>", "1 1/2 seconds", "11/2", "1^1"),
    _row("power", "html", "<p>A cold start takes 2½ seconds, or 10⁶ ticks.</p>", "2½ seconds, or 10⁶ ticks", "21/2", "106"),
    _row("power", "md", "The store takes 10<sup>6</sup> requests a day.", "takes 10^6 requests", "106"),
    _row("power", "md", "The store takes 10^6^ requests a day.", "takes 10^6", "106"),
    _row("power", "md", "The store takes $10^6$ requests a day.", "10^6", "106"),
    _row("power", "md", "The store takes 10[^6] requests a day.\n\n[^6]: Of one machine, not of them all.", "takes 10 requests", "106"),
    _row("power", "md", "| rate | of |\n|---|---|\n| 10<sup>6</sup> | 2<sup>40</sup> |", "10^6 | 2^40", "106", "240"),
    _row("power", "md", "The column $\\mathbf{A}_{:,j} = \\mathbf{B}_{i,:}$ is read once.", "$\\mathbf{A}_{:,j} = \\mathbf{B}_{i,:}$ is"),
    _row("power", "md", "So $$a_1 * b_2 * c_{i,<t}$$ is read once of it.", "$$a_1 * b_2 * c_{i,<t}$$ is"),
    _row("power", "md", "The loss \\\\( x_{i} * y_{i} * z \\\\) is small for it.", "x_{i} * y_{i} * z"),
    _row("power", "md", "It costs $5 and the *other* costs $6 a day.", "It costs $5 and the other costs $6 a day"),
    _row("power", "md", "There are 512*500*2MB of it in a store.", "512*500*2MB of it"),
    _row("power", "mdx", "The store takes 10<sup>6</sup> requests a day, <b>all</b> of them.", "takes 10^6 requests", "106"),
    _row("power", "rst", "The store takes 10\\ :sup:`6` requests a day.", "takes 10^6 requests", "106", "10 6"),
    _row("power", "rst", "The store takes :math:`10^6` requests a day.", "10^6 requests", "106"),
    _row("power", "rst", "The store takes 10 [#six]_ requests a day.\n\n.. [#six] Of one machine, not of them all.", "takes 10", "106", "10six"),
    _row("power", "adoc", "The store takes 10^6^ requests a day.", "10^6 requests", "106"),
    _row("power", "adoc", "The store takes 10footnote:[Six of them at once.] requests a day.", "takes 10 requests", "10Six"),
    _row("power", "atom", "<p>The store takes 10<sup>6</sup> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "rss", "<p>The store takes 10<sup>6</sup> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "json", "<p>The store takes 10<sup>6</sup> requests a day.</p>", "takes 10^6 requests", "106"),
    _row("power", "ipynb", "The store takes 10<sup>6</sup> requests a day.", "takes 10^6 requests", "106"),
    _row("power", "jsonl", "The store takes 10<sup>6</sup> requests a day.", "takes 10^6 requests", "106"),
    _row("power", "vtt", "00:01.000 --> 00:04.000\nThe store takes 10<sup>6</sup> requests a day, and it holds 2⁴⁰ bytes of them.", "10^6 requests", "106"),
)  # fmt: skip

STRUCK = (
    _row("struck", "html", "<p>The limit is <del>30</del> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "html", "<p>The limit is <span style='text-decoration: line-through'>30</span> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "html", "<p>The limit is <span style='text-decoration-line:line-through;color:red'>30</span> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "html", "<p>The limit is <span class='strikethrough'>30</span> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "html", "<del><p>The limit is thirty seconds for a call, whoever makes it.</p></del><p>It is 60 seconds now for every call.</p>", "It is 60 seconds now", "thirty"),
    _row("struck", "html", "<ul><li><s>The limit is thirty seconds</s></li><li>The limit is sixty seconds</li></ul>", "The limit is sixty", "thirty"),
    _row("struck", "html", "<table><tr><td>Limit</td><td><s>30</s> 60</td></tr><tr><td>Retries</td><td>5</td></tr></table>", "Limit | 60", "30"),
    _row("struck", "html", "<h2>The limit is <del>30</del> 60 seconds</h2><p>It holds for every call of every client.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "html", "<p>The limit is <font><strike>30</strike></font> <ins>60</ins> seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "md", "The limit is ~~30~~ 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "- ~~The limit is thirty seconds~~\n- The limit is sixty seconds", "The limit is sixty", "thirty"),
    _row("struck", "md", "| limit | of |\n|---|---|\n| ~~30~~ 60 | a call |", "60 | a call", "30"),
    _row("struck", "md", "## The limit is ~~30~~ 60 seconds\n\nIt holds for every call of every client.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "> The limit is ~~30~~ 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "The limit is ~~30 seconds\nfor a call~~ 60 seconds for all calls.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "The limit is ~~[30](https://a.example/x)~~ 60 seconds for all calls.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "The limit is {--30--}{++60++} seconds for all calls of it.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "The limit is {~~30~>60~~} seconds for all calls of it.", "The limit is 60 seconds", "30"),
    _row("struck", "md", "<del>The limit is thirty seconds.</del>\n\nThe limit is sixty seconds.", "The limit is sixty", "thirty"),
    _row("struck", "mdx", "The limit is <del>30</del> 60 seconds for a call of <b>it</b>.", "The limit is 60 seconds", "30"),
    _row("struck", "rst", ".. role:: strike\n\nThe limit is :strike:`30` 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "rst", "The limit is :del:`30` 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "adoc", "The limit is [line-through]#30# 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "adoc", "The limit is [.line-through]##30## 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "adoc", "The limit is [.del]#30# 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "adoc", "The limit is +++<del>30</del>+++ 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "atom", "<p>The limit is <s>30</s> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "rss", "<p>The limit is <strike>30</strike> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "json", "<p>The limit is <del>30</del> 60 seconds for a call.</p>", "The limit is 60 seconds", "30"),
    _row("struck", "ipynb", "The limit is ~~30~~ 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "jsonl", "The limit is ~~30~~ 60 seconds for a call.", "The limit is 60 seconds", "30"),
    _row("struck", "vtt", "00:01.000 --> 00:04.000\nThe limit is <s>30</s> 60 seconds for each call that is made to the store of it.", "The limit is 60 seconds", "30"),
    _row("struck", "srt", "1\n00:00:01,000 --> 00:00:04,000\nThe limit is <s>30</s> 60 seconds for each call that is made to the store of it.", "The limit is 60 seconds", "30"),
)  # fmt: skip


def _cues(*rows: str, srt: bool = False) -> str:
    """Cues of four seconds, one after another."""
    made = []
    for n, row in enumerate(rows):
        start, end = f"00:00:{4 * n:02d}.000", f"00:00:{4 * n + 4:02d}.000"
        made.append(
            (f"{n + 1}\n" if srt else "")
            + f"{start} --> {end}\n{row}".replace(".000", ",000" if srt else ".000")
        )
    return "\n\n".join(made)


TALK = "We keep the index of the cache in one file on each node of the store."
ASIDES = tuple(
    _row("aside", suffix, _cues(TALK, row, TALK.replace("index", "log"), srt=suffix == "srt"), says, *never)
    for suffix, row, says, *never in (
        ("vtt", "We set the pool to 40 (not 400) connections.", "the pool to 40 (not 400) connections"),
        ("srt", "We set the pool to 40 [not 400] connections.", "the pool to 40 [not 400] connections"),
        ("vtt", "The API (REST) is slow when the queue is full.", "The API (REST) is slow"),
        ("vtt", "We use the [P95] latency and no mean.", "the [P95] latency"),
        ("srt", "It runs on AWS [EU] and on nothing else.", "on AWS [EU] and"),
        ("vtt", "Set it to [NULL] and the call fails.", "Set it to [NULL] and"),
        ("vtt", "[MUSIC] The budget is 28 minutes a month.", "The budget is 28 minutes", "MUSIC"),
        ("vtt", "The ring (ring) buffer is full at noon.", "The ring"),
        ("srt", "The budget (28 minutes a month) is spent.", "budget (28 minutes a month) is"),
        ("vtt", "It costs [roughly] two dollars a day.", "costs [roughly] two"),
        ("vtt", "Call f(x) for each (key, value) pair of it.", "Call f(x) for each (key, value) pair"),
        ("vtt", "We drop a [click] event when it is late.", "a [click] event"),
        ("vtt", "The <i>hard</i> limit is {40} of <u>them</u>.", "The hard limit is {40} of them"),
        ("srt", "{\\an8}The pool is 40 - not 400 - wide.", "The pool is 40 - not 400 - wide", "an8"),
        ("vtt", "The list[0] entry is the oldest of them.", "The list[0] entry"),
        ("vtt", "If a < b and c > d then the node drains.", "If a < b and c > d then"),
        ("vtt", "We saw a Vec&lt;u8&gt; &amp; a Map&lt;K&gt;.", "a Vec<u8> & a Map<K>"),
        ("vtt", "- So it holds -40 degrees in the rack.", "holds -40 degrees"),
    )
)  # fmt: skip

ROLLING = (
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\nthe queue grew overnight\n\n00:02.000 --> 00:04.000\nthe queue grew overnight\nby half and nobody saw\n\n"
         "00:04.000 --> 00:06.000\nby half and nobody saw\nthe alert fire at all", "the queue grew overnight by half and nobody saw the alert fire at all", "overnight the queue", "saw by half"),
    _row("rolling", "vtt", "00:00:00.000 --> 00:00:02.000 align:start position:0%\n \nthe<00:00:00.200><c> queue</c><00:00:00.400><c> grew</c><00:00:00.900><c> overnight</c>\n\n"
         "00:00:02.000 --> 00:00:02.010 align:start position:0%\nthe queue grew overnight\n \n\n00:00:02.010 --> 00:00:04.000 align:start position:0%\nthe queue grew overnight\nby<00:00:02.200><c> half</c><00:00:02.400><c> again</c>\n\n"
         "00:00:04.000 --> 00:00:04.010 align:start position:0%\nby half again\n \n", "the queue grew overnight by half again", "overnight the queue"),
    _row("rolling", "srt", "1\n00:00:00,000 --> 00:00:02,000\nthe queue grew overnight\n\n2\n00:00:02,000 --> 00:00:04,000\nthe queue grew overnight\nby half and nobody saw\n\n"
         "3\n00:00:04,000 --> 00:00:06,000\nby half and nobody saw\nthe alert fire at all", "the queue grew overnight by half and nobody saw the alert fire at all", "overnight the queue"),
    _row("rolling", "vtt", "00:00.000 --> 00:01.000\nthe\n\n00:01.000 --> 00:02.000\nthe queue\n\n00:02.000 --> 00:03.000\nthe queue grew\n\n00:03.000 --> 00:04.000\nthe queue grew overnight by half again",
         "the queue grew overnight by half again", "the the", "queue the"),
    _row("rolling", "vtt", "00:00.000 --> 00:03.000\nThe queue grew\novernight by half\n\n00:02.500 --> 00:05.000\novernight by half\nand nobody saw it", "The queue grew overnight by half and nobody saw it", "half overnight"),
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\nOne two three four.\n\n00:02.000 --> 00:04.000\nOne two three four.\n\n00:04.000 --> 00:06.000\nFive six seven eight nine ten eleven twelve.",
         "One two three four. Five six", "four. One"),
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\nNo.\n\n00:08.000 --> 00:10.000\nNo.\n\n00:10.000 --> 00:12.000\nWe never did that in all of these years, as I said before.", "No. We never", ),
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\n<v Ann>the queue grew overnight\n\n00:02.000 --> 00:04.000\n<v Ann>the queue grew overnight\nby half and nobody saw\n\n00:04.000 --> 00:06.000\n<v Ann>by half and nobody saw\nthe alert fire at all",
         "the queue grew overnight by half and nobody saw the alert fire at all", "overnight the queue"),
    _row("rolling", "srt", "1\n00:00:00,000 --> 00:00:02,000\n<font color=\"#ffffff\">the queue grew</font>\n\n2\n00:00:02,000 --> 00:00:04,000\nthe queue grew\n<font color=\"#ffffff\">overnight by half and nobody saw it</font>", "the queue grew overnight by half and nobody saw it", "grew the queue"),
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\na b c d\ne f g h\ni j k l\n\n00:02.000 --> 00:04.000\ne f g h\ni j k l\nm n o p\n\n00:04.000 --> 00:06.000\ni j k l\nm n o p\nq r s t and so it ends.",
         "a b c d e f g h i j k l m n o p q r s t and so it ends.", "l e f"),
    _row("rolling", "vtt", "00:00.000 --> 00:02.000\n>> the queue grew overnight\n\n00:02.000 --> 00:04.000\n>> the queue grew overnight\nby half and nobody saw it at all", "the queue grew overnight by half and nobody saw it at all", "overnight the queue"),
)  # fmt: skip

SPEAKERS = (*(
    _row("speaker", "vtt", _cues(TALK, row, TALK.replace("index", "log")), says)
    for row, says in (
        ("Result: the queue drained in nine minutes.", "Result: the queue drained"),
        ("Kubernetes: we run three clusters of it.", "Kubernetes: we run three"),
        ("Rule One: never page at night for it.", "Rule One: never page"),
        ("Part Two: the store and its log of it.", "Part Two: the store"),
        ("Postgres: two of them, Redis: one of them.", "Postgres: two of them, Redis: one"),
        ("Rust: it took us nine weeks to learn it.", "Rust: it took us"),
        ("Q: is it fast? A: it is not fast at all.", "Q: is it fast? A: it is not"),
        ("Monday: nothing. Tuesday: nothing again.", "Monday: nothing. Tuesday: nothing"),
        ("HTTP: the status is 503 when it drains.", "HTTP: the status"),
        ("TODO: write the log to disk, then drain.", "TODO: write the log"),
        ("- Latency: 40 ms at the median of a day.", "Latency: 40 ms"),
        ("Fact: no node has failed in this year.", "Fact: no node"),
    )
),
    _row("speaker", "vtt", _cues("Step 1: drain the node of its work.", "Step 2: wait until the queue is empty.", "Step 3: patch it and bring it back."), ("Step 1: drain", "Step 2: wait")),
    _row("speaker", "vtt", _cues("Postgres: we run three of them now.", "It holds the orders of the day for us.", "Postgres: we will run four of them soon."), "Postgres: we will run four"),
    _row("speaker", "vtt", _cues("Pros: it is fast and it is small.", "Cons: it is new and nobody knows it.", "Pros: again, it is fast.", "Cons: again, it is new to all of us."), ("Pros: it is fast", "Cons: it is new")),
)  # fmt: skip

TEXT_AS_TEXT = (
    _row("markup", "md", "The buffer is a `Vec<u8>` now, and `--limit=<seconds>` is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "md", "The buffer is a Vec<u8> now, and --limit=<seconds> is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "md", "The buffer is a Map<String, Vec<T>> now, for all of it.", "a Map<String, Vec<T>> now"),
    _row("markup", "md", "It holds when a < b and c > d, for all of them.", "when a < b and c > d"),
    _row("markup", "md", "The value is 2*3*4 and snake_case_name and __init__ stays.", "2*3*4 and snake_case_name"),
    _row("markup", "md", "Set `__init__` and `*args` and `a_b_c` for it.", "Set __init__ and *args and a_b_c"),
    _row("markup", "md", "It costs \\$5 and 5\\*3 and \\<b\\> a day.", "costs $5 and 5*3 and <b> a day"),
    _row("markup", "md", "AT&amp;T and 5 &lt; 6 and &lt;b&gt; and &copy; stay.", "AT&T and 5 < 6 and <b> and © stay"),
    _row("markup", "rst", "The buffer is a ``Vec<u8>`` now, and ``*args`` stay.", "a Vec<u8> now, and *args stay"),
    _row("markup", "rst", "The buffer is a Vec<u8> now, and --limit=<seconds> is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "rst", "See `the guide <https://a.example/x>`_ on 2*3 and a_b_c for it.", "See the guide on 2*3 and a_b_c for it"),
    _row("markup", "adoc", "The buffer is a `Vec<u8>` now, and `+*args+` stay.", "a Vec<u8> now, and *args stay"),
    _row("markup", "adoc", "The buffer is a Vec<u8> now, and --limit=<seconds> is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "html", "<p>The buffer is a Vec&lt;u8&gt; now, and <code>--limit=&lt;seconds&gt;</code> is set.</p>", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "html", "<p>Set __init__ and *args and `ticks` and [a](b) as they are.</p>", "Set __init__ and *args and `ticks` and [a](b) as they are"),
    _row("markup", "atom", "<p>The buffer is a Vec&lt;u8&gt; now, and *args* is set.</p>", "a Vec<u8> now, and *args* is set"),
    _row("markup", "rss", "<p>The buffer is a Vec&lt;u8&gt; now, and *args* is set.</p>", "a Vec<u8> now, and *args* is set"),
    _row("markup", "json", "<p>The buffer is a Vec&lt;u8&gt; now, and *args* is set.</p>", "a Vec<u8> now, and *args* is set"),
    _row("markup", "jsonl", "The buffer is a Vec<u8> now, and --limit=<seconds> is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
    _row("markup", "ipynb", "The buffer is a Vec<u8> now, and --limit=<seconds> is set first.", "a Vec<u8> now, and --limit=<seconds> is set"),
)  # fmt: skip

CODE = (*(
    _row("code", "html", part, "drain node-7\nwait 90\npatch node-7", "node-7wait", "90patch")
    for part in (
        "<pre>drain node-7<br>wait 90<br/>patch node-7</pre>",
        "<pre><code><div>drain node-7</div><div>wait 90</div><div>patch node-7</div></code></pre>",
        "<pre><code><span class='line'>drain node-7</span>\n<span class='line'>wait 90</span>\n<span class='line'>patch node-7</span></code></pre>",
        "<pre><code><span class='line' style='display:block'>drain node-7</span><span class='line' style='display:block'>wait 90</span><span class='line' style='display:block'>patch node-7</span></code></pre>",
        "<table><tr><td class='gutter'><pre>1\n2\n3</pre></td><td class='code'><pre>drain node-7\nwait 90\npatch node-7</pre></td></tr></table>",
        "<table class='highlight'><tr><td data-line-number='1'></td><td class='blob-code'>drain node-7</td></tr><tr><td data-line-number='2'></td><td class='blob-code'>wait 90</td></tr><tr><td data-line-number='3'></td><td class='blob-code'>patch node-7</td></tr></table>",
        "<pre><code><ol><li>drain node-7</li><li>wait 90</li><li>patch node-7</li></ol></code></pre>",
        "<code><pre>drain node-7\nwait 90\npatch node-7</pre></code>",
        "<pre><p>drain node-7</p><p>wait 90</p><p>patch node-7</p></pre>",
        "<pre><code><span data-line=''>drain node-7</span>\n<span data-line=''>wait 90</span>\n<span data-line=''>patch node-7</span></code></pre>",
        "<pre class='chroma'><span class='ln'>1</span><span class='cl'>drain node-7\n</span><span class='ln'>2</span><span class='cl'>wait 90\n</span><span class='ln'>3</span><span class='cl'>patch node-7\n</span></pre>",
        "<div class='highlight'><pre><span class='lineno'>1 </span>drain node-7\n<span class='lineno'>2 </span>wait 90\n<span class='lineno'>3 </span>patch node-7\n</pre></div>",
        "<pre>drain node-7&#10;wait 90&#10;patch node-7</pre>",
        "<pre>drain node-7\r\nwait 90\r\npatch node-7</pre>",
        "<div style='white-space: pre'>drain node-7\nwait 90\npatch node-7</div>",
        "<p>Then run</p><p><code>drain node-7<br>wait 90<br>patch node-7</code></p>",
    )
),
    _row("code", "md", "<pre>drain node-7<br>wait 90<br>patch node-7</pre>", "drain node-7\nwait 90\npatch node-7", "node-7wait"),
    _row("code", "md", "- Run it:\n\n  ```\n  drain node-7\n  wait 90\n  ```\n\n- Then rest.", "drain node-7\nwait 90", "node-7wait"),
    _row("code", "rst", "Run it::\n\n    drain node-7\n    wait 90\n    patch node-7", "drain node-7\nwait 90\npatch node-7", "node-7wait"),
    _row("code", "rst", "| drain node-7\n| wait 90\n| patch node-7", "drain node-7", "node-7wait"),
    _row("code", "adoc", "----\ndrain node-7 # <1>\nwait 90\n----\n<1> It takes a while.", "drain node-7", "node-7wait"),
    _row("code", "adoc", " drain node-7\n wait 90\n patch node-7", "drain node-7\nwait 90\npatch node-7", "node-7wait"),
    _row("code", "atom", "<pre>drain node-7<br/>wait 90<br/>patch node-7</pre>", "drain node-7\nwait 90\npatch node-7", "node-7wait"),
    _row("code", "rss", "<pre><div>drain node-7</div><div>wait 90</div><div>patch node-7</div></pre>", "drain node-7\nwait 90\npatch node-7", "node-7wait"),
)  # fmt: skip

AFTER = "After it the node comes back at nine."
SWALLOWED = (
    _row("swallowed", "md", f"In a template the mark <!-- opens a comment.\n\n{AFTER}", ("the mark <!-- opens a comment", AFTER)),
    _row("swallowed", "md", f"- In a template the mark <!-- opens a comment.\n- It is old.\n\n{AFTER}", ("mark <!-- opens", AFTER)),
    _row("swallowed", "md", f"The `<!--` opens a comment.\n\n{AFTER}", ("The <!-- opens", AFTER)),
    _row("swallowed", "md", f"It is <!-- a note --> said here.\n\n{AFTER}", ("It is said here", AFTER), "a note"),
    _row("swallowed", "md", f"It begins <script> and never ends.\n\n{AFTER}", AFTER),
    _row("swallowed", "md", f"It begins `<script>` and never ends.\n\n{AFTER}", ("begins <script> and", AFTER)),
    _row("swallowed", "md", f"It begins <style> and never ends.\n\n{AFTER}", AFTER),
    _row("swallowed", "md", f"It begins <details> and never ends.\n\n{AFTER}", AFTER),
    _row("swallowed", "md", f"A CDATA <![CDATA[ opens here.\n\n{AFTER}", AFTER),
    _row("swallowed", "md", f"A mark <?php opens here.\n\n{AFTER}", AFTER),
    _row("swallowed", "md", f"A mark {{/* opens here.\n\n{AFTER}", ("opens here", AFTER)),
    _row("swallowed", "md", f"A mark {{% raw %}} opens here.\n\n{AFTER}", ("opens here", AFTER)),
    _row("swallowed", "md", f"A lone ` tick is here.\n\n{AFTER} A lone ` tick again.", ("A lone ` tick is", AFTER)),
    _row("swallowed", "md", f"A lone <iframe src=x> is here.\n\n{AFTER}", AFTER),
    _row("swallowed", "mdx", f"export const a = 1\n\n{AFTER}", AFTER),
    _row("swallowed", "rst", f"In a template the mark <!-- opens a comment.\n\n{AFTER}", ("mark <!-- opens", AFTER)),
    _row("swallowed", "rst", f".. A comment of it.\n\n{AFTER}", AFTER, "A comment"),
    _row("swallowed", "rst", f"A row that ends so::\n\n{AFTER}", AFTER),
    _row("swallowed", "adoc", f"In a template the mark <!-- opens a comment.\n\n{AFTER}", ("mark <!-- opens", AFTER)),
    _row("swallowed", "adoc", f"----\nno end of it\n\n{AFTER}", AFTER),
    _row("swallowed", "adoc", f"////\nno end of it\n\nSo it is hidden.\n////\n\n{AFTER}", AFTER, "hidden"),
    _row("swallowed", "html", f"<p>In a template the mark &lt;!-- opens a comment.</p><p>{AFTER}</p>", ("mark <!-- opens", AFTER)),
    _row("swallowed", "html", f"<p>It is <!-- a note --> said here.</p><p>{AFTER}</p>", ("It is said here", AFTER), "a note"),
    _row("swallowed", "html", f"<p>It is <!--> said here.</p><p>{AFTER}</p>", ("said here", AFTER)),
    _row("swallowed", "atom", f"<p>In a template the mark &lt;!-- opens a comment.</p><p>{AFTER}</p>", ("mark <!-- opens", AFTER)),
    _row("swallowed", "ipynb", f"In a template the mark <!-- opens a comment.\n\n{AFTER}", ("mark <!-- opens", AFTER)),
    _row("swallowed", "vtt", _cues(TALK, "In a template the mark <!-- opens a comment.", AFTER), ("opens a comment", AFTER)),
    _row("swallowed", "vtt", "NOTE\nThis is a note of the maker.\n\n" + _cues(TALK, AFTER), AFTER, "note of the maker"),
)  # fmt: skip

BRACES = (
    _row("braces", "md", "The chart takes {{ .Values.image }} for the image of it.", "takes {{ .Values.image }} for the image"),
    _row("braces", "md", "The field {{ user.name }} is put in by the mailer of it.", "The field {{ user.name }} is put in"),
    _row("braces", "md", "Use ${{ secrets.TOKEN }} in the workflow of the day.", "Use ${{ secrets.TOKEN }} in"),
    _row("braces", "md", "In Vue {{ count }} shows the count of it, {{ count + 1 }} more.", "In Vue {{ count }} shows the count of it, {{ count + 1 }} more"),
    _row("braces", "md", "The set {{1, 2}, {3}} has two members of it.", "The set {{1, 2}, {3}} has"),
    _row("braces", "md", "Write `{{ page.title }}` in the head of it.", "Write {{ page.title }} in the head"),
    _row("braces", "md", "```\n{{ page.title }}\n{% if a %}\n```", "{{ page.title }}\n{% if a %}"),
    _row("braces", "md", "Format strings such as {0} and {name} and {:>8} stay here.", "such as {0} and {name} and {:>8} stay"),
    _row("braces", "md", "The path /users/{id}/orders/{order_id} is read twice.", "/users/{id}/orders/{order_id} is"),
    _row("braces", "md", "Type ${HOME} and $(pwd) and {a,b} in the shell of it.", "Type ${HOME} and $(pwd) and {a,b} in"),
    _row("braces", "md", "A 5 {% of it %} and 6% of them stay.", "6% of them stay"),
    _row("braces", "mdx", "Write {'{{ user }}'} in it, and {\"a\"} too.", "Write {{ user }} in it, and a too"),
    _row("braces", "rst", "The chart takes {{ .Values.image }} for the image of it.", "takes {{ .Values.image }} for"),
    _row("braces", "rst", "The path /users/{id}/orders is read |twice| of it.", "/users/{id}/orders is"),
    _row("braces", "adoc", "The path /users/{id}/orders/{order_id} is read twice.", "/users/{id}/orders/{order_id} is"),
    _row("braces", "adoc", "The chart takes {{ .Values.image }} for the image of it.", "takes {{ .Values.image }} for"),
    _row("braces", "html", "<p>The chart takes {{ .Values.image }} for the image of it, and {% if %} too.</p>", "takes {{ .Values.image }} for the image of it, and {% if %} too"),
    _row("braces", "atom", "<p>The chart takes {{ .Values.image }} for the image of it.</p>", "takes {{ .Values.image }} for"),
    _row("braces", "ipynb", "The chart takes {{ .Values.image }} for the image of it.", "takes {{ .Values.image }} for"),
    _row("braces", "jsonl", "The chart takes {{ .Values.image }} for the image of it.", "takes {{ .Values.image }} for"),
)  # fmt: skip

LISTS = (
    _row("list", "html", "<ol start='3'><li>Drain it</li><li>Patch it</li></ol>", ("3. Drain", "4. Patch")),
    _row("list", "html", "<ol reversed><li>Drain it</li><li>Patch it</li></ol>", ("2. Drain", "1. Patch")),
    _row("list", "html", "<ol><li value='7'>Drain it</li><li>Patch it</li></ol>", ("7. Drain", "8. Patch")),
    _row("list", "html", "<ol type='a'><li>Drain it</li><li>Patch it</li></ol>", ("a. Drain", "b. Patch")),
    _row("list", "html", "<dl><dt>drain</dt><dd>to empty a node</dd><dt>patch</dt><dd>to mend a node</dd></dl>", ("drain\n- to empty a node", "patch\n- to mend")),
    _row("list", "html", "<table><tr><th>Node</th><th>Zone</th></tr><tr><td rowspan='2'>n-7</td><td>east</td></tr><tr><td>west</td></tr></table>", ("n-7 | east", "n-7 | west")),
    _row("list", "html", "<table><tr><th colspan='2'>Nodes of it</th><th>Zone</th></tr><tr><td>n-7</td><td>n-8</td><td>east</td></tr></table>", ("Nodes of it | Nodes of it | Zone", "n-7 | n-8 | east")),
    _row("list", "md", "3. Drain it\n4. Patch it", ("3. Drain", "4. Patch")),
    _row("list", "md", "3) Drain it\n4) Patch it", ("3. Drain", "4. Patch")),
    _row("list", "md", "drain\n: to empty a node\n\npatch\n: to mend a node", ("to empty a node", "to mend a node"), ": to"),
    _row("list", "mdx", "<Tabs>\n  <Tab title='a'>\n    Do it so:\n\n    1. Drain it\n    2. Patch it\n\n    <Note>\n    It is slow.\n    </Note>\n  </Tab>\n</Tabs>", ("1. Drain it\n2. Patch it", "It is slow."), "Drain it 2."),
    _row("list", "md", "<table><tr><td>Drain<br>\n<br>\nof it</td><td>It is slow</td></tr><tr><td>Patch</td><td>It is not</td></tr></table>", ("Drain of it | It is slow", "Patch | It is not")),
    _row("list", "rst", "3. Drain it\n4. Patch it", ("3. Drain", "4. Patch"), "1. Drain"),
    _row("list", "rst", "a. Drain it\nb. Patch it", ("Drain it", "Patch it"), "2. Patch"),
    _row("list", "rst", "#. Drain it\n#. Patch it", ("1. Drain", "2. Patch")),
    _row("list", "rst", "drain\n    to empty a node\n\npatch\n    to mend a node", ("to empty a node", "to mend a node")),
    _row("list", "adoc", "[start=3]\n. Drain it\n. Patch it", ("3. Drain", "4. Patch"), "1. Drain"),
    _row("list", "adoc", ". Drain it\n.. Stop it\n. Patch it", ("1. Drain", "Stop it", "2. Patch")),
    _row("list", "adoc", "drain:: to empty a node\npatch:: to mend a node", ("drain", "to empty a node", "to mend a node")),
    _row("list", "adoc", "|===\n|Node |Zone\n\n.2+|n-7 |east\n|west\n|===", ("n-7 | east", "n-7 | west")),
)  # fmt: skip

# Written after the readers were mended for the others, and read rightly at first sight.
LATER = (
    _row("power","html","<p>It is 3&times;10<sup style='font-size:8px'>8</sup> m/s in a wire.</p>","3×10^8 m/s","108"),
    _row("power","html","<p>Area of 5 m<sup>2</sup> and 10<sup>-9</sup> s.</p>","5 m^2 and 10^-9 s","m2 and"),
    _row("power","html","<p>See x<sub>i</sub><sup>2</sup> + y<sub>i+1</sub> of it.</p>","x_i^2 + y_(i+1)"),
    _row("power","html","<p>About 2<sup>10</sup>&nbsp;=&nbsp;1024 bytes of it.</p>","2^10 = 1024","210"),
    _row("power","md","Roughly 2<sup>10</sup> = 1024 bytes and CO<sub>2</sub>.","2^10 = 1024 bytes and CO2","210"),
    _row("power","rst","It is 2\\ :superscript:`10` bytes wide.","2^10 bytes","210"),
    _row("power","adoc","It is 2^10^ bytes and H~2~O wide.","2^10 bytes and H2O","210"),
    _row("struck","html","<p>Was <s>version 3</s> <u>version 4</u> in all.</p>","Was version 4 in all","version 3"),
    _row("struck","html","<p>Price: <span style='text-decoration:line-through solid red'>$40</span> $30 a month.</p>","Price: $30 a month","40"),
    _row("struck","html","<style>.old{text-decoration:line-through}</style><p>Price: <span class='old'>$40</span> $30 a month.</p>","Price: $30 a month","40"),
    _row("struck","html","<p>Price: <span role='deletion'>$40</span> $30 a month.</p>","Price: $30 a month","40"),
    _row("struck","md","Use ~~`foo()`~~ `bar()` in all of the code.","Use bar() in","foo"),
    _row("struck","md","1. ~~Drain it~~\n2. Patch it at once.","Patch it at once","Drain"),
    _row("struck","md","**~~Old: 30~~** New: 60 for all of them.","New: 60 for","30"),
    _row("struck","md","The limit is <span style=\"text-decoration: line-through\">30</span> 60 seconds.","limit is 60 seconds","30"),
    _row("struck","rss","<ul><li><del>30 seconds</del></li><li>60 seconds for all</li></ul>","60 seconds for all","30"),
    _row("struck","ipynb","- ~~30 seconds~~ 60 seconds for all calls.","60 seconds for all","30"),
    _row("aside","vtt",_cues(TALK,"It took 3 hours (not 30) to drain it.",TALK),"3 hours (not 30) to drain"),
    _row("aside","srt",_cues(TALK,"The [Postgres] node is the slow one of it.",TALK,srt=True),"The [Postgres] node"),
    _row("aside","vtt",_cues(TALK,"(laughs) So we put it back at noon.",TALK),"So we put it back","laughs"),
    _row("aside","vtt",_cues(TALK,"We [inaudible] the node and it came back.",TALK),"the node and it came back"),
    _row("aside","vtt",_cues(TALK,"♪ music ♪",TALK.replace("index","log")),"on each node of the store. We keep the log","music"),
    _row("rolling","vtt","00:00.000 --> 00:01.500\nso today we look\n\n00:01.500 --> 00:03.000\nso today we look\nat the index of it\n\n00:03.000 --> 00:04.500\nat the index of it\nand at its log too","so today we look at the index of it and at its log too","look so"),
    _row("rolling","srt","1\n00:00:00,000 --> 00:00:01,500\n so today we look \n\n2\n00:00:01,500 --> 00:00:03,000\nso today we look at the index\n\n3\n00:00:03,000 --> 00:00:04,500\nso today we look at the index and its log of the day","so today we look at the index and its log","look so"),
    _row("speaker","vtt",_cues(TALK,"Warning: do not drain two at once.",TALK.replace("index","log")),"Warning: do not drain"),
    _row("speaker","vtt",_cues(TALK,"Redis: a store that lives in memory.",TALK.replace("index","log"),"Redis again."),"Redis: a store"),
    _row("speaker","vtt",_cues("ANN: We keep the index in one file.","BEN: And where is the log of it?","ANN: In another file on each node.","BEN: I see it now."),("We keep the index in one file","And where is the log")),
    _row("markup","md","A generic `Result<T, E>` or Result<T, E> is used for it.","Result<T, E> or Result<T, E> is"),
    _row("markup","md","Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to end it at once.","Press Ctrl+C to end"),
    _row("markup","md","Use std::vector<int> and List<String> in all of it.","std::vector<int> and List<String> in"),
    _row("markup","md","The pipe a|b and the path C:\\dir\\file stay as is.","The pipe a|b and the path C:\\dir\\file"),
    _row("markup","rst","A ``Result<T, E>`` or ``a*b*c`` is used for it.","A Result<T, E> or a*b*c is"),
    _row("markup","adoc","A `Result<T, E>` or `a_b_c` is used for it.","A Result<T, E> or a_b_c is"),
    _row("markup","atom","<p>A &lt;div&gt; element holds 5 &lt; 6 of it.</p>","A <div> element holds 5 < 6"),
    _row("code","html","<pre><span>drain node-7</span><br><span>wait 90</span></pre>","drain node-7\nwait 90","node-7wait"),
    _row("code","html","<div class='code'><pre>drain node-7\n\nwait 90</pre></div>","drain node-7\n\nwait 90","node-7wait"),
    _row("code","html","<pre><table><tr><td>1</td><td>drain node-7</td></tr><tr><td>2</td><td>wait 90</td></tr></table></pre>","drain node-7\n","node-7wait"),
    _row("code","html","<pre><code><p class='line'>drain node-7</p><p class='line'>wait 90</p></code></pre>","drain node-7\nwait 90","node-7wait"),
    _row("code","rst",".. code-block:: sh\n   :linenos:\n\n   drain node-7\n   wait 90","drain node-7\nwait 90","node-7wait"),
    _row("code","adoc","[source,sh]\n----\ndrain node-7\nwait 90\n----","drain node-7\nwait 90","node-7wait"),
    _row("code","md","~~~sh\ndrain node-7\nwait 90\n~~~","drain node-7\nwait 90","node-7wait"),
    _row("swallowed","md","Text <!-- never closed here\nand more of it.\n\nAfter it all comes back at nine.","After it all comes back"),
    _row("swallowed","md","<!-- a -->\nIt is shown here in full.\n<!-- b -->\n\nAfter it all comes back at nine.",("It is shown here","After it all")),
    _row("swallowed","md","An <!DOCTYPE html> mark is here.\n\nAfter it all comes back at nine.","After it all comes back"),
    _row("swallowed","html","<p>It is <![CDATA[ here ]]> said.</p><p>After it all comes back at nine.</p>","After it all comes back"),
    _row("swallowed","mdx","It is {/* hidden */} said here.\n\nAfter it all comes back at nine.",("It is said here","After it all"),"hidden"),
    _row("braces","md","Set {{name}} to the user and {{{raw}}} to the rest.","Set {{name}} to the user and {{{raw}}} to"),
    _row("braces","md","The template `{{ user }}` and {{ user }} are two of it.","{{ user }} and {{ user }} are"),
    _row("braces","rst","Set {{name}} to the user of the store at once.","Set {{name}} to"),
    _row("list","html","<ol start='10'><li>Drain it</li><li><p>Patch it</p></li></ol>",("10. Drain","11. Patch")),
    _row("list","html","<ol type='i'><li>Drain it</li><li>Patch it</li></ol>",("i. Drain","ii. Patch")),
    _row("list","rst","5. Drain it\n6. Patch it\n7. Rest of it",("5. Drain","7. Rest")),
    _row("list","html","<table><tr><th>A</th><th>B</th></tr><tr><td colspan=2>both of them</td></tr></table>","both of them"),
)  # fmt: skip

SAMPLES = (
    *POWERS,
    *STRUCK,
    *ASIDES,
    *ROLLING,
    *SPEAKERS,
    *TEXT_AS_TEXT,
    *CODE,
    *SWALLOWED,
    *BRACES,
    *LISTS,
    *LATER,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A whole file and what it says of itself: `says` are fields of the readings, one dict for each."""

    kind: str
    name: str
    text: str
    says: tuple[dict[str, object], ...]

    @property
    def data(self) -> bytes:
        return self.text.encode()


TEXT = f"{FILL} {MORE}"


def _md(
    kind: str,
    matter: str,
    name: str = "notes/cache-index.md",
    body: str = "# Cache notes",
    **says: object,
) -> Told:
    return Told(kind, name, f"---\n{matter}\n---\n\n{body}\n\n{TEXT}\n", (says,))


def _web(
    kind: str, head: str, body: str = "", name: str = "notes/cache.html", **says: object
) -> Told:
    page = f"<html><head>{head}</head><body>{body or f'<article><h1>Cache notes</h1><p>{FILL}</p><p>{MORE}</p></article>'}</body></html>"
    return Told(kind, name, page, (says,))


def _channel(
    kind: str, items: str, *says: dict[str, object], head: str = "", attributes: str = ""
) -> Told:
    return Told(kind, "f.xml",
                "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
                f"xmlns:atom='http://www.w3.org/2005/Atom'{attributes}><channel><title>F</title>{head}{items}</channel></rss>", says)  # fmt: skip


def _item(inner: str, text: str = TEXT) -> str:
    return f"<item>{inner}<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"


def _entries(
    kind: str, entries: str, *says: dict[str, object], attributes: str = "", head: str = ""
) -> Told:
    return Told(kind, "f.atom", f"<feed xmlns='http://www.w3.org/2005/Atom'{attributes}><title>F</title><id>u:f</id>{head}{entries}</feed>", says)  # fmt: skip


def _entry(inner: str, text: str = TEXT) -> str:
    return f"<entry>{inner}<content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content></entry>"


LINK = "<title>Cache notes</title><link>https://n.example/a</link>"
A_LINK = "<title>Cache notes</title><id>u:1</id><link href='https://n.example/a'/>"
DAY = "2026-11-02T00:00:00+00:00"
NINE = "2026-11-02T09:00:00+00:00"


def _pub(written: str, read: str | None) -> Told:
    return _channel("dates", _item(f"{LINK}<pubDate>{written}</pubDate>"), {"published": read})


def _front(written: str, read: str | None, key: str = "date") -> Told:
    return _md("dates", f"title: Cache notes\n{key}: {written}", published=read)


DATES = (
    _pub("Mon, 02 Nov 2026 09:00:00 GMT", NINE), _pub("Mon, 2 Nov 2026 01:00:00 PST", NINE),
    _pub("Mon, 02 Nov 2026 09:00:00 +0000", NINE), _pub("2 Nov 26 09:00 UT", NINE), _pub("2026-11-02T09:00:00Z", NINE),
    _pub("2026-11-02 09:00:00", NINE), _pub("1793610000", NINE), _pub("1793610000000", NINE),
    _pub("November 2, 2026", DAY), _pub("2 novembre 2026", DAY), _pub("2. November 2026", DAY),
    _pub("Mon, 02 Nov 2026 09:00:00 IST", None), _pub("0", None), _pub("1", None), _pub("yesterday", None), _pub("1793-11-02", None),
    _pub("02/11/2026", None), _pub("2026-13-02", None), _pub("Mon, 02 Nov 2026 10:00:00 +0100", NINE), _pub("2026", None),
    _pub("Mon, 31 Feb 2026 09:00:00 GMT", None), _pub("9999-12-31T00:00:00Z", None), _pub("0001-01-01T00:00:00", None),
    _pub("Mon Nov  2 09:00:00 2026", NINE), _pub("Monday, 02-Nov-26 09:00:00 GMT", NINE), _pub("2026-W45-1", DAY),
    _front("2026-11-02", DAY), _front("2026-11-02 09:00:00 +0000", NINE), _front("'November 2nd, 2026'", DAY), _front("02.11.2026", DAY),
    _front("2026-11-02T09:00:00Z", NINE, "publishDate"), _front("2026-11-02", DAY, "published_at"), _front("2026-11-02", None, "lastmod"),
    _front("2026-11-02", None, "updated"), _front("2026-11-02", None, "expiryDate"), _front("2026-11-02", DAY, "pubDatetime"),
    _front("2026-11-02", DAY, "posted"), _front("2026-11-02", DAY, "Date"), _front('{{ now }}', None), _front("2026-11", None),
    _front("2026/11/02/cache-index", DAY, "permalink"), _front("/2026/11/02/cache-index/", DAY, "path"), _front("/blog/2026-11-02-cache", DAY, "url"),
    _front("2026-11-02-cache-index", DAY, "slug"), _front("\n  - /2026/11/02/cache/\n  - /old/", DAY, "aliases"), _front("/v2/10/02/cache", None, "path"),
    _md("dates", "title: Cache notes", "blog/2026-11-02-cache.md", published=DAY),
    _md("dates", "title: Cache notes", "blog/2026/11/02/cache.md", published=DAY),
    _md("dates", "title: Cache notes", "blog/20261102-cache.md", published=DAY),
    _md("dates", "title: Cache notes", "spec/2026-13-42-cache.md", published=None),
    Told("dates", "a.md", f"+++\ntitle = \"Cache notes\"\npath = \"2018/09/25/Rust-1.29.1\"\n+++\n\n{TEXT}\n", ({"published": "2018-09-25T00:00:00+00:00"},)),
    Told("dates", "a.md", f"+++\ntitle = \"Cache notes\"\ndate = 2026-11-02\nupdated = 2026-11-09\n+++\n\n{TEXT}\n", ({"published": DAY, "updated": "2026-11-09T00:00:00+00:00"},)),
    Told("dates", "a.rst", f"Cache notes\n===========\n\n:date: 2026-11-02\n:modified: 2026-11-09\n\n{TEXT}\n", ({"published": DAY, "updated": "2026-11-09T00:00:00+00:00"},)),
    Told("dates", "a.rst", f"Cache notes\n===========\n\n.. post:: 2 Nov 2026\n   :author: Ann Bee\n\n{TEXT}\n", ({"published": DAY},)),
    Told("dates", "a.adoc", f"= Cache notes\nAnn Bee <ann@b.example>\nv1.2, 2026-11-02\n\n{TEXT}\n", ({"published": DAY, "authors": ("Ann Bee",)},)),
    Told("dates", "a.adoc", f"= Cache notes\n:revdate: 2026-11-02\n\n{TEXT}\n", ({"published": DAY},)),
    _entries("dates", _entry(f"{A_LINK}<updated>2026-11-02T09:00:00Z</updated>"), {"published": None, "updated": NINE}),
    _entries("dates", _entry(f"{A_LINK}<published>2026-11-02T09:00:00Z</published><updated>2026-11-09T09:00:00Z</updated>"), {"published": NINE, "updated": "2026-11-09T09:00:00+00:00"}),
    _entries("dates", _entry(f"{A_LINK}<published>2026-11-02T09:00:00Z</published><updated>2026-11-02T09:00:00Z</updated>"), {"published": NINE, "updated": None}),
    _channel("dates", _item(f"{LINK}<dc:date>2026-11-02T09:00:00Z</dc:date>"), {"published": NINE}),
    _channel("dates", _item(f"{LINK}<atom:updated>2026-11-02T09:00:00Z</atom:updated>"), {"published": None, "updated": NINE}),
    _channel("dates", _item(LINK), {"published": None}, head="<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate><lastBuildDate>Mon, 02 Nov 2026 09:00:00 GMT</lastBuildDate>"),
    Told("dates", "f.json", json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "C", "content_text": TEXT, "date_modified": "2026-11-02T09:00:00Z"}]}), ({"published": None, "updated": NINE},)),
    _web("dates", "<meta property='article:published_time' content='2026-11-02T09:00:00Z'><meta property='article:modified_time' content='2026-11-09T09:00:00Z'>", published=NINE, updated="2026-11-09T09:00:00+00:00"),
    _web("dates", "<meta property='article:modified_time' content='2026-11-02T09:00:00Z'>", published=None, updated=NINE),
    _web("dates", "<meta property='og:updated_time' content='2026-11-02T09:00:00Z'>", published=None),
    _web("dates", "<meta name='dcterms.date' content='2026-11-02'>", published=DAY),
    _web("dates", "<meta name='citation_publication_date' content='2026/11/02'>", published=DAY),
    _web("dates", "<meta itemprop='datePublished' content='2026-11-02T09:00:00Z'>", published=NINE),
    _web("dates", "<script type='application/ld+json'>{\"@type\":\"Article\",\"dateModified\":\"2026-11-02T09:00:00Z\"}</script>", published=None, updated=NINE),
    _web("dates", "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"1970-01-01T00:00:00Z\"}</script>", published=None),
    _web("dates", "<title>C</title>", f"<article><h1>Cache notes</h1><time datetime='2026-11-02'>2 Nov</time><p>{FILL}</p><p>{MORE}</p></article>", published=DAY),
    _web("dates", "<title>C</title>", f"<article><h1>Cache notes</h1><p>Last updated on <time datetime='2026-11-02'>2 Nov</time></p><p>{FILL}</p><p>{MORE}</p></article>", published=None),
    _web("dates", "<title>C</title>", f"<article><h1>Cache notes</h1><p>The plan of <time datetime='2019-01-02'>January</time> failed.</p><p>{FILL}</p><p>{MORE}</p></article><footer>© 2020</footer>", published=None),
)  # fmt: skip

TITLES = (
    _channel("titles", _item("<title>Why __init__ and *args are slow in C# 14</title><link>https://n.example/a</link>"), {"title": "Why __init__ and *args are slow in C# 14"}),
    _channel("titles", _item("<title>3) Caches #limits [and] `ticks`</title><link>https://n.example/a</link>"), {"title": "3) Caches #limits [and] `ticks`"}),
    _channel("titles", _item("<title>Vec&amp;lt;u8&amp;gt; &amp;amp; its cost</title><link>https://n.example/a</link>"), {"title": "Vec<u8> & its cost"}),
    _channel("titles", _item("<title>How &amp;lt;b&amp;gt;fast&amp;lt;/b&amp;gt; is it</title><link>https://n.example/a</link>"), {"title": "How <b>fast</b> is it"}),
    _channel("titles", _item("<title><![CDATA[AT&T and R&D of <Suspense>]]></title><link>https://n.example/a</link>"), {"title": "AT&T and R&D of <Suspense>"}),
    _channel("titles", _item("<title>- 40 degrees in the rack</title><link>https://n.example/a</link>"), {"title": "- 40 degrees in the rack"}),
    _entries("titles", _entry("<title type='text'>The &lt;b&gt; tag of Vec&lt;u8&gt;</title><id>u:1</id><link href='https://n.example/a'/>"), {"title": "The <b> tag of Vec<u8>"}),
    _entries("titles", _entry("<title type='html'>The &lt;em&gt;new&lt;/em&gt; cache</title><id>u:1</id><link href='https://n.example/a'/>"), {"title": "The new cache"}),
    _entries("titles", _entry("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The <em>new</em> cache</div></title><id>u:1</id><link href='https://n.example/a'/>"), {"title": "The new cache"}),
    _web("titles", "<title>Why __init__ and *args are slow</title>", f"<article><p>{FILL}</p><p>{MORE}</p></article>", title="Why __init__ and *args are slow"),
    _web("titles", "<title>Untitled Document</title>", title="Cache notes"),
    _web("titles", "<title>index.html</title>", title="Cache notes"),
    _web("titles", "<title>Overview</title>", f"<article><h1>Overview</h1><p>{FILL}</p><p>{MORE}</p></article>", "cache-index/overview.html", title="Cache index: Overview"),
    _web("titles", "<title>Cache notes | The Site</title><meta property='og:title' content='Cache notes'>", title="Cache notes"),
    _web("titles", "<title>404 of caches: why a miss is cheap</title>", f"<article><p>{FILL}</p><p>{MORE}</p></article>", title="404 of caches: why a miss is cheap"),
    _md("titles", "title: Overview", "cache-index/README.md", "", title="Cache index: Overview"),
    _md("titles", "title: 'Why `__init__` is *slow*'", title="Why __init__ is slow"),
    _md("titles", "title: Untitled", title="Cache notes"),
    _md("titles", "title: ''", "notes/cache-index.md", "", title="cache index"),
    _md("titles", "title: 3) Caches", title="3) Caches"),
    _md("titles", "title: C# 14 and F#", title="C# 14 and F#"),
    _md("titles", "title: \"#1 cause of slow starts\"", title="#1 cause of slow starts"),
    _md("titles", "title: 1.10", title="1.10"),
    _md("titles", "title: On", title="On"),
    _md("titles", "author: Ann Bee", body="# Authors\n\n## Who keeps the cache", name="cache-index/authors.md", title="Cache index: Authors"),
    Told("titles", "a.rst", f"Why ``__init__`` is slow\n========================\n\n{TEXT}\n", ({"title": "Why __init__ is slow"},)),
    Told("titles", "a.adoc", f"= Why `+__init__+` is slow\n\n{TEXT}\n", ({"title": "Why __init__ is slow"},)),
    Told("titles", "a.jsonl", json.dumps({"title": "Why __init__ and *args are slow in C# 14", "text": TEXT}) + "\n", ({"title": "Why __init__ and *args are slow in C# 14"},)),
    Told("titles", "a.ipynb", json.dumps({"cells": [{"cell_type": "markdown", "source": f"# Why `__init__` is slow\n\n{TEXT}"}]}), ({"title": "Why __init__ is slow"},)),
    Told("titles", "a.vtt", f"WEBVTT\n\n{_cues(TALK, TALK.replace('index', 'log'))}\n", ({"title": "a"},)),
)  # fmt: skip

AUTHORS = (
    *(_channel("authors", _item(f"{LINK}<author>{said}</author>"), {"authors": read}) for said, read in (
        ("ann@builds.cloud (Ann Bee)", ("Ann Bee",)), ("Ann Bee &lt;ann@builds.cloud&gt;", ("Ann Bee",)), ("ann@builds.cloud", ()),
        ("Ann Bee", ("Ann Bee",)), ("noreply@d.example (d.o'brien)", ("d.o'brien",)), ("ann@b.example (Ann (Annie) Bee)", ("Ann (Annie) Bee",)),
        ("mailto:ann@b.example (Ann Bee)", ("Ann Bee",)), ("ann@b.example Ann Bee", ("Ann Bee",)), ("(Ann Bee) ann@b.example", ("Ann Bee",)), ("", ()))),
    _channel("authors", _item(f"{LINK}<dc:creator>Ann Bee</dc:creator>"), {"authors": ("Ann Bee",)}),
    _channel("authors", _item(f"{LINK}<dc:creator>Ann Bee</dc:creator><dc:creator>Ben Cee</dc:creator>"), {"authors": ("Ann Bee", "Ben Cee")}),
    _entries("authors", _entry(f"{A_LINK}<author><name>Ann Bee</name><email>ann@b.example</email></author>"), {"authors": ("Ann Bee",)}),
    _entries("authors", _entry(f"{A_LINK}<author><name>Ann Bee</name></author><author><name>Ben Cee</name></author>"), {"authors": ("Ann Bee", "Ben Cee")}),
    _entries("authors", _entry(A_LINK), {"authors": ("Ann Bee",)}, head="<author><name>Ann Bee</name></author>"),
    _md("authors", "title: T t\nauthor: Ann Bee <ann@b.example>", authors=("Ann Bee",)),
    _md("authors", "title: T t\nauthors:\n  - name: Ann Bee\n    title: Lead\n  - name: Ben Cee", authors=("Ann Bee", "Ben Cee")),
    _md("authors", "title: T t\nauthors: [Ann Bee, Ben Cee]", authors=("Ann Bee", "Ben Cee")),
    _md("authors", "title: T t\nauthor: Ann Bee and Ben Cee", authors=("Ann Bee and Ben Cee",)),
    _web("authors", "<meta name='author' content='Ann Bee'>", authors=("Ann Bee",)),
    _web("authors", "<meta name='author' content='ann@b.example (Ann Bee)'>", authors=("Ann Bee",)),
    _web("authors", "<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Bee\"},{\"name\":\"Ben Cee\"}]}</script>", authors=("Ann Bee", "Ben Cee")),
    _web("authors", "<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"author\":\"Ann Bee\"}</script>", authors=("Ann Bee",)),
)  # fmt: skip


def _graph(*nodes: dict[str, object], shape: str = "graph") -> str:
    value: object = (
        {"@context": "https://schema.org", "@graph": list(nodes)}
        if shape == "graph"
        else list(nodes)
    )
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


PAGE_NODE = {
    "@type": "WebPage",
    "@id": "#p",
    "datePublished": "2020-01-01",
    "dateModified": "2020-01-02",
    "name": "Home",
}
ANN = {"@type": "Person", "@id": "#ann", "name": "Ann Bee"}


def _node(kind: object, **more: object) -> dict[str, object]:
    return {
        "@type": kind,
        "headline": "Cache notes",
        "datePublished": NINE,
        "author": {"@type": "Person", "name": "Ann Bee"},
        **more,
    }


NODES = (
    *(_web("nodes", _graph(PAGE_NODE, _node(kind)), published=NINE, authors=("Ann Bee",)) for kind in
      ("Article", "BlogPosting", "NewsArticle", "TechArticle", "Report", ["Article", "BlogPosting"], "ScholarlyArticle", "https://schema.org/Article", "schema:Article")),
    _web("nodes", _graph(PAGE_NODE, _node("Article"), shape="list"), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph(PAGE_NODE) + _graph(_node("Article")), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph({**PAGE_NODE, "mainEntity": _node("Article")}), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph({"@type": "Organization", "name": "B"}, PAGE_NODE, _node("Article", author={"@id": "#ann"}), ANN), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph(_node("Article", author=[{"@id": "#ann"}]), ANN, PAGE_NODE), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph({"@type": "BreadcrumbList", "itemListElement": [_node("Article", datePublished="2019-01-01", headline="Other")]}, _node("Article")), published=NINE),
    _web("nodes", _graph({"@type": "ItemList", "itemListElement": [{"item": _node("Article", datePublished="2019-01-01", headline="Other")}]}, PAGE_NODE), published="2020-01-01T00:00:00+00:00"),
    _web("nodes", _graph(_node("Article", comment=[{"@type": "Comment", "datePublished": "2021-01-01", "author": {"name": "Zed"}}])), published=NINE, authors=("Ann Bee",)),
    _web("nodes", _graph(PAGE_NODE), published="2020-01-01T00:00:00+00:00"),
    _web("nodes", "<script type='application/ld+json'>{broken</script>" + _graph(_node("Article")), published=NINE),
    _web("nodes", "<script type='application/ld+json'>/*<![CDATA[*/" + json.dumps(_node("Article")) + "/*]]>*/</script>", published=NINE),
)  # fmt: skip


def _two(first: str, second: str) -> str:
    return _item(first, FILL + " One.") + _item(second, FILL + " Two, which is another text.")


TWO_OF_ONE = ({"url": "https://n.example/a"}, {"url": "https://n.example/a"})
SAME = (
    _channel("identity", _two(f"{LINK}<guid>n1</guid>", f"{LINK}<guid>n2</guid>"), *TWO_OF_ONE),
    _channel("identity", _two(f"{LINK}<guid isPermaLink='false'>1</guid>", f"{LINK}<guid isPermaLink='false'>2</guid>"), *TWO_OF_ONE),
    _channel("identity", _two("<title>A</title><guid>https://n.example/a#1</guid>", "<title>B</title><guid>https://n.example/a#2</guid>"), {}, {}),
    _channel("identity", _two("<title>A</title><link>https://n.example/a#1</link>", "<title>B</title><link>https://n.example/a#2</link>"), {}, {}),
    _channel("identity", _two("<title>A</title><link>https://n.example/?p=1</link>", "<title>B</title><link>https://n.example/?p=2</link>"), {}, {}),
    _channel("identity", _two("<title>A</title>", "<title>B</title>"), {}, {}),
    _channel("identity", _two(LINK, "<title>Other notes</title><link>https://n.example/a</link>"), *TWO_OF_ONE),
    _channel("identity", _two(f"{LINK}<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>", f"{LINK}<pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>"), *TWO_OF_ONE),
    _entries("identity", _entry(A_LINK, FILL + " One.") + _entry(A_LINK.replace("u:1", "u:2"), FILL + " Two, which is another."), *TWO_OF_ONE),
    _entries("identity", _entry(A_LINK, FILL + " One.") + _entry(A_LINK.replace("u:1", "tag:n.example,2026:2"), FILL + " Two, which is another."), *TWO_OF_ONE),
    Told("identity", "f.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": n, "url": "https://n.example/a", "title": "C", "content_text": f"{FILL} It is number {n} of them."} for n in (1, 2)]}), TWO_OF_ONE),
    Told("identity", "a.jsonl", "".join(json.dumps({"id": n, "url": "https://n.example/a", "title": "C", "text": f"{FILL} It is number {n} of them."}) + "\n" for n in (1, 2)), TWO_OF_ONE),
)  # fmt: skip

NOTE = "https://notes.example/2026/cache-index"


def _relative(
    link: str, url: str = NOTE, *, head: str = "", attributes: str = "", item: str = ""
) -> Told:
    return _channel("address", f"<item{item}><title>Cache notes</title><link>{link}</link><content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item>",
                    {"url": url}, head=head, attributes=attributes)  # fmt: skip


ADDRESSES = (
    _relative("/2026/cache-index", attributes=" xml:base='https://notes.example/'"),
    _relative("2026/cache-index", attributes=" xml:base='https://notes.example/'"),
    _relative("cache-index", item=" xml:base='https://notes.example/2026/'"),
    _relative("cache-index", attributes=" xml:base='https://notes.example/'", item=" xml:base='2026/'"),
    _relative("/2026/cache-index", head="<link>https://notes.example/</link>"),
    _relative("/2026/cache-index", head="<atom:link rel='self' href='https://notes.example/feed.xml'/>"),
    _relative("//notes.example/2026/cache-index", head="<link>https://notes.example/</link>"),
    _relative("../2026/cache-index", head="<link>https://notes.example/blog/</link>"),
    _relative("\n   https://notes.example/2026/cache-index\n  "),
    _relative("HTTPS://Notes.Example/2026/cache-index"),
    _relative("https://notes.example:443/2026/cache-index"),
    _relative("https://notes.example/2026/cache-index?utm_source=rss&amp;utm_medium=feed"),
    _relative("javascript:alert(1)", ""), _relative("mailto:ann@b.example", ""), _relative("http://[", ""), _relative("ftp://a.example/x", ""),
    _channel("address", _item(f"<title>Cache notes</title><guid isPermaLink='true'>{NOTE}</guid>"), {"url": NOTE}),
    _channel("address", _item("<title>Cache notes</title><guid isPermaLink='false'>2026/cache-index</guid>"), {"url": ""}, head="<link>https://notes.example/</link>"),
    _entries("address", _entry("<title>C</title><id>u:1</id><link rel='alternate' href='/2026/cache-index'/>"), {"url": NOTE}, attributes=" xml:base='https://notes.example/'"),
    _entries("address", _entry(f"<title>C</title><id>u:1</id><link rel='enclosure' href='https://cdn.example/x.mp3'/><link href='{NOTE}'/>"), {"url": NOTE}),
    _entries("address", _entry(f"<title>C</title><id>u:1</id><link rel='self' href='https://notes.example/api/1'/><link rel='alternate' href='{NOTE}'/>"), {"url": NOTE}),
    _entries("address", _entry("<title>C</title><id>u:1</id><link href='2026/cache-index'/>"), {"url": NOTE}, head="<link rel='alternate' href='https://notes.example/'/>"),
    Told("address", "f.json", json.dumps({"version": "https://jsonfeed.org/version/1", "home_page_url": "https://notes.example/", "items": [{"id": "1", "url": "/2026/cache-index", "title": "C", "content_text": TEXT}]}), ({"url": NOTE},)),
    _web("address", f"<link rel='canonical' href='{NOTE}'>", url=NOTE), _web("address", f"<meta property='og:url' content='{NOTE}'>", url=NOTE),
    _web("address", "<link rel='canonical' href='http://['>", url=""),
    _md("address", f"title: T t\ncanonical_url: {NOTE}", url=NOTE), _md("address", "title: T t\nslug: cache-index", slug="cache-index"),
    _md("address", "title: T t\npermalink: /2026/cache-index/", slug="/2026/cache-index/"),
)  # fmt: skip

ARTICLE = f"<p>{FILL}</p><p>{MORE}</p><p>{FILL.replace('build', 'query')}</p>"
SIDE = "<p>Sign up for our letter of the week now.</p><ul><li><a href='/a'>Other notes</a></li><li><a href='/b'>More notes</a></li></ul>"
LETTERS = "<p>Dear all, I read this with joy, and I would like to add a thing or two of my own to what it says here.</p>"
LETTER = f"<div class='letters'>{LETTERS * 2}</div>"


def _main(body: str) -> Told:
    return _web("main", "<title>Cache notes of ours</title>", body, text=(FILL, MORE))


MAIN = (
    *(_main(f"<div {attributes}><h1>Cache notes</h1>{ARTICLE}</div>{SIDE}{LETTER}") for attributes in (
        "class='no-share'", "class='share'", "class='social post'", "class='live-comment'", "class='comments'", "id='comments'", "class='newsletter'",
        "class='related'", "class='sidebar'", "class='promo'", "class='advert'", "class='sponsored'", "class='cookie-consent'", "id='footer'", "class='menu'",
        "class='nav-tabs'", "class='popup modal'", "role='complementary'", "role='navigation'", "class='hidden-print'", "class='tags'", "class='toc'",
        "class='print-only'", "class='paywall'", "class='banner'", "class='author-bio'", "class='has-comments'", "class='subscribe'")),
    *(_main(f"<{tag}><h1>Cache notes</h1>{ARTICLE}</{tag}>{SIDE}{LETTER}") for tag in ("aside", "footer", "header", "nav", "form", "noscript", "section", "details", "dialog open")),
    _main(f"<header class='page'><h1>Cache notes</h1></header><table><tr><td class='nav'>{SIDE}</td><td>{ARTICLE}</td></tr></table>"),
    _main(f"<article><div class='comments'>{ARTICLE}</div></article><div class='comments'>{LETTERS}</div>"),
    _main(f"<form id='aspnetForm'><div class='content'><h1>Cache notes</h1>{ARTICLE}</div></form>{SIDE}"),
    _main(f"<template shadowrootmode='open'><h1>Cache notes</h1>{ARTICLE}</template>{SIDE}"),
    _main(f"<div style='display:none'>{SIDE}</div><div><h1>Cache notes</h1>{ARTICLE}</div>"),
    _main(f"<div class='comments'><h1>Cache notes</h1><p>{FILL}</p></div><div class='comments'><p>{MORE}</p></div><div class='share'>Share it</div>"),
)  # fmt: skip

TOLD = (*DATES, *TITLES, *AUTHORS, *NODES, *SAME, *ADDRESSES, *MAIN)
