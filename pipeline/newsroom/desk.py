"""What the owner decides: the desk, as typed sections, each field with what it means.

Read from briefs/desk.toml by `config.load_desk`. Unknown keys are refused. Every default says
how it was chosen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from pipeline.newsroom.owners import Delivery, Owner, fault
from pipeline.text.days import unkept


class DeskPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _truth_is_no_number(cls, value: object, info: ValidationInfo) -> object:
        """`true` would count as 1, and "no" as false: neither is what its owner meant."""
        switch = cls.model_fields[info.field_name or ""].annotation is bool
        if switch and not isinstance(value, bool):
            raise ValueError("write true or false")
        if isinstance(value, bool) and not switch:
            raise ValueError("write a value, not true or false")
        return value


class Publisher(DeskPart):
    name: str
    """Who answers for the briefs; the JSON-LD publisher and author."""
    type: Literal["Organization", "Person"] = "Organization"
    url: str = ""
    """Home page of the publisher; empty: the site's about page."""
    email: str = ""
    """Where corrections are sent; shown on the about page."""
    principles: str = ""
    """One paragraph: by which principles the brief is made."""


class Domain(DeskPart):
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


class Ingest(DeskPart):
    """How sources are read."""

    ai_signals: Literal["respect", "ignore"] = "respect"
    """What sites ask of models (`noai`, Content-Signal, ai.txt, robots.txt for models' agents, TDM
    reservations); ignore it only where a site has allowed you."""
    max_bytes: int = Field(20_000_000, gt=0)
    """A larger file or reply is refused; pages of engineering sites are far below."""
    timeout_seconds: float = Field(20.0, gt=0)
    max_redirects: int = Field(5, ge=0)
    allow_private_hosts: tuple[str, ...] = ()
    """Hosts on private networks that may be fetched all the same, at any port (an internal wiki)."""
    allow_ports: tuple[int, ...] = ()
    """Ports besides 80 and 443 that may be asked on public hosts."""
    fetch_hosts: int = Field(8, gt=0, le=64)
    """Hosts fetched from at the same time; each is asked for one thing after another."""
    cpu_seconds: float = Field(2.0, gt=0)
    """Processor time that reading a document of up to 500 KB may take; larger ones get more in
    proportion. The slowest sound file of a public corpus of 8,451 takes 0.74 s for 435 KB."""
    memory_mb: int = Field(384, ge=64)
    """Memory that reading one document may take beyond what a reader holds at rest (100 MB)."""
    gone_days: int = Field(7, ge=0)
    """Days that a page must be missing, empty, cut short or "not found" before what it said goes."""


NODE = r"^https?://[^\s/@?#]+/?[^\s@]*$"


RETIRED = frozenset(
    "per_source half_life_days evidence_per_domain freshness corroboration crossing diversity support".split()
)  # keys of [retrieval] that older desks have: taken and passed over, and `dateline doctor` names them


