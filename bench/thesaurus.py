"""Makes pipeline/verify/grounds/reading/thesaurus.json: which English words may stand for one another.

    python bench/thesaurus.py WORDNET_DICT_DIR DIR_OF_MARKDOWN

From WordNet's database files (index.*, data.*): the first senses of each word that the Markdown
uses at least a few times, the words above them, what is derived from them, and their opposites.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

SENSES = {
    "noun": 3,
    "verb": 4,
    "adj": 3,
    "adv": 2,
}  # later senses are rarely meant in technical prose
KEPT = 12_000  # words; rarer ones are names of things, which have no synonyms
LEAST = 3
MARK = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}


def counted(folder: Path) -> Counter[str]:
    seen: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.md"))[::3]:
        text = path.read_text("utf-8", "replace")[:40_000]
        seen.update(re.findall(r"(?<![\w`/.])[a-z]{3,20}(?![\w`/])", text.lower()))
    return seen


def synsets(dict_: Path, part: str):
    for line in (dict_ / f"data.{part}").open(encoding="utf-8"):
        if line.startswith("  "):
            continue
        fields = line.split("|", 1)[0].split()
        offset, count = fields[0], int(fields[3], 16)
        words = [re.sub(r"\(.*\)", "", fields[4 + 2 * at]).lower() for at in range(count)]
        at = 4 + 2 * count
        links = []
        for n in range(int(fields[at])):
            sign, target, pos, ends = fields[at + 1 + 4 * n : at + 5 + 4 * n]
            links.append((sign, target, pos, int(ends[:2], 16), int(ends[2:], 16)))
        yield offset, words, links


def main(dict_: Path, prose: Path, out: Path) -> None:
    seen = counted(prose)
    sets = {}
    for part, mark in MARK.items():
        for offset, words, links in synsets(dict_, part):
            sets[mark + offset] = (words, links)
    senses: dict[str, list[str]] = {}
    tagged: dict[str, dict[str, int]] = defaultdict(dict)
    for part, mark in MARK.items():
        for line in (dict_ / f"index.{part}").open(encoding="utf-8"):
            if line.startswith("  "):
                continue
            fields = line.split()
            word = fields[0]
            count, links = int(fields[2]), int(fields[3])
            tag = int(fields[5 + links])
            offsets = fields[6 + links : 6 + links + count]
            tagged[word][mark] = tag
            senses.setdefault(word, []).extend(mark + o for o in offsets[: SENSES[part]])
    forms: Counter[str] = Counter()
    for word, n in seen.items():
        for base in bases(word, senses):
            forms[base] += n
    vocabulary = {w for w, n in forms.most_common(KEPT) if n >= LEAST}
    near: dict[str, list[list[int]]] = {}
    opposite: dict[str, set[str]] = defaultdict(set)
    derived: dict[str, set[str]] = defaultdict(set)
    for word in sorted(vocabulary):
        same, above = [], []
        for name in senses[word]:
            words, links = sets[name]
            same.append(name)
            for sign, target, pos, a, b in links:
                there = ("a" if pos == "s" else pos) + target
                if sign in ("@", "&") and there in sets:
                    above.append(there)
                if sign == "!" and a and words[a - 1] == word:
                    opposite[word].add(sets[there][0][b - 1])
                if sign in ("+", "\\", "<") and a and words[a - 1] == word:
                    derived[word].add(sets[there][0][b - 1])
        near[word] = [same, above]
    used: Counter[str] = Counter(n for same, above in near.values() for n in {*same, *above})
    numbered = {name: at for at, (name, n) in enumerate(sorted(used.items())) if n > 1}
    table = {
        word: [
            [numbered[n] for n in same if n in numbered],
            [numbered[n] for n in dict.fromkeys(above) if n in numbered],
            sorted(d for d in derived[word] if d in vocabulary),
            sorted(o for o in opposite[word] if o in vocabulary),
            max(tagged[word], key=lambda m: (tagged[word][m], "nvar".index(m) * -1)),
        ]
        for word, (same, above) in near.items()
    }
    out.write_text(
        json.dumps({"version": 1, "source": "WordNet 3.1", "words": table}, separators=(",", ":"))
        + "\n"
    )
    print(len(table), "words", out.stat().st_size)


def bases(word: str, known) -> list[str]:
    """The forms a word may be an inflection of, known ones only."""
    out = [word] if word in known else []
    for end, put in (
        ("ies", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("er", ""),
        ("er", "e"),
        ("est", ""),
        ("est", "e"),
    ):
        if word.endswith(end) and len(word) - len(end) >= 2:
            stem = word[: -len(end)] + put
            if stem in known:
                out.append(stem)
            elif not put and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
                out.append(stem[:-1])
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
