"""Sentences against the sentence they rest on, row by row: what may be printed and what may not."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("It costs $5 a month.", "It costs 5 dollars a month."),
        ("The scheduler may drop slow requests.", "The scheduler drops slow requests."),
        ("Some pods restart at night.", "All pods restart at night."),
        ("Two thirds of the pods restart at night.", "Two of three pods restart at night."),
        ("The cache holds about 40 keys.", "The cache holds 41 keys."),
        ("The cache holds at least 40 keys.", "The cache holds 40 keys."),
        ("The cache answers in 120 seconds.", "The cache answers in two minutes."),
        ("Reads fell from 40 ms to 9 ms.", "Reads fell from 40 ms to 9 ms."),
        ("Reads are four times as fast.", "Reads fell from 40 ms to 10 ms."),
        ("The release came on 2 May 2026.", "The release came on May 2, 2026."),
        ("The release came in May 2026.", "The release came on May 2, 2026."),
        ("Kestrel 3.2 fixes the leak.", "Kestrel 3.2 fixes the leak."),
        (
            "The leader sends the log to the follower.",
            "The log is sent by the leader to the follower.",
        ),
        ("Reads need the lock if the table is open.", "Reads need the lock."),
        (
            "Reads need the lock, so the table stays open.",
            "The table stays open because reads need the lock.",
        ),
        ("The table is deprecated in version 4.", "The table was deprecated in version 4."),
        ("The team plans to remove the table.", "The team removed the table."),
        ("The flag `max_keys` defaults to 10.", "The flag `max_keys` defaults to 10."),
        ("The outage began at 11 p.m.", "The outage began at 23:00."),
        (
            "The patch is needed on servers that face the internet.",
            "The patch is needed on servers that face the internet.",
        ),
        ("An engineer found the attack.", "The attack was found by an engineer."),
        ("The tool supports Linux and macOS.", "The tool supports Linux, macOS and Windows."),
        ("The study covers 12 teams.", "The study covers twelve teams."),
        ("The study covers a dozen teams.", "The study covers twelve teams."),
        (
            "Since version 2.1 the index is rebuilt at night.",
            "The index is rebuilt at night since version 2.1.",
        ),
        ("The index is rebuilt daily.", "The index is rebuilt every day."),
        ("The index is rebuilt once a day.", "The index is rebuilt every day."),
        ("The index holds 3 copies of each shard.", "Each shard has three copies in the index."),
        ("The patch was written by Ada Lin.", "Ada Lin wrote the patch."),
        ("The company laid off some 40 engineers.", "The company laid off 41 engineers."),
        ("The survey asked 1,200 developers.", "The survey asked 1.2 thousand developers."),
        ("Half of the developers use it.", "50 percent of the developers use it."),
        ("More than half of the developers use it.", "56 percent of the developers use it."),
        ("Fewer than half of the developers use it.", "46 percent of the developers use it."),
        ("A third of the developers use it.", "33 percent of the developers use it."),
        ("The model has 7 billion parameters.", "The model has 7B parameters."),
        ("The model was trained on code.", "The model was trained on code and text."),
        ("The migration takes 14 days.", "The migration takes two weeks."),
    ],
)
def test_what_follows_from_its_source_is_printed(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("It costs $5 a month.", "It costs 5 euros a month."),
        ("The job took 5 ms.", "The job took 5 GB."),
        ("The scheduler drops fast requests.", "The scheduler drops slow requests."),
        ("The scheduler never drops slow requests.", "The scheduler drops slow requests."),
        ("The scheduler drops slow requests.", "The scheduler may drop slow requests."),
        ("The scheduler will drop slow requests.", "The scheduler drops slow requests."),
        (
            "The scheduler dropped slow requests.",
            "The scheduler will drop slow requests in the next release.",
        ),
        ("All pods restart at night.", "Some pods restart at night."),
        ("The cache holds 40 keys.", "The cache holds 400 keys."),
        ("The cache holds 40 keys.", "The cache holds at least 40 keys."),
        ("The cache holds up to 40 keys.", "The cache holds at least 40 keys."),
        ("The cache answers in 2 ms.", "The cache answers in 2 seconds."),
        ("Reads fell from 9 ms to 40 ms.", "Reads fell from 40 ms to 9 ms."),
        ("Reads rose from 9 ms to 40 ms.", "Reads fell from 40 ms to 9 ms."),
        ("Reads are twice as fast.", "Reads fell from 40 ms to 10 ms."),
        ("The release came on 3 May 2026.", "The release came on May 2, 2026."),
        ("Kestrel 3.3 fixes the leak.", "Kestrel 3.2 fixes the leak."),
        ("Osprey fixes the leak.", "Kestrel fixes the leak."),
        ("Reads need the lock.", "Writes need the lock."),
        ("Reads need the lock.", "Reads need the lock if the table is open."),
        ("The table was removed in version 4.", "The table was deprecated in version 4."),
        ("The team removed the table.", "The team plans to remove the table."),
        ("Enabling the flag slows reads.", "Disabling the flag slows reads."),
        ("The flag is on by default.", "The flag is off by default."),
        ("The flag defaults to true.", "The flag defaults to false."),
        ("The flag `max_rows` defaults to 10.", "The flag `max_keys` defaults to 10."),
        ("The queue is stable.", "The queue is experimental."),
        ("The queue is faster than the table.", "The table is faster than the queue."),
        ("The queue is as fast as the table.", "The queue is not as fast as the table."),
        ("Nobody lost data.", "Three customers lost data."),
        ("Three customers lost data.", "No customers lost data."),
        ("The outage lasted more than an hour.", "The outage lasted 55 minutes."),
        ("The outage began at 11 a.m.", "The outage began at 23:00."),
        ("The outage hit the first region.", "The outage hit the last region."),
        ("The outage ended after the rollback.", "The outage ended before the rollback."),
        ("Users could not log in during the outage.", "Users could log in during the outage."),
        ("The patch requires a restart.", "The patch requires no restart."),
        (
            "The patch is needed on all servers.",
            "The patch is needed on servers that face the internet.",
        ),
        ("The attack was found by a customer.", "The attack was found by an engineer."),
        (
            "The client encrypts the key before it is stored.",
            "The server encrypts the key before it is stored.",
        ),
        ("Memory use grew linearly.", "Memory use shrank linearly."),
        ("Memory use is 10 GB per node.", "Memory use is 10 GB."),
        ("Memory use is 10 GB per node.", "Memory use is 10 GB per cluster."),
        ("The tool supports Linux, macOS and Windows.", "The tool supports Linux and macOS."),
        ("The tool supports Linux but not Windows.", "The tool supports Linux and Windows."),
        ("The study covers 10 teams.", "The study covers twelve teams."),
        ("Testing daily caused the teams to ship faster.", "Teams that test daily ship faster."),
        ("The default timeout is 60 seconds.", "The default timeout is 30 seconds."),
        (
            "The timeout was raised from 60 to 30 seconds.",
            "The timeout was raised from 30 to 60 seconds.",
        ),
        (
            "The timeout was lowered from 60 to 30 seconds.",
            "The timeout was raised from 30 to 60 seconds.",
        ),
        ("The timeout tripled.", "The timeout was raised from 30 to 60 seconds."),
        (
            "Since version 2.2 the index is rebuilt at night.",
            "The index is rebuilt at night since version 2.1.",
        ),
        ("The index is no longer rebuilt at night.", "The index is rebuilt at night."),
        ("The index is rebuilt every hour.", "The index is rebuilt every day."),
        ("The index holds 4 copies of each shard.", "Each shard has three copies in the index."),
        ("The bug affects versions after 3.4.", "The bug affects versions before 3.4."),
        ("The bug was introduced in 3.4.", "The bug was fixed in 3.4."),
        ("The bug is exploited in the wild.", "The bug is not exploited in the wild."),
        ("The bug lets an attacker write files.", "The bug lets an attacker read files."),
        ("Ben Roe wrote the patch.", "Ada Lin wrote the patch."),
        ("The company laid off 400 engineers.", "The company laid off 40 engineers."),
        ("More than half of the developers use it.", "46 percent of the developers use it."),
        ("A quarter of the developers use it.", "33 percent of the developers use it."),
        ("The model has 70 billion parameters.", "The model has 7B parameters."),
        ("The model needs 16 GB of disk.", "The model needs 16 GB of memory."),
        ("The model needs 16 MB of memory.", "The model needs 16 GB of memory."),
        ("The model outperforms the baseline.", "The baseline outperforms the model."),
        (
            "The model outperforms the baseline by 5 points.",
            "The model outperforms the baseline by 3 points.",
        ),
        ("The model is open source.", "The model is closed source."),
        ("The licence forbids resale.", "The licence allows resale."),
        ("The migration takes two weeks.", "The migration takes two days."),
        ("The migration must be done by May.", "The migration must be done by March."),
        ("The migration must be done by March.", "The migration should be done by March."),
        ("Clients retry three times.", "Clients retry up to three times."),
        ("Clients retry at least three times.", "Clients retry up to three times."),
        ("Clients never retry.", "Clients retry three times."),
        ("The first request fails.", "The last request fails."),
        ("Requests fail when the cache is warm.", "Requests fail when the cache is cold."),
        ("`GET /users` returns 403.", "`GET /users` returns 404."),
        ("`POST /users` returns 404.", "`GET /users` returns 404."),
        ("The `--slow` flag skips checks.", "The `--fast` flag skips checks."),
        ("The severity is critical.", "The severity is low."),
        ("The severity of the flaw is high.", "The severity of the flaw is moderate."),
        ("The flaw of the parser is low.", "The flaw of the parser is critical."),
        ("The queue is rarely full.", "The queue is often full."),
    ],
)
def test_what_its_source_does_not_say_gives_its_place_to_the_source(said: str, stands: str) -> None:
    assert fate(said, stands) == "replaced"


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Nobody uses it.", "One percent of the developers use it."),
        ("Clients always retry.", "Clients sometimes retry."),
        ("Clients rarely retry.", "Clients usually retry."),
    ],
)
def test_what_turns_the_whole_of_its_source_round_is_held(said: str, stands: str) -> None:
    assert fate(said, stands) == "held"
