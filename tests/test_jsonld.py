"""Structured data: what a page's facts become in the vocabulary of schema.org."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.newsroom.config import load_desk, shipped
from pipeline.newsroom.desk import Desk
from pipeline.publish.agents.jsonld import PageAddress, block, jsonld

HOME = "https://a.example/"
PAGE = PageAddress(f"{HOME}briefs/2026-11-20/", "Leases end")
BRIEF: dict[str, Any] = {
    "kind": "brief", "date": "2026-11-20T06:00:00+00:00", "image": "cards/1.png",
    "writer": "extractive", "status": "published", "edition": "news",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk() -> Desk:
    return load_desk(shipped("briefs") / "desk.toml").model_copy(update={"site_url": HOME})


def main(facts: dict[str, Any], desk: Desk) -> dict[str, Any]:
    return dict(jsonld(facts, PAGE, desk)["@graph"][0])


@pytest.mark.parametrize("text", ["</script><script>x()", "<!--", 'a "quoted" \\ word', "a\nb & c"])
def test_no_words_end_the_block_or_come_out_other_than_they_went_in(text: str, desk: Desk) -> None:
    made = block(jsonld({"description": text}, PageAddress(PAGE.url, text), desk))
    inner = made.removeprefix('<script type="application/ld+json">').removesuffix("</script>\n")
    assert not set("<>&") & set(inner)
    page = json.loads(inner)["@graph"][0]
    assert (page["name"], page["description"]) == (text, text)


def test_what_is_not_known_is_left_out(desk: Desk) -> None:
    made = jsonld(BRIEF | {"citation": [{"title": "A", "source": "B", "url": ""}]}, PAGE, desk)
    text = json.dumps(made)
    assert "null" not in text and '""' not in text and "[]" not in text
    assert made["@graph"][0]["citation"] == [
        {"@type": "CreativeWork", "name": "A", "publisher": {"@type": "Organization", "name": "B"}}
    ]
    assert "isBasedOn" not in made["@graph"][0]


@pytest.mark.parametrize(("writer", "kind"), [("extractive", ""), ("claude", "Trained")])
def test_a_brief_says_whether_a_trained_model_wrote_it(writer: str, kind: str, desk: Desk) -> None:
    made = main(BRIEF | {"writer": writer}, desk)
    assert made["digitalSourceType"].endswith(f"/{kind}AlgorithmicMediaDigitalSource")
    assert made["author"] == made["publisher"]
    assert made["image"]["url"] == f"{HOME}cards/1.png"


def test_a_brief_names_its_sources_its_quotes_and_what_was_corrected(desk: Desk) -> None:
    url = "https://b.example/notes"
    made = main(
        BRIEF
        | {
            "updated": "2026-11-21",
            "citation": [{"title": "Notes", "source": "B", "url": url, "changed": "2026-11-19T00:00:00+00:00"}],
            "quotes": [{"text": "A lease ends.", "url": url}, {"text": "Another."}],
            "corrections": [{"text": "It was 30.", "made": "2026-11-21T08:00:00+00:00"}],
            "tags": [{"name": "Security"}, "Leases"],
        },
        desk,
    )  # fmt: skip
    assert made["dateModified"] == "2026-11-21T00:00:00+00:00"
    assert made["isBasedOn"] == [url]
    assert made["citation"][0]["dateModified"].startswith("2026-11-19")
    assert made["hasPart"] == [
        {"@type": "Quotation", "text": "A lease ends.", "isBasedOn": url},
        {"@type": "Quotation", "text": "Another."},
    ]
    assert made["correction"][0]["text"] == "It was 30."
    assert made["keywords"] == ["Security", "Leases"]


def test_a_post_has_its_own_author_and_language(desk: Desk) -> None:
    facts = {"date": "2026-11-20", "author": "A. Writer", "language": "de"}
    made = main(facts, desk)
    assert made["author"] == {"@type": "Person", "name": "A. Writer", "url": f"{HOME}about/"}
    assert made["inLanguage"] == "de"
    assert made["dateModified"] == made["datePublished"] == "2026-11-20T00:00:00+00:00"


@pytest.mark.parametrize(
    ("facts", "kinds", "trail"),
    [
        ({"kind": "home"}, ["WebSite", "Organization"], []),
        ({"kind": "list"}, ["CollectionPage", "BreadcrumbList"], [HOME, PAGE.url]),
        ({}, ["WebPage", "BreadcrumbList"], [HOME, PAGE.url]),
        ({"date": "2026-11-20"}, ["Article", "BreadcrumbList"], [HOME, PAGE.url]),
        (BRIEF, ["Article", "BreadcrumbList"], [HOME, f"{HOME}archive/", PAGE.url]),
    ],
)
def test_each_kind_of_page_has_its_nodes_and_its_trail(
    facts: dict[str, Any], kinds: list[str], trail: list[str], desk: Desk
) -> None:
    graph = jsonld(facts, PAGE, desk)["@graph"]
    assert [node["@type"] for node in graph] == kinds
    steps = [step for node in graph for step in node.get("itemListElement", ())]
    assert [step["item"] for step in steps] == trail
    assert [step["position"] for step in steps] == list(range(1, len(trail) + 1))
