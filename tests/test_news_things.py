"""What a document is about by name, how grave a flaw is, and what joins two documents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.readers.facts.fields import advisory_told
from pipeline.news.documents.aside import aside, explains, is_contents
from pipeline.news.documents.cvss import scores
from pipeline.news.documents.overtaken import Release, of_a_week, outdone, release, series
from pipeline.news.documents.severity import flaw_year, severity
from pipeline.news.documents.subject import Subject, subject
from pipeline.news.documents.things import akin, numbers, things
from pipeline.news.groups.clusters import Dated, clusters
from pipeline.news.groups.rank import GRAVE, RankFacts, factors, reaches, small
from pipeline.news.groups.relate import apart, besides, relate, retold
from pipeline.records import Block, Document

DAY = "2026-08-18"


def document(title: str, text: str = "", *, path: str = "blog/a.md", source: str = "s") -> Document:
    body = text or f"{title} is told here in one whole sentence of some length for a reader."
    block = Block("paragraph", 0, len(body))
    return Document(
        f"{source}:{path}", source, f"https://{source}.example/{path}", title, (), DAY, "front matter", None, DAY,
        body, (block,), "0" * 64, path=path,
    )  # fmt: skip


def related(one: Subject, other: Subject, near: float, title: float = 0.0, gap: str = DAY) -> bool:
    return relate((one, DAY), (other, gap), near=near, title=title).same


@pytest.mark.parametrize(
    ("title", "path", "nature", "named"),
    [
        ("Double free in clear", "crates/caja/RUSTSEC-2026-0130.md", "advisory", {"caja"}),
        ("GO-2026-1: panic in github.com/a/b", "reports/GO-2026-1.yaml", "advisory", {"github.com/a/b"}),
        ("July security releases", "blog/vulnerability/july.md", "advisory", set()),
        ("browsertime 28.0.0", "CHANGELOG.md", "release", {"browsertime"}),
        ("Announcing Version 2.0", "a.md", "release", set()),
        ("How we scaled", "a.md", "post", set()),
        ("kestreld in Kestrel before 4.2 lets a guest write", "published/2026/JLSEC-2026-9.md", "advisory", {"kestrel"}),
        ("A flaw was found in GLib. It reads past a buffer", "published/2026/JLSEC-2026-8.md", "advisory", {"glib"}),
        ("GNU gzip contains a buffer overflow", "published/2026/JLSEC-2026-7.md", "advisory", {"gzip"}),
        ("Client impersonation in TLS 1.3", "published/2026/JLSEC-2026-6.md", "advisory", set()),
        ("CVE-2026-41316: Kestrel runs what it reads", "blog/a.md", "advisory", set()),
        ("QSB-114: data of a processor is exposed", "blog/b.md", "advisory", set()),
        ("Post Mortem: a flaw of the parser", "blog/c.md", "advisory", set()),
    ],
)  # fmt: skip
def test_a_document_is_about_what_its_file_or_title_names(
    title: str, path: str, nature: str, named: set[str]
) -> None:
    assert things(document(title, path=path), nature) == named


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pqcrypto", "pqcrypto-hqc", True),
        ("tokio-tcp", "tokio-timer", True),
        ("im", "im-rc", True),
        ("caja", "auto_vec", False),
        ("go-a", "go-b", False),
    ],
)
def test_packages_of_one_family_are_akin(one: str, other: str, same: bool) -> None:
    assert akin(frozenset((one,)), frozenset((other,))) == same


def test_a_proposal_has_the_number_of_its_title_or_file() -> None:
    assert numbers(document("PEP 836: JIT", path="peps/pep-0836.rst")) == {"PEP-836"}
    assert numbers(document("Macros", path="proposals/0539-macros.md")) == {"539"}
    assert numbers(document("Notes", path="proposals/readme.md")) == frozenset()


def test_notes_of_one_day_that_are_little_alike_are_two_stories() -> None:
    one, other = (
        subject(document(name, path=f"posts/{name}.md")) for name in ("Backups", "Hiring")
    )
    assert not related(one, other, near=0.11)
    assert related(one, other, near=0.3, title=2.0)


def test_advisories_of_one_package_and_day_are_one_story_and_of_two_are_not() -> None:
    flaw = "An out-of-bounds write in this vulnerable package is reachable from safe code."
    paths = (
        "crates/caja/RUSTSEC-2026-0130.md",
        "crates/caja/RUSTSEC-2026-0131.md",
        "crates/slab/RUSTSEC-2026-0132.md",
    )
    one, two, three = (subject(document("Out-of-bounds write", flaw, path=path)) for path in paths)
    assert related(one, two, near=0.15)
    assert not related(one, three, near=0.25)


def test_two_proposals_with_numbers_of_their_own_are_two_stories() -> None:
    one, other = (
        subject(document(name, path=f"proposals/{name}.md")) for name in ("0537-a", "0539-b")
    )
    assert not related(one, other, near=0.5)


def test_releases_of_other_lines_are_one_story_only_where_both_mend_a_flaw() -> None:
    text = "This release mends {} and a few other things for everyone who runs it."
    plain = [subject(document(f"Kestrel {v}", text.format("bugs"))) for v in ("26.2.0", "24.16.0")]
    mended = [
        subject(document(f"Kestrel {v}", text.format("CVE-2026-1111")))
        for v in ("26.2.1", "24.16.1")
    ]
    assert not related(*plain, near=0.2)
    assert related(*mended, near=0.2)


def test_a_bulletin_that_mentions_a_flaw_of_an_earlier_one_is_a_story_of_its_own() -> None:
    def bulletin(name: str, *flaws: int) -> Subject:
        listed = " ".join(f"It mends CVE-2026-{one:04}." for one in flaws)
        return subject(document(f"{name} security releases", f"Updates are available. {listed}"))

    june, july = bulletin("June", 1, 2, 3, 4, 5), bulletin("July", 5, 6, 7, 8, 9)
    assert not related(july, june, near=0.3, gap="2026-07-07")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", [9.8]),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", [5.4]),
        ("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", [0.0]),
        ("It has a CVSS score of 7.5 and is old.", [7.5]),
        ("It is rated (CVSS 9.1).", [9.1]),
        ("It is scored with CVSS 3.1 by its finder.", []),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H", []),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", [9.3]),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", [10.0]),
        ("CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:X/CR:X/U:Clear", [7.7]),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N/E:U", [2.7]),
        ("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N", [1.0]),
        ("CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MSI:S/E:P", [9.2]),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", [0.0]),
        ("CVSS:4.0/AV:Z/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", []),
        ("CVSS:3.1/AV:N/AC:L", []),
    ],
)
def test_scores_are_those_a_text_states(text: str, found: list[float]) -> None:
    assert list(scores(text)) == found


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("A flaw", "Severity: high\n\nIt is fixed in 2.1.4 and later.", "high; fixed in: 2.1.4"),
        ("A flaw", "Patched versions: >= 2.0.1; ^1.9.\n\nUpgrade to 3.0.0.", "fixed in: >= 2.0.1; ^1.9"),
        ("A flaw", "This is distinct from RUSTSEC-2020-0041 (fixed in 0.6.3); no fix is there.", ""),
        ("Critical vulnerability in the parser", "Versions before 3.2.0 are hit.", "critical; affected: Versions before 3.2.0"),
        ("Releases", "Leak of keys (CVE-2026-1) - (Medium)\nBypass (CVE-2026-2) - (High)", "high"),
        ("A flaw", "The CVSS score of 9.8 makes it urgent.", "critical (CVSS 9.8)"),
        ("A flaw", "Affected versions: vers:npm/>=1.0.0|<1.8.11|>=2.0.0|<2.5.6|>=3.0.0|<3.4.5|>=4.0.0",
         "affected: vers:npm/>=1.0.0|<1.8.11|>=2.0.0|<2.5.6|>=3.0.0|<3.4.5 …"),
        ("A flaw", "Patched versions: github.com/lantern-systems/kestrel/v25 25.3.3; github.com/lantern/kestrel/v24 24.1.9.",
         "fixed in: 25.3.3; 24.1.9"),
        ("A flaw", "All versions of Cargo shipped before Rust 1.96 are affected.", ""),
    ],
)  # fmt: skip
def test_how_grave_a_flaw_is_and_what_mends_it_is_told_in_its_own_words(
    title: str, text: str, words: str
) -> None:
    assert severity(document(title, text)).words == words


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"versions": {"patched": [">= 2.0.1"]}}, ["Patched versions: >= 2.0.1."]),
        ({"patched_versions": ["~> 1.2"], "cvss_v3": "9.8"}, ["Patched versions: ~> 1.2.", "CVSS score: 9.8"]),
        ({"modules": [{"module": "std", "versions": [{"fixed": "1.25.13"}, {"introduced": "1.26.0"}]}]}, ["Patched versions: Go 1.25.13."]),
        ({"severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}]}, ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"]),
        ({"database_specific": {"severity": "CRITICAL"}}, ["Severity: critical"]),
        ({"severity": "Warning", "cvss": {"odd": []}, "modules": "none"}, []),
    ],
)  # fmt: skip
def test_a_reader_keeps_what_an_advisory_says_of_versions_and_gravity(
    fields: dict[str, object], lines: list[str]
) -> None:
    assert list(advisory_told(fields)) == lines


def test_one_title_joins_texts_that_a_small_index_cannot_compare() -> None:
    one, other = (
        subject(document(title, path=f"posts/{source}.md", source=source))
        for title, source in (
            ("Kestrel adds column statistics", "s"),
            ("Kestrel adds Column Statistics", "t"),
        )
    )
    assert related(one, other, near=0.0)
    assert not related(one, subject(document("Release notes", source="u")), near=0.0)


def test_flaws_that_one_release_mends_are_one_story() -> None:
    text = "A flaw of the parser can exhaust memory.\n\nPatched versions: Go 1.25.13; Go 1.26.6."
    one, other = (
        subject(
            document(f"GO-2026-62{n}: a flaw in net/{n}", text, path=f"reports/GO-2026-62{n}.yaml")
        )
        for n in (18, 19)
    )
    assert related(one, other, near=0.06)


BULLETIN = """Severity: {how}

