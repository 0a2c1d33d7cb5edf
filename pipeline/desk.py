"""What the owner decides: the desk, as typed sections, each field with what it means.

Read from briefs/desk.toml by `config.load_desk`. Unknown keys are refused. Every default says
how it was chosen.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Publisher(Part):
    name: str
    """Who answers for the briefs; the JSON-LD publisher and author."""
    type: Literal["Organization", "Person"] = "Organization"
    url: str = ""
    """Home page of the publisher; empty: the site's about page."""
    email: str = ""
    """Where corrections are sent; shown on the about page."""
    principles: str = ""
    """One paragraph: by which principles the brief is made."""


class Domain(Part):
    id: str
    """Lower-case name used in sources.toml and in paths, like `web-performance`."""
    title: str
    team: str
    """The kind of team an implication speaks to, like `platform teams`."""
    questions: tuple[str, ...] = Field(min_length=1)
    """Standing questions, asked of the corpus every day."""

    @field_validator("id")
    @classmethod
    def _plain_id(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            raise ValueError("use lower-case letters, digits and single hyphens")
        return value


class Ingest(Part):
    """How sources are read."""

    max_bytes: int = Field(20_000_000, gt=0)
    """A larger file or reply is refused; pages of engineering sites are far below."""
    timeout_seconds: float = Field(20.0, gt=0)
    max_redirects: int = Field(5, ge=0)
    allow_private_hosts: tuple[str, ...] = ()
    """Hosts on private networks that may be fetched all the same (an internal wiki, say)."""


class Retrieval(Part):
    """How passages are found and a day's evidence is chosen."""

    rrf_k: int = Field(60, gt=0)
    """Rank constant of reciprocal rank fusion (Cormack et al. 2009)."""
    bm25_weight: float = Field(1.2, ge=0)
    tfidf_weight: float = Field(1.0, ge=0)
    per_source: int = Field(4, gt=0)
    """Passages one source may bring into a day's evidence of one domain."""
    half_life_days: float = Field(14.0, gt=0)
    """Age at which freshness counts half."""
    evidence_per_domain: int = Field(6, gt=0)
    novelty_days: int = Field(14, ge=0)
    """Briefs of this many days back count as already said."""


class Writing(Part):
    """Who writes."""

    name: Literal["extractive", "claude", "local"] = "extractive"
    on_failure: Literal["extractive", "hold"] = "extractive"
    """What to do when a model writer fails beyond its budget."""


class Gate(Part):
    """When a brief may be published."""

    floor: int = Field(90, ge=0, le=100)
    """Lowest score that is published; any open error holds whatever the score."""
    repeat_days: int = Field(7, ge=0)
    """Sentences and quotes of briefs this many days back may not come again."""
    min_sections: int = Field(3, ge=1)
    min_sources: int = Field(4, ge=1)
    """Distinct publishers a brief must rest on."""


class Publish(Part):
    """What the site offers."""

    language: str = "en"
    briefs_on_home: int = Field(7, gt=0)
    llms_tokens: int = Field(8_000, gt=0)
    """Budget of llms.txt; the build fails when it cannot be met."""
    llms_full_tokens: int = Field(48_000, gt=0)
    """Budget of llms-full.txt, a rolling window, newest first."""
    feed_items: int = Field(30, gt=0)


class Desk(Part):
    """One newsroom."""

    title: str
    tagline: str = ""
    site_url: str
    """Address the site will have, ending in a slash."""
    publisher: Publisher
    domains: tuple[Domain, ...] = Field(min_length=1)
    ingest: Ingest = Ingest()
    retrieval: Retrieval = Retrieval()
    writing: Writing = Writing()
    gate: Gate = Gate()
    publish: Publish = Publish()

    @field_validator("site_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        if not re.fullmatch(r"https?://\S+/", value):
            raise ValueError("must start with http:// or https:// and end in a slash")
        return value

    @model_validator(mode="after")
    def _distinct(self) -> Desk:
        ids = [domain.id for domain in self.domains]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"domain ids must differ; twice: {', '.join(twice)}")
        return self

    def domain(self, domain_id: str) -> Domain:
        """The domain of that id. Raises KeyError."""
        return next(one for one in self.domains if one.id == domain_id)
