"""Where rooms meet: what is added to a table, and to nothing else, works in all of them."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import newsdesk
import pytest
from checks import each
from lxml import html

from pipeline import compose, publish
from pipeline.audit import audit
from pipeline.cli import COMMANDS
from pipeline.compose import posts
from pipeline.compose.assignment import Assignment, Commission
from pipeline.errors import ConfigError
from pipeline.ingest.readers import plain
from pipeline.ingest.reading import Input, Read
from pipeline.ingest.sources import formats, listing
from pipeline.llm import check, ledger, openai_api
from pipeline.llm.providers import PROVIDERS, Provider, on_this_machine
from pipeline.newsroom import code
from pipeline.newsroom.config import open_newsroom
from pipeline.pages.formats import FORMATS, FormatPart, PostFormat
from pipeline.records import Source
from pipeline.render import lists, receipt, render_all
from pipeline.verify.markdown.document import verify_markdown
from pipeline.verify.phrases.style import load
from tests import writing
from tests.completions_server import CompletionsServer

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
DAY = "2026-11-19"


# ── a writer ──────────────────────────────────────────────────────────────────────────────

THIRD = Provider("third", lambda: openai_api.API)


def test_a_row_of_the_table_of_providers_is_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROVIDERS, "third", THIRD)
    room, pack = writing.newsroom(tmp_path), writing.evidence()
    desk = writing.desk(room, on_failure="hold", local_model="house-model")
    with CompletionsServer() as server:
        world, judge = writing.world(server.environ), writing.judge_of(room, pack)
        made = compose.writer("third")(Assignment(pack, replace(room, desk=desk), world, judge))
    rows = ledger.read(room.briefs / "ledger.jsonl")
    assert made.draft.writer == "third" and len(made.draft.sections) == 7
    assert {row.writer for row in rows} == {"third"} and ledger.check(rows) == ()
    assert made.receipt.models == ("house-model",) and made.receipt.hosts == ("127.0.0.1",)
    brief = newsdesk.brief(DAY)
    brief = replace(
        brief,
        draft=replace(brief.draft, writer="third"),
        provenance=replace(brief.provenance, receipt=made.receipt),
    )
    assert receipt.written_by(brief) == "house-model on the newsroom's own machine (127.0.0.1)"


def test_every_provider_is_a_writer_and_no_other_name_is() -> None:
    assert set(compose.WRITERS) == {"extractive", *PROVIDERS}
    with pytest.raises(ConfigError, match="no writer is called 'oracle'") as refused:
        compose.writer("oracle")
    assert "extractive" in refused.value.hint


def test_a_desk_that_names_no_writer_is_told_before_anything_is_read(tmp_path: Path) -> None:
    room = writing.newsroom(tmp_path)
    (found,) = check.examine(writing.world({}), writing.desk(room, name="oracle"))
    assert found.severity == "error" and "extractive" in found.fix


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_what_a_row_says_a_provider_can_do_is_what_its_requests_ask(name: str) -> None:
    provider, desk = PROVIDERS[name], open_newsroom(ROOT).desk.writing
    assert provider.name == name
    models = {provider.model(desk, tier) for tier in ("quick", "main", "strong")}
    assert models == (
        {desk.quick.model, desk.main.model, desk.strong.model}
        if provider.by_tier
        else {desk.local_model}
    )
    assert provider.keeps(desk) == (desk.cache if provider.keeps_rules else "off")


def test_the_table_of_providers_loads_no_client() -> None:
    tree = ast.parse((PACKAGE / "llm/providers.py").read_text("utf-8"))
    loaded = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert loaded and not {one for one in loaded if one and one.endswith("_api")}


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True),
     ("models.localhost", True), ("localhost.", True), ("10.0.0.7", False), ("0.0.0.0", False),
     ("localhost.example", False), ("api.anthropic.com", False), ("", False)],
)  # fmt: skip
def test_only_the_machine_that_asks_is_called_the_newsrooms_own(host: str, here: bool) -> None:
    assert on_this_machine(host) is here


# ── a reader ──────────────────────────────────────────────────────────────────────────────


def test_a_row_of_the_table_of_readers_reads_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shout(given: Input) -> Read:
        return plain.read(replace(given, data=given.data.upper(), suffix="txt"))

    row = formats.Format("shout", shout, ("shout",))
    monkeypatch.setitem(formats.BY_NAME, row.name, row)
    monkeypatch.setitem(formats.BY_SUFFIX, "shout", row)
    (tmp_path / "note.shout").write_text("a budget of retries caps the load", "utf-8")
    source = Source("notes", "Notes", "folder", str(tmp_path), ("security",))
    (item,) = listing.local(source)
    read = listing.read(item, (tmp_path / "note.shout").read_bytes())
    assert [one.text.strip() for one in read[0]] == ["A BUDGET OF RETRIES CAPS THE LOAD"]


# ── a page and a domain ───────────────────────────────────────────────────────────────────


def test_a_row_of_the_table_of_pages_is_rendered_built_and_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = newsdesk.built(tmp_path)
    facts = {"title": "Colophon", "description": "What this is set in."}

    def colophon(shelf: lists.Shelf) -> tuple[lists.Page, ...]:
        return (lists.Page("colophon.md", tuple(facts.items()), "# Colophon\n\nSet in a face."),)

    monkeypatch.setitem(lists.PAGES, "colophon", colophon)
    render_all(room)
    publish.build_site(room, audit=audit)
    page = html.document_fromstring((room.site / "colophon" / "index.html").read_bytes())
    assert "Set in a face." in page.text_content()
    assert (room.site / "colophon" / "index.md").is_file()
    assert "/colophon/</loc>" in (room.site / "sitemap.xml").read_text("utf-8")
    monkeypatch.delitem(lists.PAGES, "colophon")
    render_all(room)
    assert not (room.content / "colophon.md").exists()


def test_a_domain_of_the_desk_has_its_page(tmp_path: Path) -> None:
    newsdesk.newsroom(tmp_path, (DAY,))
    desk = tmp_path / "briefs" / "desk.toml"
    more = (
        '[[domains]]\nid = "graphics"\ntitle = "Graphics"\nteam = "renderers"\nquestions = ["?"]\n'
    )
    desk.write_text(desk.read_text("utf-8") + more, "utf-8")
    brief = newsdesk.brief(DAY)
    first = replace(brief.draft.sections[0], domain="graphics", title="Graphics")
    sections = (first, *brief.draft.sections[1:])
    brief = replace(brief, draft=replace(brief.draft, sections=sections))
    newsdesk.keep(tmp_path, brief, newsdesk.evidence(DAY))
    room = open_newsroom(tmp_path)
    paths = {one.path for one in render_all(room) if one.path.startswith("domains/graphics")}
    assert paths and all(
        "Graphics" in (room.content / path).read_text("utf-8") for path in each(paths)
    )


# ── a post format ─────────────────────────────────────────────────────────────────────────

CHECKLIST = PostFormat(
    "checklist",
    (
        FormatPart("Before", "what to look at first", "before", "before|first|check"),
        FormatPart("After", "what to look at last", "after", "after|then|when|is"),
    ),
)


def test_a_row_of_the_table_of_formats_is_drafted_and_held_to_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "checklist", CHECKLIST)
    room, items = writing.newsroom(tmp_path), writing.evidence().items
    text, own = posts.draft(
        Commission("checklist", "retries", items, writing.DAY),
        writer="extractive",
        world=writing.world({}),
        room=room,
        check=lambda _: (),
    )
    assert not own and text.index("## Before") < text.index("## After")
    styles = load(room.templates / "styles")
    whole = verify_markdown(text, items, styles)
    lost = verify_markdown(text.replace("## After", "## Later"), items, styles)
    assert "structure-part" not in {one.rule for one in whole.findings}
    assert "structure-part" in {one.rule for one in lost.findings}


def test_a_post_of_a_format_that_no_row_names_is_refused(tmp_path: Path) -> None:
    text = "---\ntitle: T\ndate: 2026-11-10\nformat: sonnet\n---\n\nWords.\n"
    found = verify_markdown(text, (), load(ROOT / "templates" / "styles")).findings
    assert any("sonnet" in one.message and "pattern" in one.message for one in found)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_part_of_a_format_can_be_found_and_filled(name: str) -> None:
    form = FORMATS[name]
    assert form.drafted or not form.table
    for part in form.parts:
        assert part.asks and re.compile(part.fits)
        assert not part.heading or re.search(rf"\b(?:{part.heading})\b", part.name, re.I)


# ── caches ────────────────────────────────────────────────────────────────────────────────


def test_the_digest_in_every_cache_key_covers_all_that_is_imported_and_read() -> None:
    covered = code.SHAPING
    imported = {Path(one.__file__ or "") for name, one in sys.modules.items()
                if name.split(".")[0] == "pipeline" and getattr(one, "__file__", None)}  # fmt: skip
    assert len(imported) > 100 and {path.suffix for path in imported} == {".py"}
    others = {
        path.suffix
        for path in PACKAGE.rglob("*")
        if path.is_file()
        and path.relative_to(PACKAGE).parts[0] not in code.OTHER
        and "__pycache__" not in path.parts
    }
    assert others <= covered, (
        f"these could change a page and are in no cache key: {others - covered}"
    )


@pytest.mark.parametrize(
    "changed",
    ["pages/context.py", "verify/quotes/align.py", "records/rules.toml", "pages/formats.toml",
     "llm/prices.py", "retrieve/search/synonyms.toml"],
)  # fmt: skip
def test_a_change_of_any_module_or_table_changes_the_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for path in (PACKAGE / changed, PACKAGE / "errors.py"):
        copy = tmp_path / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(code, "PACKAGE", tmp_path)
    before = code.code_digest.__wrapped__()
    (tmp_path / changed).write_bytes((PACKAGE / changed).read_bytes() + b"\n# changed\n")
    assert code.code_digest.__wrapped__() != before


@pytest.mark.parametrize("module", ["render/folder.py", "publish/plan.py", "audit/inspect.py"])
def test_every_cache_of_pages_is_keyed_by_that_digest(module: str) -> None:
    assert "code_digest()" in (PACKAGE / module).read_text("utf-8")


def test_a_format_that_has_a_table_says_in_which_part_it_stands() -> None:
    part = FormatPart("Toy", "the toy, in one sentence")
    with pytest.raises(ValueError, match="the format toy has a table, and none of its parts is"):
        PostFormat("toy", (part,), "what, why")
    assert PostFormat("toy", (part, replace(part, name="Table")), "what, why").drafted


# ── what CONTRIBUTING promises ────────────────────────────────────────────────────────────

TOLD = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ADDS = re.findall(r"^- \*\*To (.+?)\*\*(.+?)(?=^- |^\n|\Z)", TOLD, re.MULTILINE | re.DOTALL)


def test_contributing_says_how_to_add_each_kind_of_thing() -> None:
    wanted = ("reader", "writer", "page", "rule", "post format", "domain", "command", "prompt",
              "phrase rule", "dependency", "field of a record")  # fmt: skip
    assert all(any(name in what for what, _ in ADDS) for name in wanted)


@pytest.mark.parametrize(("what", "how"), ADDS, ids=[what for what, _ in ADDS])
def test_what_contributing_names_is_there_and_proven(what: str, how: str) -> None:
    files = re.findall(r"`([\w./-]+\.(?:py|toml|md|j2|yml))`", how)
    proofs = re.findall(r"`(test_\w+)::(test_\w+)`", how)
    assert files and proofs
    assert all((ROOT / one).exists() for one in files)
    for module, name in each(proofs):
        tree = ast.parse((ROOT / "tests" / f"{module}.py").read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_command_has_a_module_that_the_table_names() -> None:
    modules = {where.split(":")[0] for where in COMMANDS.values()}
    assert len(modules) > 5
    for module in each(modules):
        assert (PACKAGE / "cli" / module.replace(".", "/")).with_suffix(".py").is_file(), module
