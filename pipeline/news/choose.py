"""Which candidates become the day's stories.

Enter: candidates, best first, with a night's decisions. Leave: the chosen, each with its domain,
in the order they are told, and the fates of the others. News and updates come first, then what
is recent and was never told; the library fills up last. A pinned story is in, a dropped one out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.news.fates import with_members
from pipeline.news.groups.homes import by_source, by_words
from pipeline.news.groups.weigh import LEAST_SHARE, Candidate, led_by
from pipeline.news.least import (
    able_beside_one,
    able_on_a_thin_page,
    able_on_an_empty_page,
    able_slight,
    able_unsure,
    happened,
    is_event,
    least,
    least_late,
    whole_piece,
)
from pipeline.news.night import Night
from pipeline.news.order import LEADS, newer_first, printed, unsure_first, worth_beside
from pipeline.records import Fate
from pipeline.records.story import NEW, Edition, FateOutcome, Kind
from pipeline.records.types import fate_of
from pipeline.text.days import days_between

MOST = 7  # stories an edition holds
FEWEST = 3  # so many the library fills up to
ENOUGH = 2  # from which it does not: two good stories are better than three
QUIET = 3  # stories of a day without news
SECOND = 0.05  # how much worse a domain may fit than the best one, when the best has its story
LEADS_TRIED = 4  # documents of a story that are asked to lead it when its best cannot be told
# How a story is told: in one piece, in what stands in print of it, or late to its point.
WELL, SOMEHOW, LATE = 1.0, 0.5, 0.25
GREAT = 0.6  # rank from which what happened is told somehow rather than not at all
PUBLISHERS = 4  # with so many sources or more, each tells one story a day
YEAR = 365  # days after which a piece of the library no longer stands beside news
# Older pieces, and pieces of the library, that a night tries to tell: what ranks below so many seldom can be told.
OLDER_TRIED = 20
Home = Callable[[Candidate, Sequence[str], Sequence[str]], Candidate | None]
THIN = 4  # stories below which a day has room for a second one of a domain or a source


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with the domain it is told under, and how well it can be told."""

    candidate: Candidate
    domain: str
    well: bool = True


