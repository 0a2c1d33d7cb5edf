"""Bare addresses in running text: short to the eye, whole in every copy."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.publish import addresses

LONG = "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html"


def settled(body: str) -> tuple[html.HtmlElement, bool]:
    tree = html.document_fromstring(f"<body><article>{body}</article></body>")
    return tree, addresses.settle(tree)


def seen(tree: html.HtmlElement) -> str:
    """The text without what is kept for voices and copies."""
    for hidden in tree.xpath("//span[@class='sr']"):
        hidden.drop_tree()
    return str(tree.text_content())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"The minimum is 10 ({LONG}).", "The minimum is 10 (cheatsheetseries.owasp.org)."),
        ("In 1988 (https://doi.org/10.1145/54289.871709).", "In 1988 (doi.org/10.1145/54289.871709)."),
        ("See https://a.example/b, then http://c.example: both.", "See a.example/b, then c.example: both."),
        ("As “https://a.example/x” says, it ends.", "As “a.example/x” says, it ends."),
    ],
)  # fmt: skip
def test_a_reader_sees_the_host_and_a_short_way_and_a_copy_has_every_letter(
    text: str, shown: str
) -> None:
    tree, found = settled(f"<p>{text}</p>")
    assert found and tree.text_content() == text
    assert seen(tree) == shown


def test_an_address_leads_where_it_says_and_vouches_for_nothing() -> None:
    tree, _ = settled(f"<ul><li>An <b>item</b> at {LONG} ends</li></ul>")
    (link,) = tree.xpath("//a")
    assert (link.get("href"), link.get("rel")) == (LONG, "nofollow external")
    assert link.get("class") == "address address--cut"


@pytest.mark.parametrize(
    "body",
    [
        f'<p><a href="{LONG}">{LONG}</a></p>',
        f"<p><code>curl {LONG}</code></p>",
        f"<details><p>{LONG}</p></details>",
        "<p>https://[bad, http:// and javascript://x stay</p>",
        "<p>nothing here</p>",
    ],
)
def test_links_code_and_what_opens_on_request_stay_as_they_are(body: str) -> None:
    tree, found = settled(body)
    assert not found and html.tostring(tree) == html.tostring(
        html.document_fromstring(f"<body><article>{body}</article></body>")
    )
