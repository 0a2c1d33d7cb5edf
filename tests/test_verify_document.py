"""Any cited Markdown: places, citation styles, quotes, form, mending, golden cases."""

from __future__ import annotations

import html
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.records import Edge, EvidenceItem, Finding, Graph, Node, evidence_file
from pipeline.records.source_map import locator
from pipeline.text.folding import fold
from pipeline.verify import report
from pipeline.verify.markdown import marks, parse
from pipeline.verify.markdown.document import Verified, mend, verify_markdown
from pipeline.verify.markdown.examination import Terms
from pipeline.verify.markdown.mermaid import faults
from pipeline.verify.markdown.vouching import told_by
from pipeline.verify.phrases import style
from tests import newsdesk

GOLDEN = Path(__file__).parent / "golden" / "verify"
RULES = style.load(Path("none"))
LEASE = "A lease of 30 seconds expires while a paused process still believes in it."
TOKEN = "Rotation limits a stolen refresh token to one use within 45 seconds, Ada said."


def pack() -> tuple[EvidenceItem, ...]:
    rows = [
        {"n": 1, "source_id": "a", "title": "A", "url": "https://a.example/", "text": LEASE},
        {"n": 2, "source_id": "b", "title": "B", "url": "https://b.example/", "text": TOKEN},
        {"n": 3, "source_id": "c", "title": "C", "url": "https://c.example/", "text": "Nothing."},
    ]
    return evidence_file.read(json.dumps(rows))


def look(text: str, items: tuple[EvidenceItem, ...] | None = None) -> Verified:
    return verify_markdown(text, pack() if items is None else items, RULES, Terms("post.md"))


def rules(text: str) -> list[str]:
    return [one.rule for one in look(text).findings]


@pytest.mark.parametrize(
    "mark",
    ["[Source 1]", "[source 1]", "[1]", "[^1]", "(source 1)", "(Source 1)", "[Sources 1, 2]",
     "[1, 2]", "[1][2]", "[[1]](https://a.example/)", "<sup>1</sup>", "[Source 1](#source-1)",
     "[1, p. 4]", "[Source 1, pp. 3–4]", "[1, § 2.1]", "[1, fig. 3]", "[@a]", "[@a, p. 4]", "[see @a; @b]",
     "[-@A]", "[@{a}]", "(see [A](https://a.example/))", "(see [A](https://a.example/ 'T'))", "([A](https://www.a.example#top))",
     "<https://a.example/>", "(https://a.example/)", "https://www.a.example", "https://a.example/?utm_source=mail",
     "(Source: A)", "(via: a)", "[[a]]", "[[a|the notes]]", "{cite}`a`", "{cite:p}`a, b`", r"\cite{a}", r"\citep[p. 4]{a}",
     '{{< cite "a" >}}', "(@a)"],
)  # fmt: skip
def test_the_common_citation_styles_are_read(mark: str) -> None:
    assert rules(f"A lease of 30 seconds ends while a process is paused {mark}.\n") == []
    assert "number-missing" in rules(f"A lease of 31 seconds ends while it is paused {mark}.\n")


def test_raised_digits_cite_and_powers_do_not() -> None:
    assert rules("A lease of 30 seconds ends while a process is paused.¹\n") == []
    assert "number-missing" in rules("A lease of 31 seconds ends while it is paused¹.\n")
    assert "cite-unknown" in rules("A lease of 30 seconds ends while it is paused⁷.\n")
    assert "cite-unknown" not in rules("A lease of 30 seconds covers m² of a page here [1].\n")


def test_digits_between_carets_cite_behind_a_word_and_are_a_power_behind_a_letter() -> None:
    assert rules("A lease of 30 seconds ends while a process is paused^1^.\n") == []
    assert "number-missing" in rules("A lease of 31 seconds ends while it is paused.^1^\n")
    assert "cite-unknown" not in rules("A lease of 30 seconds covers x^9^ of a page here [1].\n")


def test_a_source_named_in_a_sentence_of_its_own_is_that_of_the_sentence_before() -> None:
    assert (
        rules("A lease of 30 seconds ends while a process is paused. Source: https://a.example/\n")
        == []
    )
    assert "number-missing" in rules(
        "A lease of 31 seconds ends while it is paused. Via <https://a.example/>.\n"
    )


def test_a_name_the_evidence_lacks_is_no_citation_but_a_mention() -> None:
    for said in ("(@ada)", "[[Ada]]", "(Source: Ada Weekly)"):
        found = rules(f"A lease of 30 seconds ends while a process is paused {said}.\n")
        assert "cite-missing" in found and "cite-unknown" not in found


def test_an_address_in_code_is_no_citation() -> None:
    assert "cite-missing" in rules(
        "A lease of 30 seconds ends with `curl https://a.example/` here.\n"
    )


