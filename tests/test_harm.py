"""A post that states what a reader would have changed is refused, from the bytes to the gate."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.newsroom.config import shipped
from pipeline.newsroom.library import Library
from pipeline.text.sentences import sentences
from tests.readings import SAMPLES, Sample

# What a careless reading makes of a right one, by kind.
HARMS = {
    "power": lambda words: re.sub(r"(\w)[\^_]\(?(-?\w+)\)?", r"\1\2", words),
    "struck": lambda words: words.replace("60 seconds", "30 60 seconds").replace("sixty", "thirty"),
    "aside": lambda words: re.sub(r" [(\[{][^)\]}]*[)\]}]", "", words),
    "rolling": lambda words: f"{' '.join(words.split()[:5])} {words}",
    "braces": lambda words: re.sub(r" \$?\{\{?[^{}]*\}?\}", "", words),
}
CHOSEN = [one for one in SAMPLES if one.kind in HARMS]


def call(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, object]]:
    with pytest.raises(SystemExit) as stop:
        main([*argv, "--json"])
    return int(stop.value.code or 0), json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom whose sources are the samples, one each."""
    root = tmp_path_factory.mktemp("room")
    (root / "briefs").mkdir()
    shutil.copy(shipped("briefs/desk.toml"), root / "briefs" / "desk.toml")
    rows = ['base = "corpus"\n']
    for number, sample in enumerate(CHOSEN):
        suffix = "xml" if sample.suffix == "rss" else sample.suffix
        place = root / "corpus" / f"s{number}" / f"notes-{number}.{suffix}"
        place.parent.mkdir(parents=True)
        place.write_bytes(sample.data)
        kind = "feed" if suffix in ("atom", "xml", "json") else "folder"
        location = f"s{number}/{place.name}" if kind == "feed" else f"s{number}"
        rows.append(
            f'[[sources]]\nid = "s{number}"\ntitle = "Notes"\nkind = "{kind}"\nlocation = "{location}"\n'
            f'domains = ["security"]\nhomepage = "https://s{number}.example/"\n'
        )
    (root / "briefs" / "sources.toml").write_text("".join(rows), "utf-8")
    with pytest.raises(SystemExit):
        main(["ingest", "--root", str(root)])
    return root


def _said(sample: Sample, text: str) -> str:
    """The sentence of a reading that matters."""
    says = sample.says[0].split("\n")[0]
    row = next(row for row in text.split("\n") if says in row)
    return next((row[a:b] for a, b in sentences(row) if says in row[a:b]), row)


def test_no_post_may_quote_what_a_reader_would_have_changed(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(room / ".dateline" / "library.db") as library:
        texts = {one.source: one.text for one in map(library.document, library.ids()) if one}
    passed, refused = [], 0
    for number, sample in enumerate(CHOSEN):
        if f"s{number}" not in texts:  # a copy of another sample, or too short to stand alone
            continue
        said = _said(sample, texts[f"s{number}"])
        wrong = HARMS[sample.kind](said)
        if wrong == said or len(wrong.split()) < 4:
            continue
        item = {"n": 1, "source_id": f"s{number}", "title": "Notes", "url": f"https://s{number}.example/",
                "published": None, "text": texts[f"s{number}"]}  # fmt: skip
        post = room / "post.md"
        post.with_suffix(".evidence.json").write_text(json.dumps([item]), "utf-8")
        post.write_text(
            f"# Notes\n\nThe notes say how it is [Source 1].\n\n> {wrong}\n> — [Source 1]\n",
            "utf-8",
        )
        code, _ = call(capsys, "post", "check", str(post), "--root", str(room))
        refused += code == 1
        passed += [(sample, wrong)] if code != 1 else []
    assert passed == []
    assert refused > 40
