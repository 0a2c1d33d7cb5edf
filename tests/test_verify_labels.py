"""Words before a sentence that say to whom it is said are no fault of it, and hide none."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import each

from pipeline.records import EvidenceItem, Finding
from pipeline.verify.markdown.document import verify_markdown
from pipeline.verify.phrases import style

STYLE = style.load(Path("templates/styles"))
TEXT = (
    "Valkey 9 migrates a slot as one operation. Clients that lose a connection open it again within "
    "5 seconds. Operators should raise `repl-timeout` before they resize a cluster. The scan of a large "
    "table runs in parallel."
)
ITEM = EvidenceItem(
    n=1, source_id="v", source_title="Valkey blog", title="Atomic slot migration",
    url="https://v.example/a", published="2026-11-18", passage="p", document="d", start=0, domain="data", text=TEXT,
)  # fmt: skip
TRUE = "Clients that lose a connection open it again within 5 seconds."
FALSE = "Valkey 9 deletes a slot as one operation."
LABELS = [
    "For database engineers: ",
    "**For database engineers:** ",
    "**For teams on old hardware:** *Our inference:* ",
    "*Our inference:* ",
    "For everyone: ",
    "Why it matters: ",
    "Note: ",
]


def found(said: str) -> list[Finding]:
    told = verify_markdown(f"# Slots\n\n{said} [Source 1]\n", (ITEM,), STYLE).findings
    return [one for one in told if one.severity == "error"]


@pytest.mark.parametrize("label", LABELS)
def test_a_true_sentence_is_true_whoever_it_is_said_to(label: str) -> None:
    assert found(label + TRUE) == []


@pytest.mark.parametrize("label", LABELS)
def test_a_changed_word_is_found_behind_any_label_and_the_label_is_not_blamed(label: str) -> None:
    told = found(label + FALSE)
    assert told and all("deletes" in one.message for one in each(told))
    assert not any(
        word in one.message for one in each(told) for word in ("database", "hardware", "matters")
    )


@pytest.mark.parametrize("label", ["For Redis engineers: ", "For all tables: "])
def test_what_a_label_says_of_a_thing_is_still_asked(label: str) -> None:
    assert found(label + TRUE)


def test_what_is_said_of_a_thing_before_a_colon_is_no_label() -> None:
    assert found("For large tables: the scan runs in parallel.") == []
