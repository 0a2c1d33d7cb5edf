"""Bad input, through to the built site: it shows as the words it is, or is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from lxml import html
from test_verify_document import look

from pipeline import publish
from pipeline.audit import audit
from pipeline.errors import RecordError
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom
from pipeline.records import Brief, Evidence, Quote, evidence_file
from pipeline.render import render_all
from pipeline.verify.page_words import altered

WORDS = {
    "2026-11-11": "A **bold** _claim_ with `code`, [a link](javascript:alert(1)) and ![](x.png) in it.",
    "2026-11-12": "<script>alert(1)</script> and <img src=x onerror=alert(1)> are &lt;words&gt; here, ?id=<any id> and Vec<u8> too.",
    "2026-11-13": "```mermaid graph TD; A-->B; click A javascript:alert(1) ``` end %%{init: {}}%% x",
    "2026-11-14": "| a | b | # not a heading {: .lede } {#id} > nor a quote ]]> --> --- *** [^1]: [[x]]",
    "2026-11-15": "اقتباس من اليمين إلى اليسار مع {{ braces }} و {% tags %} و [Source 9] فيه.",
}
TITLES = (
    "Brackets ] and ) and ( and [",
    "<script>alert(1)</script> & co",
    "عنوان من اليمين إلى اليسار",
    "long " * 60,
    "{{ config }} {% raw %} `x` *y* | z",
)


def difficult(day: str, words: str) -> tuple[Brief, Evidence]:
    """A brief whose first quote holds these words, and whose fifth source has no honest address."""
    pack, brief = newsdesk.evidence(day), newsdesk.brief(day)
    first = replace(pack.items[0], text=f"{pack.items[0].text} {words} The end.", title=words[:60])
    fifth = replace(pack.items[4], url="javascript:alert(document.domain)")
    start = first.text.index(words)
    quote = Quote(1, start, start + len(words), words)
    section = replace(brief.draft.sections[0], quote=quote, headline=words[:70])
    sections = (section, *brief.draft.sections[1:])
    items = (first, *pack.items[1:4], fifth, *pack.items[5:])
    return replace(brief, draft=replace(brief.draft, sections=sections)), replace(pack, items=items)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    root = tmp_path_factory.mktemp("difficult")
    made = newsdesk.newsroom(root, ())
    for day, words in WORDS.items():
        newsdesk.keep(root, *difficult(day, words))
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    for at, title in enumerate(TITLES):
        (posts / f"post-{at}.md").write_text(
            f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: 2026-11-0{at + 1}\ntags: [a&b, '<b>']\n---\n\nText.\n"
        )
    render_all(made)
    publish.build_site(made, audit=audit)
    yield made


def text_of(one: html.HtmlElement) -> str:
    """The words of an element; a space of no width keeps some from being read as markup."""
    return " ".join(one.text_content().replace("\u200b", "").split())


@pytest.mark.parametrize("day", WORDS)
def test_a_quote_shows_as_the_words_it_is(room: Newsroom, day: str) -> None:
    tree = html.document_fromstring((room.site / f"briefs/{day}/index.html").read_bytes())
    shown = [text_of(one) for one in tree.xpath("//blockquote/p[1]")]
    assert WORDS[day] in shown and WORDS[day] in [text_of(one) for one in tree.xpath("//mark")]
    assert not tree.xpath("//article//script | //article//img | //article//*[@onerror]")


@pytest.mark.parametrize("day", WORDS)
def test_a_page_of_difficult_words_still_shows_its_record(room: Newsroom, day: str) -> None:
    page = (room.site / f"briefs/{day}/index.html").read_bytes()
    assert altered(page, briefs.read_brief(room, day), day) == ()


@pytest.mark.parametrize("day", sorted(WORDS)[:4])  # the fifth holds a citation of its own
def test_a_quote_of_difficult_words_is_its_sources_in_the_twin(room: Newsroom, day: str) -> None:
    items = evidence_file.read((room.site / f"api/evidence/{day}.json").read_bytes())
    found = look((room.site / f"briefs/{day}/index.md").read_text("utf-8"), items).findings
    assert [
        one for one in found if one.rule.startswith("quote") and one.match[:9] in WORDS[day]
    ] == []


@pytest.mark.parametrize("day", WORDS)
def test_an_address_that_runs_is_no_link_in_any_form(room: Newsroom, day: str) -> None:
    tree = html.document_fromstring((room.site / f"briefs/{day}/index.html").read_bytes())
    assert not [one for one in tree.xpath("//@href") if str(one).lower().startswith("javascript")]
    twin = (room.site / f"briefs/{day}/index.md").read_text("utf-8")
    assert "document.domain" not in twin and not re.search(r"(?<!\\)\]\(javascript", twin)
    brief = json.loads((room.site / f"api/briefs/{day}.json").read_bytes())
    assert "document.domain" not in json.dumps(brief)
    items = json.loads((room.site / f"api/evidence/{day}.json").read_bytes())
    assert "document.domain" not in json.dumps(items)


@pytest.mark.parametrize("at", range(len(TITLES)))
def test_a_title_shows_as_the_words_it_is_on_the_page_and_in_lists(room: Newsroom, at: int) -> None:
    wanted = " ".join(TITLES[at].split())  # the front page has no room for the oldest
    for path, query in ((f"posts/post-{at}/", "//h1"), ("posts/", "//article//a"), ("", "//section//a"))[: 3 if at else 2]:  # fmt: skip
        tree = html.document_fromstring((room.site / path / "index.html").read_bytes())
        assert wanted in [" ".join(one.text_content().split()) for one in tree.xpath(query)], path


def test_two_pages_of_one_address_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    room = newsdesk.newsroom(tmp_path, ())
    posts = tmp_path / "content" / "posts"
    (posts / "one").mkdir(parents=True)
    for path in (posts / "one.md", posts / "one" / "index.md"):
        path.write_text("---\ntitle: One\ndate: 2026-11-01\n---\n\nText.\n")
    with pytest.raises(RecordError, match=r"same address|one folder"):
        render_all(room)
