"""Which domain a text itself speaks of: the words of the usual domains, attacks, and what is no domain."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from pipeline.newsroom.desk import Domain
from pipeline.records import Document
from pipeline.retrieve.evidence.areas import (
    area_of,
    areas,
    gathers,
    released,
    speaks_of,
    tells_of_attack,
    words_of,
)
from pipeline.retrieve.evidence.reading import FILED, TIE, NewsReading, or_filed


def document(title: str, text: str) -> Document:
    return cast(Document, SimpleNamespace(title=title, text=text))


def domain(title: str) -> Domain:
    return Domain.model_validate(
        {"id": "one", "title": title, "team": "teams", "questions": ["What broke?"]}
    )


RELEASE = document(
    "Announcing Kestrel 1.97.1",
    "The Kestrel team has published a point release of the language. It mends a wrong compilation of "
    "loops that the optimiser unrolls. If you have the installer, update with one command.",
)
ATTACK = document(
    "Supply chain attack on the kestrel package",
    "We got a report that a build dependency was malicious. The response team verified this and "
    "removed the package from the registry.",
)
LANGUAGE = document(
    "Kestrel 1.27 is released",
    "The language gains generic methods, and the compiler and the runtime are faster.",
)
MENTIONS = document("How we chose a language", LANGUAGE.text)
REPLICAS = document(
    "How Lantern keeps its replicas in step",
    "Each write needs a quorum, and a replica that misses its lease takes no writes until it caught up.",
)
REVIEWS = document(
    "What changed in our code reviews",
    "Every pull request has a reviewer from another team, and new colleagues have a mentor.",
)


@pytest.mark.parametrize(
    ("title", "text", "declared", "speaks"),
    [
        ("Engineering Career", RELEASE, True, False),
        ("System Design", RELEASE, True, False),
        ("System Design", LANGUAGE, True, True),  # where its title names a version
        ("System Design", LANGUAGE, False, False),
        ("System Design", MENTIONS, True, False),
        ("Engineering Career", REVIEWS, True, True),
        ("Engineering Career", REVIEWS, False, True),
        ("System Design", REPLICAS, True, True),
        ("System Design", REPLICAS, False, False),  # of a source that is declared for another
        ("Security", ATTACK, False, True),
        ("Security", RELEASE, True, False),
    ],
)
def test_a_domain_stands_where_its_words_do(
    title: str, text: Document, declared: bool, speaks: bool
) -> None:
    area = area_of(domain(title))
    assert area is not None
    assert speaks_of(area, text, declared=declared) is speaks


def test_a_word_and_its_plural_are_one() -> None:
    area = area_of(domain("Data Engineering"))
    assert area is not None
    told = document("An oracle", "It answers queries: each query holds a table, and tables join.")
    assert words_of(area, told) == 2


def test_the_name_of_a_source_counts_with_its_text() -> None:
    area = area_of(domain("Security"))
    assert area is not None
    assert not speaks_of(area, RELEASE, "Kestrel blog", declared=True)
    assert speaks_of(area, RELEASE, "Kestrel vulnerability database", declared=True)


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (ATTACK.title, ATTACK.text, True),
        ("Kestrel 2.1.4", "Fixes CVE-2026-1111: attackers could forge a lease. All before are vulnerable.", True),
        ("Advisory locks in Lantern", "An advisory lock is held by a session, and freed when it ends.", False),
        ("Attacking tail latency", "We cut the slowest hundredth of requests by half.", False),
        ("Attacks on tail latency", "We cut the slowest hundredth of requests by half.", False),
        ("How we wrote the parser", "It rejects what an attacker may send, and runs in linear time.", False),
        (RELEASE.title, RELEASE.text, False),
    ],
)  # fmt: skip
def test_an_attack_or_a_weakness_is_told_from_a_mention(title: str, text: str, told: bool) -> None:
    assert tells_of_attack(document(title, text)) is told


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("AI/ML", "ai-ml"), ("Web Performance", "web-performance"), ("System Design", "system-design"),
        ("Cloud & Infrastructure", "cloud-infra"), ("Data Engineering", "data-engineering"),
        ("Security", "security"), ("Engineering Career", "career"), ("Platform Security", "security"),
        ("Compilers", ""), ("Mobile", ""), ("Rust", ""),
    ],
)  # fmt: skip
def test_a_domain_is_known_by_its_title(title: str, name: str) -> None:
    area = area_of(domain(title))
    assert (area.name if area else "") == name


@pytest.mark.parametrize(
    ("spoken", "filed", "shares"),
    [
        ([0.4, 0.0, -0.1], [0.6, 0.5, None], [0.4, 0.0, -0.1]),  # its words speak of one
        (
            [0.0, 0.0, -0.1],
            [None, 0.5, None],
            [0.0, FILED + 0.5 * TIE, -0.1],
        ),  # of none: the owner's
        ([0.07, -0.2], [None, 0.0], [0.07, FILED]),  # of another in passing
        ([0.14, 0.0], [None, 0.5], [0.14, 0.13 + 0.5 * TIE]),  # of another somewhat: that one first
        ([0.14, 0.05], [None, 0.5], [0.14, FILED + 0.5 * TIE]),  # and of the owner's, too
        ([0.0, 0.0], [0.1, 0.3], [FILED + 0.1 * TIE, FILED + 0.3 * TIE]),  # the nearer of two first
        ([0.0, 0.0], [None, None], [0.0, 0.0]),  # its source is declared for none
    ],
)
def test_a_text_that_speaks_of_no_domain_keeps_the_one_of_its_source(
    spoken: list[float], filed: list[float | None], shares: list[float]
) -> None:
    assert or_filed(spoken, filed) == pytest.approx(shares)


def test_a_text_of_its_source_alone_is_not_of_the_domain_of_the_work_of_people() -> None:
    assert [one.name for one in areas() if one.people] == ["career"]


def test_a_round_up_that_names_fixes_among_much_else_tells_of_no_attack() -> None:
    text = "Security fixes: a vulnerability of the parser. " * 3
    assert tells_of_attack(document("Security fixes in 3.1", text))
    assert not tells_of_attack(
        document("May in Servo: forms, focus, security fixes, and more", text)
    )


def test_a_title_names_a_release_by_its_version() -> None:
    assert released(document("Node.js 26.5.0 (Current)", ""))
    assert not released(document("Builds are 1.5% faster", ""))


class OpeningsAlone:
    """An index that holds the openings of one source, and knows nothing else."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def dated(self, *_: object, most: int, openings: bool) -> list[int]:
        return list(range(min(most, len(self.texts)))) if openings else []

    def rows(self, found: list[int]) -> SimpleNamespace:
        return SimpleNamespace(ids=lambda: [str(at) for at in found])

    def passage(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(text=self.texts[int(name)])


WEB = "The browser fetches css and javascript before it paints the dom."
SHELF = "The lockfile names each package and the registry it came from."


@pytest.mark.parametrize(
    ("titles", "texts", "earned"),
    [
        (("Web", "Security"), [WEB] * 6, True),
        (("Web", "Security"), [WEB] * 4 + [SHELF] * 6, True),
        (("Web", "Security"), [WEB] * 3 + [SHELF] * 7, False),
        (("Web", "Security"), [SHELF] * 6, False),
        (("Web", "Security"), [SHELF] * 5, True),  # too little to judge it by
        (("Web", "Security"), [], True),
        (("Web",), [SHELF] * 6, True),  # the desk has no other
        (("Compilers", "Security"), [SHELF] * 6, True),  # nothing is known of that domain
    ],
)
def test_a_source_earns_its_domain_by_what_most_of_its_texts_say(
    titles: tuple[str, ...], texts: list[str], earned: bool
) -> None:
    desk = SimpleNamespace(domains=[domain(one) for one in titles])
    searcher = SimpleNamespace(index=OpeningsAlone(*texts))
    assert NewsReading(searcher, desk, ())._earned("shelf", 0) is earned  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("domains", "texts", "heard"),
    [
        (("web",), [SHELF] * 6, True),  # declared for nothing else
        (("web", "security"), [SHELF] * 6, False),
        (("web", "security"), [WEB] * 6, True),
    ],
)
def test_a_word_is_enough_for_one_of_several_domains_only_where_their_source_has_earned_it(
    domains: tuple[str, ...], texts: list[str], heard: bool
) -> None:
    desk = SimpleNamespace(domains=[domain("Web"), domain("Security")])
    searcher = SimpleNamespace(index=OpeningsAlone(*texts))
    text = cast(Document, SimpleNamespace(domains=domains, source="shelf"))
    reading = NewsReading(searcher, desk, ())  # type: ignore[arg-type]
    assert reading._owner_heard(text, 0) is heard


