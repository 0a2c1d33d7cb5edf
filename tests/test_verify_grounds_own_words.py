"""What a good writer says in other words, counts, dates and adds up; and what it turns on the way."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate, item

from pipeline.verify.grounds.fate import examine, source_of

COUNTED = [
    ("The outage began on 12 August 2026 at 14:05.", "The outage began at 2026-08-12T14:05Z and ended at 16:40."),
    ("The job stopped at 11 p.m. UTC.", "The job stopped at 23:00 UTC."),
    ("Backups take 3.5 GB on disk.", "Backups take 3,500 MB on disk."),
    ("The limit is 64 KB.", "The limit is 65536 bytes."),
    ("The index holds half a million documents.", "The index holds 500,000 documents."),
    ("One in five requests fails.", "20% of requests fail."),
    ("The rebuild took two and a half hours.", "The rebuild took 150 minutes."),
    ("The rebuild took just under three hours.", "The rebuild took 175 minutes."),
    ("A start takes about 5.1 seconds, where it took just over 17.", "A start took 17249 ms and now takes 5132 ms."),
    ("Support ends two years after the release, in June 2027.", "Tern 5 was released in June 2025. Support ends after two years."),
    ("The fix landed three days after the report.", "The report came in on May 4. The fix landed on May 7."),
    ("Latency fell by a third.", "Latency fell from 120 ms to 80 ms."),
    ("It supports four backends.", "Supported backends are Tern, Heron, Egret, and Stork."),
    ("Together the two bugs cost 14 hours.", "The first bug cost us 9 hours. The second bug cost 5 hours."),
    ("More than 30 reports arrived.", "We received 34 reports."),
    ("Tern fixes are promised for nine months rather than six.", "Tern fixes were promised for six months. We extend that by three months."),
    ("Releases of the 4.1 line were never exposed.", "The 4.1.x releases were not exposed."),
    ("The domain went to a third party on 19 May 2026.", "The domain was taken by a third party on May 19, 2026."),
    ("Tern 3 fixes three flaws, two of them rated high.", "Tern 3 fixes these flaws:\n\n- Parser overflow (High)\n- Header injection (High)\n- Slow regex (Low)\n"),
    ("In June the budget was 12 minutes smaller than in May.", "The error budget was 43.2 minutes in May. It is 31.2 minutes in June."),
    ("The client sends 24 requests a minute.", "The client sends two requests every five seconds."),
    ("The cache moves 60 GB a minute.", "The cache moves 1000 MB a second."),
    ("The job ran for 50 minutes.", "The job began at 10:10 UTC and ended at 11:00 UTC."),
    ("Just over a third of requests fail.", "34% of requests fail."),
    ("There are twelve releases a year.", "There is one release every month."),
    ("The p99 of writes fell from about 356 to 239 ms.", "99th percentile writes went from 355.96 ms to 239.21 ms."),
    ("The new pool serves 6,000 requests a second in all.", "The new pool has 12 nodes. Each node serves 500 requests per second."),
    ("Storage costs about 30 dollars a month more.", "Storage cost $120 a month before, and costs $151 now."),
    ("Nine in ten alerts were noise.", "90% of the alerts were noise."),
    ("Roughly one request in 300 fails.", "0.33% of requests fail."),
    ("Tern sets no memory limit on 64-bit systems and one of 3 GB on 32-bit systems.", "In Tern, zero means no memory limit. This is the default on 64 bit systems, while 32 bit systems use a memory limit of 3GB."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), COUNTED)
def test_what_follows_from_the_figures_of_a_source_is_published(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


SAID_ANEW = [
    ("The heron crate, which tern uses internally, accepted and queued empty frames without limit.", "The heron crate, used internally by tern, had a flaw that would accept and queue empty frames without limit."),
    ("In heron, empty frames were accepted and queued without any limit.", "The heron crate had a bug which would accept and queue empty frames without limit."),
    ("For Blob, pod identity lets jobs read the data in place of a storage key.", "Pod identity lets jobs read and write Blob storage without a storage key."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), SAID_ANEW)
def test_what_a_thing_used_to_do_and_does_without_may_be_said_in_other_words(said: str, stands: str) -> None:  # fmt: skip
    assert fate(said, stands) == "published"


YET_TO_COME = [
    ("Heron accepted empty frames without limit.", "From version 5 on, heron would accept empty frames without limit."),
    ("The reader queued empty frames.", "The plan is that the reader would queue empty frames."),
    ("Heron 6 dropped the old reader.", "Heron 5 had a bug that would leak memory, and Heron 6 will drop the old reader."),
    ("Pod identity lets jobs read the bucket with a storage key.", "Pod identity lets jobs read the bucket without a storage key."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), YET_TO_COME)
def test_what_is_yet_to_come_is_not_told_as_done(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


MISCOUNTED = [
    ("In June the budget was 22 minutes smaller than in May.", "The error budget was 43.2 minutes in May. It is 31.2 minutes in June."),
    ("The client sends 12 requests a minute.", "The client sends two requests every five seconds."),
    ("The client sends 24 GB a minute.", "The client sends two requests every five seconds."),
    ("The cache moves 60 GB a minute.", "The cache answers 1 request a second."),
    ("The job ran for 70 minutes.", "The job began at 10:10 UTC and ended at 11:00 UTC."),
    ("Just over a quarter of requests fail.", "34% of requests fail."),
    ("Memory use fell by half.", "Memory use fell from 8 GB to 2 GB."),
    ("The bill falls to less than a third.", "The bill fell from $1,200 to $510 a month."),
    ("The new pool serves 5,000 requests a second in all.", "The new pool has 12 nodes. Each node serves 500 requests per second."),
    ("The rebuild took just over three hours.", "The rebuild took 175 minutes."),
    ("Latency fell by half.", "Latency fell from 120 ms to 80 ms."),
    ("The fix landed five days after the report.", "The report came in on May 4. The fix landed on May 7."),
    ("It supports five backends.", "Supported backends are Tern, Heron, Egret, and Stork."),
    ("Together the two bugs cost 16 hours.", "The first bug cost us 9 hours. The second bug cost 5 hours."),
    ("Tern 3 fixes three flaws, three of them rated high.", "Tern 3 fixes these flaws:\n\n- Parser overflow (High)\n- Header injection (High)\n- Slow regex (Low)\n"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), MISCOUNTED)
def test_what_does_not_follow_from_them_is_not(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


@pytest.mark.parametrize(
    ("said", "one", "other"),
    [
        (
            "The new build takes 30 seconds less than the old one.",
            "The new build takes 50 seconds and is small.",
            "The tests of the old build take 80 seconds to start.",
        ),
        (
            "Together the pods run 120 workers.",
            "The pods run on 10 nodes.",
            "Each shelf holds 12 books.",
        ),
    ],
)
def test_the_first_sentences_of_two_sources_are_no_neighbours(
    said: str, one: str, other: str
) -> None:
    assert fate(said, f"{one} {other}") == "published"
    apart = [source_of(item(text, n=n)) for n, text in enumerate((one, other), 1)]
    assert examine(said, apart).fate != "published"


TURNED = [
    ("Tern 2 turns the default policy from Always to Never.", "We changed the default policy from `Never` to `Always`."),
    ("In Tern 2, stable packages start at 0.200.0.", "Versions will be `>=2.0.0` for the stable and `>=0.200.0` for the unstable packages."),
    ("Out of the box, Tern stops at an implicit memory limit of 3 GB.", "This is the default for 64 bit systems, while 32 bit systems use an implicit memory limit of 3GB."),
    ("The new line takes in every package of the repository.", "The new line takes in packages of the repository, except the API packages."),
    ("Multihoming joins a node's interfaces onto a single external address.", "Rather than combining the interfaces onto a single external address, this approach uses them independently for each node."),
    ("With egret, the new loader cut the cold start by 70.2 %.", "| **Loader (heron)** | Old | New | Change |\n| :--- | ---: | ---: | ---: |\n| **cold start** | 17249.0ms | 5132.4ms | -70.2% |\n\n| **Loader (egret)** | Old | New | Change |\n| :--- | ---: | ---: | ---: |\n| **cold start** | 13552.5ms | 3201.0ms | -76.4% |\n"),
    ("Once the limit is reached, the SDK discards the values of any further combination.", "When the limit is reached, additional combinations are not dropped."),
    ("A client sends several copies of a request to one backend.", "A client sends multiple copies of the same request to different backends."),
    ("By default it tracks no more than 2,000 combinations per process.", "The default limit is 2000 combinations per metric stream."),
    ("Anyone whose machines still list the mirror should treat them as compromised.", "Any user who executed binaries sourced from the mirror should consider the machines compromised."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), TURNED)
def test_what_a_source_keeps_apart_is_not_run_together(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


ELSEWHERE = [
    ("Tern 1.0 deprecates the schema properties of a frame.", "We chose not to deprecate the schema properties of a frame for now."),
    ("The new docs require JavaScript.", "Every page of the new docs stays usable even with JavaScript disabled."),
    ("Most contributions to the library are specific to Tern.", "None of these contributions to the library are Tern-specific."),
    ("Adding Heron support to Egret surfaced two bugs in Tern.", "Adding Heron support to Tern surfaced two bugs in Egret that we fixed."),
    ("The upload job has to run before every start of the model.", "Such upload jobs need to be run once per model."),
    ("Producers should drop the older facet when both facets are present.", "When both facets are present, consumers should use the older facet."),
    ("Soft navigations are reported in all browsers.", "Soft navigations are reported for browsers that support the new performance entries."),
    ("Tern 2 upgrades to Heron 58 and Egret 53.", "Tern 2 upgrades its dependencies, among them Heron 53 and Egret 58."),
    ("The flaw was found by the Heron project.", "The flaw was found, and patched, by members of the Egret team."),
    ("Failed addresses silently lower the page count of the report.", "In the report failed addresses are called out instead of silently lowering the page count."),
    ("Having reached version 1.x, Tern adopts breaking changes.", "Given Tern has not yet reached version 1.x, breaking changes are adopted."),
    ("Contributors may add an assisted-by trailer to commits.", "The policy prohibits:\n\n- Listing a tool as author\n- Adding trailers like assisted-by to commits\n"),
    ("Frames are bounded to 4 GiB before allocation.", "An attacker could request an allocation of 4 GiB. The new format authenticates streams. Frames are bounded to 16 KiB before allocation."),
    ("The catalog comes first, and the pinned versions last.", "Put the pinned versions first and the catalog last."),
    ("All three releases fix the snapshot issue.", "v3.7.1 and v3.6.14 fix the snapshot issue, too."),
    ("heron is a fork of tern-heron.", "tern-heron is a fork of heron and carries the same flaw."),
    ("The image moved to Heron 151 and Egret 149.", "The image moved to Heron 149 / Egret 151."),
    ("Bundled mode is on by default.", "Bundled mode is experimental. To enable it, pass a flag."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), ELSEWHERE)
def test_what_no_sentence_of_the_sources_bears_out_is_not_published(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


REPHRASED = [
    ("About two months of work by 21 people went into this release.", "About three months of work by 21 people went into this release.",
     "This release covers approximately eight weeks of development work from 21 contributors."),
    ("The beta phase opens about two months or more before a release.", "The beta phase opens about four months or more before a release.",
     "Beta begins 8-10 weeks before a release. The release candidate begins 2-4 weeks before it."),
    ("The score of the start page rose by 22 points.", "The score of the start page rose by 32 points.",
     "The score of the start page went from **52 to 74**."),
    ("Since the rewrite the service costs less than a third of what it did.", "Since the rewrite the service costs less than a tenth of what it did.",
     "The rewrite of the service has led to a more than threefold reduction in compute costs."),
    ("The move doubled the size limit of the database to 16 GB.", "The move raised the size limit of the database to 8 GB.",
     "As part of the move the size limit of the database went from 8 GB to 16 GB, and memory was observed."),
    ("Security staff put the package in quarantine a little over two hours after the report.", "Security staff put the package in quarantine a little over four hours after the report.",
     "16:18:46 - The report comes in.\n\n18:29:40 - Security staff put the package in quarantine."),
    ("The middleware allows a single way of checking tokens.", "The middleware requires two ways of checking tokens.",
     "The JWT middleware does not allow you to set more than one way to validate the incoming tokens."),
    ("By default a streamed export stops at 100 MB, and the last line then holds a message.", "By default a streamed export stops at 200 MB, and the last line then holds a message.",
     "By default an export is capped at 100 MB - if a table returns more than 100 MB of data, the last line is a message."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "false", "stands"), REPHRASED)
def test_what_is_counted_in_another_way_stands_and_a_wrong_count_goes(
    said: str, false: str, stands: str
) -> None:
    assert (fate(said, stands), fate(false, stands) != "published") == ("published", True)