def test_a_footnote_that_links_to_a_source_cites_it_whatever_signs_its_address_has() -> None:
    url = "https://a.example/lease_(lock)"
    items = (replace(pack()[0], url=url), *pack()[1:])
    said = "A lease of 31 seconds ends while it is paused.[^lease]\n\n[^lease]: "
    for note in (f"See [A]({url}).", f"<{url}>", f"[Their notes]({url}?utm_source=mail), May."):
        assert "number-missing" in [one.rule for one in look(said + note, items).findings], note
    assert "number-missing" not in [one.rule for one in look(said + "`a/b`", items).findings]


def test_a_key_the_evidence_does_not_have_is_unknown() -> None:
    assert "cite-unknown" in rules("A lease of 30 seconds ends while it is paused [@nobody].\n")


def test_a_quote_that_links_to_its_own_source_is_that_sources_quote() -> None:
    assert rules(f"> [{LEASE}](https://a.example/)\n") == []
    assert "quote-altered" in rules(
        "> [A lease of 90 seconds expires while a paused process still believes in it.](https://a.example/)\n"
    )


def test_a_mark_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    text = "Leases take 30 seconds. [Source {}] One use is allowed within 45 seconds. [Source {}]\n"
    assert "number-missing" not in rules(text.format(1, 2))
    assert rules(text.format(2, 1)).count("number-missing") == 2


def test_findings_name_line_and_column_in_the_authors_file() -> None:
    text = "---\ntitle: x\n---\n\n# Été\n\nUn été.\n\nThe lease of 99 seconds ends here [1].\n"
    (one,) = [found for found in look(text).findings if found.rule == "number-missing"]
    assert (one.where.file, one.where.line, one.where.column) == ("post.md", 9, 14)
    assert text.splitlines()[8][13:15] == "99"


def test_citations_unknown_malformed_and_twice_are_found() -> None:
    found = rules("A lease of 30 seconds ends for a process [7] and again [Source X] [1] [1].\n")
    assert {"cite-unknown", "cite-malformed", "cite-twice"} <= set(found)


def test_a_figure_without_a_source_is_an_error_and_other_sentences_a_warning() -> None:
    found = look("There were 17 incidents. Nobody knows why that was so.\n").findings
    assert [one.severity for one in found if one.rule == "cite-missing"] == ["error", "warning"]


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        (f"> {LEASE}\n>\n> — A, [Source 1]\n", None),
        (f"> {LEASE} [1]\n", None),
        (f"> {LEASE}\n>\n> [On leases](https://a.example/#:~:text=A%20lease), A, 3 May [Source 1]\n", None),
        (f"> {LEASE}\n\n— A [Source 1]\n", None),
        (f"> > {LEASE}\n\n[Source 1]\n", None),
        (f"> {LEASE}\n", "quote-uncited"),
        ("> A lease of 60 seconds expires while a paused process still believes in it. [1]\n", "quote-altered"),
        (f"> {LEASE} [2]\n", "quote-misattributed"),
        ("> Whole fleets were migrated by nine vendors in a single night. [1]\n", "quote-not-found"),
        ("> A lease of 30 seconds [1] expires while a paused process still believes in it. [1]\n", "quote-cites"),
        ('Ada said "one use within 54 seconds at most" [2].\n', "quote-not-found"),
        ('Ada said "limits a stolen refresh token to one use within 45 seconds" [2].\n', None),
    ],
)  # fmt: skip
def test_quotations_are_held_against_the_source_they_cite(quote: str, rule: str | None) -> None:
    found = [one for one in rules(quote) if one.startswith("quote")]
    assert found == ([rule] if rule else [])


def test_mending_prints_the_source_and_mended_text_needs_no_more_mending() -> None:
    text = (
        "# Leases 🚀\n\n> A lease of 60 seconds expires while a paused process still believes in "
        "it. [1]\n\nA lease of 30 seconds ends for a paused process [1] [1].\n"
    )
    mended = mend(text, look(text).edits)
    assert f"> {LEASE} [1]" in mended
    assert "# Leases\n" in mended
    assert mended.endswith("process [1].\n")
    assert look(mended).edits == ()
    assert mend(mended, look(mended).edits) == mended
    assert look(mended) == look(mended)


