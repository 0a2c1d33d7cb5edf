"""Sentences against their ground: what is published, replaced by the source, or held."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from verify_sample import STYLES, desk, draft, evidence, quote

from pipeline.cli import main
from pipeline.compose.model import cutting, repair
from pipeline.compose.model.schemas import SentenceReply
from pipeline.evals import sentences
from pipeline.records import EvidenceItem, Judgement, Quote, Sentence
from pipeline.text.printable.leaning import introduced
from pipeline.verify import judge
from pipeline.verify.draft.grounded import MESSAGES, doubted
from pipeline.verify.grounds.excerpt import excerpt
from pipeline.verify.grounds.fate import Verdict, _at_most, examine, least_borne, source_of
from pipeline.verify.grounds.fits import Doubt
from pipeline.verify.grounds.reading import figures as reading
from pipeline.verify.grounds.reading.clauses import clauses
from pipeline.verify.grounds.reading.figures import figures
from pipeline.verify.grounds.reading.sources import read
from pipeline.verify.grounds.reading.words import keys, opposed, strength

GOLDEN = Path(__file__).parent / "golden" / "sentences"
SOURCES = json.loads((GOLDEN / "sources.json").read_text("utf-8"))
ROWS = [
    {**json.loads(line), "evidence": SOURCES}
    for line in (GOLDEN / "sentences.jsonl").read_text("utf-8").splitlines()
]


def item(text: str, *, n: int = 1, title: str = "", published: str | None = None) -> EvidenceItem:
    return EvidenceItem(
        n=n, source_id="s", source_title="Harbour Notes", title=title, url="", published=published,
        text=text, passage="p", document="d", start=0, domain="",
    )  # fmt: skip


def fate(said: str, stands: str) -> str:
    return examine(said, [source_of(item(stands))]).fate


def test_forty_invented_sentences_get_the_right_fate() -> None:
    outcomes = [sentences.measure(row) for row in ROWS]
    assert [one.id for one in outcomes if not one.right] == []
    assert not [one.id for one in outcomes if one.label and one.fate == "held"]


SOUND = [
    ("The p99 fell by 17 ms, from 48 ms to 31 ms.", "The p99 read fell from 48 ms to 31 ms."),
    ("About half of the calls failed.", "Of 1,000 calls 496 failed."),
    ("The outage lasted 90 minutes.", "The outage lasted 1.5 hours."),
    ("It issues 340 000 keys an hour.", "It issues 340,000 keys per hour."),
    ("Writes were lost on 2 May.", "Writes were lost on 2026-05-02."),
    ("Harbour Notes says that reads got slower.", "Reads got slower."),
    ("The limit cannot be raised.", "It is impossible to raise the limit."),
    ("Runs fell from 60 minutes to 36.", "The runs now finish in 36 minutes instead of 60."),
    (
        "A second wave reached no fewer than 796 packages.",
        "A second wave reached at least 796 packages.",
    ),
    (
        "The meeting is on 6 and 7 December.",
        "The meeting takes place on the 6th and 7th of December.",
    ),
    ("Keys can be up to 30 times the size.", "Keys can be 30 times larger."),
    ("The agent copes with 500 hosts.", "It can handle 500 hosts, says the agent's page."),
]


@pytest.mark.parametrize(("said", "stands"), SOUND)
def test_what_is_said_in_other_words_is_published(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


FALSE = [
    ("Deletes reach the replicas during a replay.", "Deletes do not reach the replicas during a replay."),
    ("The gateway issues 340 keys per minute.", "The gateway issues 340 keys per hour."),
    ("The job takes 9 minutes.", "The job takes up to 9 minutes."),
    ("All stores check the token.", "Some stores check the token."),
    ("Larger segments lower throughput.", "Larger segments may lower throughput."),
    ("The read time fell from 31 ms to 48 ms.", "The read time fell from 48 ms to 31 ms."),
    ("Cloudreef measured that the job takes 9 minutes.", "The job takes 9 minutes."),
    ("The flag --no-wait skips the check.", "The flag --nowait skips the check."),
    ("The proxy retries each request.", "The proxy retries each request if it is idempotent."),
    ("Throughput is higher on spinning disks.", "Throughput is lower on spinning disks."),
    ("Paving moved the cache from heap to mmap.", "Paving moved the cache from mmap to heap."),
    ("Ostrea removed the stale packages from the index.", "Harrow removed the stale packages from the index."),
    ("The fix has been rolled out to all regions.", "The fix is rolling out to all regions."),
    ("The fix shipped in version 4.2.1.", "We will also pick the fix for version 4.2.1."),
    ("The team will spend six months on the parser.", "The team has spent six months on the parser."),
    ("The tool uses the mirror instead of the origin.", "The tool uses the origin instead of the mirror."),
    ("Raw tables are safer than views.", "Views are safer than raw tables."),
    ("Old keys can be four times larger.", "New keys can be four times larger, and old keys can be twice as large."),
    ("Signing requires a hardware token.", "The tool optionally supports a hardware token for signing."),
    ("The pool automatically frees the space.", "The space can be freed by running the sweep."),
    ("The rule holds even in a drill.", "The rule holds unless it is a drill."),
    ("In Tern v2.2 the agent handles 500 hosts.", "In Tern v2.3 the agent handles 500 hosts. In Tern v2.2 it handles 100 hosts."),
    ("Lease renewals failed because the disk was full.", "Lease renewals failed due to clock skew. Months later the disk was full."),
    ("The worm reached 796 packages in September.", "In September the worm appeared. A second wave in November reached 796 packages."),
    ("orbweaver now runs the build.", "The build is run by Silk."),
    ("The larger plan costs up to 100 euros at Ferrin.", "Plans cost up to 50 euros (Ferrin) and 100 euros (Gannet)."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), FALSE)
def test_what_its_source_does_not_say_is_not_published(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


def test_a_false_sentence_is_replaced_by_the_words_it_rests_on() -> None:
    found = examine("The job takes 12 minutes.", [source_of(item("The job takes 9 minutes."))])
    assert (found.fate, found.rules) == ("replaced", ("figure",))
    assert found.ground is not None and found.ground.text == "The job takes 9 minutes."


def test_a_sentence_without_any_ground_is_held() -> None:
    assert fate("Wombats sleep all day in their burrows.", "The job takes 9 minutes.") == "held"


def test_figures_carry_unit_rate_bound_role_and_what_they_count() -> None:
    found = figures("Up to 1 200 requests an hour, a quarter as many from 48 ms on 2 May 2026.")
    shown = [(one.value, one.unit, one.rate, one.bound, one.role, one.noun) for one in found]
    assert shown[0] == (1200.0, "", "hour", "high", "to", "requests")
    assert [one.kind for one in found] == ["number", "multiple", "number", "date"]


def test_words_stand_for_each_other_by_form_sense_and_not_by_opposite() -> None:
    assert strength("propagated", "propagate") == 1.0
    assert strength("begin", "start") >= 0.7
    assert opposed("enable", "disabled") and opposed("faster", "slower")
    assert strength("harbour", "segment") == 0.0


def test_the_same_sentence_has_the_same_fate_each_time() -> None:
    row = ROWS[3]
    assert sentences.measure(row) == sentences.measure(dict(row))


def test_eval_sentences_writes_a_fate_and_the_rules_for_each_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS[:3]), "utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["eval", "sentences", str(file), "--rows", str(tmp_path / "out.jsonl")])
    assert not stop.value.code
    written = [
        json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    ]
    assert [(one["id"], one["label"], one["fate"]) for one in written] == [
        ("s01", 0, "replaced"), ("s02", 0, "replaced"), ("s03", 0, "replaced"),
    ]  # fmt: skip
    assert "rate" in written[2]["rules"]
    assert "wrong: false, negation" in capsys.readouterr().out


def test_a_row_that_names_no_source_is_refused_by_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "x7", "text": "A job runs.", "label": 1}) + "\n", "utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["eval", "sentences", str(file)])
    assert stop.value.code == 2
    assert "x7" in capsys.readouterr().err


def test_kind_and_ground_of_older_records_follow_from_their_origin() -> None:
    quote = Quote(1, 0, 4, "Text")
    cut = Sentence("Text", (1,), "source", quote)
    assert (cut.kind, cut.ground) == ("source", (quote,))
    assert Sentence("Two sources agree.", (1, 2), "computed").kind == "computed"
    assert Sentence("A team may wait.", (1,), kind="inference").kind == "inference"


DENIED = "Northwind Labs denied that the leak of 2024 reached 1,200 accounts."


def _judged(new: Sentence) -> Judgement:
    first = draft().sections[0]
    one = replace(first, sentences=(new, *first.sentences[1:]), quote=quote(1, DENIED))
    spoiled = replace(draft(), sections=(one, *draft().sections[1:]))
    return judge(spoiled, evidence(), desk(), said=(), styles=STYLES)


def test_a_fact_that_stands_names_the_words_it_rests_on() -> None:
    said = "A stolen refresh token can be used only once within 30 seconds after rotation."
    made = _judged(Sentence(said, (1,))).draft.sections[0].sentences[0]
    text = evidence().items[0].text
    assert [text[one.start : one.end] for one in made.rests] == [text[: text.index("Revoke") - 1]]


def test_a_false_sentence_is_replaced_by_its_source_and_the_record_says_so() -> None:
    false = Sentence("The server needs to keep every retired token.", (1,))
    found = _judged(false)
    assert found.outcome == "held"
    spoiled, notes = repair.cut_what_fails(
        lambda one: judge(one, evidence(), desk(), said=(), styles=STYLES), found.draft
    )
    put = spoiled.sections[0].sentences[0]
    assert put.origin == "source" and put.text.startswith("The server does not need to keep")
    assert [one.match for one in notes if one.resolved == "replaced"] == [false.text]
    assert judge(spoiled, evidence(), desk(), said=(), styles=STYLES).outcome == "published"


def test_what_is_declared_advice_and_states_a_fact_is_judged_as_a_fact() -> None:
    false = "The load balancer drops each connection when the drain is as long as the request."
    for kind in ("fact", "advice", "inference"):
        assert _judged(Sentence(false, (3,), kind=kind)).outcome == "held"


def test_a_sentence_under_the_wrong_source_is_told_the_right_one() -> None:
    said = Sentence("A watermark of 10 minutes held back 2 percent of that day's events.", (1,))
    fixes = {one.fix for one in _judged(said).findings if not one.resolved}
    assert "cite [Source 4], which speaks of this" in fixes


def test_the_example_of_the_prompt_names_a_source_that_cannot_be_cited() -> None:
    rules = (Path(__file__).parent.parent / "templates/prompts/rules.md.j2").read_text("utf-8")
    example = rules[rules.index("EXAMPLE") :]
    assert set(re.findall(r'"(?:source|cites)": \[?(\d+)', example)) == {"0"}
    context = cutting.desk_of(evidence().items)
    copied = SentenceReply(text="Compaction ran a quarter as often there.", cites=(0,))
    assert cutting.sentence(copied, "lede[0]", context).cites == ()
    assert [one.rule for one in context.findings] == ["writer-citation"]


def test_a_judge_reads_the_ground_of_a_sentence_and_not_the_whole_passage() -> None:
    filler = "The seventh harbour keeps a ledger of every crane and each rope it owns. " * 60
    long = item(f"{filler}The p99 read fell from 48 ms to 31 ms on that cluster. {filler}")
    cut = excerpt("Reads at p99 dropped from 48 ms to 31 ms.", long)
    assert "from 48 ms to 31 ms" in cut.text and len(cut.text) <= 2_400
    assert long.text[cut.start : cut.start + len(cut.text)] == cut.text
    assert excerpt("It runs.", item("It runs.")).text == "It runs."


@pytest.mark.parametrize(
    ("said", "before", "stands"),
    [
        ("During the test, two jobs shared the node.", "Jobs take turns", False),
        ("During the test, two jobs shared the node.", "Jobs took turns in an early test", True),
        ("Setups can persist that directory between runs.", "The lockfile is edited", False),
        ("Setups can persist that directory between runs.", "It prints the cache directory", True),
        ("This can block drains for a node running one of those pods.", "Budgets", False),
        ("The server does not need to keep every retired token.", "Notes on tokens", True),
        ("A lease of 30 seconds expires while a process pauses.", "Leases", True),
        ("Such leases end when nobody renews them.", "Leases of 30 seconds", True),
        ("It said that nothing was lost.", "The vendor", False),
    ],
)
def test_a_sources_sentence_stands_where_what_it_points_at_was_told(
    said: str, before: str, stands: bool
) -> None:
    assert introduced(said, before) == stands


@pytest.mark.parametrize("rule", sorted(MESSAGES))
def test_a_message_names_words_and_no_empty_ones(rule: str) -> None:
    for said, stands in (("all nodes", ""), ("all nodes", "two nodes")):
        verdict = Verdict("fact", "held", (Doubt(rule, 0.9, said, stands),), (), None)
        ((_, _, message, _),) = doubted("It says so.", verdict)
        assert "()" not in message and "''" not in message and "{" not in message


@pytest.mark.parametrize(
    "text",
    [
        "May 4 and 5", "Sept 3", "2026-05-03", "v2", "1.25.13", "twice", "3x", "ten-fold", "9 ×", "HALVED", "7/8", "half an hour", "less than a full day",
        "a year and a half", "one in five", "2 out of 3", "2^8", "a third of it", "two Eighths of", "since June",
    ],
)  # fmt: skip
def test_no_reader_of_figures_is_passed_over_that_finds_one(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reading.figures.__wrapped__(text)
    monkeypatch.setattr(reading, "_READERS", tuple((one, ()) for one, _ in reading._READERS))
    assert found == reading.figures.__wrapped__(text) != ()


def test_the_table_of_a_source_bears_each_word_as_its_sentences_do() -> None:
    text = "The lease lasts nine seconds. Nodes renew it early. Caches were purged at noon."
    source = read(1, text, ("Leases", "Blog"))
    for low in (
        "lease",
        "leases",
        "renewal",
        "purge",
        "node",
        "nine",
        "9",
        "blog",
        "tiger",
        "early",
    ):
        known = keys(low)
        for table, bags in (
            (source.own, [one.bag for one in source.grounds]),
            (source.near, [one.near for one in source.grounds]),
        ):
            asked = dict(table.of(low))
            assert [asked.get(at, 0.0) for at in range(len(bags))] == [b.bears(known) for b in bags]
    masses = source.own.masses([("lease", 2.0), ("nodes", 3.0), ("tiger", 5.0)])
    assert masses == [2.0, 3.0, 0.0]
    assert source.own.masses([("nodes", 3.0)], least=0.75) == [0.0, 3.0, 0.0]


def test_no_sentence_bears_more_of_a_clause_than_its_table_says() -> None:
    text = "The store keeps nine copies. A lease lasts a minute, and nodes renew it. Use `x` for y."
    source = read(1, text, ())
    for said in (
        "A lease lasts a minute.",
        "The store drops copies, and `x` is slow.",
        "Tigers eat.",
    ):
        bearing = least_borne(said, [source])
        bounds = [_at_most(part, [source]) for part in clauses(said) if part.content]
        assert bearing <= min(bounds) + 1e-9


@pytest.mark.parametrize(
    ("said", "stands", "printed"),
    [
        (
            "The gate sees a table implemented in Java as one part.",
            "The gate sees a Java-implemented table as one part.",
            True,
        ),
        (
            "Credentials that could be sent to whom another file named are rewritten now.",
            "Credentials of one file would be sent to whom another file named. Credentials are rewritten now.",
            True,
        ),
        (
            "Patched kernels for Alma 8, 9 and 10 have been in the repositories since 2 June.",
            "Alma 8, 9, 10, and Kitten 10 are all affected if cifs-utils is installed. "
            "Patched kernels have been in the repositories since 2 June.",
            True,
        ),
        (
            "Alma 8, 9 and 10 are affected.",
            "Alma 8, 9, 10, and Kitten 10 are all affected if cifs-utils is installed.",
            False,
        ),
        (
            "The credentials were sent to the registry.",
            "The credentials will be sent to the registry.",
            False,
        ),
    ],
)
def test_a_fault_of_one_statement_is_not_laid_upon_another_about_the_same_things(
    said: str, stands: str, printed: bool
) -> None:
    assert (fate(said, stands) == "published") is printed
