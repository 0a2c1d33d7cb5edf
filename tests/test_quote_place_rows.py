"""Quotes whose words stand in a source, in another part, clause or voice than the quote shows."""

from __future__ import annotations

import pytest

from pipeline.verify.quotes.check import check

TURNS = (
    "**Mat Ryer:** I think the garbage collector is fine for most of us.\n\n"
    "**Jon Calhoun:** I don't. We saw pauses of 40 milliseconds, and we never got them under 10.\n\n"
    "**Mat Ryer:** But that was before 1.19, right?\n\n"
).strip()
VOICES = (
    "WEBVTT\n\n"
    "00:00.000 --> 00:04.000\n<v Ada Lind>We moved the shards on Monday.\n\n"
    "00:04.000 --> 00:08.000\n<v Bo Hult>I still see lag on two of them.\n\n\n"
)
# A quote, its source, whether it is accepted.
ROWS = [
    ("[Mat Ryer] saw pauses of 40 milliseconds", TURNS, False),
    ("[Jon Calhoun] saw pauses of 40 milliseconds", TURNS, True),
    ("[Ada Lind] still see lag on two of them.", VOICES, False),
    ("Builds … v3.1 keep the file", "Builds since v3.1 keep the file on disk.", False),
    ("Clusters … 1.29 need no flag", "Clusters later than 1.29 need no flag.", False),
    ("The tool … prints v3.1 on start", "The tool (a Go binary) prints v3.1 on start.", True),
    ("a multi … cluster setup", "We run a multi-tenant cluster setup in Oslo.", False),
    ("the pre … is cleared", "the pre-warmed cache is cleared at noon.", False),
    ("under /var/lib/… in each pod", "The store lies under /var/lib/etcd in each pod.", False),
    ("set spec … to false", "To stop it, set spec.template.paused to false.", False),
    ("a multi-tenant cluster … in Oslo", "We run a multi-tenant cluster, which costs less, in Oslo.", True),
    ("the lookup takes ten times as long", "In some cases, the lookup takes ten times as long.", False),
    ("writes are lost", "In rare cases, writes are lost.", False),
    ("the default works", "In most deployments, the default works.", False),
    ("The node restarts twice.", "Under certain circumstances, the node restarts twice.", False),
    ("the lookup takes ten times as long", "In this case, the lookup takes ten times as long.", True),
    ("the lookup takes ten times as long", "In both cases, the lookup takes ten times as long.", True),
    ("the lookup takes ten times as long", "In all cases, the lookup takes ten times as long.", True),
    ("The write path uses Raft … reads a local copy", "The write path uses Raft, but the read path reads a local copy.", False),
    ("The old client polls … pushes events", "The old client polls the server, while the new one pushes events.", False),
    ("Parquet stores columns … keeps rows", "Parquet stores columns whereas Avro keeps rows.", False),
    ("The scheduler binds the pod … mounts volumes", "The scheduler binds the pod, and the kubelet mounts volumes.", False),
    ("The scheduler binds the pod … and the kubelet mounts volumes", "The scheduler binds the pod to a node, and the kubelet mounts volumes.", True),
    ("It reads Parquet … and ORC files", "It reads Parquet, Avro, JSON and ORC files.", True),
    ("It supports S3 … in all regions", "It supports S3, GCS, and the Azure store in all regions.", True),
    ("Extraction function to apply.", "|`extractionFn`|Extraction function to apply.|No|", True),
    ("Filters out nulls", "|`a`|No|Filters out nulls|", True),
    ("Default is 5", "|Only if set|Default is 5|", True),
    ("Restart the node.", "- Only if idle\n- Restart the node.", True),
    ("Restart the node", "- Stop the pod\n- Restart the node if it is idle", False),
    ("stores all rows", "|`a`|stores all rows, but not the deleted ones|Yes|", False),
    ("Default value of the pool", "<tr><td>Not set</td><td>Default value of the pool</td><td>unless given</td></tr>", True),
    ("it needs 2^10", "At first it needs 2¹⁰ cycles.", True),
    ("it needs 2¹⁰", "At first it needs 2<sup>10</sup> cycles.", True),
    ("it needs 2¹²", "At first it needs 2<sup>10</sup> cycles.", False),
    ("it needs 210", "At first it needs 2<sup>10</sup> cycles.", False),
    ("from -3", "The range goes from 2–3 at night.", False),
    ("All nodes restart", "All nodes restart, except the witness.", False),
    ("the \"hot\" path", "Take the “hot” path first.", True),
    ("the lease manager", "It asks the [[lease|lease manager]] first.", True),
    ("a-b and c*d", "Here a\\_b and c\\*d are names.", False),
    ("the drift is -4 ms", "the drift is 4 ms at noon", False),
    ("set http_proxy to this", "First set HTTP_PROXY to this.", False),
    ("the length and CRC fields … uses little-endian values", "The length and CRC fields are stored big-endian, but the bitmap format uses little-endian values.", False),
    ("the length and CRC fields are stored … little-endian values", "The length and CRC fields are stored big-endian, but the bitmap format uses little-endian values.", False),
    ("both pod-level and node … control", "We have both pod-level and node-level control of it.", False),
    ("we need 2<sup>10</sup> cycles", "At night we need 2¹⁰ cycles.", True),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "source", "accepted"), ROWS)
def test_a_quote_keeps_to_the_part_the_clause_and_the_voice_of_its_words(
    quote: str, source: str, accepted: bool
) -> None:
    assert check(quote, source).accepted == accepted


def test_a_power_at_the_end_of_a_quote_is_printed_whole() -> None:
    source = "At first it needs 2¹⁰ cycles, then x<sup>12</sup>."
    for quote, printed in (
        ("it needs 2^10", "it needs 2¹⁰"),
        ("then x^12", "then x<sup>12</sup>."),
    ):
        found = check(quote, source)
        assert source[found.start : found.end] == printed
