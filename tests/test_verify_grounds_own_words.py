"""What a good writer says in other words, counts, dates and adds up; and what it turns on the way."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate

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
    ("Tern sets no memory limit on 64-bit systems and one of 3 GB on 32-bit systems.", "In Tern, zero means no memory limit. This is the default on 64 bit systems, while 32 bit systems use a memory limit of 3GB."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), COUNTED)
def test_what_follows_from_the_figures_of_a_source_is_published(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


MISCOUNTED = [
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
