"""Drafting posts from a corpus and checking what people write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import chunk, cli, ingest
from pipeline.compose import posts
from pipeline.compose.assignment import Commission
from pipeline.errors import ConfigError, RecordError, WriterError
from pipeline.newsroom.library import Library
from pipeline.pages.formats import FORMATS, UNWRITTEN
from pipeline.records import EvidenceItem
from pipeline.text import topics
from pipeline.verify.markdown.document import verify_markdown
from pipeline.verify.phrases.style import load
from tests import writing
from tests.extracts import item
from tests.messages_server import Server

DRAFTED = sorted(name for name, one in FORMATS.items() if one.drafted)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom whose corpus is the gold articles, a folder for each publisher."""
    root = tmp_path_factory.mktemp("newsroom")
    rows = json.loads((writing.HERE / "gold" / "articles.json").read_text("utf-8"))
    sources = {}
    for row in rows:
        source = row["publisher"].lower().replace(" ", "-")
        sources.setdefault(source, (row["publisher"], set()))[1].add(row["domain"])
        path = root / "corpus" / source / f"{row['id']}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        front = f"---\ntitle: {json.dumps(row['title'])}\ndate: {row['published']}\n---\n\n"
        path.write_text(f"{front}# {row['title']}\n\n{row['text']}\n", "utf-8")
    writing.newsroom(root)
    (root / "briefs" / "sources.toml").write_text(
        'base = "corpus"\n' + "".join(
            f'[[sources]]\nid = "{id_}"\ntitle = "{title}"\nkind = "folder"\nlocation = "{id_}"\n'
            f"domains = {json.dumps(sorted(domains))}\nhomepage = \"https://{id_}.example/\"\n"
            for id_, (title, domains) in sources.items()
        ), "utf-8",
    )  # fmt: skip
    from pipeline.newsroom.config import open_newsroom

    room = open_newsroom(root)
    with Library.open(room.state / "library.db") as library:
        intake = ingest.Intake(room.sources, room.desk, chunk.passages)
        ingest.ingest(intake, library, writing.world({}), folder=room.state)
    return root


def run(
    root: Path, *words: str, env: dict[str, str] | None = None
) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(
        cli.dateline, ["post", *words, "--root", str(root), "--json"], env=env,
        standalone_mode=False,
    )  # fmt: skip
    if result.exception:
        raise result.exception
    return int(result.return_value or 0), json.loads(result.stdout)


@pytest.mark.parametrize("form", DRAFTED)
def test_a_post_without_a_model_quotes_and_would_pass_its_own_gate(root: Path, form: str) -> None:
    code, told = run(root, "new", form, "what changed the median time")
    assert (code, told["publishable"]) == (0, True)
    text = Path(str(told["path"])).read_text("utf-8")
    assert f"format: {form}" in text and "writer: extractive" in text and "[Source 1]" in text


@pytest.mark.parametrize("form", DRAFTED)
def test_a_post_by_a_model_has_the_parts_of_its_format(
    root: Path, server: Server, form: str
) -> None:
    code, told = run(
        root, "new", form, "what changed the median time", "--writer", "claude", env=server.environ
    )
    text = Path(str(told["path"])).read_text("utf-8")
    assert code == 0, told["findings"]
    assert all(f"## {part.name}" in text for part in FORMATS[form].parts)
    assert ("| --- |" in text) == bool(FORMATS[form].table)
    rows = (root / "briefs" / "ledger.jsonl").read_text("utf-8")
    assert '"consumer":"post:post"' in rows


def test_a_draft_is_never_written_over(root: Path) -> None:
    first = run(root, "new", "pattern", "leases")[1]["path"]
    Path(str(first)).write_text("a person's work", "utf-8")
    second = run(root, "new", "pattern", "leases")[1]["path"]
    assert second != first
    assert Path(str(first)).read_text("utf-8") == "a person's work"