def test_code_comments_tables_and_sources_are_no_claims() -> None:
    text = (
        "Paused processes outlive leases of 30 seconds [1].\n\n```\nx = 99  # [Source 9]\n```\n\n"
        "<!-- 99 [Source 9] -->\n\nUse `[Source 9]` there.\n\n## Sources\n\n1. 99 of A\n"
    )
    assert [one for one in rules(text) if one != "cite-missing"] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("# A\n\n### B\n", "structure-heading"),
        ("##  \n\n## x\n", "structure-heading"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "structure-table"),
        ("| a | b |\n| 1 | 2 |\n", "structure-table"),
        ("```python\nx = 1\n", "structure-code"),
        ("```mermaid\nflowchart LR\n  a --> b\n  a -->\n```\n", "structure-mermaid"),
        ("```mermaid\nflowchart\n  a --> b\n```\n", "structure-mermaid"),
        ("# A\n\n[x](#nowhere)\n", "structure-link"),
        ("# A\n\n[x]()\n", "structure-link"),
        ("---\ndate: 2026-02-31\n---\n\n# A\n", "structure-date"),
        ("As an AI language model I am sure.\n", "model-talk"),
        ("Wait, actually that is wrong.\n", "debris"),
        ("Keep exploring!\n", "footer"),
    ],
)
def test_the_form_of_a_file_is_checked(text: str, rule: str) -> None:
    assert rule in rules(text)


def test_a_sound_mermaid_block_has_no_faults() -> None:
    block = (
        "```mermaid\nflowchart LR\n  accTitle: Leases\n  accDescr: How a lease ends\n"
        '  a["Lease [Source 1]"] -->|ends| b("Store [2]")\n  b -.-> a\n  c{"x [3]"} --- a & b\n'
        "  subgraph s\n  end\n  classDef k fill:#fff\n```"
    )
    assert list(faults(block)) == []
    assert list(faults("```mermaid\nsequenceDiagram\n  A->>B: hi\n```")) == []


def test_findings_print_as_text_annotations_and_sarif() -> None:
    found = look("The lease of 99 seconds, 5% of it, ends here [1].\n").findings
    assert "post.md:1:14: error: 99 does not stand in source 1." in report.text(found)
    assert "::error file=post.md,line=1,col=14,title=number-missing::99" in report.github(found)
    log = report.sarif(tuple(one for one in found if one.match == "99"))
    run = log["runs"][0]
    result = run["results"][0]
    assert log["version"] == "2.1.0"
    assert (
        run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        == result["ruleId"]
        == "number-missing"
    )
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 14, "endColumn": 16}


def test_annotations_escape_what_github_would_read() -> None:
    from pipeline.records import Where

    one = Finding("r", "info", Where(file="a,b:c.md", line=2, column=3), "m", "50%\nof it")
    line = report.github((one,))
    assert line == "::notice file=a%2Cb%3Ac.md,line=2,col=3,title=r::50%25%0Aof it"


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden_files_have_exactly_these_findings(case: str) -> None:
    folder = GOLDEN / case
    items = evidence_file.read((folder / "evidence.json").read_bytes())
    verified = verify_markdown(
        (folder / "post.md").read_text("utf-8"), items, RULES, Terms("post.md")
    )
    text = report.text(verified.findings) + f"\nscore {verified.score}\n"
    if os.environ.get("DATELINE_GOLDEN"):
        (folder / "expected.txt").write_text(text, "utf-8")
    assert text == (folder / "expected.txt").read_text("utf-8")


def test_strange_files_are_bounded_and_never_a_crash() -> None:
    many = " ".join(f"[{n}]" for n in range(10_000))
    for text in (
        "", "\n", "---\n", ">", "> > > x", "|", "```", "# ", "[^1]:", many + "\n", "> " + many,
        "مرحبا بالعالم [1].\n", "日本語の文です。[1]\n", "<div>\n\n> <b>x</b>\n\n</div>\n",
        "\u202eabc [1]\n", "a" * 50_000, "- " * 5_000, "“" * 2_000, "[" * 2_000,
    ):  # fmt: skip
        found = look(text)
        assert 0 <= found.score <= 100
        assert look(text, items=()).findings is not None


