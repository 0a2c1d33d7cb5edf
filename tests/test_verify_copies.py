"""Near copies and free words: what a word put in, moved or left out costs a sentence."""

from __future__ import annotations

import pytest
from test_verify_grounds import fate

from pipeline.verify.grounds.copies.exchanged import exchanged, transposed
from pipeline.verify.grounds.instead import standing_in
from pipeline.verify.grounds.reading.sources import read

SAID_FREELY = [
    ("The heron half depends on the disk and varies from run to run, so the tern half is the fair comparison.", "(The heron half in particular is disk-dependent and will vary run to run; the tern-half comparison is the stable one.)"),
    ("The authors put the gain down to overlapping the read with the copy and to reading with many threads.", "It is roughly 7 times faster, because the streamer overlaps the read with the copy and reads with many threads."),
    ("A flaw in the heron crate, which is used internally by tern, let it accept and queue empty frames without limit.", "The heron crate, used internally by tern, had a flaw that would accept and queue empty frames without limit."),
    ("Nothing but valid frames may go through the pipe.", "The sender MUST NOT write anything to the pipe that is not a valid frame."),
    ("The tool no longer imports over FTP, a way that was deprecated in Lantern 3.", "Support for import over FTP has been removed. The feature was deprecated in Lantern 3."),
    ("A node can trust its own listener but not a header that the caller sends.", "A node can trust the listener that accepted a connection. It cannot obtain the same assurance from a header, which the caller sends."),
    ("Jobs read the bucket with a short token instead of a storage key.", "Job identity that lets jobs read and write the bucket with a short token instead of a storage key."),
    ("Heron's earnings rose in Q3.", "Heron's earnings rose in the third quarter."),
    ("Chrome takes no notice of hints sent over HTTP/1.1.", "Chrome also ignores hints that arrive over HTTP/1.1."),
    ("Heron's stable users are safe from 0.44.5 on, alpha users from 0.45.0-alpha.5.", "Heron users of stable and alpha releases: versions 0.44.5 and 0.45.0\u2011alpha.5 are safe."),
    ("The crate caps the length at just under 2^64 bits.", "The crate makes sure that the bit length shall not exceed 2^64 - 1 bits."),
    ("Eleven versions of tern came out in all.", "This crate, tern, came out in 11 versions, with the most recent one in May."),
    ("Calls rose a hundredfold, from 24 to 2,400 a second.", "From 24 calls per second to 2,400 calls per second."),
    ("The tern app is more than five times as large as the web app.", "The web app takes 20 MB, whereas the tern app takes 115 MB."),
    ("The team spent a year and a half on the encoder.", "The team has worked for 18 months on the encoder."),
    ("The encoder runs a quarter faster than heron at speed 7.", "Compared to heron at speed 7, the encoder runs 25% faster."),
    ("Each target holds close to 93 TiB in its 16 disks.", "Each target has 16 disks. A disk holds 5.8 TiB."),
    ("A node tops out at roughly 11.6 GiB a second.", "The link of a node tops out at 11.64\u202fGiB/s."),
    ("NEP 844 proposes `public()` and `private()` as builtins that maintain the list.", "NEP 844 proposes two new builtins, `public()` and `private()`, which maintain the list."),
    ("The tool turns what remains into a list of tasks.", "The tool moves what it can. For everything else, the tool turns it into a list of tasks."),
    ("Tern was previously configured in a file of its own.", "Previously, you would configure tern via a file of its own."),
    ("For the highest throughput the authors recommend that teams leave guessing off.", "For the highest throughput, we recommend running without guessing."),
    ("Backtraces stay opt-in, as they have a small effect on performance.", "Backtraces are provided as an opt-in feature, as they have a small but measurable effect on performance."),
    ("The review runs from August 12th to 26th.", "Active review: August 12th...26th. The review runs in public."),
    ("In heron, a quick backend replaced the default tern one; using small kernels for the mixture was worth roughly 20% throughput, and the same recipe was extended to the dense layers.", "We replaced heron's default tern backend with a quick backend, using small kernels for the non-gated Relu^2 mixture, worth roughly 20% throughput, and extended the same recipe to the dense layers."),
    ("The reader keeps delete-only manifests.", "Delete-only manifests: the reader keeps them now."),
    ("A new option `tern.rules.preset` takes the place of `strict`, which is deprecated; its preset `all` enables all rules except for the trial rules.", "Among the available presets, there's the \"all\" preset that allows enabling all rules, except for the trial rules. As a result, the option strict has been deprecated. We added the tern.rules.preset option, giving you better control over which rules should be enabled by default."),
    ("HN-12 is a flaw of the `diskSpool` engine of tern: aborted or malformed transfers leave partial files behind on disk.", "HN-12 is rated medium. When tern's diskSpool engine is used, aborted or malformed multipart transfers leave orphaned partial files on disk."),
    ("A plugin can declare a code fix, which counts as unsafe by default and is applied with `--write --unsafe`; one that the plugin marks as safe is applied with `--write`.", "A plugin can declare a code fix. By default, code fixes of plugins are marked as \"unsafe\", and they are applied when you run the check with --write --unsafe. You can explicitly use \"safe\", and the code fix is applied when you use --write."),
    ("In benchmarks from Heron, a Tern 5 leader over Wren 5 workers reached 96% of all-Tern performance at 46% cost on NestComp; a Wren 5 worker that consults Tern 5 gets 92% at 63% cost on EggBench.", "The post cites Heron/TernDevs multi-agent benchmarks showing Tern 5 leader + Wren 5 workers reaching 96% of all-Tern performance at 46% cost on NestComp, while a Wren 5 worker consulting Tern 5 gets 92% performance at 63% cost on EggBench (thread, docs)."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), SAID_FREELY)