def test_a_topic_the_corpus_knows_nothing_of_is_one_clear_error(root: Path) -> None:
    with pytest.raises(WriterError, match="no good evidence") as caught:
        run(root, "new", "pattern", "zzyzx", "quuxification")
    assert caught.value.hint


def test_check_passes_a_true_post_and_refuses_an_altered_quote(root: Path) -> None:
    path = Path(
        str(run(root, "new", "pattern", "what changed the median time of requests")[1]["path"])
    )
    assert run(root, "check", str(path))[0] == 0
    text = path.read_text("utf-8")
    quote = next(line for line in text.splitlines() if line.startswith("> "))
    words = quote.split()
    changed = quote.replace(words[3], "hardly", 1).replace(words[4], "ever", 1)
    path.write_text(text.replace(quote, changed), "utf-8")
    code, told = run(root, "check", str(path))
    assert code == 1 and not told["publishable"]


def test_check_without_sources_says_where_they_should_be(root: Path) -> None:
    path = root / "alone.md"
    path.write_text("# Alone\n\nA sentence [Source 1].\n", "utf-8")
    with pytest.raises(RecordError) as caught:
        run(root, "check", str(path))
    assert caught.value.where.endswith("alone.evidence.json")


def test_a_part_nothing_fits_says_that_a_person_must_write_it() -> None:
    items = writing.evidence("kv-pages").items
    only = items[0].__class__(
        **{**_fields(items[0]), "text": "Numbers went up in the second week of the whole test."}
    )
    text = posts.markdown(posts.quoted("pattern", "x", (only,), writing.DAY), (only,))
    assert UNWRITTEN in text
    found = verify_markdown(text, (only,), load(writing.HERE.parent / "templates" / "styles"))
    assert "Nobody has written this part yet." in {one.message for one in found.findings}
    assert not found.publishable


def test_a_source_without_an_address_is_listed_without_a_link() -> None:
    item = writing.evidence("kv-pages").items[0]
    bare = item.__class__(**{**_fields(item), "url": ""})
    text = posts.markdown(posts.quoted("versus", "x", (bare,), writing.DAY), (bare,))
    assert f"1. {item.source_title}: {item.title}\n" in text


def test_a_pipe_or_bracket_in_a_title_does_not_break_the_page() -> None:
    item = writing.evidence("kv-pages").items[0]
    odd = item.__class__(**{**_fields(item), "title": "a | b ] c [ d"})
    text = posts.markdown(posts.quoted("versus", "x", (odd,), writing.DAY), (odd,))
    found = verify_markdown(text, (odd,), load(writing.HERE.parent / "templates" / "styles"))
    assert not [one for one in found.findings if one.rule in ("structure-table", "structure-link")]


def _fields(item: object) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}  # type: ignore[attr-defined]


def about(n: int, title: str, text: str) -> EvidenceItem:
    fields = {**_fields(writing.evidence("kv-pages").items[0]), "n": n, "source_id": f"s{n}"}
    return EvidenceItem(**{**fields, "title": title, "text": text, "headings": ()})  # type: ignore[arg-type]


HEDGES = about(
    1, "Hedged requests", "A hedged request should be sent again only when the first is late."
)
RETRIES = about(
    2, "Retries", "Retries should be kept within a budget because they multiply the load."
)
SOUP = about(
    3, "Soup", "A soup should simmer slowly because boiling makes the broth cloudy at once."
)


def test_both_sides_of_a_versus_come_from_sources_about_the_two_things() -> None:
    made = posts.quoted(
        "versus", "hedged requests or retries", (SOUP, HEDGES, RETRIES), "2026-11-20"
    )
    assert {quote.n for part in made.parts for quote in part.quotes} == {1, 2}
    assert {row.cites for row in made.rows} == {(1,), (2,)}


def test_a_versus_of_something_no_source_speaks_of_is_refused() -> None:
    with pytest.raises(WriterError, match="no source of the corpus speaks of 'gardening'"):
        posts.quoted("versus", "retries versus gardening", (HEDGES, RETRIES), "2026-11-20")


