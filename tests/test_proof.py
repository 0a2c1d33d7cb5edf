"""Pages prove themselves: what is not proven by the road of a stranger is held back, not shown."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import starter_room
import verify_sample
from starter_room import DAY

from pipeline import proof, publish
from pipeline.audit import audit
from pipeline.audit.facts import fault
from pipeline.newsroom import briefs
from pipeline.newsroom.config import Newsroom, open_newsroom
from pipeline.proof.repeated import repeats
from pipeline.records import Finding, store
from pipeline.run import RunPlan, judging, run_day
from pipeline.verify.checked import Published
from pipeline.verify.page_words import ADDED, alteration

EARLIER = "2026-11-19"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The starter newsroom after a run, with a second day."""
    room = starter_room.published(tmp_path_factory.mktemp("proof") / "room")
    run_day(room, starter_room.world(), RunPlan(EARLIER, build=False))
    return room


@pytest.fixture
def room(made: Newsroom, tmp_path: Path) -> Newsroom:
    shutil.copytree(made.root, tmp_path / "room")
    return open_newsroom(tmp_path / "room")


@pytest.fixture(scope="module")
def standing(made: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The same with both days rendered and on its site; only read."""
    root = tmp_path_factory.mktemp("standing") / "room"
    shutil.copytree(made.root, root)
    room = open_newsroom(root)
    proof.render_proven(room)
    publish.build_site(room, audit=audit)
    return room


@pytest.fixture
def shown(standing: Newsroom, tmp_path: Path) -> Newsroom:
    shutil.copytree(standing.root, tmp_path / "room")
    return open_newsroom(tmp_path / "room")


def spoil(room: Newsroom, day: str) -> None:
    """Change what a record quotes; its page and its evidence stay as they are."""
    path = room.day(day) / "brief.json"
    data = json.loads(path.read_text("utf-8"))
    told = [one for section in data["draft"]["sections"] for one in section["sentences"]]
    sentence = next(one for one in told if one["origin"] == "source")
    sentence["text"] = "The endpoint never changes, whatever is deployed."
    store.write(path, json.dumps(data))


def test_briefs_that_are_proven_are_published_and_nothing_is_held_back(room: Newsroom) -> None:
    assert proof.render_proven(room) == {}
    assert (room.content / "briefs" / f"{DAY}.md").is_file()


def test_a_brief_whose_record_is_not_proven_is_held_back_with_its_reason(room: Newsroom) -> None:
    spoil(room, EARLIER)
    done = proof.publish_proven(room, audit=audit)
    assert list(done.held_back) == [EARLIER]
    assert done.held_back[EARLIER].startswith("its record: The sentence differs")
    assert (room.site / "briefs" / DAY / "index.html").is_file()
    assert not (room.site / "briefs" / EARLIER).exists()
    assert EARLIER not in (room.site / "index.html").read_text("utf-8")


def test_a_brief_whose_twin_is_not_proven_is_held_back_and_the_site_is_built_without(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = proof._twin
    monkeypatch.setattr(
        proof,
        "_twin",
        lambda of, site, day, rules: "its twin" if day == EARLIER else real(of, site, day, rules),
    )
    done = proof.publish_proven(room, audit=audit)
    assert done.held_back == {EARLIER: "its twin"}
    assert not (room.site / "briefs" / EARLIER).exists()


def test_a_twin_with_another_figure_than_its_source_is_not_proven(shown: Newsroom) -> None:
    room = shown
    rules = proof.Rules.of(room.desk, room.root)
    assert proof._twin(room, room.site, DAY, rules) == ""
    twin = room.site / "briefs" / DAY / "index.md"
    text = twin.read_text("utf-8")
    quoted = next(line for line in text.splitlines() if line.startswith("> ") and len(line) > 40)
    store.write(twin, text.replace(quoted, quoted.replace("> ", "> Never ", 1)))
    assert proof._twin(room, room.site, DAY, rules).startswith("its twin")


def test_a_twin_that_repeats_its_page_was_proven_with_it(
    shown: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = shown
    rules = proof.Rules.of(room.desk, room.root)
    asked: list[str] = []
    real = proof.verify_markdown
    monkeypatch.setattr(
        proof, "verify_markdown", lambda text, *more: (asked.append(text), real(text, *more))[1]
    )
    assert [proof._twin(room, room.site, day, rules) for day in (EARLIER, DAY)] == ["", ""]
    assert asked == []
    evidence = room.site / "api" / "evidence" / f"{DAY}.json"
    items = json.loads(evidence.read_text("utf-8"))
    store.write(
        evidence, json.dumps([one | {"text": "Something else stands here."} for one in items])
    )
    assert proof._twin(room, room.site, DAY, rules).startswith("its twin")
    assert len(asked) == 1


def test_the_build_meets_what_a_stranger_would_be_told_of_a_page(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = proof.shown_otherwise

    def stern(found: Published, *more: object, **terms: bool) -> tuple[Finding, ...]:
        lost = (alteration("From the library", ADDED, found.name),) if EARLIER in found.name else ()
        return (*real(found, *more, **terms), *lost)  # type: ignore[arg-type]

    monkeypatch.setattr(proof, "shown_otherwise", stern)
    held_back = proof.publish_proven(room, audit=audit).held_back
    assert list(held_back) == [EARLIER] and "(page-altered) From the library" in held_back[EARLIER]


def test_a_word_changed_in_any_form_of_a_built_page_is_met_by_the_build(shown: Newsroom) -> None:
    rules = proof.Rules.of(shown.desk, shown.root)
    for name in (f"briefs/{DAY}/index.html", f"api/briefs/{DAY}.json"):
        place = shown.site / name
        text = place.read_text("utf-8")
        assert proof._twin(shown, shown.site, DAY, rules) == "" and "43.2 minutes" in text
        store.write(place, text.replace("43.2 minutes", "42.3 minutes"))
        assert proof._twin(shown, shown.site, DAY, rules).startswith("its page as built: "), name
        store.write(place, text)


PAGE = """---
title: "A"
---
# A

A fact of 3 things. [[Source 1]](#source-1){ .cite #c1-1 }
{: .lede }

## B { #b }

> The harbour \\*closes\\*.
>
> [Title](https://a.example/x#y) [[Source 1]](#source-1){ .cite #c1-2 }

| [1 January](../2024-01-01/) | Before |
|---|---|
| [2 January](../2024-01-02/) | After |
"""
SOURCES = "## Sources\n\n- [Source 1] [Title](https://a.example/x). Notes, 3 May 2024."
QUOTE = "> The harbour *closes*.\n>\n> [Title](https://a.example/x#y) [Source 1]"
FACT = "A fact of 3 things. [Source 1]"
TABLE = (
    "| [1 January](https://own.example/briefs/2024-01-01/index.md) | Before |\n| --- | --- |\n"
    "| [2 January](https://own.example/briefs/2024-01-02/index.md) | After |"
)


@pytest.mark.parametrize(
    ("blocks", "same"),
    [
        (("# A", FACT, SOURCES, "## B", QUOTE, TABLE), True),
        (("# A", FACT, "## B", QUOTE), True),
        (("# A", FACT.replace("3", "4"), "## B", QUOTE), False),
        (("# A", FACT.replace("Source 1", "Source 2"), "## B", QUOTE), False),
        (("# A", FACT.removesuffix(" [Source 1]"), "## B", QUOTE), False),
        (("# A", "## B", QUOTE, FACT), False),  # under another heading than on the page
        (("# A", FACT, FACT), False),
        (("# A", FACT, "## B", QUOTE.replace("> ", "")), False),
        (("# A", FACT, "## B", QUOTE.replace("a.example", "b.example")), False),
        (("# A", FACT, "## B", QUOTE, TABLE.replace("After", "Never")), False),
        (("# A", FACT, SOURCES + " The harbour never closes at all."), False),
        (("# A", FACT, SOURCES.replace("Source 1", "Source 7").replace("a.ex", "c.ex")), False),
        (("# A", FACT, "- [Source 1] Title."), False),  # a list of sources without its heading
    ],
)
def test_a_twin_repeats_its_page_block_by_block_in_its_order(
    blocks: tuple[str, ...], same: bool
) -> None:
    item = replace(verify_sample.item(1, "security"), title="Title", source_title="Notes", url="https://a.example/x")  # fmt: skip
    twin = "---\ntitle: A\n---\n\n" + "\n\n".join(blocks) + "\n"
    assert repeats(twin, PAGE, {1: item}, site_url="https://own.example/") is same


def test_what_was_proven_is_not_proven_again_until_it_changes(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert proof.render_proven(room) == {}
    asked: list[str] = []
    real = proof._against
    monkeypatch.setattr(proof, "_against", lambda *args: (asked.append(args[1]), real(*args))[1])
    proof.unproven(room, (EARLIER, DAY))
    assert asked == []
    spoil(room, DAY)
    assert list(proof.unproven(room, (EARLIER, DAY))) == [DAY]
    assert asked == [DAY]


def test_of_two_days_that_tell_one_story_unknown_to_each_other_the_public_one_stays(
    room: Newsroom, tmp_path: Path
) -> None:
    public, aside = room.day(DAY), tmp_path / "aside"
    public.rename(aside)
    run_day(room, starter_room.world(), RunPlan(EARLIER, build=False, again=True))
    aside.rename(public)
    for _ in range(2):  # what was found against a day is not forgotten
        ((day, reason),) = proof.unproven(room, (EARLIER, DAY)).items()
        assert day == EARLIER and f"The brief of {DAY}" in reason
    assert list(proof.publish_proven(room, audit=audit).held_back) == [EARLIER]
    run_day(room, starter_room.world(), RunPlan(EARLIER, build=False, again=True))
    assert proof.unproven(room, (EARLIER, DAY)) == {}


POST = '---\ntitle: "{name}"\ndate: 2026-10-25T08:00:00+02:00\ndescription: "Of {name}."\n---\n\nWhat it is about. [Source 1]{more}\n\n## Sources\n\n1. Ann Bee: [A note](https://notes.example/a), 2026-10-01\n'


def test_a_finding_of_the_audit_holds_back_its_post_and_the_site_goes_on(room: Newsroom) -> None:
    posts = room.content / "posts"
    posts.mkdir(exist_ok=True)
    (posts / "sound.md").write_text(POST.format(name="Sound", more=" [Up](#top)"))
    (posts / "faulty.md").write_text(POST.format(name="Faulty", more=" [gone](../gone/)"))
    done = proof.publish_proven(room, audit=audit)
    assert list(done.held_back) == ["posts/faulty.md"]
    assert "links-broken" in done.held_back["posts/faulty.md"]
    assert {one.rule for one in done.findings} == {"links-broken"}
    assert (room.site / "posts" / "sound" / "index.html").is_file()
    assert not (room.site / "posts" / "faulty").exists()
    assert "Faulty" not in (room.site / "posts" / "index.html").read_text("utf-8")
    assert (room.site / "briefs" / DAY / "index.html").is_file()
    (posts / "faulty.md").write_text(POST.format(name="Faulty", more=""))
    assert proof.publish_proven(room, audit=audit).held_back == {}


def test_a_finding_that_concerns_no_single_page_refuses_the_site(room: Newsroom) -> None:
    def stern(site: Path, desk: object, **_: object) -> tuple[Finding, ...]:
        return (fault("robots.txt", "robots-sitemap", "does not name the sitemap"),)

    stood = sorted(room.site.rglob("*"))
    with pytest.raises(publish.AuditError):
        proof.publish_proven(room, audit=stern)
    assert sorted(room.site.rglob("*")) == stood


def test_a_desk_that_asks_for_more_publishers_takes_no_public_brief_back(room: Newsroom) -> None:
    gate = room.desk.gate.model_copy(update={"min_sources": 60, "min_sections": 60})
    stricter = replace(room, desk=room.desk.model_copy(update={"gate": gate}))
    assert proof.unproven(stricter, (EARLIER, DAY)) == {}
    public = briefs.read_brief(room, DAY)
    assert judging.rejudge(stricter, public).outcome == "published"  # a correction of it passes
    held = judging.rejudge(stricter, replace(public, outcome="held"))
    assert {one.rule for one in held.findings if not one.resolved} >= {
        "structure-sources",
        "structure-sections",
    }


@pytest.mark.parametrize("others", [1, 7])
def test_a_public_record_of_other_domains_than_the_desks_is_no_fault_of_it(
    room: Newsroom, others: int
) -> None:
    renamed = [
        one.model_copy(update={"id": f"other-{at}"}) if at < others else one
        for at, one in enumerate(room.desk.domains)
    ]
    added = room.desk.domains[0].model_copy(update={"id": "new-since"})
    strange = replace(room, desk=room.desk.model_copy(update={"domains": (*renamed, added)}))
    public = briefs.read_brief(room, DAY)
    judged = judging.rejudge(strange, public)
    assert judged.outcome == "published"
    assert not [one for one in judged.findings if one.rule.startswith("structure")]
    held = judging.rejudge(strange, replace(public, outcome="held"))
    assert "structure-domain" in {one.rule for one in held.findings if not one.resolved}


def test_a_record_is_judged_by_the_days_that_counted_as_news_when_it_was_made(
    room: Newsroom,
) -> None:
    day = briefs.days(room)[-1]
    rules = proof.Rules.of(room.desk, room.root)
    data = (room.day(day) / "brief.json").read_bytes()
    pack = briefs.read_evidence(room, day)
    narrow = replace(pack, window=-20)  # as if the night before had told what is now told
    said = [one.rule for one in proof.prove_record(data, narrow, rules, file="brief.json").findings]
    assert "stale-as-news" in said
    said = [one.rule for one in proof.prove_record(data, pack, rules, file="brief.json").findings]
    assert "stale-as-news" not in said