@dataclass(slots=True)
class _Page:
    """The edition as it fills."""

    night: Night
    tells: Callable[[Chosen], float]
    least: float  # how well a story has to be told that no editor asked for
    several: bool  # whether there are enough sources to give each one story
    most: int = 1  # stories that one domain may have in the end
    cap: int = 1  # and now: every domain gets its first before any gets a second
    per_source: int = 1  # stories that one source may tell
    waiting: list[Candidate] = field(default_factory=list)  # whose domain has as many as it may now
    taken: list[Chosen] = field(default_factory=list)
    torn: dict[str, Chosen] = field(default_factory=dict)  # new, and told somehow at best
    late: dict[str, Chosen] = field(default_factory=dict)  # of high rank, and told late at best
    fates: list[Fate] = field(default_factory=list)
    tried: Counter[Kind] = field(default_factory=Counter)  # of each kind
    domains: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)

    def offer(self, one: Candidate, room: int) -> None:
        """Take a candidate, or say why not."""
        domain, pinned = self._domain(one), bool(self.night.wanted & one.item.names)
        source = one.item.document.source
        if not domain:
            self.decline(one, "declined", "fits no domain of the desk well")
        elif self.night.dropped & one.item.names:
            self.decline(one, "declined", "dropped by an editor")
        elif len(self.taken) >= room and not pinned:
            self.decline(one, "held over", self._full(one))
        elif self.domains[domain] >= self.cap and self.cap < self.most:
            self.waiting.append(one)
        elif self.domains[domain] >= self.cap:
            self.decline(one, "held over", f"another story of {domain} ranks higher")
        elif self.several and self.sources[source] >= self.per_source and not pinned:
            self.decline(one, "held over", "its source tells another story today")
        elif one.kind not in NEW and self.tried[one.kind] >= OLDER_TRIED:
            self.decline(
                one, "held over", f"{OLDER_TRIED} older pieces were tried before it tonight"
            )
        else:
            self.tried[one.kind] += 1
            great = one.kind in NEW and one.score >= GREAT
            self._take(one, domain, SOMEHOW if pinned or great else self.least)

    def offer_homeless(self, one: Candidate, room: int, home: Home = by_words) -> None:
        """News that fits no domain well, under the one that `home` finds for it among those without a story."""
        source = self.night.source(one.item.document.source)
        told = one.item.identity in {each.candidate.item.identity for each in self.taken}
        if told or len(self.taken) >= room or self._domain(one):
            return
        free = [fit.domain for fit in one.fits if not self.domains[fit.domain]]
        if housed := home(one, source.domains if source else (), free):
            self._forget(one)  # that it fits no domain well is no longer why it is not told
            self.offer(housed, room)

    def offer_again(self, room: int) -> None:
        """Those that waited, once every domain has had its first story, then its second ..."""
        while self.cap < self.most:
            self.cap += 1
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                self.offer(one, room)
        self.cap = 1

    def offer_second(self, one: Candidate, room: int) -> None:
        """News that was held over because its domain had its story, in its turn among what is older."""
        if not _bears(one) or one.item.identity not in self._held_over:
            return
        if len(self.taken) < room:
            self.cap = self._two
            self.offer(one, room)
            self.cap = 1
        elif self.domains[domain := self._domain(one)] and self._two > 1:
            self._forget(one)
            second = f"a second one counts {worth_beside(one):.2f}, and {len(self.taken)} stories are told"
            self.decline(one, "held over", f"another story of {domain} ranks higher; {second}")

    def offer_more(self, rest: Sequence[Candidate], room: int, *, alone: bool) -> None:
        """What was held over: a second story of a domain, then of a source too, while there is room.

        A desk that says how many stories a domain may have has said it of these, too. What is not of
        the window never brings its source a second one. alone: no domain has a second."""
        self.cap = 1 if alone else self._two
        for per_source in (1, 2):
            self.per_source, held = per_source, self._held_over
            for one in rest:
                able = one.kind != "recent" or self.per_source == 1
                if able and len(self.taken) < room and one.item.identity in held:
                    self.offer(one, room)
        self.cap = self.per_source = 1

    @property
    def _held_over(self) -> set[str]:
        """Stories that were held over, and not taken since."""
        return {one.story for one in self.fates if one.outcome == "held over"}

    @property
    def _two(self) -> int:
        """Two stories of a domain, where the desk allows as many."""
        return min(2, self.night.desk.news.domain_stories or 2)

    def fill(
        self,
        held: Sequence[Candidate],
        candidates: Sequence[Candidate],
        room: int,
        *,
        undated: bool,
    ) -> None:
        """What the library holds, where too little is told. undated: a good text without a date may
        stand beside what has one, where not even two stories are told."""
        for one in held:
            if one.item.document.id in _spoken_for(self.taken, candidates):
                continue  # its fate is that of the story it is of
            able = undated and len(self.taken) < ENOUGH and whole_piece(one)
            if self.taken and not one.item.day and not able:
                self.decline(one, "held over", "undated, and something dated is told")
            else:
                self.offer(one, room)

    def _take(self, one: Candidate, domain: str, least: float) -> None:
        """Take it with the first of its documents that can be told, its lead before all others."""
        ways = [one, *(led_by(one, item) for item in one.others[:LEADS_TRIED])]
        for way in ways:
            worth = self.tells(Chosen(way, domain))
            if worth >= least:
                return self._told(one, Chosen(way, domain, worth >= WELL))
            if worth >= SOMEHOW and one.kind in NEW and is_event(one):
                self.torn.setdefault(one.item.identity, Chosen(way, domain, well=False))
            elif worth >= LATE and one.kind in NEW and is_event(one) and one.score >= GREAT:
                self.late.setdefault(one.item.identity, Chosen(way, domain, well=False))
        self.decline(one, "declined", "no two sentences of it stand in print together")

    def _told(self, one: Candidate, told: Chosen) -> None:
        self.taken.append(told)
        self._forget(one)
        self.domains[told.domain] += 1
        self.sources[told.candidate.item.document.source] += 1
        self.torn.pop(one.item.identity, None)

    def offer_torn(self, candidates: Sequence[Candidate], room: int, *, late: bool = False) -> None:
        """What is new and can be told somehow, though not as one piece: more to a reader than what is old.

        late: what comes late to its point."""
        held = self.late if late else self.torn
        for one in candidates:
            told = held.get(one.item.identity)
            free = told and not self.domains[told.domain]
            if told and free and len(self.taken) < room:
                self._told(one, told)

    def _domain(self, one: Candidate) -> str:
        """The best domain, or one of its source's that fits nearly as well and has no story yet."""
        good = [fit for fit in one.fits if fit.share >= LEAST_SHARE]
        if not good:
            return ""
        source = self.night.source(one.item.document.source)
        owned = source.domains if source and source.domains else [fit.domain for fit in good]
        near = [
            fit for fit in good[1:] if fit.share >= good[0].share - SECOND and fit.domain in owned
        ]
        free = [fit for fit in (good[0], *near) if self.domains[fit.domain] < self.cap]
        return (free or good)[0].domain

    def declared(self, one: Candidate) -> bool:
        """Whether the domain that a candidate is told under is one of its source's, where it has any."""
        source = self.night.source(one.item.document.source)
        return not (source and source.domains) or self._domain(one) in ("", *source.domains)

    def _full(self, one: Candidate) -> str:
        """Why a page that is full does not take a candidate: what is new stands first, whatever it ranks."""
        told = f"{len(self.taken)} stories are told"
        if one.kind in NEW:
            return f"ranks {one.score:.2f}; {told}"
        return f"ranks {one.score:.2f}, but is older than the days that count as news; {told}"

    def _forget(self, one: Candidate) -> None:
        """Take back what was said of a story, by its own name: another of its documents may lead it now."""
        self.fates = [each for each in self.fates if each.story != one.item.identity]

    def decline_low(self, one: Candidate, least: float, what: str) -> None:
        """Say that a candidate ranks too low for what it is."""
        reason = f"ranks {one.score:.2f}, below the {least:.2f} that {what} needs"
        self.decline(one, "declined", reason)

    def decline(self, one: Candidate, outcome: FateOutcome, reason: str) -> None:
        """Say of a candidate, and of all that its group holds, why it is not told."""
        self.fates += with_members(fate(one, outcome, reason), one.group)


