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
