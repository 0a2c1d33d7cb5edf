"""One Markdown: the words that the site shows are the words that were judged."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import lxml.html
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from test_verify_document import LEASE, look, pack

from pipeline.records import evidence_file
from pipeline.verify.markdown import parse, shown

ROOT = Path(__file__).parent.parent
# Every construct the site renders; `{}` is a word that stands nowhere else, `%` ends the line.
CONSTRUCTS = (
    "{} {} {}.",
    "{} **{}** _{}_ `{}` ~~{}~~ [{}](https://a.example/) <b>{}</b> &amp; {}.",
    "# {} {}", "## {} {} { #place }", "{} {}%=====", "{} {}%---",
    "- {} {}%- {}%    - {} {}%    - {}", "1. {} {}%2. {} {}", "- {}%%    {} {}%%- {}",
    "- {}%%    > {} {}%%    {} {}", "- {} {}%  {} {}%%  {} {}",
    "> {} {}%> {}%>%> — {}, {}", "> {}%{} {}",
    "| {} | {} |%|---|---|%| {} | {} {} |", "{} | {}%--- | ---%{} | {}",
    "```%{} {}%```", "~~~ python%{}%~~~", "    {} {}%    {}",
    '!!! note "{} {}"%    {} {}.%%    - {}%    - {}%%    {}', "!!! warning%    {} {}%    {}",
    '??? note "{}"%    {} {}%%    ```%    {}%    ```%%    {}', '???+ tip aside "{}"%    {}%%        {} {}',
    '!!! note "{}"%    !!! tip "{}"%        {} {}%%    {}',
    "<details><summary>{} {}</summary>%<p>{} {}</p>%</details>", "<figure>%<figcaption>{} {}</figcaption>%</figure>",
    '<svg viewBox="0 0 9 9"><title>{}</title>%<text x="1">{} {}</text>%</svg>',
    "<div>%<p>{} {}</p>%</div>", "<!-- hidden -->%%{}", "{}[^n{}]%%[^n{}]: {} {}%%    {} {}",
    "![{} {}](a.png)", "{}{: .lede }", "{} {}%{: .lede }", "***", "{}  %{}", "{}\\%{}",
    "<script>hidden()</script>%%{}", "## Notes%%{} {}.", "## References%%- {} {} {}%- {}",
)  # fmt: skip


def document(kinds: list[str]) -> str:
    names = count(1)
    parts = []
    for number, kind in enumerate(kinds):
        kind = kind.replace("[^n{}]", f"[^n{number}]").replace("{ #place }", f"@ #place{number} ^")
        kind = kind.replace("{: .lede }", "@: .lede ^")
        text = re.sub(r"\{\}", lambda _: f"zq{next(names)}x", kind)
        parts.append(
            text.replace("%", "\n").replace("@", "{").replace("^}", "}").replace(" ^", " }")
        )
    return "\n\n".join(parts) + "\n"


def own(words: list[str]) -> list[str]:
    return sorted(one for one in words if re.fullmatch(r"zq\d+x", one))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(CONSTRUCTS), min_size=1, max_size=8))
def test_the_words_of_the_built_page_are_the_words_that_were_judged(kinds: list[str]) -> None:
    text = document(kinds)
    blocks = parse.parse(text).blocks
    seen = own([word for part in shown.shown(text) for word in part.words])
    judged = own([w for one in blocks for w in shown.words(text[one.start : one.end])])
    alternative = own(shown.words(" ".join(re.findall(r"!\[([^\]]*)\]", text))))
    assert sorted({*seen, *alternative}) == sorted(set(judged))
    assert sorted(seen) == sorted(set(seen)), "a word is shown once"
    prose = [text[one.start : one.end] for one in blocks if one.kind != "code"]
    code = [text[one.start : one.end] for one in blocks if one.kind == "code"]
    assert list(shown.unread(text, prose, code)) == []


def test_indented_code_in_any_number_of_pieces_is_read_as_the_one_block_it_shows_as() -> None:
    text = "".join(f"    a{n} b{n}\n    c{n}\n\n" for n in range(9))
    blocks = parse.parse(text).blocks
    code = [text[one.start : one.end] for one in blocks if one.kind == "code"]
    assert list(shown.unread(text, [], code)) == []


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="[[]]!()a^: \n", max_size=30))
def test_brackets_are_read_as_the_reader_of_the_site_reads_them(text: str) -> None:
    text = f"Words.\n\n{text}"  # ahead of what would be front matter
    page = Markdown(extensions=list(shown.EXTENSIONS)).convert(text)
    plain = "".join(lxml.html.fromstring(f"<body>{page}</body>").itertext())
    ours = [word for one in shown.shown(text) for word in one.words]
    assert "".join(ours) == "".join(shown.words(plain))


def test_the_reader_of_pages_has_the_extensions_of_the_site() -> None:
    lines = (ROOT / "mkdocs.yml").read_text("utf-8")
    listed = yaml.safe_load(lines)["markdown_extensions"]
    names = [one if isinstance(one, str) else next(iter(one)) for one in listed]
    assert names == list(shown.EXTENSIONS)


FALSE = "The lease of 99 seconds is never lost."


@pytest.mark.parametrize(
    "text",
    [
        '!!! note "For operators"\n\n    {}\n',
        "!!! note\n    {}\n",
        '!!! note "{}"\n\n    See below.\n',
        '??? tip aside "More"\n\n    Text.\n\n    - {}\n',
        "## Notes\n\n{}\n",
        "## Evidence\n\n- {}\n",
        "## References\n\n1. {}\n",
        "## References\n\n1. A, https://a.example/. {}\n",
        "# {}\n",
        "Leases end [1].[^x]\n\n[^x]: {}\n",
        "Leases end [1].[^x]\n\n[^x]: A remark.\n\n    {}\n",
        "| Lease | Time |\n|---|---|\n| {} | x |\n",
        "<figure>\n<figcaption>{}</figcaption>\n</figure>\n",
        '<svg viewBox="0 0 9 9">\n<text>{}</text>\n</svg>\n',
        "<details><summary>{}</summary>\n</details>\n",
        "- Item.\n\n    {}\n",
        "- Item.\n\n    More.\n\n    {}\n",
    ],
)
def test_a_false_figure_is_found_wherever_the_site_shows_it(text: str) -> None:
    found = look(text.format(FALSE)).findings
    assert [one for one in found if one.severity == "error" and "99" in one.match]


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n<div>\n\n    {}\n\n</div>\n",
        "<div>\n```\n</div>\n\n{}\n\n<div>\n```\n</div>\n",
        "---\ntitle: [a\n---\n\n{}\n",
        "<!-- a --!>\n\n{}\n\n<!-- b -->\n",
        "    {}\n   more\n",
        "Text\n    {}\n",
        "1. A\n\n   {}\n",
    ],
)
def test_what_two_readers_read_differently_is_judged_or_said(text: str) -> None:
    found = look(text.format(FALSE)).findings
    visible = any("99" in part.text and not part.code for part in shown.shown(text.format(FALSE)))
    said = [one for one in found if one.severity == "error" and "99" in one.match]
    assert said or not visible


@pytest.mark.parametrize(
    "entry",
    [
        "1. A, https://a.example/",
        "- [1] Lease notes, Ada Ruiz, 3 May 2026, p. 4. https://a.example/",
        "[^1]: Ruiz, A. (2026). *Lease notes*. Retrieved 2026-05-04 from <https://a.example/>",
        '<li id="source-1" value="1"><a href="https://a.example/">Lease notes</a>. A, 3 May 2026.</li>',
    ],
)
def test_an_entry_of_a_list_of_sources_needs_no_source(entry: str) -> None:
    row = {
        "n": 1,
        "source_id": "a",
        "title": "Lease notes",
        "url": "https://a.example/",
        "text": LEASE,
    }
    items = evidence_file.read(json.dumps([row]))
    text = (
        f"A lease of 30 seconds expires while a process is paused [1].\n\n## Sources\n\n{entry}\n"
    )
    assert look(text, items).findings == ()


@pytest.mark.parametrize("home", [True, False])
def test_an_entry_may_call_its_address_a_home_page_where_it_is_one(home: bool) -> None:
    items = tuple(replace(one, home=home) for one in pack())
    entry = (
        f"- [Source 1] [{items[0].title}](https://a.example/). A, 3 May 2026, source's home page."
    )
    text = (
        f"A lease of 30 seconds expires while a process is paused [1].\n\n## Sources\n\n{entry}\n"
    )
    assert (look(text, items).findings == ()) is home


def test_statements_in_a_list_of_sources_are_judged_like_others() -> None:
    text = "A lease of 30 seconds expires [1].\n\n## Sources\n\n1. A. The paused process is never wrong again.\n"
    assert any("paused process" in one.match for one in look(text, pack()).findings)


# What the site does not render, or only in raw HTML, and what two readers of Markdown take apart otherwise.
FOREIGN = (
    "*[{}]: {} {}", "{}%:   {} {}", '=== "{}"%%    {} {}', "++{}+{}++ {}", "==> {} <==", "$${} {}$$",
    "H~{}~O {}^{}^", "{} :rocket: {}", "<{}@a.example> {}", "[{}]", "[{}][{}]%%[{}]: https://a.example/",
    "{} [[{}]] {}", "<kbd>{}</kbd> {}", "<dl><dt>{}</dt><dd>{} {}</dd></dl>", "{} <br> {} -- {} (c) -->",
    "<table><caption>{} {}</caption><tr><th>{}</th></tr><tr><td>{}</td></tr></table>", "<p hidden>{} {}</p>",
    '<p style="display:none">{}</p>', "<section>%%{} **{}**%%</section>", "- [ ] {}%- [x] {} {}", "--8<-- {}",
    "| {} |%|:-:|%| {} <br> {} |%%: {}", "{} <!-- {} --> {}", "#{}%##{}", "{}%***%{}", "* {}%+ {}%- {}", "1) {}%2) {}",
    "> - {}%>   - {}%>%> {}", "> ```%> {}%> ```", "- ```%  {}%  ```", "~~~%{}", "<pre>%{}%%{}%</pre>",
    "<svg><desc>{}</desc><g><text>{}<tspan>{}</tspan></text></g></svg>", "[^{}]", "<ul><li>{}<li>{}</ul>",
    "<p>{}%%<p>{}", "<div>{}", "</div>{}", "<b>{} %%{}</b>", "<a href='x'>{}%%{}</a>", "&{}; {}", "`{} {", "`` {} ` {} ``",
    "<textarea>{}</textarea>", "<math><mi>{}</mi></math> {}", "<details open><summary>{}</summary>%%{}%%</details>",
)  # fmt: skip
FRAMES = (
    "- {}%%    ",
    "1. ",
    "> ",
    '!!! note "{}"%    ',
    "??? tip%    ",
    "{}[^f]%%[^f]: ",
    "  ",
    "<div>%",
    "<details markdown>%%",
)


def framed(text: str, frame: str) -> str:
    """A piece of Markdown within another."""
    if frame == "> " or frame == "  ":
        return "%".join(frame + line for line in text.split("%"))
    if frame.startswith("<"):
        return f"{frame}{text}%%</{frame[1:].split()[0].rstrip('>%')}>"
    return frame + "%".join(f"    {line}" if line else "" for line in text.split("%")).lstrip()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CONSTRUCTS + FOREIGN), st.lists(st.sampled_from(FRAMES), max_size=2)),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_no_word_of_a_page_is_unjudged_however_its_pieces_are_nested(
    parts: list[tuple[str, list[str]]],
) -> None:
    pieces = []
    for kind, frames in parts:
        for frame in frames:
            kind = framed(kind, frame)
        pieces.append(kind)
    text = document(pieces)
    blocks = parse.parse(text).blocks
    seen = own([word for part in shown.shown(text) for word in part.words])
    judged = own([w for one in blocks for w in shown.words(text[one.start : one.end])])
    prose = [text[one.start : one.end] for one in blocks if one.kind != "code"]
    code = [text[one.start : one.end] for one in blocks if one.kind == "code"]
    refused = own([word for part in shown.unread(text, prose, code) for word in part.words])
    assert set(seen) <= {*judged, *refused}


TOLD = "Their breach exposed 9,000 passwords in Norway."


@pytest.mark.parametrize(
    "markup",
    [
        f'<p title="{TOLD}">Words.</p>', f"<img src='a.png' alt='{TOLD}'>", f'[x](b.md "{TOLD}")',
        f'<abbr title="{TOLD}">API</abbr> words.', f'<a aria-label="{TOLD}" href="#x">Words</a>', f'<input value="{TOLD}">',
        f'![x](a.png "{TOLD}")', f'<style>p::before {{ content: "{TOLD}" }}</style>', f'## Head {{ data-toc-label="{TOLD}" }}',
        f'```mermaid\ngraph LR\n  A["{TOLD}"] --> B["x"]\n```', f"```mermaid\nsequenceDiagram\n  A->>B: {TOLD}\n```",
    ],
)  # fmt: skip
def test_what_markup_alone_shows_is_judged_like_a_sentence(markup: str) -> None:
    found = look(f"# Leases\n\n{markup}\n").findings
    assert "cite-missing" in [one.rule for one in found]


def test_a_figure_in_the_head_of_a_page_is_the_evidences() -> None:
    text = (
        "---\ntitle: Leases of 77 seconds\ndescription: For 78 teams\n---\n\n# Leases\n\nWords.\n"
    )
    assert [f.match for f in look(text).findings if f.rule == "number-missing"] == ["77", "78"]
