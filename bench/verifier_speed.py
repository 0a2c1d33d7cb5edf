"""How long the verifier takes, beside a named peer, in one run.

    python bench/verifier_speed.py

Judges a draft of 60 sentences and 10 quotes over 40 passages, and half of it, to show how the
time grows; and runs 3,500 phrases over an 8 KB text, once by the phrase gate and once as 3,500
separate regular expressions. Seconds are CPU seconds of this machine; the ratios travel.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.newsroom.config import load_desk
from pipeline.records import Draft, Evidence, EvidenceItem, Quote, Section, Sentence
from pipeline.text import folding
from pipeline.verify import judge
from pipeline.verify.claims import features
from pipeline.verify.phrases import style
from pipeline.verify.phrases.match import Piece, run
from pipeline.world import collect_seldom

ROOT = Path(__file__).parent.parent
DAY = "2026-11-20"
WORDS = "lease token drain skew shard queue retry budget probe cache merge index".split()
ROUNDS = 5


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of the first and of the fastest of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append(time.process_time() - began)
    return rounds[0], min(rounds)


def pack(count: int) -> Evidence:
    """So many passages of thirty sentences each."""
    items = (
        EvidenceItem(
            n=n, source_id=f"s{n % 9}", source_title=f"Source {n % 9}", title=f"Waits of team {n}",
            url=f"https://s{n}.example/", published=DAY, passage=f"p{n}", document=f"d{n}", start=0,
            domain="security",
            text=" ".join(
                f"The {WORDS[(n + k) % 12]} of team {n} waits {k + n} seconds for {WORDS[k % 12]}."
                for k in range(30)
            ),
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    return Evidence(DAY, tuple(items))


def draft(count: int, evidence: Evidence) -> Draft:
    """One and a half sentences and a quarter of a quote for each passage."""
    sentences = tuple(
        Sentence(
            f"Team {n % count + 1} waits for the {WORDS[n % 12]} quite long.", (n % count + 1,)
        )
        for n in range(count * 3 // 2)
    )
    quotes = tuple(
        Quote(n, 0, at, evidence.items[n - 1].text[:at])
        for n in range(1, count // 4 + 1)
        for at in [evidence.items[n - 1].text.index(".") + 1]
    )
    sections = tuple(
        Section("security", "Security", "Waits", sentences, one, None) for one in quotes[:1]
    )
    more = tuple(Section("security", "Security", "More", (), one, None) for one in quotes[1:])
    return Draft(DAY, "Waits", "claude", (), (*sections, *more), (), None, None)


def judged(count: int) -> tuple[float, float]:
    desk = load_desk(ROOT / "briefs" / "desk.toml")
    evidence = pack(count)
    made = draft(count, evidence)

    def work() -> object:
        folding.fold.cache_clear()
        features._prepare.cache_clear()
        return judge(made, evidence, desk, said=(), styles=ROOT / "templates" / "styles")

    return spent(work)


def phrases() -> tuple[float, float]:
    """Seconds of the gate and of separate expressions over the same 3,500 phrases."""
    tokens = [f"phrase {n} of (?:the )?part{part}" for part in range(7) for n in range(500)]
    text = "The plain phrase of a lease is part of words that a reader takes for granted. " * 105
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "House"
        folder.mkdir()
        listed = "".join(f"  - {token}\n" for token in tokens)
        (folder / "Many.yml").write_text(
            f"extends: existence\nmessage: m\nignorecase: true\ntokens:\n{listed}", "utf-8"
        )
        loaded = style.load(Path(name))
    separate = [re.compile(rf"\b(?:{token})\b", re.IGNORECASE) for token in tokens]
    pieces = (Piece(text),)
    ours = spent(lambda: run(pieces, loaded))[1]
    return ours, spent(lambda: [one.findall(text) for one in separate])[1]


def main() -> None:
    collect_seldom()  # as the command does
    first, full = judged(40)  # before all else: the first round loads the tables
    half = judged(20)[1]
    print(f"judge, 60 sentences over 40 passages   {first:.2f} s, again {full:.2f} s")
    print(
        f"judge, 30 sentences over 20 passages   again {half:.2f} s, {full / half:.1f} times less"
    )
    ours, peers = phrases()
    print(f"3,500 phrases over 8 KB, phrase gate   {ours * 1000:.0f} ms")
    print(
        f"the same as separate expressions       {peers * 1000:.0f} ms   {peers / ours:.1f} times"
    )


if __name__ == "__main__":
    main()