Affected versions: kestrel 8.16.0 to and including 8.20.0. {what}

Upgrade kestrel and libkestrel to version 8.21.0"""


def test_the_flaws_of_a_product_that_its_source_tells_in_one_day_are_one_story_led_by_the_worst() -> (
    None
):
    told = {
        "low": "A header is sent twice.",
        "high": "A password is kept.",
        "medium": "Memory grows.",
    }
    flaws = [
        subject(document(f"{what} ({how})", BULLETIN.format(how=how, what=what), path=f"docs/CVE-2026-{at}000.md"))
        for at, (how, what) in enumerate(told.items(), 1)
    ]  # fmt: skip
    assert all(one.things == {"kestrel"} and "kestrel 8.21.0" in one.identifiers for one in flaws)
    plain = np.zeros((3, 3), np.float32)
    (group,) = clusters([Dated(one, DAY) for one in flaws], plain + 0.1, plain)
    assert group.lead.subject is flaws[1] and len(group.members) == 2


@pytest.mark.parametrize("numbers", [("7.0.8", "7.4.2", "7.3.10"), ("7.4", "7.4.2", "7.4.1")])
def test_of_releases_of_one_day_the_later_line_leads(numbers: tuple[str, ...]) -> None:
    notes = [
        subject(document(f"Kestrel {one} release notes", path=f"releases/{one}.md"))
        for one in numbers
    ]
    alike = np.ones((3, 3), np.float32)
    (group,) = clusters([Dated(one, DAY) for one in notes], alike, alike)
    assert group.lead.subject is notes[1]


def test_flaws_of_different_products_share_a_day_by_chance_unless_their_titles_say_more() -> None:
    one, other = (
        subject(
            document(
                f"{name} before 4.2 allows a write", path=f"published/2026/JLSEC-2026-10{at}.md"
            )
        )
        for at, name in enumerate(("Kestrel", "Heron"), 1)
    )
    assert not related(one, other, near=0.5)
    assert related(one, other, near=0.5, title=8.0)


def test_a_flaw_has_the_year_of_its_newest_name() -> None:
    assert (
        flaw_year(document("Out-of-bounds read", "Also known as\n\n- CVE-2021-33910\n- CVE-2019-1"))
        == 2021
    )
    assert flaw_year(document("A flaw", "It has no name yet.")) == 0


@pytest.mark.parametrize(
    ("title", "text", "nature"),
    [
        ("Rails World 2026 update: Matz is coming to Austin", "", "gathering"),
        ("Nominations open for the Luminary Awards", "", "gathering"),
        ("On Rails: code is cheap now", "In this episode, two developers talk of it at some length.", "gathering"),
        ("Documentation Website 3.8.0 Release Notes", "", "gathering"),
        ("Council meeting 2026-07-03", "", "gathering"),
        ("Kestrel T-compiler meeting agenda", "", "gathering"),
        ("Minutes of the ninth of July", "", "gathering"),
        ("Storage council, 2026-07-09 minutes", "", "gathering"),
        ("Losing a cache for nineteen minutes", "", "post"),
        ("Checkout was down for 38 minutes", "", "post"),
        ("The first ten minutes of a failover", "", "post"),
        ("Caching with the community: deep dive with a maintainer", "", "gathering"),
        ("Where secrets go", "Slides and content from a talk at Kestrel Days, on where the vault came from.", "gathering"),
        ("A meeting of two caches", "The cache slides its window with each request that it serves.", "post"),
        ("Announcing the Kestrel networking workgroup", "", "gathering"),
        ("Announcing consumer groups that work", "", "release"),
        ("Kestrel 3.8.0 is out", "", "release"),
        ("Upgrading to v6", "", "release"),
        ("Queues that hold", "The queue now holds a million messages for each consumer of a topic.", "post"),
    ],
)  # fmt: skip
def test_what_is_there_to_bring_people_somewhere_is_no_event_of_engineering(
    title: str, text: str, nature: str
) -> None:
    assert subject(document(title, text)).nature == nature


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("This week in Kestrel #364", "This week in Kestrel #363", True),
        ("Kestrel Deref (Jun 23, 2026)", "Kestrel Deref (Aug 4, 2026)", True),
        (
            "May in Kestrel: zones, leases, and more!",
            "June in Kestrel: a new queue, and more!",
            True,
        ),
        ("What's new in Kestrel: August 2026", "What's new in Kestrel: July 2026", True),
        ("How 3 teams moved", "How 5 queues broke", False),
        ("Queues on rails: the first report", "Queues on rails: a second look", False),
        ("Introducing May", "Introducing June", False),
        ("Kestrel 12", "Lantern 12", False),
    ],
)
def test_issues_of_a_series_are_known_by_their_titles(one: str, other: str, same: bool) -> None:
    found = [
        series(document(title, path=f"blog/2026/0{n}/a.md")) for n, title in enumerate((one, other))
    ]
    assert (found[0] == found[1] != "") is same


@pytest.mark.parametrize(
    ("title", "weekly"),
    [
        ("This week in Kestrel #364", True),
        ("Kestrel Deref (Jun 23, 2026)", True),
        ("Kestrel weekly, 12 May 2026", True),
        ("What's new in Kestrel: August 2026", False),
        ("May in Kestrel: zones, leases, and more!", False),
        ("How a week was lost", False),
    ],
)
def test_a_round_up_of_a_week_is_known_by_its_title(title: str, weekly: bool) -> None:
    assert of_a_week(document(title)) is weekly


def test_a_late_release_is_outdone_by_a_later_one_of_another_line() -> None:
    def out(title: str, day: str, folder: str = "notes") -> Release | None:
        return release(document(title, path=f"{folder}/{title}.md"), day)

    old, new = out("pnpm 11.14", "2026-07-18"), out("pnpm 12.0", "2026-08-10")
    other = out("Kestrel 13.0", "2026-08-10")
    assert old and new and other
    assert outdone(old, [new, other]) == "pnpm 12.0"
    assert not outdone(new, [old, other]) and not outdone(old, [other])
    for name in ("dbt 2.0.0", "2.0.0"):  # a version alone is of the thing whose notes lie there
        alpha, beta = out(f"{name}-alpha.5", "2026-07-20"), out(f"{name}-beta.1", "2026-08-10")
        assert alpha and beta and outdone(alpha, [beta]) == f"{name}-beta.1"
        assert not outdone(beta, [alpha])
    elsewhere = out("2.0.0", "2026-08-10", "lantern")
    assert alpha and elsewhere and not outdone(alpha, [elsewhere])


@pytest.mark.parametrize(
    ("title", "text", "left"),
    [
        ("Kestrel wins two awards", "The community voted, and the project won both awards at the conference.", True),
        ("Meet the mentors of 2026", "Eleven mentors join the programme; each volunteer welcomes two students.", True),
        ("Kestrel roundup", "This is a roundup of articles that the feed of the community gathers each week.", True),
        ("How a refactor halved the memory of a table", "KestrelTable 9 keeps rows in one Int32Array, so 100 MB became 50 MB.", False),
        ("Kestrel 4.2 removes the old cache", "The `oldCache` option is gone in 4.2.0; set HTTP_CACHE instead.", False),
        ("A queue that never forgets", "We moved the queue to a log, and retries fell by half.", False),
    ],
)  # fmt: skip
def test_texts_about_people_and_round_ups_are_known_from_those_of_engineering(
    title: str, text: str, left: bool
) -> None:
    assert (aside(document(title, text)) > 0.5) is left


@pytest.mark.parametrize(
    ("path", "text", "nature"),
    [
        ("release-engineering/handbooks/branch-creation.md", "", "page"),
        ("release-engineering/reference/platforms.md", "This document describes the tiers of support.", "page"),
        ("enhancements/outreach-assignment-template.md", "", "page"),
        ("enhancements/dns.md", "", "proposal"),
        ("docs/notes.md", "This document proposes a second resolver for every zone.", "proposal"),
    ],
)  # fmt: skip
def test_a_page_of_a_manual_is_no_release_or_proposal_wherever_it_lies(
    path: str, text: str, nature: str
) -> None:
    body = text or "Every zone has a resolver of its own, which is asked first."
    undated = replace(document("Platform support", body, path=path), published=None)
    assert subject(undated).nature == nature


@pytest.mark.parametrize(
    ("title", "path", "nature"),
    [
        ("Kestrel provider 5.0.0 advanced", "docs/guide/provider.md", "page"),
        ("Kestrel v1.14 compared to v1.15", "docs/book/migrations/v1.14-to-v1.15.md", "page"),
        ("Kestrel 5.0.0", "docs/changes/5.0.0.md", "release"),
        ("Kestrel 5.0.0 is out now", "docs/kestrel.md", "release"),
        ("Kestrel 5.0 release notes", "docs/kestrel.md", "release"),
        ("Upgrading to Kestrel 5.0 from 4", "docs/kestrel.md", "release"),
        ("Kestrel v1.14 compared to v1.15", "blog/kestrel.md", "release"),
    ],
)
def test_a_page_of_a_manual_that_names_a_version_is_no_release(
    title: str, path: str, nature: str
) -> None:
    text = "Every zone has a resolver of its own, which is asked first."
    undated = replace(document(title, text, path=path), published=None)
    assert subject(undated).nature == nature
    dated = replace(undated, published=DAY, published_from="feed")
    assert subject(dated).nature == "release"


@pytest.mark.parametrize(
    ("status", "worth"),
    [("Implemented", 0.8), ("Complete", 0.8), ("Accepted", 1.0), ("Draft", 1.0), ("Rejected", 0.5)],
)
def test_a_proposal_that_is_carried_out_ranks_below_one_that_is_not(
    status: str, worth: float
) -> None:
    text = f"Status: {status}\n\nThis proposal introduces a resolver for each of the zones."
    seen = subject(document("A resolver for each zone", text, path="rfcs/0009.md"))
    why = dict(factors(RankFacts(seen, 0, 7, 1, 0.5, 0.5, 1.0, ())))
    assert why.get("done already", 1.0) * why.get("not to be", 1.0) == worth


SUBJECTS = st.builds(
    lambda nature, title, source, ids, versions, named, day: (
        replace(
            subject(document(title, source=source)),
            nature=nature, identifiers=ids, versions=versions, things=named,
        ),
        day,
    ),
    st.sampled_from(["advisory", "release", "post", "page"]),
    st.sampled_from(["Linkerd 2.20 is here", "linkerd 2.20  is here", "A flaw in parsing", "News"]),
    st.sampled_from("ab"),
    st.frozensets(st.sampled_from(["CVE-2026-1", "CVE-2026-2"]), max_size=2),
    st.frozensets(st.sampled_from(["1.2.3", "2.0.1"]), max_size=2),
    st.frozensets(st.sampled_from(["linkerd", "linkerd-proxy", "rack"]), max_size=2),
    st.sampled_from([DAY, "2026-08-19", "2026-08-02"]),
)  # fmt: skip


@given(SUBJECTS, SUBJECTS, st.floats(-1, 1), st.floats(0, 20))
def test_what_is_apart_at_a_glance_is_never_one_story(
    one: tuple[Subject, str], other: tuple[Subject, str], near: float, title: float
) -> None:
    if apart(one[0], other[0], near=near, title=title):
        assert not relate(one, other, near=near, title=title).same


def test_posts_on_flaws_of_their_own_are_two_stories_however_alike() -> None:
    text = (
        "Update: the mended build is in production\n\n2026-05-14 22:41 UTC: Patched packages are rolling out. "
        * 3
    )
    one, other, again = (
        subject(document(title, text, path=f"blog/{at}.md"))
        for at, title in enumerate(("Rift (CVE-2026-42945) is patched", "Fragment (CVE-2026-46300) is patched", "Rift (CVE-2026-42945): what to do"))
    )  # fmt: skip
    assert one.things == frozenset()
    assert not related(one, other, 0.3, 10.0) and related(one, again, 0.3, 10.0)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("Kestrel 2.1 is out", "a"), ("Kestrel 2.1 is out", "b"), True),
        (("Kestrel 2.1 is out", "a"), ("What Kestrel 2.1 brings to queues", "b"), True),
        (("Kestrel 2.1 is out", "a"), ("Kestrel 2.2 is out", "b"), False),
        (("Kestrel 2.1 is out", "a"), ("Merlin 2.1 is out", "b"), False),
        (("CVE-2026-1111: double free in Kestrel", "a"), ("A double free (CVE-2026-1111)", "b"), True),
        (("CVE-2026-1111: double free in Kestrel", "a"), ("CVE-2026-2222: double free in Kestrel", "b"), False),
        (("CVE-2026-1111: double free in Kestrel", "a"), ("A double free (CVE-2026-1111)", "a"), True),
        (("Kestrel 2.1 is out", "a"), ("Kestrel 2.1 is out", "a"), True),
        (("Kestrel for Merlin users", "a"), ("Merlin, faster with Kestrel", "a"), False),
    ],
)  # fmt: skip
def test_only_what_tells_the_same_is_named_as_telling_it(
    first: tuple[str, str], second: tuple[str, str], same: bool
) -> None:
    one, other = (subject(document(title, source=source)) for title, source in (first, second))
    assert retold(one, other) is same


@pytest.mark.parametrize(
    ("first", "second", "two"),
    [
        (("Kestrel follows redirects", "gems/kestrel/CVE-2026-1111.yml"), ("Kestrel signs too much", "gems/kestrel/CVE-2026-2222.yml"), True),
        (("RUSTSEC-2026-0001", "crates/kestrel/RUSTSEC-2026-0001.md"), ("RUSTSEC-2026-0002", "crates/kestrel/RUSTSEC-2026-0002.md"), True),
        (("Kestrel follows redirects (CVE-2026-1111)", "blog/a.md"), ("More on CVE-2026-1111", "blog/b.md"), False),
        (("Kestrel 7.4.2 release notes", "releases/7.4.2.md"), ("Kestrel 7.0.8 release notes", "releases/7.0.8.md"), True),
        (("Kestrel 7.4.2 release notes", "releases/7.4.2.md"), ("What Kestrel 7.4.2 brings", "blog/b.md"), False),
    ],
)  # fmt: skip
def test_two_flaws_and_two_releases_of_one_thing_are_not_told_by_one_another(
    first: tuple[str, str], second: tuple[str, str], two: bool
) -> None:
    text = "Patched versions: kestrel 2.0.22. Kestrel 2.0.22 mends a flaw for all of its readers."
    one, other = (subject(document(title, text, path=path)) for title, path in (first, second))
    assert besides(one, other) is two
    assert not (two and retold(one, other))
    elsewhere = replace(other, document=replace(other.document, source="another"))
    assert not besides(one, elsewhere)


def test_what_many_sources_name_ranks_before_what_its_own_alone_does() -> None:
    ranks = [dict(reaches([count], 40)) for count in (0, 1, 3, 9, 30)]
    values = [value for one in ranks for value in one.values()]
    assert values == sorted(values) and values[0] == values[1] < 1 < values[3] == values[4]
    assert list(ranks[1]) == ["named by its source alone"] and list(ranks[2]) == [
        "named by 3 sources"
    ]
    assert reaches([1, 9], 40) == reaches([9], 40)
    assert reaches([], 40) == reaches([3], 4) == ()


@pytest.mark.parametrize(
    ("title", "text", "newest", "patch"),
    [
        ("Kestrel 4.2.1", "", "", True),
        ("Kestrel 4.2.0", "", "", False),
        ("Kestrel 4.2", "", "", False),
        ("Kestrel 4.2.1 and 5.0.0", "", "", False),
        ("Kestrel 4.2.1", "It mends CVE-2026-1111, which lets anybody read what is not theirs.", "", False),
        ("Kestrel 4.2.1-rc1", "", "", False),
        ("Changelog", "", "4.2.1", True),
        ("Changelog", "", "4.3.0", False),
    ],
)  # fmt: skip
def test_a_release_of_the_third_part_of_a_version_is_a_patch_unless_it_mends_a_flaw(
    title: str, text: str, newest: str, patch: bool
) -> None:
    told = subject(document(title, text, path="releases/a.md"))
    assert told.nature == "release"
    assert small(told, newest) is patch


@pytest.mark.parametrize(
    ("title", "opening", "known"),
    [
        ("Understanding Kestrel Networking", "Kestrel networking joins nodes by a flat network.", True),
        ("What is a service mesh?", "A service mesh is a layer of proxies.", True),
        ("Queues in Kestrel: a practical guide", "Queues hold what is not read yet.", True),
        ("Kestrel Microsegmentation", "Kestrel Microsegmentation is the practice of dividing a cluster.", True),
        ("Understanding the outage of 3 May", "On 3 May we had an outage of two hours.", False),
        ("How to move to Kestrel 5.0", "Kestrel 5.0 removes the old cache.", False),
        ("What is new in Kestrel", "Today we introduce three features.", False),
        ("Kestrel Queue", "Kestrel Queue is a new service for jobs.", False),
        ("How we halved the memory of a table", "We moved the rows into one array.", False),
        ("A queue that never forgets", "Retries fell by half when the queue became a log.", False),
    ],
)  # fmt: skip
def test_a_text_that_explains_what_is_known_is_told_from_one_on_what_happened(
    title: str, opening: str, known: bool
) -> None:
    assert explains(title, opening) is known


def test_a_release_and_a_post_that_does_not_name_it_are_two_stories_of_a_publisher() -> None:
    out = subject(document("Kestrel v0.5.0: training while it runs", path="_posts/a.md"))
    use = subject(document("Faster answers of Osprey XS with Kestrel", path="_posts/b.md"))
    named = subject(document("What Kestrel v0.5.0 brings to Osprey XS", path="_posts/c.md"))
    assert (out.nature, use.nature) == ("release", "post")
    assert not related(out, use, near=0.37, title=2.7)
    assert related(out, named, near=0.37, title=2.7)


def test_two_issues_of_a_series_are_two_stories_and_a_guide_in_several_languages_is_one() -> None:
    may = subject(document("Flaws made known on 2026-05-12", path="_posts/a.md"))
    april = subject(document("Flaws made known on 2026-04-28", path="_posts/b.md"))
    assert not related(may, april, near=0.9, title=6.0, gap="2026-08-16")
    guides = [
        subject(document(f"Send traces from {name} to Kestrel", path=f"docs/{name}.md"))
        for name in ("Java", "Node.js", "C#")
    ]
    assert related(guides[0], guides[1], near=0.5) and related(guides[0], guides[2], near=0.5)
    other = subject(document("Send metrics from Java to Kestrel", path="docs/m.md"))
    assert not related(guides[0], other, near=0.5)


def test_a_flaw_without_a_level_weighs_as_a_high_one_where_it_gives_a_machine_away() -> None:
    def weight(text: str) -> float:
        seen = subject(document("CVE-2026-1: a flaw of Kestrel", text, path="a/CVE-2026-1.md"))
        facts = RankFacts(seen, 0, 7, 1, 0.5, 0.5, 1.0, ())
        return dict(factors(facts))["how grave"]

    assert (
        weight("Any user of a machine with kestrel installed can become root on it.")
        == GRAVE["high"]
    )
    token = "The debug page discloses the administrator's authentication token to anybody."
    assert weight(token) == GRAVE["high"]
    assert weight("A record of the wrong length makes the parser of kestrel stop.") == GRAVE[""]
    stated = "Severity: low. With both flags set, kestrel can be made to execute arbitrary code."
    assert weight(stated) == GRAVE["low"]


def test_what_a_recording_holds_minute_by_minute_is_told_from_a_text_that_names_times() -> None:
    said = "\n\n".join(f"{at:02}:35 What Lantern {at} is missing" for at in range(5))
    heard = "Two of us break down what Lantern is for."
    assert is_contents(f"{heard}\n\nShow Notes\n\n{said}")
    assert is_contents(said.replace("00:35", "[01:00:35](#t=3635)"))
    assert not is_contents("\n\n".join([heard] * 6) + f"\n\n{said}")
    assert not is_contents(
        "09:10 The queue was full.\n\n09:25 A worker was lost.\n\n09:40 All is well."
    )
