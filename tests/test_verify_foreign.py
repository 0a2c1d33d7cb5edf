"""Documents in the forms of other makers: what cites is judged, what lists sources is no claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.verify import foreign

EVIDENCE = [
    {
        "n": 1, "source_id": "raft-notes", "title": "Leases in Raft", "source_title": "Raft Notes",
        "url": "https://raft.example/leases", "published": "2026-05-03",
        "text": "A leader holds its lease for ten seconds. Followers refuse other candidates while the lease lasts.",
    },
    {
        "n": 2, "source_id": "store-blog", "title": "Store 4.2 released", "source_title": "Store Blog",
        "url": "https://store.example/4.2", "published": "2026-06-01",
        "text": "Store 4.2 compresses cold segments with zstd. Disk use fell by 38 percent on the public benchmark.",
    },
]  # fmt: skip
TRUE = "A leader holds its lease for ten seconds"
B = "Store 4.2 compresses cold segments with zstd"
C = "Disk use fell by 38 percent on the public benchmark"
RAFT, STORE = (one["url"] for one in EVIDENCE)
LINK = f"<a href='{STORE}'>Store Blog</a>"
FORMS = {
    "pandoc.md": f"# Notes\n\n{TRUE} [@raft-notes]. {B} [@store-blog, p. 3].\n\n{C} [@store-blog; @raft-notes].\n",
    "obsidian.md": f"# Notes\n\n{TRUE}.[^raft]\n\n> [!note] Release\n> {B}.^[{STORE}]\n\n{C}.[^2] #storage\n\n[^raft]: [Leases]({RAFT})\n[^2]: Store Blog, {STORE}\n",
    "numbered.md": f"# Notes\n\n{TRUE} [1, p. 4]. {B} [2, pp. 3-5]. {C} [2, sec. 2.1].\n\n## References\n\n[1] Raft Notes. Leases in Raft. {RAFT}\n[2] Store Blog. {STORE}\n",
    "raised.md": f"# Notes\n\n{TRUE}.¹ {B}.² {C}.²\n\n---\n\n¹ Raft Notes, Leases in Raft.\n² Store Blog, Store 4.2 released.\n",
    "sphinx.rst": f"Notes\n=====\n\n{TRUE} [1]_. {B} [2]_.\n\n.. note::\n\n   {C} [2]_.\n\n.. [1] Raft Notes. {RAFT}\n.. [2] Store Blog. {STORE}\n",
    "mail.txt": f"Weekly digest\n-------------\n\n* {TRUE} [1].\n* {B} [2].\n* {C} [2].\n\n[1] {RAFT}\n[2] {STORE}\n",
    "README.md": f"# notes\n\n{TRUE} ([Raft Notes][raft]). {B} ([Store Blog]).\n\n> [!TIP]\n> {C} ([Store Blog][]).\n\n[raft]: {RAFT}\n[store blog]: {STORE}\n",
    "wiki.html": f"<!DOCTYPE html>\n<html><head><title>x</title></head><body><nav>Home</nav>\n    <h1>Notes</h1>\n    <p>{TRUE}.<sup class='reference'><a href='#n1'>[1]</a></sup> {B}.<sup><a href='#n2'>[2]</a></sup></p>\n    <p>{C}.<sup><a href='#n2'>[2]</a></sup></p><h2>References</h2><ol><li id='n1'><a href='#r1'>^</a> <cite>Raft Notes</cite>. <a href='{RAFT}'>Leases in Raft</a>.</li><li id='n2'>^ <a href='{STORE}'>Store 4.2 released</a>.</li></ol></body></html>",
    "asciidoc.html": f"<html><body><div id='content'><h2>Notes</h2><div class='paragraph'><p>{TRUE}.<sup class='footnote'>[<a href='#_d1'>1</a>]</sup></p></div><table><tr><td class='icon'>Note</td><td>{B} ({LINK}).</td></tr></table><ul><li><p>{C} ({LINK}).</p></li></ul></div><div class='footnote' id='_d1'><a href='#_r1'>1</a>. Leases in Raft, <a href='{RAFT}'>{RAFT}</a></div><div id='footer'>Last updated 2026-06-02 10:00:00 +0200</div></body></html>",
}  # fmt: skip


def verdict(folder: Path, name: str, text: str) -> tuple[int, list[dict[str, object]]]:
    (folder / "evidence.json").write_text(json.dumps(EVIDENCE), "utf-8")
    (folder / name).write_text(text, "utf-8")
    command = ["verify", str(folder / name), "--evidence", str(folder / "evidence.json"), "--json"]
    done = CliRunner().invoke(dateline, command, standalone_mode=False)
    return int(done.return_value or 0), json.loads(done.stdout)["findings"]


@pytest.mark.parametrize("name", FORMS)
def test_a_true_document_of_another_form_passes_and_a_false_one_does_not(
    name: str, tmp_path: Path
) -> None:
    text = FORMS[name]
    code, found = verdict(tmp_path, name, text)
    assert (code, [one for one in found if one["severity"] == "error"]) == (0, [])
    for other, rule in (
        (TRUE.replace("ten", "thirty"), "number-missing"),
        ('"Followers refuse all candidates while the lease lasts"', "quote-altered"),
    ):
        code, found = verdict(tmp_path, name, text.replace(TRUE, other))
        assert code == 1 and rule in [one["rule"] for one in found], other
    lone = "Every node in Norway lost 9,000 keys within a single night."
    border = "</p><p>" if name.endswith(".html") else "\n\n"
    code, found = verdict(tmp_path, name, text.replace(C, f"{lone}{border}{C}"))
    assert code == 1 and "cite-missing" in [one["rule"] for one in found]


def test_a_finding_on_a_page_of_html_stands_in_its_own_line(tmp_path: Path) -> None:
    text = FORMS["wiki.html"].replace("ten seconds", "thirty seconds")
    _, found = verdict(tmp_path, "wiki.html", text)
    one = next(one for one in found if one["rule"] == "number-missing")
    where = one["where"]
    assert isinstance(where, dict)
    line, column = where["line"], where["column"]
    assert text.splitlines()[int(str(line)) - 1][int(str(column)) - 1 :].startswith("thirty")


@pytest.mark.parametrize("name", FORMS)
def test_another_form_is_read_character_for_character(name: str) -> None:
    text = FORMS[name]
    read = foreign.as_markdown(text, Path(name).suffix)
    assert len(read) == len(text)
    assert name.endswith((".html", ".rst")) or read == text
