"""Replies a model could have given, made from the prompt alone: the writer behind test servers.

It reads the evidence out of a prompt, picks whole sentences of it in order, and answers in the
schema it was asked for. What it writes is true, dull and always the same, so that tests can
tell what the code around a model does. `MISDEEDS` are the ways it can be told to misbehave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.text.sentences import sentences as split

Json = dict[str, Any]
EVIDENCE = re.compile(r"<evidence[^>]*>\n(.*?)\n</evidence>", re.DOTALL)


def reply_to(prompt: str, schema: Mapping[str, Any]) -> Json:
    """An answer to a prompt in the schema it asks for, told apart by the schema's fields."""
    asked = frozenset(schema["properties"])
    for fields, answer in ANSWERS.items():
        if fields <= asked:
            return answer(prompt)
    raise ValueError(f"no answer is known for {sorted(asked)}")


def sources(prompt: str) -> list[Json]:
    found = EVIDENCE.search(prompt)
    rows: list[Json] = json.loads(found[1]) if found else []
    return rows


def usable(row: Json) -> list[str]:
    """Whole sentences of a source that can be quoted: 8 to 40 words, of plain prose."""
    whole = [row["text"][start:end] for start, end in split(row["text"])]
    return [
        one
        for one in whole
        if 8 <= len(one.split()) <= 40
        and one.endswith(".")
        and "\n" not in one
        and row["text"].count(one) == 1
        and not re.search(r"[#|`*\[\]<>]", one)
    ]


def anchor(row: Json, words: str) -> Json:
    return {"source": row["source"], "exact": words, "first": "", "last": ""}


def said(row: Json, words: str) -> Json:
    rests = [anchor(row, words)] if words in row["text"] else []
    return {"text": words, "cites": [row["source"]], "kind": "fact", "rests": rests}


def plan(prompt: str) -> Json:
    rows = re.findall(r"^- ([a-z-]+): .*, sources ([\d, ]+)$", prompt, re.MULTILINE)
    return {
        "domains": [
            {
                "domain": name,
                "sources": [int(n) for n in numbers.split(",")],
                "angle": "What changed.",
            }
            for name, numbers in rows
        ]
    }


def section(prompt: str) -> Json:
    rows = [row for row in sources(prompt) if len(usable(row)) >= 2]
    pool = [(row, words) for row in rows for words in usable(row)]
    (quoted, quote), *rest = pool
    spare = [one for one in rest if one[1] != quote]
    first, second, implied = (spare * 3)[:3] if len(spare) < 3 else spare[:3]
    return {
        "quote": anchor(quoted, quote),
        "headline": quoted["title"],
        "sentences": [said(*first), said(*second)],
        "implication": said(*implied),
    }


def crosscuts(prompt: str) -> Json:
    rows = [(row, usable(row)[-1]) for row in sources(prompt) if len(usable(row)) > 4]
    sections = _sections(prompt)
    domain_of = {n: one["domain"] for one in sections for s in one["sentences"] for n in s["cites"]}
    rows = [(row, words) for row, words in rows if row["source"] in domain_of]
    made = []
    for at in range(0, min(len(rows) - 1, 4), 2):
        (one, left), (two, right) = rows[at], rows[at + 1]
        domains = [domain_of[one["source"]], domain_of[two["source"]]]
        if domains[0] == domains[1]:
            domains[1] = next(name for name in domain_of.values() if name != domains[0])
        made.append(
            {
                "quotes": [],
                "domains": domains,
                "title": f"{one['title']}, {two['title']}"[:80],
                "sentences": [said(one, left), said(two, right)],
            }
        )
    return {"crosscuts": made}


def lede(prompt: str) -> Json:
    rows = _sections(prompt)
    first, second = rows[0], rows[-1]
    return {
        "lede": [_joined(first, second)],
        "title": first["headline"][:80],
        "action": {
            "title": f"Check {first['headline']}"[:80],
            "minutes": 20,
            "sentences": [_joined(second, first)],
        },
    }


