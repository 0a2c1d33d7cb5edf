"""Pages with markup: boxes of a source's own words, HTML, lists, tables, footnotes, our own pages."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import fields, replace
from pathlib import Path

import newsdesk
import pytest
from jinja2 import Environment
from test_verify_cli import call
from test_verify_document import LEASE, TOKEN, look

from pipeline.newsroom.config import open_newsroom
from pipeline.pages.context import QUOTE, SENTENCE, context
from pipeline.publish.agents.api import item_data
from pipeline.records import EvidenceItem, evidence_file
from pipeline.records.selectors import select
from pipeline.render import render_all
from pipeline.render.environment import environment
from pipeline.text.folding import fold
from pipeline.verify.claims.restated import leans
from pipeline.verify.markdown.vouching import told_by
from pipeline.verify.quotes.attribution import wrong_days

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "content" / "briefs").glob("????-??-??.md"))
BOX = (
    '<details class="context"><summary>The words around these 2 quotes</summary>\n'
    "<p>… of 30 seconds expires <mark>while a paused process</mark> still believes …</p>\n"
    '<p class="where"><a href="https://a.example/#t=9">Open the source</a> · A, 3 May 2026 · '
    '<a href="#source-1">Source 1</a></p>\n</details>\n'
)


def pack(**more: str) -> tuple[EvidenceItem, ...]:
    rows = [
        {"n": 1, "source_id": "a", "url": "https://a.example/", "text": LEASE, **more},
        {"n": 2, "source_id": "b", "url": "https://b.example/", "text": TOKEN},
    ]
    return evidence_file.read(json.dumps(rows))


def errors(text: str, **more: str) -> list[tuple[str, str]]:
    found = look(text, pack(**more)).findings
    return [(one.rule, one.match) for one in found if one.severity == "error"]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own days with the pages that today's code makes of them."""
    root = tmp_path_factory.mktemp("own")
    shutil.copytree(ROOT / "briefs", root / "briefs")
    render_all(open_newsroom(root))
    return root


@pytest.mark.parametrize("day", [page.stem for page in PAGES])
def test_our_own_pages_have_no_errors(rendered: Path, day: str) -> None:
    page = rendered / "content" / "briefs" / f"{day}.md"
    assert call("verify", page, "--root", rendered) == 0


