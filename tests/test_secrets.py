"""Keys and credentials: masked in sources, addresses, answers, errors and logs."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_injection import read, words_of

from pipeline.cli import dateline
from pipeline.text.secrets import MaskingFormatter, is_drawn, keys, mask, mask_address, mask_keys

LOT = "q7Zp2Lw9Xk4Vt8Rb6Nd3"
KEYS = (
    "AKIA" + "Q7ZP2LW9XK4VT8RB",
    "ghp_" + LOT + LOT[:16],
    "xoxb-" + "123456789012-" + LOT,
    "sk-ant-" + LOT,
    "glpat-" + LOT,
    "eyJ" + LOT + ".eyJ" + LOT + "." + LOT,
    f"client_secret = '{LOT}'",
    f"export API_KEY={LOT}{LOT}",
    "github_pat_11" + LOT + "_" + LOT * 3,
    "xapp-1-A" + "0123456789-1234567890123-" + LOT * 3,
    "hooks.slack.com/triggers/T0ABCDEFGH/1234567890123/" + LOT + LOT,
    "sk_" + "test_" + LOT + LOT[:4],
    "whsec_" + LOT + LOT[:12],
    "sk-proj-" + LOT + "_" + LOT + "-" + LOT,
    "hf_" + LOT + LOT[:14],
    "glrt-" + LOT,
    "dop_v1_" + "3f9a1c7e" * 8,
    "SG." + LOT + LOT[:2] + "." + LOT * 2 + LOT[:3],
    "SK" + "3f9a1c7e" * 4,
    "123456789:AA" + LOT + LOT[:13],
    "discord.com/api/webhooks/123456789012345678/" + LOT * 3,
    "AccountName=shop;AccountKey=" + LOT * 4 + "==",
    "Authorization: Bearer " + LOT * 2,
    "curl -u ada:" + LOT,
    "hvs." + LOT + LOT,
    "dapi" + "3f9a1c7e" * 4,
    '"auth": "' + LOT + LOT + '"',
    "AGE-SECRET-KEY-1" + LOT.upper() * 2 + LOT.upper()[:18],
    "GOCSPX-" + LOT + LOT[:8],
    "shpat_" + "3f9a1c7e" * 4,
    "eyJ" + LOT + ".." + LOT + "." + LOT + "." + LOT,
    "Private-Lines: 1\n" + LOT * 3 + "\nPrivate-MAC: 0",
    "NRAK-" + LOT.upper() + LOT.upper()[:7],
    LOT[:14] + ".atlasv1." + LOT * 3,
    f"git+https://ada:{LOT}@git.example/x.git",
    f"https://feeds.example/a.xml?access-token={LOT}&page=2",
    '"private_key": "-----BEGIN PRIVATE KEY-----\\n' + LOT * 4 + "\\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\n" + (LOT * 4 + "\n") * 3 + "-----END RSA PRIVATE KEY-----",
)  # made up here, so that no scanner takes them for real


@pytest.mark.parametrize("key", KEYS)
def test_a_key_in_a_text_is_masked_where_it_stands(key: str) -> None:
    text = f"The page shows {key} to everybody, and more words follow."
    masked, count = mask_keys(text)
    assert count == 1
    assert len(masked) == len(text)
    assert LOT not in masked
    assert masked.endswith("to everybody, and more words follow.")
    assert not keys(masked)


@pytest.mark.parametrize(
    "text",
    [
        "password = changeme-please-now",
        "Set token = YOUR_ACCESS_TOKEN_GOES_HERE1 first.",
        "secret: kubernetes.io/service-account-token",
        "The digest is sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.",
        "token_count = max_position_embeddings",
        "See hf_hub_download, sk-learn, SG.js, lin_api_version and npm_config_registry.",
        "Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE",
        "curl -u user:password https://ci.example/job",
        "postgres://user:password@localhost/shop and https://a.example/f?token=abc",
        "whsec_ is what the secret of a webhook begins with; AGE-SECRET-KEY-1 begins a key.",
    ],
)
def test_what_is_no_key_stays(text: str) -> None:
    assert mask_keys(text) == (text, 0)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ada:geheim@feeds.example/a.xml", "https://***@feeds.example/a.xml"),
        ("https://feeds.example/a?token=abc&page=2", "https://feeds.example/a?token=***&page=2"),
        ("https://s3.example/o?X-Amz-Signature=0ab&x=1", "https://s3.example/o?X-Amz-Signature=***&x=1"),
        (f"https://feeds.example/a?key={LOT}", "https://feeds.example/a?key=***"),
        ("https://docs.example/a?key=intro", "https://docs.example/a?key=intro"),
        ("https://docs.example/cb#access_token=xyz", "https://docs.example/cb#access_token=***"),
        ("https://docs.example/@ada/post", "https://docs.example/@ada/post"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_credentials(address: str, shown: str) -> None:
    assert mask_address(address) == shown
    assert mask(f"at {address}, line 2") == f"at {shown}, line 2"


def test_chance_is_told_from_words() -> None:
    assert is_drawn(LOT)
    assert not is_drawn("this-is-a-long-name-of-2-things")


def test_a_log_line_shows_no_key() -> None:
    record = logging.LogRecord(
        "x", logging.WARNING, "f", 1, "fetch url=%s", ("https://a:b@c.example/",), None
    )
    assert MaskingFormatter("%(message)s").format(record) == "fetch url=https://***@c.example/"


def test_a_source_with_a_key_gives_a_document_without_it() -> None:
    data = (
        b"# Broker keys\n\n"
        + b"A broker needs a key before it answers anybody at all, and it is kept. " * 6
    )
    outcome = read("keys.md", data + f"\n\nNever commit {KEYS[1]} to a repository.\n".encode())
    assert KEYS[1] not in words_of(outcome)
    assert "Never commit ghp_*" in words_of(outcome)
    assert dict(outcome.made[0].document.removed)["key"] == 1


def test_answers_and_errors_of_the_command_line_mask_locations(tmp_path: Path) -> None:
    root = tmp_path / "room"
    assert CliRunner().invoke(dateline, ["init", str(root)]).exit_code == 0
    file = root / "briefs" / "sources.toml"
    file.write_text(
        file.read_text("utf-8") + '\n[[sources]]\nid = "paid"\ntitle = "Paid"\nkind = "feed"\n'
        'domains = ["security"]\nlocation = "https://ada:geheim@paid.example/f?token=abcdef"\n', "utf-8",
    )  # fmt: skip
    for words in (["sources", "list"], ["doctor"], ["ingest", "--offline", "--source", "paid"]):
        for extra in ([], ["--json"]):
            result = CliRunner().invoke(dateline, [*words, *extra, "--root", str(root)])
            shown = result.output + str(result.exception or "")
            assert "geheim" not in result.output, words
            assert "abcdef" not in result.output, words
            assert shown
    listed = CliRunner().invoke(dateline, ["sources", "list", "--json", "--root", str(root)])
    locations = [one["location"] for one in json.loads(listed.stdout)]
    assert "https://***@paid.example/f?token=***" in locations