def test_a_pattern_quotes_sources_of_its_one_subject() -> None:
    made = posts.quoted("pattern", "hedged requests", (SOUP, HEDGES, RETRIES), "2026-11-20")
    assert {quote.n for part in made.parts for quote in part.quotes} == {1}


def test_a_heap_of_unrelated_quotes_does_not_pass_the_gate() -> None:
    items = (HEDGES, RETRIES, SOUP)
    lines = [f"> {one.text} [Source {one.n}]\n" for one in items]
    head = "---\ntitle: Soup\nformat: pattern\ntopic: soup\n---\n\n# Soup\n\n## Problem\n\n"
    found = verify_markdown(
        head + "\n".join(lines), items, load(writing.HERE.parent / "templates" / "styles")
    )
    assert "structure-subject" in {one.rule for one in found.findings}


def test_an_unknown_format_names_the_ones_there_are(tmp_path: Path) -> None:
    room = writing.newsroom(tmp_path)
    with pytest.raises(ConfigError) as caught:
        posts.draft(
            Commission("poem", "x", (), writing.DAY), writer="extractive",
            world=writing.world({}), room=room, check=lambda text: (),
        )  # fmt: skip
    assert "pattern" in caught.value.hint


def test_a_document_that_has_one_word_of_a_name_is_not_about_it() -> None:
    assert not topics.about("retry budgets", "If undefined, the operator defaults to one budget.")
    assert topics.about("retry budgets", "A budget of the client limits how often it may retry.")
    assert topics.about("what changed the median time", "The median of a request, in time")


def test_a_draft_on_a_name_quotes_no_item_of_a_list_and_nothing_on_something_else() -> None:
    text = (
        "Retry budgets limit the calls of a client to a tenth of its requests, when a server is slow. "
        "The committee met in the spring and wrote a report on the spending of its members.\n\n"
        "- Retry budgets of a client should be set before its limits are raised on a server."
    )
    spending = "The budget of the agency was 200 million dollars when the report on it was written."
    given = [item(1, text, "On clients", domain="career", story="")]
    given.append(item(2, spending, "Money", domain="career", story=""))
    post = posts.quoted("pattern", "retry budgets", tuple(given), "2026-11-20")
    shown = {quote.exact for part in post.parts for quote in part.quotes}
    assert shown == {text[: text.index(" The committee")]}
    with pytest.raises(WriterError, match="speaks of 'retry budgets'"):
        posts.quoted("pattern", "retry budgets", tuple(given[1:]), "2026-11-20")


def test_a_name_of_three_words_is_not_what_a_text_with_two_of_them_is_about() -> None:
    assert topics.is_name("container image signing")
    assert not topics.is_name("what changed the median time")
    assert not topics.about("container image signing", "A container holds an image of a disk.")
    assert topics.about("container image signing", "Signing an image before a container runs it")
    assert topics.about("node pool image upgrade", "Upgrades of the image of a pool")


def test_a_draft_prints_no_sentence_twice_that_two_pages_of_a_source_share() -> None:
    text = "When a broker is slow, hedged requests are sent again only because the first is late."
    twice = (about(1, "Hedged requests", text), about(2, "Hedged requests at home", text))
    made = posts.quoted("pattern", "hedged requests", twice, "2026-11-20")
    shown = [quote.exact for part in made.parts for quote in part.quotes]
    assert shown == [text]


def test_a_draft_quotes_no_sentence_that_leans_on_another() -> None:
    text = (
        "When a broker is slow, hedged requests are sent again because the first is late. "
        "However, such requests fail when hedged requests are slow at every broker too."
    )
    made = posts.quoted("pattern", "hedged requests", (about(1, "Hedging", text),), "2026-11-20")
    shown = {quote.exact for part in made.parts for quote in part.quotes}
    assert shown == {text[: text.index(" However")]}
