"""What becomes of the labelled sentences where one strong model judges: its recorded replies, played.

Enter: bench/slips.jsonl and bench/judge.jsonl, and in bench/judge_replies.jsonl what a model answered
to the prompts judging@2 and claim@2, asked one sentence at a time without the label. Leave: the
calibration they come to, and the fates by words alone and with that judge. Your model is another one:
`dateline eval judge --save` measures it.

    python bench/judge_recorded.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.cli.evaluate.judge import OURS
from pipeline.evals import judge, labels, sentences
from pipeline.evals.faults.rates import rate
from pipeline.evals.judge import JudgeOutcome
from pipeline.verify.claims.calibration import settles, short_of
from pipeline.verify.claims.judge import VerdictReply, ruling

REPLIES = ROOT / "bench" / "judge_replies.jsonl"


def rows() -> list[dict[str, Any]]:
    return [row for name in OURS for row in labels.read(ROOT / name, judge.NEEDS, hint=judge.HINT)]


def outcomes(table: list[dict[str, Any]]) -> list[JudgeOutcome]:
    """The recorded word on every row, by the rules that a reply of today is read by."""
    lines = REPLIES.read_text("utf-8").splitlines()
    said = {one["id"]: VerdictReply.model_validate(one["reply"]) for one in map(json.loads, lines)}
    return [
        judge.outcome(row, ruling(said[row["id"]], row["text"], judge.shown_of(row)))
        for row in table
    ]


def main() -> None:
    table = rows()
    said = outcomes(table)
    asked = judge.JudgeName("recorded", "one strong model", "judging@2+claim@2")
    found = judge.counted(said, asked, made="", data=judge.digest(table))
    print(f"right about {found.confirmed} of {found.supported} true, {found.refuted} of "
          f"{found.unsupported} false; {short_of(found) or 'it may decide'}; "
          f"it settles: {', '.join(sorted(settles(found)))}")  # fmt: skip
    words = [sentences.measure(row) for row in table]
    judged = [
        sentences.settled(one, row, word.answer)
        for one, row, word in zip(words, table, said, strict=True)
    ]
    for name, fates in (("by words alone", words), ("with this judge", judged)):
        for what, one in sentences.summary(fates).items():
            print(f"{name}: {what:30} {rate(one)}")


if __name__ == "__main__":
    main()