@pytest.mark.parametrize(
    ("true", "false", "rule"),
    [
        (r"^> ([A-Z]\w*) (\w+)", r"> \1 never \2", "quote-altered"),
        (r"^(<p>… \w+) (\w+)", r"\1 never \2", "quote-"),
        (r"^([A-Z][^\n>]*? )(\d+)( [a-z][^\n]*\[\[Source)", r"\g<1>1\2\3", ("number-", "quote-")),
        (r", \d+ ([A-Z][a-z]+ 2026 \[\[Source)", r", 29 \1", "attribution-date"),
        (r"^## Sources \{", "## The day as a system { #system .part }\n\n1. **Ledger** counts **61 seconds** "
         "[[Source 1]](#source-1){ .cite #c1-99 }\n\n## Sources {", "number-missing"),
    ],
    ids=["quote", "box", "figure", "date", "graph"],
)  # fmt: skip
def test_a_fault_planted_in_our_own_page_is_found(
    true: str, false: str, rule: str | tuple[str, ...], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    page = PAGES[-1]
    head, mark, body = page.read_text("utf-8").partition("\n# ")
    planted, count = re.subn(true, false, body, count=1, flags=re.MULTILINE)
    assert count == 1
    (tmp_path / page.name).write_text(head + mark + planted, "utf-8")
    evidence = ROOT / "briefs" / page.stem / "evidence.json"
    assert call("verify", tmp_path / page.name, "--evidence", evidence, "--json") == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert any(one["rule"].startswith(rule) for one in found if one["severity"] == "error")


def test_a_box_shows_its_sources_words_and_nothing_else() -> None:
    page = f"# A\n\nLeases take 30 seconds [1].\n\n{BOX}\nA paused process believes this [1].\n"
    assert errors(page) == []
    assert errors(page.replace("30 seconds expires", "90 seconds expires")) == [
        (
            "quote-altered",
            "of 90 seconds expires <mark>while a paused process</mark> still believes",
        )
    ]
    assert errors(page.replace("#source-1", "#source-7").replace("Source 1<", "Source 7<")) == [
        (
            "cite-unknown",
            "… of 30 seconds expires <mark>while a paused process</mark> still believes …",
        )
    ]
    loose = look(page.replace("</details>", "Sales grew 40 percent.</details>"), pack())
    assert ("quote-uncited", "Sales grew 40 percent.") in [
        (f.rule, f.match) for f in loose.findings
    ]
    assert errors(page, published="2026-05-04") == [("attribution-date", "3 May 2026")]


def test_a_title_with_the_word_source_and_a_number_does_not_name_where_a_box_is_from() -> None:
    page = f"# A\n\nLeases take 30 seconds [1].\n\n{BOX}\nA paused process believes this [1].\n"
    assert errors(page.replace("Open the source", "Kestrel Open Source 8.6 release notes")) == []


def test_brackets_in_a_box_are_its_sources_own() -> None:
    text = (
        'Call decode( token, algorithms=["RS256"], leeway=60) and write diff_<ms>.png beside it. '
        + LEASE
    )
    items = evidence_file.read(
        json.dumps([{"n": 1, "source_id": "a", "url": "https://a.example/", "text": text}])
    )
    box = (
        '<details class="context"><summary>The words around it</summary>\n<p>{} …</p>\n'
        '<p class="where">A · <a href="#source-1">Source 1</a></p>\n</details>\n'
    )
    own = "Call decode( token, algorithms=[&quot;RS256&quot;], leeway=60) and write diff_&lt;ms&gt;.png beside"
    for words, right in (
        (own, True),
        (own.replace("RS256", "HS256"), False),
        (own.replace("[", ""), True),
    ):
        page = f"# A\n\nLeases take 30 seconds [1].\n\n{box.format(words)}"
        found = [one.rule for one in look(page, items).findings if one.severity == "error"]
        assert (found == []) is right, words


CODE = (
    "]}))).show() .unnest() &lt;ms&gt; <b> </p> </details> <!-- --> [a](b) [[x]] [1] `x` **y** _z_ {: .k } "
    "{{n}} $x^2$ \\( a&amp;b a&b -30 <=5 x<T> 1… foo(...) | # > ~~ == ½ ² fi\u00adnal “so” 'a' @c \n\n > q"
).split(" ")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return environment(newsdesk.newsroom(tmp_path_factory.mktemp("templates"), ()))


@pytest.mark.parametrize("seed", range(40))
def test_words_around_a_quote_are_read_as_they_were_written_whatever_signs_they_hold(
    seed: int, tools: Environment
) -> None:
    pick = random.Random(seed)
    noise = [" ".join(pick.choices([*CODE, *LEASE.split()], k=60)) for _ in range(4)]
    text = f"{noise[0]} {LEASE} {noise[1]}"
    (item,) = evidence_file.read(
        json.dumps([{"n": 1, "source_id": "a", "url": "https://a.example/", "text": text}])
    )
    item = replace(item, before=noise[2], after=noise[3])
    start = item.text.index(LEASE) + pick.choice((0, LEASE.index(" ") + 1))
    end = item.text.index(" a paused", start)
    around = context([select(item, start, end)], item, pick.choice((QUOTE, SENTENCE)))
    parts = tools.get_template("parts.md.j2").module
    box = parts.contexts([around], 1)  # type: ignore[attr-defined]
    page = f"# A\n\nLeases take 30 seconds [1].\n\n{box}"
    assert [one for one in look(page, (item,)).findings if one.severity == "error"] == []
    mark = box.index("</mark>")
    wrong = f"{page[: page.index(box) + mark]} never{box[mark:]}"
    assert any(one.severity == "error" for one in look(wrong, (item,)).findings)


def test_findings_in_a_box_name_its_line_and_column() -> None:
    text = "# A\n\n" + BOX.replace("still believes", "never believes")
    (one,) = [found for found in look(text, pack()).findings if found.rule == "quote-altered"]
    assert text.splitlines()[one.where.line - 1][one.where.column - 1 :].startswith("of 30 seconds")


def test_a_box_that_is_never_closed_is_read_as_prose() -> None:
    assert errors("# A\n\n" + BOX.replace("</details>", "")) != []


ADVICE = 'KEY: "Find the other defects of your proposal" / (if valid) "Fix them."'


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        (ADVICE, set()),
        (ADVICE.replace('"', "“", 1).replace('" /', "” /"), set()),
        (ADVICE.partition(" / ")[0] + " [1]. Then mend what is found.", {"quote-clipped"}),
        (ADVICE.replace("if valid", "if cheap"), {"quote-clipped"}),
    ],
)
def test_a_quote_within_a_sentence_of_the_source_hides_nothing_that_the_sentence_says(
    told: str, rules: set[str]
) -> None:
    text = f"- Assistants are no replacements.\n- {ADVICE}\n- This is called criticism."
    page = f"# A\n\n{told} [1]\n"
    items = evidence_file.read(json.dumps([{"n": 1, "url": "https://a.example/", "text": text}]))
    found = {one.rule for one in look(page, items).findings if one.rule.startswith("quote-")}
    assert found == rules