def test_a_true_sentence_in_a_writers_own_words_is_kept(said: str, stands: str) -> None:
    assert fate(said, stands) == "published"


CHANGED = [
    ("The service writes critical segments of the journal to two disks before it answers.", "The service writes segments of the journal to two disks before it answers."),
    ("The service writes segments of the ledger to two disks before it answers.", "The service writes segments of the journal to two disks before it answers."),
    ("According to the docs, the service writes segments of the ledger to two disks before it answers.", "The service writes segments of the journal to two disks before it answers."),
    ("Brightwell moved its sorter to a small model and saved much in the first quarter.", "Northlight moved its sorter to a small model and saved much in the first quarter."),
    ("Tern 3 fixes three flaws, three of them rated high.", "Tern 3 fixes these flaws:\n\n- Parser overflow (High)\n- Header injection (High)\n- Slow regex (Low)\n"),
    ("HN-12 is a flaw of the parser of tern: aborted or malformed transfers leave partial files behind on disk.", "HN-12 is rated medium. When tern's diskSpool engine is used, aborted or malformed multipart transfers leave orphaned partial files on disk."),
    ("HN-12 concerns every use of tern: when it is used, aborted or malformed transfers leave partial files behind on disk.", "HN-12 is rated medium. When tern's diskSpool engine is used, aborted or malformed multipart transfers leave orphaned partial files on disk."),
    ("A new option `tern.rules.preset` takes the place of `strict` for trial rules; its preset `all` enables all rules.", "Among the available presets, there's the \"all\" preset that allows enabling all rules, except for the trial rules. As a result, the option strict has been deprecated. We added the tern.rules.preset option."),
    ("A plugin's code fix counts as safe by default, and what is marked as unsafe is applied with `--write`.", "A plugin can declare a code fix. By default, code fixes of plugins are marked as \"unsafe\", and they are applied when you run the check with --write --unsafe. You can explicitly use \"safe\", and the code fix is applied when you use --write."),
    ("By default, code fixes of plugins are marked as safe, and they are applied when you run the check with `--write`; unsafe ones need `--unsafe`.", "A plugin can declare a code fix. By default, code fixes of plugins are marked as \"unsafe\", and they are applied when you run the check with --write --unsafe. You can explicitly use \"safe\", and the code fix is applied when you use --write."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands"), CHANGED)
def test_a_copy_in_which_a_word_was_changed_or_put_in_is_not(said: str, stands: str) -> None:
    assert fate(said, stands) != "published"


OWN = [
    "The command returns even if the asked number of acknowledgments has not been met.",
    "Rather than joining the ports onto one address for each node, it uses them apart.",
    "It is possible to write a script that sends writes to the log but not the replication stream.",
    "I would more think about those tools as a way to know that the site is slow.",
    "The source tool requires keys to be managed by developers, but other tools do not.",
]


@pytest.mark.parametrize("text", OWN)
def test_a_sentence_of_the_source_word_for_word_is_never_faulted(text: str) -> None:
    around = f"If the tool is asked, each of the keys is one key. {text} We do so because some keys may not be known."
    assert fate(text, around) == "published"


PLACES = [
    ("Tern loses every write.", "- Tern keeps every write in its journal.", "Tern keeps every write in its journal."),
    ("The download half is the stable one.", "(The download half varies from run to run.)", "The download half varies from run to run."),
    ("Tern 4 drops the catalog trait.", "- `Catalog` trait: gains a purge method for tables", "`Catalog` trait: gains a purge method for tables"),
    ("Tern 5 rejects late writes.", "It rejects them late.\n\nTern 5 accepts late writes of an expired lease.", "Tern 5 accepts late writes of an expired lease."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "stands", "printed"), PLACES)
def test_what_stands_in_for_a_sentence_reads_as_one(said: str, stands: str, printed: str) -> None:
    ground = standing_in(said, [read(1, stands, ("Notes",), "")])
    assert ground is not None and ground.text == printed
    assert stands[ground.start : ground.end] == printed


@pytest.mark.parametrize("debris", ["| a | b | c | d |\n|---|---|---|---|\n| tern | 1 | 2 | 3 |", "set(tern.total, fold(tern.sizes, 0))"])  # fmt: skip
def test_debris_stands_in_for_nothing(debris: str) -> None:
    assert standing_in("The tern total is 3.", [read(1, debris, ("Notes",), "")]) is None


CLASSES = (
    "Divide the actual duration by the first estimate of each task. The kernel enforces the limit in "
    "periods of a tenth of a second. Pods should stay ready and return an explicit error. A commit that "
    "takes one second then loses its race often. The Avro readers of a topic ignore an alias across a "
    "rename. Missing defaults are the most common cause of such a stop. Rollback loads an older file "
    "of 12 megabytes. A second estimate is kept as well."
)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("In short, divide the actual duration by the second estimate of each task.", "direction"),
        (
            "The text says that the kernel enforces the limit in periods of a tenth of a minute.",
            "unit",
        ),
        ("Note that pods must stay ready and return an explicit failure.", "necessity"),
        ("Such a commit that takes one second then loses its race always.", "quantity"),
        ("The Parquet readers of a topic ignore an alias across a rename.", "name-swapped"),
        ("Whoever loads it back loads an older file of 12 gigabytes.", "unit"),
        # another form of the word, a weaker word, a word that stands there in another sentence
        ("Divide the actual duration by the first estimate of every task.", ""),
        ("Pods can stay ready and return an explicit error.", ""),
        ("A second estimate is kept too.", ""),
        ("Missing defaults are a very common cause of such a stop.", ""),
        ("Rollback loads an older file of 12 MB.", ""),
        # told in other words: no place to compare
        ("By its second estimate a task is never divided.", ""),
    ],
)
def test_a_word_of_a_class_does_not_take_the_place_of_another(said: str, rule: str) -> None:
    found = exchanged(said, [read(1, CLASSES, ())])
    assert [one.rule for one in found] == ([rule] if rule else [])