def choose(
    night: Night,
    candidates: Sequence[Candidate],
    shelf: Callable[[], Sequence[Candidate]],
    tells: Callable[[Chosen], float],
) -> tuple[Edition, tuple[Chosen, ...], tuple[Fate, ...]]:
    """The edition, its stories in order, and what became of the rest; `shelf` is the library's.

    Stories that read as one piece; where there is none, those that can be told somehow.
    """
    found = _filled(night, candidates, shelf, tells, WELL)
    return found if found[1] else _filled(night, candidates, shelf, tells, SOMEHOW)


def _filled(
    night: Night,
    candidates: Sequence[Candidate],
    shelf: Callable[[], Sequence[Candidate]],
    tells: Callable[[Chosen], float],
    well: float,
) -> tuple[Edition, tuple[Chosen, ...], tuple[Fate, ...]]:
    """The page, filled with stories told at least so well."""
    page = _Page(night, tells, well, len(night.sources) >= PUBLISHERS, _most(night))
    pinned = [one for one in candidates if night.wanted & one.item.names]
    for one in pinned:
        page.offer(one, MOST)
    rest = [one for one in candidates if one not in pinned]
    low: list[Candidate] = []
    for one in rest:
        if one.kind == "news" and one.score < least(one):
            low.append(one)
        elif one.kind in NEW:
            page.offer(one, MOST)
    page.offer_again(MOST)
    homeless = [one for one in rest if one.kind in NEW and one not in low]
    for one in filter(happened, homeless):
        page.offer_homeless(one, THIN)
    page.offer_torn([one for one in rest if one.score >= LEADS and is_event(one)], FEWEST)
    page.offer_torn(rest, ENOUGH, late=True)
    _fill_thin(page, homeless, low)
    edition = _edition(night, page)
    library = edition == "library"
    page.most = 1 if library else page.most
    room = QUIET if library else max(FEWEST, night.desk.news.stories)
    _fill_late(page, rest, room, every=edition == "first")
    page.offer_more([one for one in rest if _bears(one)], min(room, THIN), alone=library)
    _fill_low(page, low)
    page.offer_torn([one for one in rest if happened(one)], ENOUGH)
    for one in homeless:
        if is_event(one) and one.score >= LEADS:
            page.offer_homeless(one, ENOUGH)
    edition = _edition(night, page)
    library = edition == "library"
    few = QUIET if library else room if edition == "first" else ENOUGH
    short = len(page.taken) < few
    held = shelf() if short else ()
    held = _of_late(held, night.day) if edition == "news" else held
    page.fill(held, candidates, few, undated=library)
    page.offer_again(few)
    taken = sorted(page.taken, key=lambda one: printed(one.candidate, well=one.well))
    return edition, tuple(taken), tuple(page.fates)


