"""From replies to records: code cuts the quotes and checks what a reply may hold.

Enter: a checked reply and the evidence items its writer saw. Leave: the part of a draft it
becomes, and a `Finding` for everything that cannot stand: an anchor without exactly one place,
a citation of nothing, markup, words that obey a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Unpack

from pipeline.compose.model import anchors
from pipeline.compose.model.schemas import (
    ActionReply,
    AnchorReply,
    CrossCutsReply,
    GraphReply,
    LedeReply,
    SectionReply,
    SentenceReply,
)
from pipeline.newsroom.desk import Domain
from pipeline.records import (
    Action,
    CrossCut,
    Edge,
    EvidenceItem,
    Finding,
    Graph,
    Implication,
    Node,
    Quote,
    Section,
    Sentence,
    StoryRef,
)
from pipeline.records import draft as drafts
from pipeline.records.rules import Details, finding
from pipeline.records.selectors import cut, locate
from pipeline.text.spans import uncoded
from pipeline.text.words import clean

INLINE = re.compile(r"\s*\[\s*Sources?\s+(\d+(?:\s*,\s*\d+)*)\s*\]", re.IGNORECASE)
MARKUP = re.compile(
    r"<\s*/?\s*[a-z!][^>]*>|!?\[[^\]]*\]\([^)]*\)|https?://|\bwww\.|data:[a-z]+/|javascript:"
    r"|&(?:#\d+|#x[0-9a-f]+|lt|gt|amp|quot);",
    re.IGNORECASE,
)
# Marks that some renderer of Markdown takes for more than their signs, and what no reader sees as it
# stands: directions turned round, marks laid over letters. A source's own code stays code.
DRESSED = re.compile(
    r"~~|==\w|(?<!\w)\+\+\w|\^\^|\$\$|\*\*|__\w|\{[:{%#]|<!--|\[\^|\[\[|^\s*(?:[#>|]|[-*+] |!!!|\?\?\?|\[[^\]]+\]:)"
    r"|(?<!\w)[*_]\w[^*_]*[*_](?!\w)|[\u202a-\u202e\u2066-\u2069\u200b\u2060\u0335-\u0338\u20d2-\u20e5]"
)
CODE = re.compile(r"`[^`]+`")
# Sentences of a source that speak to whoever reads it for us, not to engineers.
COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|direction|above)"
    r"|\b(?:system prompt|as an ai\b|language model|chat ?bot|ai assistant|you are now)\b"
    r"|\b(?:when|if you(?: are)?) (?:summari[sz]|answer|writ|report)\w*\b.{0,60}\b(?:say|add|state|"
    r"include|write|print|insert|mention)\b"
    r"|\b(?:say|add|state|include|write|print|insert|output|respond|reply|answer)\b.{0,40}"
    r"\b(?:in your (?:answer|reply|summary|brief|response|output)|the (?:word|phrase|text|link))\b",
    re.IGNORECASE | re.DOTALL,
)
# What gives a command away from a sentence about commands: it opens with one, or says "you".
ADDRESSED = re.compile(
    r"^\W*(?:please|now|also|important|note|attention|system|assistant|instead)?[\s:,.!]*"
    r"(?:ignore|disregard|forget|override|say|add|state|include|write|print|insert|output|respond"
    r"|reply|answer|do not|stop)\b|\b(?:you are now|you must|your (?:answer|reply|summary|brief|"
    r"response|output|instructions))\b",
    re.IGNORECASE,
)
ECHO = 6  # words in a row that a sentence shares with a command only if it repeats it
PAYLOAD = re.compile(r"[\"“'‘]([^\"”'’]{4,120})[\"”'’]|\b([A-Z][A-Z0-9_-]{4,})\b|(https?://\S+)")


@dataclass(slots=True)
class ReplyContext:
    """The cutting desk of one part: the items it may use, and the findings so far.

    part: the path of the part in the draft; the paths of findings begin with it.
    """

    items: dict[int, EvidenceItem]
    findings: list[Finding] = field(default_factory=list)
    part: str = ""

    def fault(
        self, rule: str, path: str, match: str, message: str, **more: Unpack[Details]
    ) -> None:
        where = drafts.below(self.part, path)
        self.findings.append(finding(f"writer-{rule}", where, match[:200], message, **more))

    def misplaced(self, rule: str, path: str, reply: AnchorReply, why: anchors.Misplaced) -> None:
        """An anchor that cannot stand, beside the source's words that come nearest."""
        stands = f"[Source {reply.source}] {why.nearest}" if why.nearest else ""
        fix = "copy the words letter for letter from the source"
        self.fault(rule, path, anchors.words_of(reply), why.why, fix=fix, evidence=stands)

    def repaired(self, rule: str, path: str, match: str, message: str) -> None:
        self.fault(rule, path, match, message)
        self.findings[-1] = replace(self.findings[-1], severity="info", resolved="repaired")