class Retrieval(DeskPart):
    """How passages are found."""

    @model_validator(mode="before")
    @classmethod
    def _without_retired(cls, values: object) -> object:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if key not in RETIRED}

    rrf_k: int = Field(60, gt=0)
    """Rank constant of reciprocal rank fusion (Cormack et al. 2009)."""
    fusion: Literal["convex", "rrf"] = "convex"
    """How rankings become one; docs/retrieval.md compares both."""
    bm25_weight: float = Field(0.8, ge=0)
    tfidf_weight: float = Field(0.0, ge=0)
    """Shown with every hit; weighs nothing, for the table shows it adds nothing to BM25."""
    sense_weight: float = Field(0.7, ge=0)
    """Weight of the cosine of the fixed word vectors; none beside a sentence model."""
    dense_weight: float = Field(2.0, ge=0)
    """Weight of the sentence model's cosine, where one is set up. Cosines of a pool lie within
    about 0.4 of each other, so this is somewhat more than the words weigh."""
    dense_pool: Literal["all", "words"] = "all"
    """all: what lies nearest by vectors is ranked too; words: vectors score what words bring up,
    which is what a search cluster without the k-NN plugin does."""
    smoothing: float = Field(0.15, ge=0, le=1)
    """Share of a score that comes from the passages most like it (score regularisation)."""
    floor: float = Field(0.276, ge=0)
    """Share of a question's rarity that the best passage must reach, or there is no answer; set so
    that it refuses 5 % of the starter newsroom's answerable questions. It grows with the corpus,
    and names that the best passages lack count against them; a question whose words and meaning are
    foreign to the corpus is refused besides. 0 answers everything."""
    synonyms: float = Field(0.4, ge=0, le=1)
    """Weight of a synonym of an asked word, chosen on the starter newsroom's questions."""
    engine: Literal["local", "opensearch"] = "local"
    """local: the index beside the library; opensearch: a search cluster that holds what `dateline
    index push` sent there. Both give the same hits and the same brief."""
    engine_urls: tuple[Annotated[str, Field(pattern=NODE)], ...] = ()
    """Addresses of the cluster's nodes; user and password are in DATELINE_ENGINE_USER and
    DATELINE_ENGINE_PASSWORD."""
    engine_index: str = Field("dateline", pattern=r"^[a-z][a-z0-9_-]{0,63}$")
    """Name of the alias there; its generations are this name with -g1, -g2 and so on."""
    engine_shards: int = Field(1, ge=1, le=1024)
    """Parts of an index that is pushed whole: one for each ten million passages or so."""
    engine_replicas: int = Field(1, ge=0, le=10)
    """Copies of each part: with one, a node may be lost and every passage is still found."""
    engine_timeout: float = Field(5.0, gt=0)
    """Seconds for one request; a search that takes longer is an error, never a part of an answer."""
    engine_ca: str = ""
    """File with the certificate of the authority that signed the cluster's, if it is your own."""
    dense: Literal["off", "minilm", "folder", "http"] = "off"
    """minilm: all-MiniLM-L6-v2 as `make dense` installs it; folder: a Sentence-Transformers folder
    of the BERT family; http: an embedding server (OpenAI-compatible, TEI, Ollama)."""
    dense_model: str = ""
    """The model's folder (folder), or its name (http)."""
    dense_url: str = ""
    """Address of the embedding server, like http://localhost:11434/v1/embeddings; `/embed` is
    asked as TEI is, `/api/embed` as Ollama."""
    dense_query_prompt: str = ""
    """Put in front of a question for an embedding server, like "query: "; a folder says its own."""
    dense_passage_prompt: str = ""
    """Put in front of a passage for an embedding server, like "passage: "."""
    dense_batch: int = Field(32, ge=1, le=2048)
    """Texts of one request to an embedding server."""
    dense_timeout: float = Field(60.0, gt=0)
    """Seconds for one request; one that takes longer is asked again in halves."""
    rerank: Literal["off", "folder", "http"] = "off"
    """folder: a BERT-family cross-encoder in rerank_model; http: one behind an endpoint of the form
    that Jina, Cohere and TEI share."""
    rerank_url: str = ""
    """Its address, like http://localhost:8080/v1/rerank; a key is in DATELINE_RERANK_KEY."""
    rerank_model: str = ""
    """The model's folder (folder), or its name (http)."""
    rerank_depth: int = Field(50, ge=2, le=200)
    """First passages that it reads, each together with the question."""
    source_discount: float = Field(0.06, ge=0, le=1)
    """What the n-th hit of one source loses, times ln(n), from the fourth hit on; 0 for nothing."""
    novelty_days: int = Field(14, ge=0)
    """Briefs of this many days back count as already said."""
    pool: int = Field(200, ge=10, le=1000)
    """Passages every ranker looks at; docs/retrieval.md shows the depth that is enough."""


Effort = Literal["", "low", "medium", "high", "xhigh", "max"]


class Tier(DeskPart):
    """One model and how hard it should try."""

    model: str
    effort: Effort = ""
    """Sent only when set; not every model knows it."""
    max_tokens: int = Field(6_000, gt=0, le=16_000)
    """Upper bound of a reply, thinking included. Above 16,000 a reply can outlast a timeout."""