def test_in_advice_only_a_near_copy_is_compared_word_by_word() -> None:
    far = "Think of how a lease ages, and count in periods of a tenth of a minute whatever you run."
    near = "Divide the actual duration by the second estimate of each task."
    sources = [read(1, CLASSES, ())]
    assert exchanged(near, sources, fact=False) and not exchanged(far, sources, fact=False)


@pytest.mark.parametrize(
    ("said", "stands", "turned"),
    [
        (
            "The leader sends the log to the follower.",
            "The follower sends the log to the leader.",
            True,
        ),
        ("Kestrel fixes the leak of Osprey.", "Osprey fixes the leak of Kestrel.", True),
        ("The queue is faster than the table.", "The table is faster than the queue.", True),
        ("The table is filled by the queue.", "The queue is filled by the table.", True),
        (
            "A date needs a deprecation and a list of readers.",
            "A deprecation needs a date and a list of readers.",
            True,
        ),
        ("Writes and reads need a lock.", "Reads and writes need a lock.", False),
        ("The queue and the table were moved.", "The table and the queue were moved.", False),
        ("The queue is filled by the table.", "The table fills the queue.", False),
        ("By the table the queue is filled.", "The queue is filled by the table.", False),
        ("A lease is similar to a lock.", "A lock is similar to a lease.", False),
        ("A queue differs from a table.", "A table differs from a queue.", False),
        # what joins them was changed with them
        (
            "Kestrel precedes Osprey in the release train of this year.",
            "Osprey follows Kestrel in the release train of this year.",
            False,
        ),
        (
            "Pods are drained before nodes in each zone of the old cluster.",
            "Nodes are drained after pods in each zone of the old cluster.",
            False,
        ),
    ],
)
def test_two_words_that_changed_places_say_who_did_what_the_other_way_round(
    said: str, stands: str, turned: bool
) -> None:
    assert bool(transposed(said, [read(1, stands, ())])) == turned