def test_words_of_a_field_are_counted_with_those_of_its_tools_whatever_the_title() -> None:
    design, security = areas()[2], areas()[0]
    assert design.releases
    assert words_of(design, MENTIONS) == 2
    assert words_of(design, document("Kestrel SDK", "The installer brings the runtime.")) == 0
    assert words_of(security, MENTIONS) == 0


@pytest.mark.parametrize(
    ("title", "gathered"),
    [
        ("Kestrel Monthly Update - May 2026", True),
        ("Kestrel News for May '26", True),
        ("Kestrel 4.2", True),
        ("The Kestrel Root Expires (September 2026)", False),
        ("What May Be Cached", False),
    ],
)
def test_notes_to_a_version_or_a_month_gather_what_they_mend(title: str, gathered: bool) -> None:
    assert gathers(document(title, MENTIONS.text)) is gathered


def test_a_source_whose_word_is_not_heard_needs_as_many_words_as_another_and_none_for_passing() -> (
    None
):
    design = areas()[2]
    three = document("Kestrel in step", "A quorum, a replica and a lease.")
    assert speaks_of(design, three, declared=True, heard=False)
    assert not speaks_of(design, three)
    two = document("Kestrel in step", "A quorum and a replica.")
    assert speaks_of(design, two, declared=True)
    assert not speaks_of(design, two, declared=True, heard=False)