def _fill_late(page: _Page, rest: Sequence[Candidate], room: int, *, every: bool) -> None:
    """What is older, beside the second news of domains, by what each is worth; and on a thin page what
    ranks a little low for its age. every: whatever it ranks, while the page is thin."""
    slight: list[Candidate] = []
    for one in sorted(rest, key=newer_first):
        if one.kind != "recent":
            page.offer_second(one, room)
        elif one.score < least_late(one) and not (every and len(page.taken) < FEWEST):
            slight.append(one)
        else:
            page.offer(one, room)
    page.offer_again(room)
    for one in slight:
        if not page.declared(one):
            page.decline(
                one, "declined", "ranks low, and under a domain that its source is not for"
            )
        elif able_on_a_thin_page(one):
            page.offer(one, min(room, FEWEST))
        elif able_beside_one(one):
            page.offer(one, min(room, ENOUGH))
        else:
            page.decline_low(one, least_late(one), "a late story")


def _fill_thin(page: _Page, homeless: Sequence[Candidate], low: Sequence[Candidate]) -> None:
    """Where fewer than three stories of the window are told, and before what is older: news that is unsure of its
    domain, under the one that its source is declared for; then a slight post of these days."""
    unsure = sorted(filter(able_unsure, homeless), key=unsure_first)
    for one in unsure:
        page.offer_homeless(one, FEWEST, by_source)
    page.offer_torn(unsure, ENOUGH)
    for one in filter(able_slight, sorted(low, key=unsure_first)):
        page.offer_homeless(one, ENOUGH, by_source)
        if len(page.taken) < ENOUGH:
            page.offer(one, ENOUGH)


def _fill_low(page: _Page, low: Sequence[Candidate]) -> None:
    """Where fewer than two stories are told: a running list of changes, or one of its entries, though it
    ranks low; an old piece of the library is less to a reader than a change of today."""
    told = {one.candidate.item.identity for one in page.taken}
    left = (one for one in low if one.item.identity not in told)
    for one in sorted(left, key=lambda each: each.order):
        if able_on_an_empty_page(one) and len(page.taken) < ENOUGH:
            page.offer(one, ENOUGH)
        else:
            page.decline_low(one, least(one), "news")


def _of_late(held: Sequence[Candidate], day: str) -> list[Candidate]:
    """What of the library may stand beside news: pieces of the last year."""
    return [one for one in held if one.item.day and days_between(one.item.day, day) <= YEAR]


def _spoken_for(taken: Sequence[Chosen], candidates: Sequence[Candidate]) -> set[str]:
    """Documents that are told, and those that tell of the same as another of today: the library
    fills up with neither."""
    leads = {one.candidate.item.document.id for one in taken}
    groups = [*(one.group for one in candidates), *(one.candidate.group for one in taken)]
    return leads | {one.subject.document.id for group in groups for one, _ in group.members}


def _bears(one: Candidate) -> bool:
    """Whether a candidate is good enough to be a domain's second story."""
    return one.kind != "library" and one.score >= least(one)


def _most(night: Night) -> int:
    """Stories that one domain may have: what the desk says, else what fills the day."""
    asked = night.desk.news.domain_stories
    return asked or -(-night.desk.news.stories // max(1, len(night.desk.domains)))


def _edition(night: Night, page: _Page) -> Edition:
    if not night.told.last and not night.told.leads:
        return "first"
    return "news" if any(one.candidate.kind in NEW for one in page.taken) else "library"


def fate(one: Candidate, outcome: FateOutcome, reason: str) -> Fate:
    """What became of a candidate."""
    plain = fate_of(one.item.document, one.item.day, outcome, reason)
    domain = one.fits[0].domain if one.fits else ""
    return replace(plain, domain=domain, story=one.item.identity, why=one.why)