class Writing(DeskPart):
    """Who writes, with which models, and whom they may speak to."""

    name: str = "extractive"
    """Who writes: `extractive` without a model, `claude`, or `local` for an OpenAI-compatible server
    (yours or a host's; the page says where it was asked)."""
    on_failure: Literal["extractive", "hold"] = "extractive"
    """What to do when a model writer fails beyond its budget."""
    quick: Tier = Tier(model="claude-haiku-5-5", max_tokens=4_000)
    """For picking and sorting: the plan and the graph."""
    main: Tier = Tier(model="claude-sonnet-5-5", effort="low", max_tokens=5_000)
    """For the sections, from their own evidence."""
    strong: Tier = Tier(model="claude-sonnet-5-5", effort="medium", max_tokens=8_000)
    """For cross-cuts and the lede, where judgement pays."""
    local_model: str = "local"
    """Name sent to an OpenAI-compatible server; llama.cpp takes any, Ollama and vLLM do not."""
    local_url: str = "http://127.0.0.1:8080/v1"
    """Where that server listens; DATELINE_LOCAL_URL in the environment comes first."""
    baseline: str = ""
    """Model that savings are counted against; empty: the strong tier's."""
    allow_models: tuple[str, ...] = ()
    """Models that may be called beside those of the tiers, for comparisons."""
    hosts: tuple[str, ...] = ("api.anthropic.com", "127.0.0.1", "localhost", "::1")
    """Hosts a prompt may be sent to."""
    parallel: int = Field(4, gt=0, le=16)
    """Calls in flight at once."""
    rounds: int = Field(2, ge=0, le=5)
    """Times a failing part goes back to the model before it is cut; once more for a judge's no."""
    attempts: int = Field(5, gt=0, le=10)
    """Tries of one call that meets 429, 529, 5xx or a timeout."""
    timeout_seconds: float = Field(180.0, gt=0)
    """Longest wait for one reply."""
    cache: Literal["off", "5m", "1h"] = "5m"
    """How long the provider keeps the rules all calls share. One run needs five minutes."""
    batch: bool = False
    """Send the sections as one Message Batch, at half price, when there is time."""
    batch_minutes: float = Field(60.0, gt=0)
    """Wait this long for a batch, then cancel it and write the rest at once."""
    batch_poll_seconds: float = Field(20.0, gt=0)


class Limit(DeskPart):
    """What may be spent. Counted before a call (as the most it can cost) and after."""

    steps: int = Field(gt=0)
    """Requests sent, retries included."""
    tokens: int = Field(gt=0)
    dollars: Decimal = Field(ge=0)
    seconds: float = Field(gt=0)
    """Time spent on calls: by the clock in a run, added up over a month."""


class Budgets(DeskPart):
    """Spending limits of one run and of a calendar month.

    The defaults are about three times what a brief over 40,000 tokens of evidence took.
    """

    run: Limit = Limit(steps=80, tokens=600_000, dollars=Decimal("0.75"), seconds=5_400)
    month: Limit = Limit(steps=2_400, tokens=12_000_000, dollars=Decimal("15"), seconds=108_000)


class NewsSettings(DeskPart):
    """What counts as news, and how much of it is told."""

    news_days: int = Field(7, ge=1, le=60)
    """Days that count as news; a longer pause since the last public brief widens them."""
    recent_days: int = Field(60, ge=0)
    """On thin days a story of this age may lead a section, labelled, if it was never told."""
    stories: int = Field(5, ge=1, le=7)
    """Stories a day, where there are so many; more only when more is new."""
    domain_stories: int | None = Field(None, ge=1, le=7)
    """Stories that one domain may have, after every domain had its first. Unset: as many as fill the
    day, so a desk of two domains and five stories gives each up to three, one of seven gives one."""
    quiet: Literal["library", "skip"] = "library"
    """What a day without news gets: an edition from the library, labelled, or no page."""


class Watch(DeskPart):
    """What the desk never wants to miss."""

    names: tuple[str, ...] = ()
    """Names as they are written, like `PostgreSQL`; a story about one of them ranks higher."""