def graph(prompt: str) -> Json:
    """Edges of the first sections: words of a sentence in their order, which is what its source says."""
    nodes, edges = [], []
    for one in _sections(prompt)[:3]:
        told = one["sentences"][0]
        words = [word.strip(".,:;()\"'") for word in told["text"].split()]
        ends = [f"{one['domain']}-{at}" for at in ("from", "to")]
        for name, label in zip(ends, (words[:3], words[5:8]), strict=True):
            nodes.append({
                "id": name, "label": " ".join(label), "domain": one["domain"], "cites": told["cites"]
            })  # fmt: skip
        joined = " ".join(words[3:5])
        edges.append({"start": ends[0], "end": ends[1], "label": joined, "cites": told["cites"]})
    return {
        "title": "How the day hangs together",
        "description": "Sections in order.",
        "nodes": nodes,
        "edges": edges,
    }


def post(prompt: str) -> Json:
    """Each part said with other sentences of the evidence, and a table if one is asked for."""
    names = re.findall(r"^- `([A-Z][\w ]+)`:", prompt, re.MULTILINE)
    pool = [(row, words) for row in sources(prompt) for words in usable(row)]
    parts = []
    for at, name in enumerate(names):
        (row, words), (quoted, quote) = (pool[(2 * at + i) % len(pool)] for i in (0, 1))
        quotes = [anchor(quoted, quote)] if name != "Rule" else []
        parts.append({"name": name, "quotes": quotes, "sentences": [said(row, words)]})
    table: Json = {"columns": [], "rows": []}
    if "Give `table`" in prompt:
        rows = sources(prompt)[:3]
        table = {
            "columns": ["What", "Who"],
            "rows": [{"cells": [r["title"], r["publisher"]], "cites": [r["source"]]} for r in rows],
        }
    title = sources(prompt)[0]["title"]
    return {"title": title, "description": title, "parts": parts, "table": table}


def verdicts(prompt: str) -> Json:
    ids = re.findall(r"^- \[([\w-]+)\]", prompt, re.MULTILINE)
    return {"answers": [{"id": one, "evidence": "none", "answer": True} for one in ids]}


def verdict(prompt: str) -> Json:
    """Yes to a sentence that a source has word for word; quotes that sentence, or the nearest.

    Of two texts it prefers neither.
    """
    rows = sources(prompt)
    if "Second (data): " in prompt:
        words = " ".join(rows[0]["text"].split()[:12])
        return {"source": rows[0]["source"], "quote": words, "answer": "neither"}
    asked: str = json.loads(prompt.split("Sentence (data): ", 1)[1].splitlines()[0])
    row = next((row for row in rows if asked in row["text"]), None)
    if row is not None:
        return {"source": row["source"], "quote": asked, **answered("yes")}
    words = " ".join(rows[0]["text"].split()[:12])
    return {"source": rows[0]["source"], "quote": words, **answered("no", part=asked)}


def answered(answer: str, *, part: str = "", failed: str = "what") -> Json:
    """The judge's checks as they go with an answer."""
    names = ("who", "what", "figures", "condition", "certainty", "time", "cause", "scope")
    checks = dict.fromkeys(names, "none") | {"what": "yes"}
    return {
        "checks": checks if answer == "yes" else checks | {failed: "no"},
        "part": part,
        "answer": answer,
    }


ANSWERS: dict[frozenset[str], Callable[[str], Json]] = {
    frozenset({"domains"}): plan,
    frozenset({"headline", "implication"}): section,
    frozenset({"crosscuts"}): crosscuts,
    frozenset({"lede", "action"}): lede,
    frozenset({"nodes", "edges"}): graph,
    frozenset({"parts", "table"}): post,
    frozenset({"answers"}): verdicts,
    frozenset({"source", "quote", "answer"}): verdict,
}


def _sections(prompt: str) -> list[Json]:
    """The sections a prompt quotes as data: the first JSON list after its heading."""
    at = prompt.index("[\n", prompt.index("sections"))
    rows: list[Json] = json.JSONDecoder().raw_decode(prompt, at)[0]
    return rows


def _joined(one: Json, two: Json) -> Json:
    cites = [*one["sentences"][0]["cites"], *two["sentences"][0]["cites"]]
    text = f"{one['headline']}, and {two['headline'].lower()}."
    return {"text": text, "cites": cites, "kind": "inference", "rests": []}