def desk_of(items: Iterable[EvidenceItem], part: str = "") -> ReplyContext:
    return ReplyContext({item.n: item for item in items}, part=part)


def section(
    reply: SectionReply, domain: Domain, desk: ReplyContext, story: StoryRef | None = None
) -> Section:
    """A section; its quote is None when the anchor did not resolve. `story`: which one it tells."""
    return Section(
        domain=domain.id,
        title=domain.title,
        headline=plain(reply.headline, "headline", desk),
        sentences=_sentences(reply.sentences, "sentences", desk),
        quote=quote(reply.quote, "quote", desk),
        implication=Implication(
            domain.team, sentence(reply.implication, "implication.sentence", desk)
        ),
        story=story,
    )


def crosscuts(
    reply: CrossCutsReply, known: Sequence[str], desk: ReplyContext
) -> tuple[CrossCut, ...]:
    """The cross-cuts; one that joins fewer than two known domains is a finding."""
    made = []
    for at, one in enumerate(reply.crosscuts):
        path = f"[{at}]"
        domains = tuple(dict.fromkeys(name for name in one.domains if name in known))
        if len(domains) < 2:
            desk.fault("domains", path, ", ".join(one.domains), "joins fewer than two domains")
        quotes = [quote(q, f"{path}.quotes[{n}]", desk) for n, q in enumerate(one.quotes)]
        made.append(
            CrossCut(
                domains=domains,
                title=plain(one.title, f"{path}.title", desk),
                sentences=_sentences(one.sentences, f"{path}.sentences", desk),
                quotes=tuple(q for q in quotes if q),
            )
        )
    return tuple(made)


def lede(reply: LedeReply, desk: ReplyContext) -> tuple[str, tuple[Sentence, ...], Action]:
    return (
        plain(reply.title, "title", desk),
        _sentences(reply.lede, "lede", desk),
        _action(reply.action, desk),
    )


def graph(reply: GraphReply, known: Sequence[str], desk: ReplyContext) -> Graph:
    """The graph, without edges that lead nowhere; those are findings."""
    nodes = tuple(
        Node(
            id=_node_id(one.id) or f"node-{at}",
            label=plain(one.label, f"nodes[{at}].label", desk),
            domain=one.domain if one.domain in known else known[0],
            cites=_cites(one.cites, one.label, f"nodes[{at}]", desk),
        )
        for at, one in enumerate(reply.nodes)
    )
    ids = {node.id for node in nodes}
    edges = []
    for at, one in enumerate(reply.edges):
        start, end = _node_id(one.start), _node_id(one.end)
        if not {start, end} <= ids or start == end:
            desk.fault(
                "graph", f"edges[{at}]", f"{start} -> {end}", "joins nodes that are not there"
            )
            continue
        label = plain(one.label, f"edges[{at}].label", desk)
        edges.append(Edge(start, end, label, _cites(one.cites, label, f"edges[{at}]", desk)))
    if len(ids) != len(nodes):
        desk.fault("graph", "nodes", "", "two nodes have the same id")
    return Graph(
        plain(reply.title, "title", desk),
        plain(reply.description, "description", desk),
        nodes,
        tuple(edges),
    )


def _node_id(name: str) -> str:
    """A node's id as the graph's language has it; "" for a name without letters and digits."""
    return re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-")


def sentence(reply: SentenceReply, path: str, desk: ReplyContext) -> Sentence:
    """A sentence with the citations that exist, and its anchors as given; citations inside the text
    are moved out, and an anchor that cannot stand is a finding that says why."""
    inline = [int(n) for found in INLINE.findall(reply.text) for n in found.split(",")]
    text = INLINE.sub("", reply.text) if inline else reply.text
    if inline:
        desk.repaired("inline-citation", path, reply.text, "a citation stood in the text")
    cites = _cites((*reply.cites, *inline), text, path, desk)
    if reply.kind == "fact" and cites and not reply.rests:
        message = "a fact names no words of its sources that it rests on"
        desk.fault("ground", path, text, message, fix="give its anchors in `rests`")
    placed = [(one, anchors.resting(one, desk.items, cites)) for one in reply.rests]
    for one, quote in placed:
        if not isinstance(quote, anchors.Misplaced):
            continue
        if reply.kind == "fact":
            desk.misplaced("anchor", path, one, quote)
        else:  # it needs none: what it follows from stands beside it in its brief
            desk.repaired("anchor", path, anchors.words_of(one), quote.why)
    rests = tuple(dict.fromkeys(one for _, one in placed if isinstance(one, Quote)))
    return Sentence(text=checked(text, path, desk), cites=cites, kind=reply.kind, rests=rests)


