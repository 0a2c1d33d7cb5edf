"""What earlier briefs were about, so that a brief can name those it continues.

Enter: cards, oldest first. Leave: for a card, the earlier ones that rest on the same pages or
share tags. A brief looks back only, so that its page never changes when a later one appears.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from pipeline.pages.metadata import PageMeta

RECENT = 40  # briefs remembered for one page or tag: more than a reader would follow
MOST = 3


@dataclass(slots=True)
class Earlier:
    """The briefs before the one at hand."""

    cards: list[PageMeta] = field(default_factory=list)
    pages: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(_recent))
    tags: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(_recent))

    @property
    def last(self) -> PageMeta | None:
        return self.cards[-1] if self.cards else None

    def add(self, card: PageMeta) -> None:
        at = len(self.cards)
        self.cards.append(card)
        for url in {one.url for one in card.citation if one.url}:
            self.pages[url].append(at)
        for tag in set(card.tags):
            self.tags[tag].append(at)

    def related(self, card: PageMeta) -> list[dict[str, str]]:
        """Earlier briefs with a page in common (counted twice) or two tags, closest first."""
        pages = Counter(
            at for url in {one.url for one in card.citation} for at in self.pages.get(url, ())
        )
        tags = Counter(at for tag in set(card.tags) for at in self.tags.get(tag, ()))
        close = [at for at in {*pages, *tags} if pages[at] or tags[at] >= 2]
        close.sort(key=lambda at: (2 * pages[at] + tags[at], at), reverse=True)
        return [{"day": self.cards[at].day, "title": self.cards[at].title} for at in close[:MOST]]


def _recent() -> deque[int]:
    return deque(maxlen=RECENT)