def test_blocks_keep_their_offsets() -> None:
    text = "---\na: 1\n---\n# T\n\nOne\ntwo [1].\n\n- item\n\n> q\n> — B [2]\n\n[^1]: note\n"
    parsed = parse.parse(text)
    assert [(one.kind, parsed.of(one)) for one in parsed.blocks] == [
        ("heading", "T"), ("paragraph", "One\ntwo [1]."), ("item", "- item"), ("quote", "> q"),
        ("attribution", "> — B [2]"), ("note", "[^1]: note"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["draft.", "draft.a[7].b", "$.x[", "draft.$[x]", "[", ""])
def test_a_path_that_stands_nowhere_is_answered_with_its_nearest_parent(path: str) -> None:
    locate = locator('{\n "draft": {"a": [1]}}')
    assert locate(path) in {(1, 1), (2, 11), (2, 17)}


@pytest.mark.parametrize(
    "text",
    [
        f"# Leases\n\n{LEASE} [[Source 1]](#source-1){{ .cite #c1-1 }}\n",
        f"# Leases\n\n{LEASE} [[Source 1]](#source-1){{ .cite #c1-1 }}\n{{: .lede }}\n",
    ],
)
def test_attribute_lists_of_a_page_are_no_words_of_a_claim(text: str) -> None:
    plain = rules(f"# Leases\n\n{LEASE} [Source 1]\n")
    assert rules(text) == plain


def test_words_between_braces_are_still_read() -> None:
    text = f"{LEASE} [[Source 1]](#source-1){{ .cite Sales grew 40 percent }}\n"
    (mark,) = marks.marks(text, 0, len(text))
    assert "Sales" not in text[mark.start : mark.end]
    blocks = parse.parse("Leases expire.\n{: .lede Sales grew 40 percent }\n").blocks
    assert [block.kind for block in blocks] == ["paragraph"]
    assert blocks[0].end > len("Leases expire.\n{: .lede Sales")
    spread = "Leases expire.\n{: .lede\n.grew }"
    assert parse.parse(spread).blocks[0].end == len(spread)


STRANGER = "The proxy retries each request if it is idempotent. Deletes do not reach the replicas. A run takes up to 9 minutes on Ferrin."
TOLD_FALSELY = [
    "The proxy retries every request, idempotent or not [Source 1].",
    "Deletes reach the replicas [Source 1].",
    "A run takes up to 12 minutes on Ferrin [Source 1].",
    "A run takes up to 9 minutes on Gannet [Source 1].",
    "Seven banks gave the product up after a scandal [Source 1].",
]
TOLD_TRULY = [
    "Provided it is idempotent, each request is retried by the proxy [Source 1].",
    "Deletes never reach the replicas [Source 1].",
    "On Ferrin a run needs at most 9 minutes [Source 1].",
]


@pytest.mark.parametrize("said", TOLD_FALSELY)
def test_a_strangers_sentence_that_its_source_does_not_bear_fails(said: str) -> None:
    items = evidence_file.read(json.dumps([{"n": 1, "text": STRANGER}]).encode())
    verified = verify_markdown(f"# A note\n\n{said}\n", items, RULES)
    assert [one for one in verified.findings if one.severity == "error"], said


@pytest.mark.parametrize("said", TOLD_TRULY)
def test_a_strangers_faithful_sentence_passes(said: str) -> None:
    items = evidence_file.read(json.dumps([{"n": 1, "text": STRANGER}]).encode())
    verified = verify_markdown(f"# A note\n\n{said}\n", items, RULES)
    assert [one for one in verified.findings if one.severity == "error"] == []


def test_what_the_record_says_is_known_on_its_page_where_it_names_a_type_of_code() -> None:
    said = "kestrel (Kestrel advisories, 7 May): The path of Queue<T> took the default key for any key."
    stands = fold(said).norms
    text = f"# Kestrel\n\n{html.escape(said)} [Source 3]\n"
    told = Terms("briefs/2026-05-10.md", vouched={stands: frozenset({3})})
    found = verify_markdown(text, pack(), RULES, told).findings
    assert not [one for one in found if one.rule.startswith("claim")]


@pytest.mark.parametrize(
    "label", ["*Our inference:* ", "**Our advice:** ", "_Our inference:_ ", ""]
)
def test_a_conclusion_behind_a_fact_is_a_sentence_of_its_own(label: str) -> None:
    fact = "A lease outlives the pause of its process, if nobody renews it."
    conclusion = "Such a lease may be held by nobody at all."
    said = [fold(one).norms for one in (fact, conclusion)]
    told = Terms("briefs/2026-05-10.md", vouched=dict.fromkeys(said, frozenset({1})))
    text = f"# Leases\n\n{fact} [Source 1] {label}{conclusion} [Source 1]\n"
    found = verify_markdown(text, pack(), RULES, told)
    assert found.findings == () and found.sentences == 2


def test_a_record_answers_for_the_edges_of_its_graph_as_the_page_lists_them() -> None:
    graph = Graph(
        "Leases", "What acts on what.",
        (Node("a", "paused process", "x", (1,)), Node("b", "lease of 95 seconds that no server ever gave", "x", (1,))),
        (Edge("a", "b", "believes in", (1,)),),
    )  # fmt: skip
    brief = newsdesk.brief("2026-11-20")
    brief = replace(brief, draft=replace(brief.draft, graph=graph))
    text = "# Leases\n\n1. **paused process** believes in **lease of 95 seconds that no server ever gave** [Source 1]\n"
    told = Terms("briefs/2026-11-20.md", vouched=told_by(brief))
    assert [one.rule for one in look(text).findings] != []
    assert not [
        one for one in verify_markdown(text, pack(), RULES, told).findings if "claim" in one.rule
    ]