def quote(reply: AnchorReply, path: str, desk: ReplyContext) -> Quote | None:
    """The quote an anchor selects, moved to the one source that has the words if need be."""
    anchor, words = anchors.anchor_of(reply), anchors.words_of(reply)
    item = desk.items.get(reply.source)
    found = cut(item, anchor) if item else None
    if found is None:
        others = [(other, cut(other, anchor)) for other in desk.items.values()]
        places = [(other, one) for other, one in others if one]
        if len(places) == 1 and (item is None or not locate(item.text, anchor)):
            found = places[0][1]
            desk.repaired(
                "quote-source",
                path,
                words,
                f"the words are in source {places[0][0].n}, not in {reply.source}",
            )
    if found is None:
        desk.misplaced("quote", path, reply, anchors.missing(anchor, item))
        return None
    if commands(found.exact):
        desk.fault("obeys", path, found.exact, "quotes an instruction to the writer")
    return found


def plain(text: str, path: str, desk: ReplyContext) -> str:
    """Checked text for a place where nothing can be set as code: a headline, a label."""
    return uncoded(checked(text, path, desk))


def checked(text: str, path: str, desk: ReplyContext) -> str:
    """Text on one line; markup and words that obey a source are findings. Code spans stay."""
    text = clean(text)
    if markup := MARKUP.search(text):
        desk.fault("markup", path, markup[0], "holds HTML, a link or an image", fix="plain text")
    elif dressed := DRESSED.search(CODE.sub("code", text)):
        message = "holds marks that one reader shows and another does not"
        desk.fault("markup", path, dressed[0], message, fix="plain text, `code` for identifiers")
    items = tuple(desk.items.values())
    if obeyed := _obeyed(text, items) or next(iter(commands(text)), ""):
        desk.fault(
            "obeys",
            path,
            obeyed,
            "says what an instruction inside the evidence asks for",
            fix="report on the engineering, or leave that source out",
        )
    return text


def fit_to_print(text: str) -> bool:
    """Whether a source's sentence may be printed as it stands: no markup, no orders to a writer."""
    return not (MARKUP.search(text) or commands(text))


@lru_cache(maxsize=1024)  # every sentence of a reply is held against each source's
def commands(text: str) -> tuple[str, ...]:
    """Sentences of a source that give orders to its reader's assistant."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return tuple(one for one in parts if COMMAND.search(one) and ADDRESSED.search(one))


def _obeyed(text: str, items: Sequence[EvidenceItem]) -> str:
    """The words of a command in the evidence that a text repeats or carries out; "" for none."""
    lower = text.lower()
    for payload in _payloads(items):
        if payload.lower() in lower:
            return payload
    mine = _runs(lower)
    for one in (one for item in items for one in commands(item.text)):
        if shared := mine & _runs(one.lower()):
            return min(shared)
    return ""


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text)
    return {" ".join(words[at : at + ECHO]) for at in range(len(words) - ECHO + 1)}


def _payloads(items: Iterable[EvidenceItem]) -> list[str]:
    """What commands in the evidence want to see printed: quoted words, capitals, addresses."""
    items = tuple(items)
    wanted = [
        next(group for group in found.groups() if group)
        for item in items
        for one in commands(item.text)
        for found in PAYLOAD.finditer(one)
    ]
    # A term that also stands in ordinary sentences of the evidence is a topic, not a payload.
    rest = [_without_commands(item.text) for item in items]
    return [one for one in dict.fromkeys(wanted) if not any(one.lower() in text for text in rest)]


def _without_commands(text: str) -> str:
    for one in commands(text):
        text = text.replace(one, " ")
    return text.lower()


def _sentences(
    replies: Sequence[SentenceReply], path: str, desk: ReplyContext
) -> tuple[Sentence, ...]:
    return tuple(sentence(one, f"{path}[{at}]", desk) for at, one in enumerate(replies))


def _action(reply: ActionReply, desk: ReplyContext) -> Action:
    return Action(
        plain(reply.title, "action.title", desk),
        reply.minutes,
        _sentences(reply.sentences, "action.sentences", desk),
    )


def _cites(cites: Sequence[int], text: str, path: str, desk: ReplyContext) -> tuple[int, ...]:
    known = tuple(dict.fromkeys(n for n in cites if n in desk.items))
    absent = sorted({n for n in cites if n not in desk.items})
    if absent:
        names = ", ".join(str(n) for n in absent)
        desk.fault("citation", path, text, f"cites source {names}, which is not in the evidence")
    elif not known:
        desk.fault("citation", path, text, "cites nothing", fix="cite the source that says it")
    return known