@pytest.mark.parametrize(
    "text",
    [
        "1. Leases take 30 seconds [1].\n2. A token has one use [2].\n",
        "<div>\n<p>A lease of <b>30</b> seconds expires while a process is paused [1].</p>\n</div>\n",
        "A lease&#x27;s 30 seconds expire while a process is paused [1].\n",
        '<svg viewBox="0 0 360 653">\n<text>Leases</text>\n</svg>\n\nLeases take 30 seconds [1].\n',
        "| Time | Use |\n|---|---|\n| 30 seconds [1] | 45 seconds [2] |\n",
        '??? note "The same"\n\n    ```mermaid\n    flowchart LR\n      a --> b\n    ```\n',
        "[Leases and tokens](#leases) × [Retries and their cost](#retries)\n\n## Leases\n\n## Retries\n",
        "Leases take 30 seconds [1].\n\nHere leases take 30 seconds.\n",
        "Leases take 30 seconds [1].\r\n\r\n> " + LEASE + "\r\n> [1]\r\n",
        "Leases take 30 seconds.[^a] Use: 45 seconds.[^2] See also.[^r]\n\n[^a]: A, https://a.example/\n"
        "[^2]: [Source 2], p. 4\n[^r]: A remark of ours.\n",
    ],
)  # fmt: skip
def test_markup_is_no_claim(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("| Time | Use |\n|---|---|\n| 31 seconds [1] | 45 seconds [2] |\n", "number-missing"),
        (
            "<p>A lease of <b>31</b> seconds expires while a process is paused [1].</p>\n",
            "number-missing",
        ),
        ("Leases take 30 seconds.[^a]\n\n[^a]: B, https://b.example/\n", "number-missing"),
        ("Leases take 30 seconds [1].\n\nHere leases take 30 minutes.\n", "cite-missing"),
        ("[Leases take 99 seconds](https://a.example/)\n", "number-missing"),
    ],
)
def test_what_is_false_in_markup_is_found(text: str, rule: str) -> None:
    found = [name for name, _ in errors(text)]
    assert rule in found and set(found) <= {rule, "claim-ground", "claim-unsupported"}


def test_a_sentence_leans_only_on_what_cited_ones_say() -> None:
    cited = ["The resolver waits 5 seconds.", "A lease takes 30 seconds and may not be renewed."]
    assert leans("Resolver waits 5 seconds, lease takes 30 seconds.", cited)
    assert not leans("Resolver waits 30 seconds.", cited)
    assert not leans("The resolver never waits.", cited)
    assert not leans("", cited)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("A, 3 May 2026", []),
        ("A, May 3, 2026", []),
        ("A (2026-05-03)", []),
        ("A, 4 May 2026", ["4 May 2026"]),
        ("A, [3](https://a.example/2024-01-01/x)", []),
        ("A, 7 Mammoths 2026", []),
    ],
)
def test_the_day_under_a_quote_is_its_sources(line: str, wrong: list[str]) -> None:
    (one, _) = pack(published="2026-05-03T09:00:00+00:00")
    assert [day for _, day in wrong_days(line, [one])] == wrong


def test_a_source_without_a_day_is_not_held_to_one() -> None:
    assert list(wrong_days("A, 4 May 2026", pack()[:1])) == []


SOUND_BRIEF = (
    "---\nformat: brief\n---\n\n# Today\n\nLeases take 30 seconds [1].\n\n## Leases\n\n"
    f"> {LEASE}\n> [1]\n\n## Tokens\n\nA token has one use [2].\n\n"
    '```mermaid\nflowchart LR\n  a["Lease [1]"] -->|ends [1]| b["Token [2]"]\n```\n\n'
    "## One action\n\nMeasure the lease today [1].\n\n## Sources\n"
)