class Gate(DeskPart):
    """When a brief may be published."""

    floor: int = Field(90, ge=0, le=100)
    """Lowest score that is published; any open error holds whatever the score."""
    repeat_days: int = Field(7, ge=0)
    """Sentences and quotes of briefs this many days back may not come again."""
    approval_days: int = Field(3, ge=0, le=60)
    """Days after it was held that a brief may still be approved; news is old after that."""
    judge: Literal["off", "advise", "decide"] = "decide"
    """Ask the model of a model writer about each of its facts; a no goes back to the writer. Costs some
    1,200 tokens a fact within the budgets, nothing without a model. It decides once `dateline eval judge --save`
    has shown it to be right; until then its word is advice, and the run says so."""
    min_sections: int = Field(1, ge=1)
    """Domains a brief must cover; a thin day has one story."""
    min_sources: int = Field(1, ge=1)
    """Distinct publishers a brief must rest on."""


class Publish(DeskPart):
    """What the site offers."""

    due: str = Field("06:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    """Time of day by which the day's brief is to be public; the nightly job starts before."""
    zone: str = "UTC"
    """Whose time of day that is, as `Europe/Berlin`, summer time included."""
    on_time: float = Field(0.95, gt=0, lt=1)
    """Share of days on which it is to be; what is left is the error budget that `status` counts."""
    window_days: int = Field(28, ge=7, le=366)
    """Days that the share is counted over: four weeks, so that every weekday counts alike."""
    max_age_hours: int = Field(26, ge=1)
    """Age at which the newest public brief is too old for `status --check`: a day, and two hours
    for a night that is late. A desk that skips quiet days wants more."""
    language: str = "en"
    briefs_on_home: int = Field(7, gt=0)
    llms_tokens: int = Field(8_000, gt=0)
    """Budget of llms.txt; the build fails when it cannot be met."""
    llms_full_tokens: int = Field(48_000, gt=0)
    """Budget of llms-full.txt, a rolling window, newest first."""
    twin_tokens: int = Field(8_000, gt=0)
    """Budget of a brief's Markdown twin; the words it rests on stand in a document beside it."""
    data_tokens: int = Field(8_000, gt=0)
    """Budget of a brief's JSON, likewise."""
    llms_order: tuple[Literal["briefs", "about", "posts", "archive"], ...] = (
        "briefs", "about", "posts", "archive",
    )  # fmt: skip
    """What llms.txt keeps first when its budget is short; the last is the first to go."""
    feed_items: int = Field(30, gt=0)
    hub: str = ""
    """WebSub hub to name in the feeds. Name one only if you also tell it of new briefs."""
    content_signal: str = "search=yes, ai-input=yes"
    """What robots.txt says of use by machines (Content-Signal); empty leaves the line out."""
    indexnow_key: str = Field("", pattern=r"^([A-Za-z0-9-]{8,128})?$")
    """Key for IndexNow; its file is then published so that search engines can check it."""


class Evals(DeskPart):
    """Labelled sets of the newsroom, and when they are too old."""

    sets: tuple[str, ...] = ("briefs/evals",)
    """Files of JSON lines, or folders of such, below the newsroom's root."""
    max_age_days: int = Field(180, ge=1)
    """Days from which a set's figures are doubted."""


class Corpus(DeskPart):
    """Whose corpus this desk reads."""

    root: str = ""
    """Folder of the newsroom whose sources and library are read, as seen from this desk's own
    folder; empty: this newsroom has its own. Nothing is written there."""


class Desk(DeskPart):
    """One newsroom."""

    title: str
    tagline: str = ""
    site_url: str
    """Address the site will have, ending in a slash."""
    publisher: Publisher
    domains: tuple[Domain, ...] = Field(min_length=1)
    corpus: Corpus = Corpus()
    ingest: Ingest = Ingest()
    retrieval: Retrieval = Retrieval()
    news: NewsSettings = NewsSettings()
    watch: Watch = Watch()
    writing: Writing = Writing()
    budgets: Budgets = Budgets()
    gate: Gate = Gate()
    publish: Publish = Publish()
    evals: Evals = Evals()
    owners: tuple[Owner, ...] = ()
    """Who gets which stories, by mail, webhook or issue."""
    delivery: Delivery = Delivery()

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
        late = unkept(self.publish.due, self.publish.zone)
        if wrong := fault(self.owners, self.delivery, set(ids)) or late:
            raise ValueError(wrong)
        return self

    def domain(self, domain_id: str) -> Domain:
        """The domain of that id. Raises KeyError."""
        return next(one for one in self.domains if one.id == domain_id)
