"""A small newsroom whose every item is known: the stage for bench/kills.py and bench/nights.py.

`make(root, days, seed)` writes desk and sources; `deliver(root, day, seed)` puts what a night brings
into the folders of two invented publishers. The same seed gives the same bytes. Texts are made of
parts of our own; nothing of them is news.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

DOMAINS = (
    ("system-design", "System Design", "backend teams", "Which pattern keeps a distributed system correct?"),
    ("cloud-infra", "Cloud & Infrastructure", "platform teams", "How are workloads scheduled, drained and rolled out?"),
    ("security", "Security", "security engineers", "Which weakness was found and what prevents it?"),
)  # fmt: skip
SOURCES = (
    ("harbor-notes", "Harbor Release Notes", ("system-design", "cloud-infra")),
    ("quarry-log", "Quarry Engineering Log", ("security", "cloud-infra")),
)
PRODUCTS = (
    "Harbor", "Quarry", "Lantern", "Mallard", "Juniper Gate", "Tidepool", "Ferrite", "Kestrel Mesh",
    "Oakum", "Pilotfish", "Saltbox", "Windrow",
)  # fmt: skip
PARTS = (
    "connection pool", "write-ahead log", "leader election", "certificate cache", "retry queue",
    "rate limiter", "session store", "shard planner", "token verifier", "health probe",
    "snapshot reader", "admission queue",
)  # fmt: skip
EVENTS = (
    ("{product} {version} changes the default of its {part}",
     "{product} {version} was released today and changes the default size of its {part} from {few} to {many} entries.",
     "In our load test the slowest thousandth of requests took {many} milliseconds before the change and {few} after it.",
     "Teams that set the size of the {part} by hand keep their value, and everybody else gets the new one at the next restart."),
    ("{product} {version} removes the old {part}",
     "{product} {version} removes the old {part}, which was deprecated {few} months ago and had {many} known users.",
     "A cluster that still names the old {part} in its settings refuses to start and says which line of which file to change.",
     "The migration took our own team {few} minutes for each of {many} clusters, most of it spent waiting for drains."),
    ("{product} {version} fixes a leak in the {part}",
     "{product} {version} fixes a leak in the {part} that let memory grow by {few} megabytes an hour under steady load.",
     "The leak was found because a node with {many} open sessions ran out of memory on the {few}th day after its restart.",
     "Every version before this one is affected, and the only workaround is to restart the {part} once a day."),
    ("{product} {version} deprecates the {part} of {few} queues",
     "{product} {version} deprecates the {part} that shared {few} queues between all tenants of a cluster.",
     "The maintainers of {product} counted {many} incidents in which one busy tenant kept the {part} of its neighbours waiting.",
     "From the next major version on, {product} gives every tenant a {part} of its own and refuses the old setting."),
    ("How {product} lost {few} nodes to its {part}",
     "On Tuesday {product} lost {few} of {many} nodes within a minute, because the {part} of each node waited for the same lock.",
     "Operators of {product} first suspected the network, and found the {part} only after they compared {few} stack traces.",
     "The repair that shipped in {product} {version} lets the {part} give up its lock after {few} seconds and try again."),
    ("{product} {version} closes a hole in the {part}",
     "{product} {version} closes a hole through which any user of a cluster could read what the {part} keeps of others.",
     "A researcher showed that {many} crafted requests are enough to empty the {part} of a {product} node within {few} minutes.",
     "Whoever cannot upgrade {product} today should bind the {part} to a private address and rotate all tokens."),
    ("{product} {version} halves what the {part} costs",
     "{product} {version} halves the memory of the {part}: a node with {many} thousand keys needs {few} megabytes less than before.",
     "The authors of {product} replaced a linked list in the {part} by an array that fits into {few} cache lines.",
     "Clusters of {product} that pin the size of their {part} see no difference until the setting is removed."),
)  # fmt: skip
DESK = """title = "Small"
tagline = "A small newsroom for trials."
site_url = "https://small.example/"

[publisher]
name = "Small"
email = "corrections@small.example"
principles = "Every quote is cut from the bytes it cites."

[gate]
min_sources = 1
min_sections = 1
"""


def make(root: Path) -> None:
    """Write desk and sources of a newsroom without any item."""
    parts = [DESK]
    for name, title, team, question in DOMAINS:
        parts.append(
            f'[[domains]]\nid = "{name}"\ntitle = "{title}"\nteam = "{team}"\nquestions = ["{question}"]\n'
        )
    _write(root / "briefs" / "desk.toml", "\n".join(parts))
    rows = [
        f'[[sources]]\nid = "{name}"\ntitle = "{title}"\nkind = "markdown"\nlocation = "corpus/{name}"\n'
        f'domains = {list(domains)!r}\nhomepage = "https://{name}.example/"\n'.replace("'", '"')
        for name, title, domains in SOURCES
    ]
    _write(root / "briefs" / "sources.toml", "\n".join(rows))
    for name, _, _ in SOURCES:
        (root / "corpus" / name).mkdir(parents=True, exist_ok=True)
    (root / "content").mkdir(exist_ok=True)


def deliver(root: Path, day: str, seed: int, *, least: int = 0, most: int = 4) -> tuple[str, ...]:
    """Write the items of a night, `least` to `most` of them; returns their titles."""
    dice = random.Random(f"{seed} {day}")
    titles = []
    for number in range(dice.randint(least, most)):
        source = dice.choice(SOURCES)[0]
        words = {
            "product": dice.choice(PRODUCTS), "part": dice.choice(PARTS),
            "version": f"{dice.randint(1, 9)}.{dice.randint(0, 40)}.{dice.randint(0, 9)}",
            "few": str(dice.randint(3, 39)), "many": str(dice.randint(140, 990)),
        }  # fmt: skip
        title, *sentences = (one.format(**words) for one in dice.choice(EVENTS))
        titles.append(title)
        text = f"---\ntitle: {title}\ndate: {day}\nurl: https://{source}.example/{day}/{number}\n---\n\n# {title}\n\n"
        _write(root / "corpus" / source / f"{day}-{number}.md", text + " ".join(sentences) + "\n")
    return tuple(titles)


def nights(first: str, count: int) -> list[str]:
    """Days in order, as YYYY-MM-DD."""
    return [(date.fromisoformat(first) + timedelta(at)).isoformat() for at in range(count)]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