@pytest.mark.parametrize(
    ("old", "new", "rule", "match"),
    [
        ("Leases take 30 seconds [1].\n", "", "structure-part", "lede"),
        ("## Tokens\n", "", "structure-part", "subjects"),
        ("> ", "", "structure-part", "quote"),
        ("## One action", "## More tokens", "structure-part", "action"),
        ("format: brief", "format: breif", "structure-part", "breif"),
        ("-->|ends [1]| b", "-->|ends [1]| b -->|and| c", "structure-mermaid", ">|and|"),
        (' [1]\"] -->|ends [1]| b[\"Token [2]\"]', '\"] -->|ends| b[\"Token\"]', "structure-mermaid", ""),
    ],
)  # fmt: skip
def test_a_brief_in_markdown_has_its_parts(old: str, new: str, rule: str, match: str) -> None:
    three = (*pack(), *evidence_file.read('[{"n": 3, "source_id": "c", "text": "Nothing."}]'))
    found = {(one.rule, one.match) for one in look(SOUND_BRIEF, three).findings}
    assert not {one for one in found if one[0].startswith("structure")}
    assert old in SOUND_BRIEF
    found = {(one.rule, one.match) for one in look(SOUND_BRIEF.replace(old, new), three).findings}
    assert (rule, match) in found


@pytest.mark.parametrize(
    "text",
    [
        '<details class="context">\n' * 3_000,
        '<details class="context">\n' + "<p>x " * 20_000 + "\n</details>\n",
        '<details class="context"></details>\n',
        "<svg>\n" * 3_000,
        "    ```x\n" * 3_000,
        "[^" * 5_000,
        "[" * 5_000 + "]" * 5_000,
        "| 5 [1] " * 2_000,
    ],
)
def test_strange_markup_is_bounded_and_never_a_crash(text: str) -> None:
    assert 0 <= look(text, pack()).score <= 100


def test_what_a_check_reads_of_a_source_survives_its_publication() -> None:
    told = replace(
        newsdesk.evidence("2026-11-20").items[0],
        **{
            one.name: "x y"
            for one in fields(EvidenceItem)
            if one.type == "str" and one.name != "url"
        },
        url="https://example.org/a", also_at=("https://example.org/b",), headings=("Top",),
        home=True, quote_limit=30, quote_words=12, published="2026-11-20T06:00:00+00:00",
    )  # fmt: skip
    (read,) = evidence_file.read(json.dumps([item_data(told)]))
    inner = {"question", "story", "part", "head"}  # how it was chosen, and what a writer saw of it
    unread = evidence_file.MADE - {"n", "text", "source_id"} | inner
    lost = {
        one.name for one in fields(EvidenceItem)
        if one.name not in unread and getattr(read, one.name) != getattr(told, one.name)
    }  # fmt: skip
    assert lost == set()


def test_a_lead_in_and_sentences_that_a_reader_joins_are_vouched_for() -> None:
    day = "2026-11-20"
    one = newsdesk.brief(day)
    told = one.draft.sections[0].sentences[0]
    texts = ("Tide notes, 8 July:", "The project releases tide 3.7.0, a store and core component.",
             "v3.7 ships the range stream.")  # fmt: skip
    section = replace(
        one.draft.sections[0], sentences=tuple(replace(told, text=text) for text in texts)
    )
    known = told_by(replace(one, draft=replace(one.draft, sections=(section,))))
    assert known[fold(" ".join(texts)).norms] == frozenset(told.cites)


def test_a_lead_in_adds_no_source_to_what_it_leads_in() -> None:
    one = newsdesk.brief("2026-11-20")
    told = one.draft.sections[0].sentences[0]
    led = replace(told, text="Tide notes, 8 July:", kind="computed", origin="computed", cites=(9,))
    said = replace(told, text="The store of tide keeps one lease.", cites=(8,))
    section = replace(one.draft.sections[0], sentences=(led, said))
    known = told_by(replace(one, draft=replace(one.draft, sections=(section,))))
    joined = fold(f"{led.text} {said.text}", "plain").norms
    assert known[joined] == frozenset({8})
